from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.problems import Problem
from api.sparql import GRAPHS, RESULTS, choose
from api.sparql.negotiation import best, takes_gzip

NAMES = {offer.media_type: offer.name for offer in RESULTS + GRAPHS}


@pytest.mark.parametrize(
    ("accept", "results", "graph"),
    [
        (None, "json", "ttl"),
        ("", "json", "ttl"),
        ("*/*", "json", "ttl"),
        ("*", "json", "ttl"),
        ("application/sparql-results+json", "json", None),
        ("application/sparql-results+xml", "xml", None),
        ("text/csv", "csv", None),
        ("text/tab-separated-values", "tsv", None),
        ("application/json", "json", "jsonld"),
        ("application/xml", "xml", "rdf"),
        ("text/xml", "xml", "rdf"),
        ("text/turtle", None, "ttl"),
        ("application/n-triples", None, "nt"),
        ("application/rdf+xml", None, "rdf"),
        ("application/ld+json", None, "jsonld"),
        ("application/trig", None, "trig"),
        ("application/n-quads", None, "nq"),
        ("TEXT/CSV", "csv", None),
        ("text/*", "csv", "ttl"),
        ("application/*", "json", "nt"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", "xml", None),
        ("text/csv;q=0.5,application/sparql-results+xml; Q=0.4", "csv", None),
        ("text/csv, text/tab-separated-values", "csv", None),
        ("text/tab-separated-values, text/csv", "csv", None),
        ("text/csv;q=0, */*", "json", "ttl"),
        ("application/sparql-results+json;q=0, text/turtle;q=0, */*;q=0.1", "xml", "nt"),
        ("text/*;q=0, */*", "json", "nt"),
        ("text/*;q=0.3, text/csv;q=0.1, */*;q=0.2", "tsv", "ttl"),
        ("application/json;q=0, */*", "xml", "ttl"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "xml", "rdf"),
        ("text/csv;header=present", "csv", None),
        ("text/turtle;charset=utf-8;q=0.2, application/n-triples;q=0.1", None, "ttl"),
        ('application/ld+json;profile="http://a/,b;q=0";q=0.9, text/turtle;q=0.8', None, "jsonld"),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "json", "ttl"),
        ("text/csv;q=1.000", "csv", None),
        ("text/csv;q=high, text/tab-separated-values", "tsv", None),
        ("text/csv;q=2, text/tab-separated-values", "tsv", None),
        ("text/csv;q=-1, text/tab-separated-values", "tsv", None),
        ("text/csv;q=, text/tab-separated-values", "tsv", None),
        (", ,text/csv,,", "csv", None),
        ("csv", "json", "ttl"),
        ("*/csv, text/csv", "csv", None),
        ("text/csv;q=nan", "json", "ttl"),
    ],
)
def test_accept(accept: str | None, results: str | None, graph: str | None) -> None:
    choice = choose(accept)
    assert (choice.results and choice.results.name, choice.graph and choice.graph.name) == (results, graph)


@pytest.mark.parametrize(
    "accept", ["image/png", "*/*;q=0", "application/json;q=0", "text/csv;q=0, text/html", "text/html"]
)
def test_nothing_acceptable_names_what_is_on_offer(accept: str) -> None:
    with pytest.raises(Problem) as caught:
        choose(accept)
    assert caught.value.status == 406
    assert caught.value.members["available"] == list(NAMES)


def test_a_choice_refuses_the_form_that_it_has_nothing_for() -> None:
    choice = choose("text/csv")
    assert choice.of("bindings") == choice.of("boolean")
    with pytest.raises(Problem) as caught:
        choice.of("graph")
    assert caught.value.status == 406
    assert caught.value.members["available"] == [offer.media_type for offer in GRAPHS]


