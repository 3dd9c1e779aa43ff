"""What holds of the release of the shipped plans, whatever they say."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pyoxigraph
import pytest

from graph_builder import resources
from graph_builder.assembly import assertion_key
from graph_builder.namespaces import ID
from graph_builder.release import read_manifest
from graph_builder.structure import UnitKind, parse
from graph_builder.text import read_plan_folder

PREFIXES = """
PREFIX pa: <https://w3id.org/planatlas/ontology#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""


@pytest.fixture(scope="module")
def store(real_release: Path) -> pyoxigraph.Store:
    return pyoxigraph.Store.read_only(str(real_release.resolve() / "store"))


def _rows(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(PREFIXES + query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return [tuple(term.value for term in row) for row in found]  # type: ignore[union-attr]


def test_every_offset_slices_to_its_quote(store: pyoxigraph.Store) -> None:
    """By Python and by SPARQL: both count code points."""
    rows = _rows(
        store,
        """SELECT ?plan ?begin ?end ?exact ?anchor ?start ?stop (SUBSTR(?text, ?begin + 1, ?end - ?begin) AS ?cut)
        ?prefix ?suffix {
          ?plan pa:sourceText ?source . ?source nif:isString ?text .
          ?mention a pa:Mention ; oa:hasSource ?source ; nif:beginIndex ?begin ; nif:endIndex ?end ;
            nif:anchorOf ?anchor ; oa:hasSelector ?position, ?quote .
          ?position oa:start ?start ; oa:end ?stop .
          ?quote oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix .
        }""",
    )
    ((mentions,),) = _rows(store, "SELECT (COUNT(*) AS ?n) { ?mention a pa:Mention }")
    assert len(rows) == int(mentions) > 0
    texts = {}
    for plan, begin, end, exact, anchor, start, stop, cut, prefix, suffix in rows:
        name = plan.rpartition("/")[2]
        text = texts.setdefault(name, (resources.path(f"data/plans/{name}") / "text.txt").read_text("utf-8"))
        assert text[int(begin) : int(end)] == exact == anchor == cut
        assert (begin, end) == (start, stop)
        assert text[: int(begin)].endswith(prefix)
        assert text[int(end) :].startswith(suffix)
        assert len(prefix) == min(32, int(begin))
        assert len(suffix) == min(32, len(text) - int(end))


def test_units_slice_to_their_labels(store: pyoxigraph.Store) -> None:
    rows = _rows(
        store,
        """SELECT ?text ?begin ?end ?label { ?plan pa:sourceText/nif:isString ?text .
        ?unit nif:referenceContext/^pa:sourceText ?plan ; nif:beginIndex ?begin ; nif:endIndex ?end ;
          <http://www.w3.org/2000/01/rdf-schema#label> ?label . FILTER (LANG(?label) = "zh") }""",
    )
    assert rows
    assert all(label in text[int(begin) : int(end)] for text, begin, end, label in rows)


def test_assertion_iris_are_hashes_of_what_is_said(store: pyoxigraph.Store) -> None:
    """Those of the rules too, which compute them in SPARQL."""
    rows = _rows(
        store,
        """SELECT ?assertion ?directive ?s ?p ?o { ?assertion a pa:Assertion ; pa:statedIn ?directive ;
        rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }""",
    )
    assert len(rows) == len({assertion for assertion, *_ in rows})
    for assertion, *said in rows:
        plan = said[0].partition("/plan/")[2].partition("/")[0]
        assert assertion == f"{ID}plan/{plan}/assertion/{assertion_key(*said)}"


def test_each_unit_has_an_iri_of_its_own(store: pyoxigraph.Store, real_release: Path) -> None:
    for plan in read_manifest(real_release)["plans"]:
        folder = read_plan_folder(resources.path(f"data/plans/{plan['id']}"))
        units = [u for u in parse(folder.source).walk() if u.kind not in (UnitKind.TITLE, UnitKind.SENTENCE)]
        rows = _rows(
            store,
            f"""SELECT ?unit ?begin ?end {{ ?unit nif:referenceContext <{plan["iri"]}/text> ; pa:partOf ?parent ;
            nif:beginIndex ?begin ; nif:endIndex ?end . FILTER NOT EXISTS {{ ?unit a pa:Directive }} }}""",
        )
        assert len({unit for unit, _, _ in rows}) == len(rows)
        found = Counter((int(begin), int(end)) for _, begin, end in rows)
        assert found == Counter((unit.span.start, unit.span.end) for unit in units)


def test_directives_do_not_overlap(store: pyoxigraph.Store) -> None:
    rows = _rows(
        store, "SELECT ?text ?begin ?end { ?d a pa:Directive ; nif:referenceContext ?text ; nif:beginIndex ?begin ; "
        "nif:endIndex ?end }"
    )  # fmt: skip
    spans = sorted((text, int(begin), int(end)) for text, begin, end in rows)
    for (text, _, end), (following, begin, _) in pairwise(spans):
        assert text != following or end <= begin


def test_argument_mentions_lie_in_the_evidence(store: pyoxigraph.Store) -> None:
    rows = _rows(
        store,
        """SELECT ?assertion { ?assertion pa:evidence ?whole ; pa:argumentMention ?part .
        ?whole nif:beginIndex ?b ; nif:endIndex ?e . ?part nif:beginIndex ?pb ; nif:endIndex ?pe .
        FILTER (?pb < ?b || ?pe > ?e) }""",
    )
    assert rows == []
