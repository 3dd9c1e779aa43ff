"""One server for each room behind the door, on the same data: every check of the suite is put to each of them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from api.sparql import EmbeddedEngine, Engine, RemoteEngine, SparqlEndpoint
from tests.api.server import serving
from tests.api.sparql.conftest import EX, SETTINGS, Server, quads

from . import servers
from .exceptions import EXCEPTIONS, ROOMS
from .meaning import FACTS

LIMITS = replace(SETTINGS, request_bytes=20_000, answer_buffer=10_000, answer_bytes=2_000_000)
PAGE = PlainTextResponse("<h1>editor</h1>", media_type="text/html")


def dataset() -> tuple[list[ox.Triple], dict[str, list[ox.Triple]]]:
    """Give the triples of the default graph and of each named graph; the facts stand in two of their own only."""
    default: list[ox.Triple] = []
    named: dict[str, list[ox.Triple]] = {}
    for quad in quads():
        place = default if isinstance(quad.graph_name, ox.DefaultGraph) else named.setdefault(quad.graph_name.value, [])
        place.append(quad.triple)
    facts = [quad.triple for quad in ox.parse(FACTS, ox.RdfFormat.TURTLE, base_iri=EX)]
    return default, named | {f"{EX}graph/facts": facts, f"{EX}graph/same": facts}


@contextlib.contextmanager
def embedded(folder: Path) -> Iterator[Engine]:
    default, named = dataset()
    quads = [ox.Quad(*triple, ox.NamedNode(iri)) for iri, triples in named.items() for triple in triples]
    store = ox.Store(folder / "store")
    store.extend([*quads, *(ox.Quad(*triple) for triple in default)])
    store.flush()
    del store
    dumps = folder / "planatlas.nq", folder / "planatlas.nt"
    ox.serialize(quads, dumps[0], format=ox.RdfFormat.N_QUADS)
    ox.serialize(default, dumps[1], format=ox.RdfFormat.N_TRIPLES)
    yield EmbeddedEngine(folder / "store", LIMITS, release="r1", base=EX, dumps=dumps)


@contextlib.contextmanager
def remote(start: str) -> Iterator[Engine]:
    default, named = dataset()
    with getattr(servers, start)(default, named) as address:
        counts = {iri: len(set(triples)) for iri, triples in named.items()}
        yield RemoteEngine(address, LIMITS, graphs=counts, triples=len(set(default)), release="r1", base=EX)


@pytest.fixture(scope="session", params=[pytest.param(room, marks=pytest.mark.xdist_group(room)) for room in ROOMS])
def room(request: pytest.FixtureRequest) -> str:
    """The name of the room that is asked."""
    return str(request.param)


@pytest.fixture(scope="session")
def server(room: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The endpoint under a real HTTP server, before the engine of this room."""
    started = embedded(tmp_path_factory.mktemp(room)) if room == "embedded" else remote(room.removeprefix("remote-"))
    with started as engine:

        @contextlib.asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            await engine.start()
            yield
            await engine.close()

        endpoint = SparqlEndpoint(lambda: engine, LIMITS, PAGE)
        with serving(Starlette(routes=[Route("/sparql", endpoint=endpoint)], lifespan=lifespan)) as address:
            yield Server(int(address.rpartition(":")[2]), engine)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what a room is known to fail. Such a check fails the run once the room passes it."""
    for item in items:
        callspec = getattr(item, "callspec", None)
        if callspec is not None and "room" in callspec.params:
            room = callspec.params["room"]
            case = f"-{callspec.id}-".replace(f"-{room}-", "-", 1).strip("-")
            if reason := EXCEPTIONS[room].get(f"{item.originalname}[{case}]" if case else item.originalname):  # type: ignore[attr-defined]
                item.add_marker(pytest.mark.xfail(reason=reason, strict=True))
