"""The dataset of a query in every room: what request and query name, what comes first, and what there is not."""

from __future__ import annotations

import pytest

from tests.api.sparql.asking import number, problem, target
from tests.api.sparql.conftest import EX, Server

EVEN, ODD, FACTS, NONE = (f"{EX}graph/{name}" for name in ("0", "1", "facts", "none"))
DEFAULT = "{ ?s ?p ?o }"
NAMED = "{ GRAPH ?g { ?s ?p ?o } }"


@pytest.mark.parametrize(
    ("clauses", "default", "named", "pattern", "count"),
    [
        ("", (), (), DEFAULT, 300),
        ("", (EVEN,), (), DEFAULT, 150),
        ("", (EVEN, EVEN), (), DEFAULT, 150),
        ("", (EVEN, ODD), (), DEFAULT, 300),
        ("", (EVEN,), (), NAMED, 0),
        ("", (), (EVEN,), DEFAULT, 0),
        ("", (), (EVEN,), NAMED, 150),
        ("", (), (EVEN, ODD), NAMED, 300),
        ("", (EVEN, ODD), (ODD,), NAMED, 150),
        ("", (NONE,), (), DEFAULT, 0),
        ("", (EVEN, NONE), (), DEFAULT, 150),
        ("", (), (NONE,), NAMED, 0),
        ("", (NONE,), (EVEN,), NAMED, 150),
        (f"FROM <{EVEN}>", (), (), DEFAULT, 150),
        (f"FROM <{EVEN}> FROM <{EVEN}>", (), (), DEFAULT, 150),
        (f"FROM g:0 FROM <{ODD}>", (), (), DEFAULT, 300),
        ("FROM <graph/0>", (), (), DEFAULT, 150),
        (f"from#FROM <x:y>\n<{EX}graph/\\u0030>", (), (), DEFAULT, 150),
        (f"FROM <{EVEN}> FROM NAMED g:1", (), (), NAMED, 150),
        (f"FROM NAMED <{EVEN}>", (), (), DEFAULT, 0),
        (f"FROM <{NONE}>", (), (), DEFAULT, 0),
        (f"FROM <{NONE}> FROM NAMED <{NONE}>", (), (), NAMED, 0),
        (f"FROM <{EVEN}>", (ODD,), (), f"{{ ?s <{EX}value> 7 }}", 1),
        (f"FROM <{EVEN}> FROM NAMED <{EVEN}>", (ODD,), (), NAMED, 0),
        (f"FROM <{EVEN}>", (), (ODD,), DEFAULT, 0),
        (f"FROM NAMED <{EVEN}>", (), (EVEN, ODD), NAMED, 300),
    ],
)
def test_what_a_query_sees(
    server: Server, clauses: str, default: tuple[str, ...], named: tuple[str, ...], pattern: str, count: int
) -> None:
    query = f"PREFIX g: <{EX}graph/> SELECT (COUNT(*) AS ?n) {clauses} {pattern}"
    reply = server.ask("GET", target(query, default_graph_uri=list(default), named_graph_uri=list(named)))
    assert reply.status == 200, reply.body
    assert number(reply) == count


def test_a_triple_of_two_default_graphs_stands_once_in_their_merge(server: Server) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    twins = [f"{EX}graph/facts", f"{EX}graph/same"]
    alone = number(server.ask("GET", target(query, default_graph_uri=twins[0])))
    assert number(server.ask("GET", target(query, default_graph_uri=twins))) == alone


@pytest.mark.parametrize("name", ["default_graph_uri", "named_graph_uri"])
@pytest.mark.parametrize("iri", ["graph/0", "x y", "", "<x:y>"])
def test_a_graph_that_is_no_absolute_iri_is_refused(server: Server, name: str, iri: str) -> None:
    assert "absolute IRI" in problem(server.ask("GET", target("ASK {}", **{name: iri})), 400)["detail"]


def test_the_graphs_are_those_of_the_release(server: Server) -> None:
    reply = server.ask("GET", target("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g", format="csv"))
    assert reply.body.decode().split() == ["g", EVEN, ODD, FACTS, f"{EX}graph/same"]
