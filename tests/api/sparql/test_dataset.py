"""The RDF dataset of a query: where it is named, what comes first, and that a merge is a set."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from api.problems import Problem
from api.settings import Settings
from api.sparql import EmbeddedEngine, Query, check, choose

A, B, C, NONE = (f"http://example.org/graph/{name}" for name in ("a", "b", "c", "none"))
DEFAULT = "{ ?s ?p ?o }"
NAMED = "{ GRAPH ?g { ?s ?p ?o } }"


def quads() -> Iterator[ox.Quad]:
    """Two triples in each graph: one that all have, and one of its own. The default graph is their merge."""
    p = ox.NamedNode("http://example.org/p")
    for number, name in enumerate((A, B, C)):
        for subject in ("all", f"only{number}"):
            for graph in (ox.DefaultGraph(), ox.NamedNode(name)):
                yield ox.Quad(ox.NamedNode(f"http://example.org/{subject}"), p, ox.Literal("x"), graph)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dataset") / "store"
    opened = ox.Store(path)
    opened.bulk_extend(quads())
    opened.flush()
    return path


@pytest.mark.parametrize(
    ("clauses", "default", "named", "pattern", "count"),
    [
        # nothing named: the merge of all, and every graph by name
        ("", (), (), DEFAULT, 4),
        ("", (), (), NAMED, 6),
        # by the request
        ("", (A,), (), DEFAULT, 2),
        ("", (A, A), (), DEFAULT, 2),
        ("", (A, B), (), DEFAULT, 3),
        ("", (A, B, C), (), DEFAULT, 4),
        ("", (A,), (), NAMED, 0),
        ("", (), (A,), DEFAULT, 0),
        ("", (), (A,), NAMED, 2),
        ("", (), (A, B), NAMED, 4),
        ("", (), (A, A), NAMED, 2),
        ("", (A, B), (B, C), DEFAULT, 3),
        ("", (A, B), (B, C), NAMED, 4),
        # a graph that the release does not have is empty
        ("", (NONE,), (), DEFAULT, 0),
        ("", (A, NONE), (), DEFAULT, 2),
        ("", (), (NONE,), NAMED, 0),
        # by the query
        (f"FROM <{A}>", (), (), DEFAULT, 2),
        (f"FROM <{A}> FROM <{A}>", (), (), DEFAULT, 2),
        (f"FROM <{A}> FROM <{B}>", (), (), DEFAULT, 3),
        (f"FROM g:a FROM <{B}> FROM <graph/c>", (), (), DEFAULT, 4),
        (f"FROM <{A}> from\n#FROM <x:y>\n<{B}>", (), (), DEFAULT, 3),
        (f"FROM <{A}> FROM <http://example.org/graph/\\u0062>", (), (), DEFAULT, 3),
        (f"FROM <{A}> FROM <{B}>", (), (), NAMED, 0),
        (f"FROM <{A}> FROM <{B}> FROM NAMED <{C}>", (), (), NAMED, 2),
        (f"FROM NAMED g:a FROM NAMED <{B}>", (), (), NAMED, 4),
        (f"FROM NAMED <{A}>", (), (), DEFAULT, 0),
        (f"FROM <{NONE}> FROM <{A}>", (), (), DEFAULT, 2),
        # by both: the request decides
        (f"FROM <{A}>", (B, C), (), DEFAULT, 3),
        (f"FROM <{A}> FROM <{B}>", (NONE,), (), DEFAULT, 0),
        (f"FROM <{A}> FROM NAMED <{A}>", (B,), (), NAMED, 0),
        (f"FROM <{A}>", (), (B,), DEFAULT, 0),
        (f"FROM NAMED <{A}>", (), (B, C), NAMED, 4),
    ],
)
def test_what_a_query_sees(
    store: Path, clauses: str, default: tuple[str, ...], named: tuple[str, ...], pattern: str, count: int
) -> None:
    head = "BASE <http://example.org/> PREFIX g: <graph/>"

    async def run() -> list[int]:
        engine = EmbeddedEngine(store, Settings(query_workers=1))
        await engine.start()
        try:
            found = []
            for text in (
                f"{head} SELECT * {clauses} {pattern}",
                f"{head} SELECT * {clauses} WHERE {{ {{ SELECT ?s ?p ?o ?g {pattern} }} }}",
            ):
                answer = await engine.answer(Query(text, default, named, choose(name="json")))
                found.append(len(json.loads(answer.body)["results"]["bindings"]))
            construct = f"{head} CONSTRUCT {{ ?s ?p ?o }} {clauses} WHERE {pattern}"
            written = (await engine.answer(Query(construct, default, named, choose(name="nt")))).body
            assert bool(written) is (count > 0)
            return found
        finally:
            await engine.close()

    assert asyncio.run(run()) == [count, count]


@pytest.mark.parametrize(
    ("text", "merged", "named"),
    [
        ("SELECT * { ?from ?s 'FROM' }", (), ()),
        ("ASK FROM <x:a> FROM NAMED <x:b> { ?s ?p ?o }", ("<x:a>",), ("<x:b>",)),
        ("SELECT * FROM <x:a> { { SELECT * { ?s ?p <x:b> } } }", ("<x:a>",), ()),
        ("PREFIX x: <x:> DESCRIBE <x:c> FROM x:a", ("x:a",), ()),
    ],
)
def test_the_guard_tells_which_graphs_a_query_names(text: str, merged: tuple[str, ...], named: tuple[str, ...]) -> None:
    reading = check(text, Settings())
    assert (reading.merged, reading.named) == (merged, named)


def test_a_graph_of_the_dataset_that_is_no_iri_is_refused(store: Path) -> None:
    async def run() -> None:
        engine = EmbeddedEngine(store, Settings(query_workers=1))
        await engine.start()
        try:
            for default, named in (((A, "relative"), ()), ((), ("x y",)), ((A,), ("",))):
                with pytest.raises(Problem, match="absolute IRI"):
                    await engine.answer(Query("ASK {}", default, named))
            with pytest.raises(Problem, match="not valid"):
                await engine.answer(Query(f"ASK FROM <relative> FROM <{A}> {{}}"))
        finally:
            await engine.close()

    asyncio.run(run())
