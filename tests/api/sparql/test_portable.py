"""What reaches a server of unknown dialect: SPARQL 1.1, without a graph clause, and at its own places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.problems import Problem
from api.settings import Settings
from api.sparql import check
from api.sparql.portable import Portable, portable

BASE = "http://example.org/"
GRAPHS = {f"{BASE}graph/a", f"{BASE}graph/b"}


def read(query: str, default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> Portable:
    return portable(query, check(query, Settings()), base=BASE, graphs=GRAPHS, dataset=(default, named))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        "select?s{?s a<http://e/C>}",
        "PREFIX e: <http://e/> SELECT DISTINCT ?s { e:s e:p/e:q* ?o ; ^e:r|!e:t 'a'@zh, 1.5e0, true }",
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT (xsd:integer('1') AS ?i) (COUNT(*) AS ?n) {}",
        "PREFIX geof: <http://www.opengis.net/def/function/geosparql/> ASK { FILTER(geof:sfWithin(?a, ?b)) }",
        "BASE <http://e/> PREFIX e: <x/> CONSTRUCT { <a> e:b 'SERVICE OPTION bif:x' } WHERE { ?s ?p ?o }",
        "DESCRIBE ?x { VALUES ?x { <urn:x:y> } } #OPTION",
        "ASK { ?option ?p ?o . ?define <http://e/OPTION> _:table }",
    ],
)
def test_sparql_1_1_goes_as_it_is(query: str) -> None:
    sent = read(query)
    assert (sent.text, sent.ahead, sent.default_graphs, sent.named_graphs) == (query, 0, None, None)


@pytest.mark.parametrize(
    ("query", "column"),
    [
        ("SELECT * { ?s ?p ?o OPTION (1) }", 21),
        ("PREFIX i: <x:> DEFINE i:x 'y' ASK {}", 16),
        ("ASK { ?s ?p ?o LATERAL { ?a ?b ?c } }", 16),
        ("SELECTDISTINCT * {}", 1),
        ("ASK { ?s ?p 1OPTION }", 14),
        ("ASK { ?s <bif:contains> 'x' }", 10),
        ("ASK { ?s <BIF:contains> 'x' }", 10),
        ("ASK { ?s <\\u0062if:contains> 'x' }", 10),
        ("ASK { FILTER(<java:java.lang.Math>(1)) }", 14),
        ("ASK { FILTER(<LONG::bif:upper>('a')) }", 14),
        ("PREFIX b: <bif:> ASK { ?s b:contains 'x' }", 11),
        ("PREFIX bif: <http://e/> ASK { ?s bif:contains 'x' }", 8),
        ("PREFIX b: <b> ASK { ?s b:if:contains 'x' }", 11),
        ("PREFIX : <> ASK { ?s :bif:contains 'x' }", 10),
        ("BASE <bif:> ASK { ?s <contains> 'x' }", 6),
        ("PREFIX h: <http://> ASK { ?s h:www.openlinksw.com\\/schemas\\/bif\\#x 'x' }", 30),
        ("BASE <http://www.openlinksw.com/> ASK { ?s <schemas/bif#x> 'x' }", 6),
        ("ASK { FILTER(<http://marklogic.com/xdmp#http-get>('x')) }", 14),
        ("PREFIX x: <http://e/> ASK { FILTER(x:f (1)) }", 36),
        ("ASK { { SELECT * FROM <graph/a> {} } }", 18),
        ("ASK FROM { ?s ?p ?o }", 5),
        ("ASK FROM NAMED NAMED <graph/a> {}", 5),
        ("ASK { ?s ?p <http://[> }", 13),
        ("# nothing", 1),
    ],
)
def test_what_some_server_could_take_for_more_is_refused_at_its_place(query: str, column: int) -> None:
    with pytest.raises(Problem) as caught:
        read(query)
    assert (caught.value.status, caught.value.members) == (400, {"line": 1, "column": column})


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        ("SELECT * FROM <graph/a> {}", ("a",), ()),
        ("SELECT * FROM <graph/a> FROM <graph/a> FROM NAMED <graph/b> {}", ("a",), ("b",)),
        ("PREFIX g: <graph/> ASK from#x\n\tg:a From nAmEd g:b{}", ("a",), ("b",)),
        ("ASK FROM <http://127.0.0.1/x> {}", (), ()),
        ("BASE <http://other/> ASK FROM <graph/a> {}", (), ()),
        ("CONSTRUCT FROM <graph/\\u0061> WHERE { ?s ?p ?o }", ("a",), ()),
    ],
)
def test_graph_clauses_become_a_dataset_and_blanks(
    query: str, default: tuple[str, ...], named: tuple[str, ...]
) -> None:
    sent = read(query)
    assert sent.default_graphs == tuple(f"{BASE}graph/{name}" for name in default)
    assert sent.named_graphs == tuple(f"{BASE}graph/{name}" for name in named)
    text = sent.text[sent.ahead :]
    assert "from" not in text.lower()
    assert len(text) == len(query)
    assert text.count("\n") == query.count("\n")


def test_the_request_decides_on_the_dataset() -> None:
    sent = read("ASK FROM <graph/a> {}", (), (f"{BASE}graph/b", "http://127.0.0.1/x"))
    assert (sent.default_graphs, sent.named_graphs) == ((), (f"{BASE}graph/b",))
    with pytest.raises(Problem, match="absolute IRI"):
        read("ASK {}", ("relative",))


@pytest.mark.parametrize(
    ("query", "ahead"),
    [
        ("ASK { <a> ?p ?o }", True),
        ("ASK { <http://e/a> ?p ?o }", False),
        ("BASE <http://e/> ASK { <a> ?p ?o }", False),
        ("PREFIX e: <a/> BASE <http://e/> ASK { e:a ?p ?o }", True),
        ("PREFIX e: <http://e/> BASE <http://e/> ASK { e:a ?p <x> }", False),
        ("ASK { ?s ?p '<a>' }", False),
    ],
)
def test_a_base_is_put_before_relative_iris_only(query: str, ahead: bool) -> None:
    sent = read(query)
    assert sent.text == (f"BASE <{BASE}> " if ahead else "") + query
    assert sent.ahead == len(sent.text) - len(query)


PIECES = st.sampled_from(("FROM", "NAMED", "<graph/a>", "OPTION", *"(){}'#\n<", "x:y", "bif:x", "?s", "1"))


@settings(deadline=None)
@given(st.lists(PIECES).map(" ".join))
def test_whatever_is_accepted_names_no_graph_in_its_text(middle: str) -> None:
    try:
        sent = read(f"PREFIX x: <http://e/> SELECT * {middle} {{ ?s ?p ?o }}")
    except Problem:
        return
    words = sent.text.partition("SELECT")[2].partition("#")[0].partition("'")[0].upper().split()
    assert not {"FROM", "OPTION", "BIF:X"} & set(words)
