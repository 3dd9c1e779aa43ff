"""Alignments tie terms of ours to terms of others, and are no part of the ontology."""

from __future__ import annotations

import pyoxigraph
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef

from graph_builder import resources
from graph_builder.assembly import graph_iri, ontology_graph
from graph_builder.namespaces import BASE, PA
from tests.ontology.checks import faults
from tests.plans import ontology, vocabulary

TIES = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch)


@pytest.fixture(scope="module")
def alignments() -> Graph:
    return ontology_graph(resources.path("ontology/alignments.ttl"))


def test_each_ties_one_of_ours_to_one_of_others(alignments: Graph) -> None:
    ours = set(ontology().subjects(RDFS.isDefinedBy)) | set(vocabulary().graph.subjects())
    ties = [triple for triple in alignments if triple[1] in TIES]
    assert len(ties) > 30
    for subject, _, obj in ties:
        assert subject in ours, subject
        assert isinstance(obj, URIRef), obj
        assert not obj.startswith(BASE), obj


def test_nothing_else_is_said_but_metadata_and_labels_of_others(alignments: Graph) -> None:
    own = URIRef(f"{PA}".rstrip("#") + "/alignments")
    for subject, predicate, _ in alignments:
        label = predicate == RDFS.label and not str(subject).startswith(BASE)
        assert subject == own or predicate in TIES or label, (subject, predicate)
    for needed in (DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.license, DCTERMS.created):
        assert (own, needed, None) in alignments, needed
    assert (own, RDF.type, OWL.Ontology) in alignments


def test_the_ontology_neither_imports_nor_repeats_them(alignments: Graph) -> None:
    assert faults("import", ontology()) == faults("import", alignments) == []
    assert set(ontology()) & set(alignments) == set()


def test_no_pair_is_tied_twice(alignments: Graph) -> None:
    both = alignments + ontology()
    for subject, predicate, obj in alignments:
        if predicate in TIES:
            others = [tie for tie in TIES if tie != predicate and (subject, tie, obj) in both]
            assert others == [], (subject, obj)


def test_terms_whose_names_are_numbers_have_labels(alignments: Graph) -> None:
    opaque = {
        obj for obj in alignments.objects() if isinstance(obj, URIRef) and obj.rpartition("/")[2][-6:].isdecimal()
    }
    assert len(opaque) > 5
    assert {obj for obj in opaque if (obj, RDFS.label, None) not in alignments} == set()


def test_they_are_a_graph_of_their_own(small_release: object, alignments: Graph) -> None:
    store = pyoxigraph.Store.read_only(f"{small_release}/store")
    name = pyoxigraph.NamedNode(str(graph_iri("alignments")))
    assert len(list(store.quads_for_pattern(None, None, None, name))) == len(alignments)
