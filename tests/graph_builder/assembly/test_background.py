"""Background knowledge: its own graph, a source for each statement, nothing about what is not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, SKOS, Literal

from graph_builder import resources
from graph_builder.assembly import assertion_key, background_graph
from graph_builder.errors import ResourceError
from graph_builder.namespaces import ID, PA

XICHENG = ID["place/xicheng-district"]
HEAD = """@prefix pa: <https://w3id.org/planatlas/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/planatlas/id/> .
@base <https://w3id.org/planatlas/id/background/> .
"""
CODE = """<#code> a pa:Assertion ;
    rdf:subject <../place/xicheng-district> ; rdf:predicate skos:notation ; rdf:object "110102" ;
    dcterms:source "the list of codes"@en .
"""
PERIOD = """<#period> a pa:Assertion ;
    rdf:subject <../plan/yunxi> ; rdf:predicate pa:planPeriod ; rdf:object <period/five> ; dcterms:source "a paper"@en .
<period/five> skos:note "five years" .
"""


def _write(folder: Path, content: str) -> Path:
    path = folder / "background.ttl"
    path.write_text(HEAD + content, encoding="utf-8")
    return path


def test_statement_is_plain_triple_and_assertion_with_source(tmp_path: Path) -> None:
    graph = background_graph(_write(tmp_path, CODE), {"yunxi"}, {XICHENG})
    assert (XICHENG, SKOS.notation, Literal("110102")) in graph
    key = assertion_key(str(ID["background/"]), str(XICHENG), str(SKOS.notation), "110102")
    assertion = ID[f"background/assertion/{key}"]
    assert (assertion, RDF.type, PA.Assertion) in graph
    assert (assertion, PA.assertionMethod, ID["method/background"]) in graph
    assert (assertion, DCTERMS.source, Literal("the list of codes", lang="en")) in graph
    assert (assertion, PA.evidence, None) not in graph
    assert len(graph) == 7


def test_what_is_said_of_a_plan_that_is_not_built_stays_out(tmp_path: Path) -> None:
    path = _write(tmp_path, CODE + PERIOD)
    known = {XICHENG, ID["plan/yunxi"]}
    assert set(background_graph(path, {"yunxi"}, known).objects(ID["background/period/five"])) == {
        Literal("five years")
    }
    without = background_graph(path, {"other"}, known)
    assert not set(without.subject_objects(PA.planPeriod))
    assert not set(without.objects(ID["background/period/five"]))


FAULTS = {
    "no source": (CODE.replace('dcterms:source "the list of codes"@en', "a pa:Assertion"), "has no dcterms:source"),
    "no object": (CODE.replace('rdf:object "110102" ;', ""), "needs exactly one rdf:object"),
    "two subjects": (CODE.replace("rdf:subject <", "rdf:subject <../place/x>, <"), "needs exactly one rdf:subject"),
    "nobody knows it": (CODE.replace("xicheng-district", "nowhere"), "which nothing describes"),
    "outside": (CODE + '<../place/xicheng-district> skos:note "x" .\n', "is described outside an assertion"),
    "not Turtle": (CODE + "<#x> a", "is not Turtle"),
}


@pytest.mark.parametrize(("content", "words"), FAULTS.values(), ids=FAULTS)
def test_faults_name_the_file_and_the_remedy(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(ResourceError, match=words) as caught:
        background_graph(_write(tmp_path, content), {"yunxi"}, {XICHENG})
    assert caught.value.place is not None
    assert "background.ttl" in str(caught.value.place)
    assert caught.value.remedy


def test_the_shipped_file_says_nothing_without_a_plan_or_concept() -> None:
    path = resources.path("data/background.ttl")
    with pytest.raises(ResourceError, match="which nothing describes"):
        background_graph(path, {"xicheng-145"}, set())
