"""Real SPARQL servers on 127.0.0.1, each with its data in a folder of its own, for the length of a test run."""

from __future__ import annotations

import socket
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox

from api.sparql import Remote
from tests.needs import command

MAX_ROWS = 50_000
"""The rows at which Virtuoso cuts answers here."""
_INI = """
[Database]
DatabaseFile = {folder}/data.db
ErrorLogFile = {folder}/data.log
LockFile = {folder}/data.lck
TransactionFile = {folder}/data.trx
xa_persistent_file = {folder}/data.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
DisableUnixSocket = 1
NumberOfBuffers = 2000
MaxDirtyBuffers = 1500
CheckpointInterval = 0
SchedulerInterval = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 12
[SPARQL]
ResultSetMaxRows = {rows}
"""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def _running(arguments: list[str | Path], address: str) -> Iterator[None]:
    """Run a server until it answers at this address, and then for the length of the block."""
    with subprocess.Popen(
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            until = time.monotonic() + 60
            while True:
                try:
                    httpx.get(address, params={"query": "ASK {}"}, trust_env=False)
                    break
                except httpx.TransportError:
                    assert process.poll() is None, "the server ended"
                    assert time.monotonic() < until, "the server does not answer"
                    time.sleep(0.1)
            yield
        finally:
            process.kill()


@contextmanager
def oxigraph(default: Iterable[ox.Triple], named: Mapping[str, Iterable[ox.Triple]]) -> Iterator[Remote]:
    """Run ``oxigraph serve``, whose default graph holds the merge."""
    program = command(str(Path(sysconfig.get_path("scripts")) / "oxigraph"), install="pip install oxigraph")
    root = f"http://127.0.0.1:{_free_port()}"
    with _running([program, "serve", "--bind", root.removeprefix("http://")], f"{root}/query"):
        for params, triples in ({"default": ""}, default), *(({"graph": iri}, held) for iri, held in named.items()):
            _put(f"{root}/store", params, triples)
        yield Remote(f"{root}/query")


@contextmanager
def virtuoso(default: Iterable[ox.Triple], named: Mapping[str, Iterable[ox.Triple]]) -> Iterator[Remote]:
    """Run Virtuoso 7, in which a graph of its own holds the merge, for its default graph holds all that it knows."""
    program = command("virtuoso-t", install="apt-get install virtuoso-opensource-7-bin")
    merge, sql, http = "http://example.org/graph/merged", _free_port(), _free_port()
    with tempfile.TemporaryDirectory(prefix="virtuoso") as folder:
        ini = Path(folder) / "virtuoso.ini"
        ini.write_text(_INI.format(folder=folder, sql=sql, http=http, rows=MAX_ROWS), "utf-8")
        root = f"http://127.0.0.1:{http}"
        with _running([program, "+configfile", ini, "+wait", "+foreground"], f"{root}/sparql"):
            for iri, held in {merge: default, **named}.items():
                _put(f"{root}/sparql-graph-crud-auth", {"graph-uri": iri}, held, httpx.DigestAuth("dba", "dba"))
            yield Remote(f"{root}/sparql", merge)


def _put(
    address: str, params: Mapping[str, str], triples: Iterable[ox.Triple], auth: httpx.DigestAuth | None = None
) -> None:
    """Put a graph into a store (SPARQL 1.1 Graph Store HTTP Protocol)."""
    content = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    headers = {"Content-Type": "application/n-triples"}
    reply = httpx.put(address, params=params, content=content, headers=headers, auth=auth, trust_env=False, timeout=60)
    assert reply.is_success, reply.text
