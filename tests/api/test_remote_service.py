"""A release whose queries a real server answers: the service, and the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from api.app import create_app
from api.release import open_release
from api.settings import Settings
from api.sparql import EmbeddedEngine, Query, Remote, RemoteEngine
from tests.api.server import serving
from tests.api.sparql.compliance.servers import oxigraph

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def remote(small_release: Path) -> Iterator[Remote]:
    """A server that holds the small release, loaded from the files of which the documentation speaks."""
    merge = [quad.triple for quad in ox.parse(path=small_release / "planatlas.nt")]
    named: dict[str, list[ox.Triple]] = {}
    for quad in ox.parse(path=small_release / "planatlas.nq"):
        assert isinstance(quad.graph_name, ox.NamedNode)
        named.setdefault(quad.graph_name.value, []).append(quad.triple)
    with oxigraph(merge, named) as address:
        yield address


def manifest(release: Path) -> dict[str, dict[str, int]]:
    return dict(json.loads((release / "manifest.json").read_text("utf-8")))


def test_queries_go_there_and_pages_come_from_the_release(small_release: Path, remote: Remote) -> None:
    settings = Settings(query_workers=1)
    with serving(create_app(small_release, settings, remote=remote)) as base, httpx.Client(base_url=base) as client:
        reply = client.get("/sparql", params={"query": COUNT, "format": "csv"})
        assert reply.text.split() == ["n", str(manifest(small_release)["counts"]["triples"])]
        held = {"If-None-Match": reply.headers["etag"]}
        assert client.get("/sparql", params={"query": COUNT, "format": "csv"}, headers=held).status_code == 304
        lateral = {"query": "ASK { ?s ?p ?o LATERAL { ?s ?p ?o } }"}
        assert "LATERAL is no word" in client.get("/sparql", params=lateral).json()["detail"]
        assert client.get("/data/plan/yunxi.ttl", follow_redirects=True).is_success
        assert client.get("/ontology", headers={"accept": "text/turtle"}, follow_redirects=True).is_success


def test_what_another_server_answered_has_another_tag(small_release: Path, remote: Remote) -> None:
    counts = open_release(small_release).manifest
    others = Remote("http://127.0.0.1:9/query"), Remote(remote.address.replace("//", "//user:word@"))
    here, there, same = (RemoteEngine.of(counts, at, Settings()).tag(Query(COUNT)) for at in (remote, *others))
    assert here == same != there
    assert EmbeddedEngine(small_release / "store", Settings(), release=counts.release).tag(Query(COUNT)) not in (
        here,
        there,
    )


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "api.cli", *arguments]
    return subprocess.run(command, capture_output=True, check=False, timeout=120, env=os.environ | environment)


def test_the_command_line_asks_there_too(small_release: Path, remote: Remote) -> None:
    wanted = f"?n\n{manifest(small_release)['counts']['triples']}\n".encode()
    given = run("query", COUNT, "--release", small_release, "--endpoint", remote.address)
    assert (given.returncode, given.stdout) == (0, wanted)
    assert run("query", COUNT, "--release", small_release, PLANATLAS_ENDPOINT=remote.address).stdout == wanted


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("query", "ASK { ?s ?p", "--endpoint", "{}"), b"line 1"),
        (("query", "ASK {}", "--endpoint", "{}", "--default-graph", "x:none"), b"0 triples instead of"),
        (("query", "ASK {}", "--endpoint", "http://user:geheim@127.0.0.1:9/query"), b"cannot be reached"),
        (("query", "ASK {}", "--endpoint", "somewhere"), b"not the address"),
        (
            ("serve", "--port", "0", "--endpoint", "http://user:geheim@127.0.0.1:9/query"),
            b"start it at http://127.0.0.1:9/",
        ),
        (("serve", "--port", "0", "--endpoint", "{}", "--default-graph", "x:none"), b"0 triples instead of"),
    ],
)
def test_what_is_wrong_is_told(small_release: Path, remote: Remote, arguments: tuple[str, ...], words: bytes) -> None:
    done = run(*(argument.replace("{}", remote.address) if argument == "{}" else argument for argument in arguments),
               "--release", small_release)  # fmt: skip
    assert (done.returncode, done.stdout) == (1, b"")
    assert words in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"geheim" not in done.stderr
