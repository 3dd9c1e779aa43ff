"""Answers of the embedded engine, parsed back by another library."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest
import rdflib
from rdflib.query import Result

from api.sparql import GRAPHS, RESULTS, EmbeddedEngine, Query, choose

from .conftest import EX

Start = Callable[..., AbstractAsyncContextManager[EmbeddedEngine]]


def test_select_in_every_format_says_the_same(engine: Start) -> None:
    text = f"SELECT ?v ?l ?none {{ <{EX}s7> <{EX}value> ?v ; <{EX}label> ?l }}"
    label = rdflib.Literal('第7项, "quoted"\tand\nbroken', lang="zh")

    async def run() -> None:
        async with engine(query_workers=1) as running:
            for offer in RESULTS:
                answer = await running.answer(Query(text, choice=choose(name=offer.name)))
                assert (answer.media_type, answer.form) == (offer.content_type, "bindings")
                if offer.name == "csv":
                    records = list(csv.reader(io.StringIO(answer.body.decode(), newline="")))
                    assert records == [["v", "l", "none"], ["7", str(label), ""]]
                    continue
                parsed = Result.parse(io.BytesIO(answer.body), format=offer.name)
                assert [str(name) for name in parsed.vars or []] == ["v", "l", "none"]
                assert [tuple(row) for row in parsed] == [(rdflib.Literal(7), label, None)]

    asyncio.run(run())


@pytest.mark.parametrize(("body", "truth"), [("{ ?s ?p 7 }", True), ("{ ?s ?p 'none' }", False)])
def test_ask_in_every_format_says_the_same(engine: Start, body: str, truth: bool) -> None:
    async def run() -> None:
        async with engine(query_workers=1) as running:
            for offer in RESULTS:
                answer = await running.answer(Query(f"ASK {body}", choice=choose(name=offer.name)))
                assert answer.form == "boolean"
                if offer.name in ("csv", "tsv"):
                    assert answer.body.decode() == str(truth).lower()
                else:
                    assert Result.parse(io.BytesIO(answer.body), format=offer.name).askAnswer is truth

    asyncio.run(run())


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD
@pytest.mark.parametrize("text", [f"DESCRIBE <{EX}s7>", f"CONSTRUCT {{ <{EX}s7> ?p ?o }} WHERE {{ <{EX}s7> ?p ?o }}"])
def test_graphs_in_every_format_say_the_same(engine: Start, text: str) -> None:
    parsers = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld", "trig": "turtle", "nq": "nt"}

    async def run() -> None:
        async with engine(query_workers=1) as running:
            for offer in GRAPHS:
                answer = await running.answer(Query(text, choice=choose(name=offer.name)))
                assert (answer.media_type, answer.form) == (offer.media_type, "graph")
                graph = rdflib.Graph().parse(data=answer.body, format=parsers[offer.name])
                assert {(str(p), str(o)) for _, p, o in graph} == {
                    (f"{EX}value", "7"),
                    (f"{EX}label", '第7项, "quoted"\tand\nbroken'),
                }

    asyncio.run(run())
