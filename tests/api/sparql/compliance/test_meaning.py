"""What queries mean: the same questions to the same facts in every room, in every form of query."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import pytest

from tests.api.sparql.asking import target
from tests.api.sparql.conftest import EX, Server

from .meaning import GRAPHS, ROWS, TRUTHS, Iri, Text

HEAD = f"PREFIX : <{EX}> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
XSD = "http://www.w3.org/2001/XMLSchema#"
READ = {
    "integer": int,
    "decimal": Decimal,
    "double": float,
    "boolean": {"true": True, "false": False, "1": True, "0": False}.__getitem__,
}


def ask(server: Server, query: str, name: str) -> bytes:
    reply = server.ask("GET", target(HEAD + query, default_graph_uri=f"{EX}graph/facts", format=name))
    assert reply.status == 200, reply.body
    return reply.body


def term(value: str, *, iri: bool = False, language: str = "", datatype: str = "") -> Any:
    if iri:
        return Iri(value.removeprefix(EX))
    if language:
        return Text(value, language)
    return READ.get(datatype.removeprefix(XSD), str)(value)


def cell(given: dict[str, str] | None) -> Any:
    if given is None:
        return None
    return term(
        given["value"],
        iri=given["type"] == "uri",
        language=given.get("xml:lang", ""),
        datatype=given.get("datatype", ""),
    )


def rows(body: bytes) -> list[tuple[Any, ...]]:
    table = json.loads(body)
    return [tuple(cell(row.get(name)) for name in table["head"]["vars"]) for row in table["results"]["bindings"]]


def kinds(found: list[tuple[Any, ...]]) -> Counter[tuple[tuple[type, Any], ...]]:
    """Tell 1 from true and from 1.0; a decimal may be written as an integer."""
    return Counter(tuple((Decimal if type(cell) is int else type(cell), cell) for cell in row) for row in found)


@pytest.mark.parametrize("case", ROWS)
def test_rows(server: Server, case: str) -> None:
    query, wanted = ROWS[case]
    found = rows(ask(server, query, "json"))
    assert kinds(found) == kinds(wanted)
    if query.rpartition("}")[2].strip().startswith("ORDER"):
        assert found == wanted


@pytest.mark.parametrize("case", TRUTHS)
def test_truths(server: Server, case: str) -> None:
    query, wanted = TRUTHS[case]
    assert ask(server, query, "csv") == str(wanted).lower().encode()


@pytest.mark.parametrize("case", GRAPHS)
def test_graphs(server: Server, case: str) -> None:
    query, wanted = GRAPHS[case]
    lines = ask(server, query, "nt")
    found = set()
    for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES):
        node = quad.object
        found.add(
            (
                Iri(str(quad.subject.value).removeprefix(EX)),
                Iri(quad.predicate.value.removeprefix(EX)),
                term(node.value, language=node.language or "", datatype=node.datatype.value)
                if isinstance(node, ox.Literal)
                else term(str(getattr(node, "value", "")), iri=True),
            )
        )
    assert len(lines.splitlines()) == len(found)
    assert found == wanted or ("DESCRIBE" in query and found > wanted > set())


def test_an_answer_is_whole_or_a_problem(server: Server) -> None:
    """Also where the server behind has a limit of its own, and cuts there under status 200."""
    reply = server.ask("GET", target("SELECT (1 AS ?x) { ?a ?b ?c . ?d ?e ?f }", format="csv"))
    assert reply.status == 413 or reply.body.count(b"\n") == 300 * 300 + 1