@pytest.mark.parametrize(
    ("name", "results", "graph"),
    [
        ("json", "json", "jsonld"),
        ("xml", "xml", "rdf"),
        ("csv", "csv", None),
        ("tsv", "tsv", None),
        ("ttl", None, "ttl"),
        ("nt", None, "nt"),
        ("rdf", None, "rdf"),
        ("jsonld", None, "jsonld"),
        ("JSON-LD", None, "jsonld"),
        ("turtle", None, "ttl"),
        ("rdf+xml", None, "rdf"),
        ("text/csv", "csv", None),
        ("application/json", "json", "jsonld"),
    ],
)
def test_format_overrides_accept(name: str, results: str | None, graph: str | None) -> None:
    choice = choose("image/png", name)
    assert (choice.results and choice.results.name, choice.graph and choice.graph.name) == (results, graph)


@pytest.mark.parametrize(
    ("names", "results", "graph"),
    [
        (["tsv", "text/tab-separated-values"], "tsv", None),
        (["rdf+xml", "application/rdf+xml"], None, "rdf"),
        (["json-ld", "application/ld+json,application/x-json+ld"], None, "jsonld"),
        (["csv", "csv"], "csv", None),
    ],
)
def test_format_may_come_several_times_with_one_meaning(
    names: list[str], results: str | None, graph: str | None
) -> None:
    choice = choose("image/png", names)
    assert (choice.results and choice.results.name, choice.graph and choice.graph.name) == (results, graph)


def test_formats_that_differ_are_refused() -> None:
    with pytest.raises(Problem, match="json, csv") as caught:
        choose(None, ["json", "csv"])
    assert caught.value.status == 400


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(Problem, match="json, xml, csv, tsv, ttl, nt, rdf, jsonld") as caught:
        choose(None, "pdf")
    assert caught.value.status == 400


def test_text_without_a_charset_of_its_own_says_utf_8() -> None:
    assert {offer.name for offer in RESULTS + GRAPHS if "charset=utf-8" in offer.content_type} == {"csv", "tsv"}


WEIGHTS = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
RANGES = st.dictionaries(
    st.sampled_from([offer.media_type for offer in RESULTS] + ["text/*", "*/*"]), WEIGHTS, min_size=1
)


@settings(deadline=None)
@given(RANGES, st.randoms())
def test_the_offer_with_the_highest_weight_wins_in_any_order(ranges: dict[str, float], random: object) -> None:
    def weight(media_type: str) -> float:
        kind = media_type.split("/")[0]
        return next((ranges[name] for name in (media_type, f"{kind}/*", "*/*") if name in ranges), 0.0)

    elements = [f"{name};q={value:.3f}" for name, value in ranges.items()]
    random.shuffle(elements)  # type: ignore[attr-defined]
    chosen = best(", ".join(elements), RESULTS)
    highest = max(weight(offer.media_type) for offer in RESULTS)
    assert (weight(chosen.media_type) if chosen else 0.0) == highest


@settings(deadline=None)
@given(st.text(st.sampled_from('ab/*;,q=.01"\\ \t+'), max_size=60))
def test_any_header_is_understood_somehow(accept: str) -> None:
    chosen = best(accept, GRAPHS)
    assert chosen is None or chosen in GRAPHS


@pytest.mark.parametrize("unit", ['"', "\\", '"\\', ",", ";", "a/b;", 'a/b;x="', "a/", "q=0,"])
@pytest.mark.usefixtures("little_work")
def test_long_headers_take_linear_time(unit: str) -> None:
    best(unit * (300_000 // len(unit)), GRAPHS)


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        (None, False),
        ("", False),
        ("identity", False),
        ("br, deflate, zstd", False),
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("*", True),
        ("*;q=0", False),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("gzip; q=0.1", True),
        ("gzip;Q=0.000", False),
        ("identity;q=0.5, gzip;q=0.4", False),
        ("identity;q=0.5, gzip;q=0.5", True),
        ("identity;q=0, gzip", True),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", True),
        ("gzip;q=high", False),
        (";;, ,gzip", True),
    ],
)
def test_accept_encoding(header: str | None, taken: bool) -> None:
    assert takes_gzip(header) is taken
