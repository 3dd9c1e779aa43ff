"""What lies in a release: dumps that say the same, sums that are true, and the same bytes each time."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat
from rdflib import XSD, Dataset, Graph

from graph_builder.release import read_manifest

GRAPH = "https://w3id.org/planatlas/graph/"
MERGES = {
    "planatlas.ttl": (RdfFormat.TURTLE, "turtle"),
    "planatlas.nt": (RdfFormat.N_TRIPLES, "nt"),
    "planatlas.jsonld": (RdfFormat.JSON_LD, "json-ld"),
    "planatlas.rdf": (RdfFormat.RDF_XML, "xml"),
}
QUADS = {"planatlas.nq": (RdfFormat.N_QUADS, "nquads"), "planatlas.trig": (RdfFormat.TRIG, "trig")}

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its Dataset calls its own old names


def _store(release: Path) -> pyoxigraph.Store:
    return pyoxigraph.Store.read_only(str(release.resolve() / "store"))


def _triples(content: bytes, form: RdfFormat) -> list[str]:
    return [str(quad.triple) for quad in pyoxigraph.parse(content, format=form)]


def _as_stored(statement: str) -> str:
    """Write a statement as the embedded store gives it back: it keeps the value of an integer, not its exact type."""
    return statement.replace('"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>', f'"^^<{XSD.integer}>')


def _canonical(nquads: str) -> set[str]:
    """Bring N-Triples or N-Quads of another writer into the form that pyoxigraph writes."""
    return {str(quad) for quad in pyoxigraph.parse(nquads.encode(), format=RdfFormat.N_QUADS)}


@pytest.fixture(params=["small", pytest.param("real", marks=pytest.mark.xdist_group("real-release"))])
def release(request: pytest.FixtureRequest) -> Path:
    link: Path = request.getfixturevalue(f"{request.param}_release")
    return link


def test_default_graph_of_the_store_is_the_merge_without_duplicates(release: Path) -> None:
    store, manifest = _store(release), read_manifest(release)
    merge = [str(quad.triple) for quad in store.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph())]
    named = [quad for quad in store if isinstance(quad.graph_name, pyoxigraph.NamedNode)]
    assert len(merge) == len(set(merge)) == manifest["counts"]["triples"]
    assert set(merge) == {str(quad.triple) for quad in named}
    assert len(named) == manifest["counts"]["quads"]
    dump = (release / "planatlas.nq").read_text("utf-8")
    assert {_as_stored(line) for line in dump.splitlines()} == {f"{quad} ." for quad in named}
    assert dump.splitlines() == sorted(set(dump.splitlines()))
    assert hashlib.sha256(dump.encode()).hexdigest() == manifest["store"]["nquads"]


def test_dumps_say_what_the_store_says(release: Path) -> None:
    store = _store(release)
    merge = {str(quad.triple) for quad in store}
    for name, (form, _) in MERGES.items():
        found = _triples((release / name).read_bytes(), form)
        assert len(found) == len(set(found)), name
        assert {_as_stored(triple) for triple in found} == merge, name
    quads = {str(quad) for quad in store if isinstance(quad.graph_name, pyoxigraph.NamedNode)}
    for name, (form, _) in QUADS.items():
        parsed = pyoxigraph.parse((release / name).read_bytes(), format=form)
        assert {_as_stored(str(quad)) for quad in parsed} == quads, name


@pytest.mark.parametrize("name", [*MERGES, *QUADS])
def test_dumps_say_the_same_to_rdflib(small_release: Path, name: str) -> None:
    form = (MERGES | QUADS)[name][1]
    if name in QUADS:
        quads = Dataset()
        quads.parse(small_release / name, format=form)
        found = _canonical(quads.serialize(format="nquads"))
        expected = (small_release / "planatlas.nq").read_text("utf-8")
    else:
        triples = Graph()
        triples.parse(small_release / name, format=form)
        found = _canonical(triples.serialize(format="nt"))
        expected = (small_release / "planatlas.nt").read_text("utf-8")
    assert found == _canonical(expected)


def test_dump_of_a_plan_holds_its_three_graphs(real_release: Path) -> None:
    store = _store(real_release)
    for plan in read_manifest(real_release)["plans"]:
        expected = {
            str(quad.triple)
            for kind in ("plan", "evidence", "derived")
            for quad in store.quads_for_pattern(None, None, None, pyoxigraph.NamedNode(f"{GRAPH}{kind}/{plan['id']}"))
        }
        content = (real_release / "plans" / f"{plan['id']}.ttl").read_bytes()
        assert {_as_stored(triple) for triple in _triples(content, RdfFormat.TURTLE)} == expected


def test_each_triple_stands_in_one_graph_of_a_single_plan(real_release: Path) -> None:
    manifest = read_manifest(real_release)
    assert manifest["counts"]["quads"] == manifest["counts"]["triples"] == sum(manifest["counts"]["graphs"].values())


def test_packed_files_hold_the_plain_ones(release: Path) -> None:
    packed = sorted(release.rglob("*.gz"))
    assert {path.name for path in packed} >= {f"{name}.gz" for name in (*MERGES, *QUADS)}
    for path in packed:
        content = path.read_bytes()
        assert gzip.decompress(content) == path.with_suffix("").read_bytes()
        assert content[3] == 0, f"{path.name} names its file"
        assert content[4:8] == b"\0\0\0\0", f"{path.name} carries a time"


def test_manifest_names_every_file_with_its_sum(release: Path) -> None:
    manifest: dict[str, Any] = read_manifest(release)
    folder = release.resolve()
    found = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] not in ("store", "manifest.json")
    }
    assert set(manifest["files"]) == found
    for name, entry in manifest["files"].items():
        content = (folder / name).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest(), name
        assert entry["bytes"] == len(content), name
        assert "/" in entry["mediaType"], name


def test_counts_of_the_manifest_are_true(release: Path) -> None:
    store, counts = _store(release), read_manifest(release)["counts"]
    for name, count in counts["graphs"].items():
        assert sum(1 for _ in store.quads_for_pattern(None, None, None, pyoxigraph.NamedNode(name))) == count
    answer = store.query(
        "SELECT ?kind (COUNT(?thing) AS ?count) { ?thing a ?kind "
        "FILTER (STRSTARTS(STR(?kind), 'https://w3id.org/planatlas/ontology#')) } GROUP BY ?kind"
    )
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    assert {row["kind"].value: int(row["count"].value) for row in answer} == counts["classes"]


def test_no_blank_node_anywhere(release: Path) -> None:
    nodes = (node for quad in _store(release) for node in (quad.subject, quad.object))
    assert not any(isinstance(node, pyoxigraph.BlankNode) for node in nodes)


def test_no_file_holds_a_path_of_this_machine(release: Path) -> None:
    for path in release.resolve().rglob("*"):
        if path.is_file() and path.suffix != ".gz" and "store" not in path.parts:
            content = path.read_bytes()
            assert str(Path.cwd()).encode() not in content, path
            assert str(release.parent).encode() not in content, path


def test_two_processes_give_the_same_bytes(small_release: Path, tmp_path: Path) -> None:
    """The order of Python's sets and the folder must not matter; the real plan is built twice by the wheel's test."""
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "api.cli", "build", small_release.parent / "yunxi", "--release", tmp_path / seed],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for seed, zone in (("1", "Asia/Shanghai"), ("20251231", "America/New_York"))
    ]
    for run in runs:
        _, errors = run.communicate()
        assert run.returncode == 0, errors.decode()
    first, second = (tmp_path / seed for seed in ("1", "20251231"))
    for link in (first, second):
        assert same_files(link, small_release)
        assert (link / "manifest.json").read_bytes() == (small_release / "manifest.json").read_bytes()


def same_files(first: Path, second: Path) -> bool:
    """Compare the sums of two releases by name, so that a failure tells which file differs."""
    sums = [
        {name: entry["sha256"] for name, entry in read_manifest(link)["files"].items()}
        | {"store": read_manifest(link)["store"]["nquads"]}
        for link in (first, second)
    ]
    assert sums[0] == sums[1]
    return True


def test_network_files_are_there(release: Path) -> None:
    folder = release / "networks"
    assert json.loads((folder / "network.json").read_text("utf-8"))["links"]
    rows = list(csv.DictReader(io.StringIO((folder / "network.csv").read_text("utf-8-sig"), newline="")))
    assert rows
    for language in ("zh", "en"):
        assert f'<html lang="{language}">' in (folder / f"standalone.{language}.html").read_text("utf-8")[:100]
