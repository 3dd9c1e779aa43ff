"""The shipped ontology passes every check, and every check can fail."""

from __future__ import annotations

import pytest
from rdflib import Graph

from tests.ontology.checks import CHECKS, faults
from tests.plans import ontology

SOUND = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pa: <https://w3id.org/planatlas/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sdo: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vann: <http://purl.org/vocab/vann/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix o: <https://w3id.org/planatlas/ontology> .

o: a owl:Ontology ;
    owl:versionIRI <https://w3id.org/planatlas/ontology/2.0.0> ;
    owl:versionInfo "2.0.0" ;
    owl:priorVersion <https://w3id.org/planatlas/ontology/1.0.0> ;
    dcterms:title "Cats"@en, "猫"@zh ;
    dcterms:description "Cats and their names."@en, "猫与其名。"@zh ;
    dcterms:creator "A friend"@en, "友人"@zh ;
    dcterms:created "2026-01-01"^^xsd:date ;
    dcterms:modified "2026-01-02"^^xsd:date ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:bibliographicCitation "A friend (2026). Cats."@en, "友人（2026）。猫。"@zh ;
    vann:preferredNamespacePrefix "pa" ;
    vann:preferredNamespaceUri "https://w3id.org/planatlas/ontology#" .

pa:Cat a owl:Class ;
    owl:disjointWith pa:Dog ;
    rdfs:label "Cat"@en, "猫"@zh ;
    skos:definition "A small friend."@en, "小友。"@zh ;
    skos:example "Line 1: 「喵」"@en, "第1行:「喵」"@zh ;
    rdfs:isDefinedBy o: .

pa:Dog a owl:Class ;
    rdfs:label "Dog"@en, "犬"@zh ;
    skos:definition "A loud friend."@en, "吵闹之友。"@zh ;
    skos:example "Line 2: 「汪」"@en, "第2行:「汪」"@zh ;
    rdfs:isDefinedBy o: .

pa:plays a owl:ObjectProperty, owl:SymmetricProperty ;
    sdo:domainIncludes pa:Cat, pa:Dog ;
    sdo:rangeIncludes pa:Cat, pa:Dog ;
    rdfs:label "plays with"@en, "与之玩耍"@zh ;
    skos:definition "The one it plays with."@en, "与其玩耍者。"@zh ;
    skos:example "Line 3: 「玩」"@en, "第3行:「玩」"@zh ;
    rdfs:isDefinedBy o: .

pa:name a owl:DatatypeProperty ;
    sdo:domainIncludes pa:Cat ;
    sdo:rangeIncludes xsd:string ;
    rdfs:label "name"@en, "名"@zh ;
    skos:definition "What it is called."@en, "其名。"@zh ;
    skos:example "Line 4: 「名」"@en, "第4行:「名」"@zh ;
    rdfs:isDefinedBy o: .
"""
"""A small ontology without faults."""

FAULTS = {
    "missing label": ('"Cat"@en, "猫"@zh', '"Cat"@en'),
    "missing definition": ('"A small friend."@en, "小友。"@zh', '"小友。"@zh'),
    "missing example": ('"Line 1: 「喵」"@en, "第1行:「喵」"@zh', '"第1行:「喵」"@zh'),
    "several labels": ('"Cat"@en', '"Cat"@en, "Feline"@en'),
    "several definitions": ('"A small friend."@en', '"A small friend."@en, "A soft friend."@en'),
    "duplicate label": ('"Dog"@en', '"cat"@en'),
    "duplicate definition": ('"A loud friend."@en', '"A small friend."@en'),
    "white space": ('"Dog"@en', '"Dog "@en'),
    "definition is no sentence": ('"A loud friend."@en', '"A loud friend"@en'),
    "half-width punctuation in our Chinese": ('"小友。"@zh', '"小友,温顺。"@zh'),
    "declared outside": ("", "pa:Bird a owl:Class ."),
    "no kind or two": ("pa:name a owl:DatatypeProperty", "pa:name a owl:DatatypeProperty, owl:ObjectProperty"),
    "undeclared term": ("sdo:rangeIncludes xsd:string", "sdo:rangeIncludes xsd:string, pa:Name"),
    "deprecated term in use": ("", "pa:Dog owl:deprecated true ."),
    "deprecated without successor": ("", "pa:Dog owl:deprecated true ."),
    "circle of broader terms": ("", "pa:Cat rdfs:subClassOf pa:Dog . pa:Dog rdfs:subClassOf pa:Cat ."),
    "class that can have no member": ("", "pa:Cat rdfs:subClassOf pa:Dog ."),
    "disjointness stated twice": ("", "pa:Dog owl:disjointWith pa:Cat ."),
    "class that nothing uses": (
        "sdo:domainIncludes pa:Cat, pa:Dog ;\n    sdo:rangeIncludes pa:Cat, pa:Dog",
        "a pa:Cat",
    ),
    "property without hints": ("sdo:domainIncludes pa:Cat ;", ""),
    "values of the wrong kind": ("sdo:rangeIncludes xsd:string", "sdo:rangeIncludes pa:Dog"),
    "domain or range as an axiom": ("", "pa:name rdfs:domain pa:Cat ."),
    "symmetric and asymmetric": ("", "pa:plays a owl:AsymmetricProperty ."),
    "symmetric with two ends": ("sdo:rangeIncludes pa:Cat, pa:Dog", "sdo:rangeIncludes pa:Cat"),
    "missing metadata": ("    owl:priorVersion <https://w3id.org/planatlas/ontology/1.0.0> ;\n", ""),
    "metadata in one language": ('"Cats"@en, ', ""),
    "version without its IRI": ('owl:versionInfo "2.0.0"', 'owl:versionInfo "2.0.1"'),
    "modified before it was created": ('modified "2026-01-02"', 'modified "2025-12-31"'),
    "terms outside the namespace": ("", "<https://example.org/Bird> rdfs:isDefinedBy o: ."),
    "import": ("", "o: owl:imports <https://example.org/birds> ."),
    "blank node": ("", "pa:Cat rdfs:subClassOf [ a owl:Restriction ] ."),
}
"""For each check, words of the sound ontology (none: its end) and what makes them a fault."""


def _with(old: str, new: str) -> Graph:
    assert not old or SOUND.count(old) == 1, old
    return Graph().parse(data=SOUND.replace(old, new) if old else f"{SOUND}\n{new}", format="turtle")


@pytest.mark.parametrize("check", CHECKS)
def test_the_ontology_passes(check: str) -> None:
    assert faults(check, ontology()) == []


@pytest.mark.parametrize("check", CHECKS)
def test_a_sound_ontology_passes(check: str) -> None:
    assert faults(check, _with("", "")) == []


@pytest.mark.parametrize("check", CHECKS)
def test_a_fault_is_found(check: str) -> None:
    assert faults(check, _with(*FAULTS[check])) != []
