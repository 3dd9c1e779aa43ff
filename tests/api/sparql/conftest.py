"""A small store, engines on it, and a real HTTP server."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from api.settings import Settings
from api.sparql import EmbeddedEngine, SparqlEndpoint

EX = "http://example.org/"
SETTINGS = Settings(query_workers=2, spare_workers=0, query_timeout=30.0)
RUNAWAY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o } ORDER BY ?c ?f ?i"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
"""Like RUNAWAY without end, and without taking memory."""
ROWS = "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(?b = ?e) }"
"""45,000 rows: more than a small buffer."""
BEGUN = (
    "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(?b = ?e) "
    f"BIND(IF(?c = 7 && ?f IN (77, 145), EXISTS {{ {ENDLESS} }}, true) AS ?x) }}"
)
"""Like ROWS, but one of the rows, some 300,000 bytes into the answer, takes without end (from disk and in memory)."""


def quads() -> Iterator[ox.Quad]:
    label = ox.NamedNode(EX + "label")
    value = ox.NamedNode(EX + "value")
    for number in range(150):
        subject = ox.NamedNode(f"{EX}s{number}")
        for graph in (ox.DefaultGraph(), ox.NamedNode(f"{EX}graph/{number % 2}")):
            yield ox.Quad(subject, value, ox.Literal(number), graph)
            yield ox.Quad(subject, label, ox.Literal(f'第{number}项, "quoted"\tand\nbroken', language="zh"), graph)


@pytest.fixture
def little_work() -> Iterator[None]:
    """Fail a test that takes 20 s of processor time, however busy the machine is: quadratic work takes minutes."""

    def stop(*_: object) -> None:
        raise AssertionError("this took 20 s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 20.0)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.fixture(scope="session")
def store_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("release") / "store"
    store = ox.Store(path)
    store.bulk_extend(quads())
    store.flush()
    named = [quad for quad in quads() if not isinstance(quad.graph_name, ox.DefaultGraph)]
    merged = [quad.triple for quad in quads() if isinstance(quad.graph_name, ox.DefaultGraph)]
    ox.serialize(named, dumps(path)[0], format=ox.RdfFormat.N_QUADS)
    ox.serialize(merged, dumps(path)[1], format=ox.RdfFormat.N_TRIPLES)
    del store
    return path


def dumps(store_dir: Path) -> tuple[Path, Path]:
    """Where the same data lie as N-Quads and N-Triples, from which an engine loads them into memory."""
    return store_dir.with_name("planatlas.nq"), store_dir.with_name("planatlas.nt")


@pytest.fixture(params=["memory", "disk"])
def engine(
    request: pytest.FixtureRequest, store_dir: Path
) -> Callable[..., contextlib.AbstractAsyncContextManager[EmbeddedEngine]]:
    """Start an engine with changed settings for the length of an ``async with``."""

    @contextlib.asynccontextmanager
    async def running(**changes: float) -> AsyncIterator[EmbeddedEngine]:
        loaded = dumps(store_dir) if request.param == "memory" else None
        engine = EmbeddedEngine(store_dir, replace(SETTINGS, **changes), dumps=loaded)
        await engine.start()
        try:
            yield engine
        finally:
            await engine.close()

    return running


def calm(engine: EmbeddedEngine) -> bool:
    """Tell whether no worker is left that has worked long: such a one has less priority."""
    own = os.getpriority(os.PRIO_PROCESS, 0)
    for process in engine.processes:
        with contextlib.suppress(ProcessLookupError):
            if os.getpriority(os.PRIO_PROCESS, process) > own:
                return False
    return True


async def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def type(self) -> str:
        return self.headers["Content-Type"]


@dataclass(frozen=True)
class Server:
    port: int
    engine: EmbeddedEngine

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"

    def ask(
        self, method: str = "GET", target: str = "/sparql", body: bytes | None = None, **headers: str | list[str]
    ) -> Reply:
        """Send exactly these characters; header names are given with underscores."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            connection.putrequest(method, target, skip_accept_encoding=True)
            for name, values in headers.items():
                for value in [values] if isinstance(values, str) else values:
                    connection.putheader(name.replace("_", "-"), value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())


@pytest.fixture(scope="session")
def server(store_dir: Path) -> Iterator[Server]:
    """The endpoint under a real server, with a page for people."""
    settings = replace(SETTINGS, request_bytes=20_000, answer_buffer=10_000, answer_bytes=2_000_000)
    engine = EmbeddedEngine(store_dir, settings, release="r1", base=EX, dumps=dumps(store_dir))

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await engine.start()
        yield
        await engine.close()

    endpoint = SparqlEndpoint(lambda: engine, settings, PlainTextResponse("<h1>editor</h1>", media_type="text/html"))
    app = Starlette(routes=[Route("/sparql", endpoint=endpoint)], lifespan=lifespan)
    listener = socket.create_server(("127.0.0.1", 0))
    runner = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=runner.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        asyncio.run(until(lambda: runner.started or not thread.is_alive()))
        yield Server(listener.getsockname()[1], engine)
    finally:
        runner.should_exit = True
        thread.join()
        listener.close()
