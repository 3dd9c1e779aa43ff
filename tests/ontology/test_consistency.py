"""Under the rules of OWL 2 RL neither the ontology nor what releases say contradicts itself."""

from __future__ import annotations

from pathlib import Path

import owlrl
import pytest
from rdflib import OWL, RDF, Graph, URIRef

from graph_builder.namespaces import ID, PA
from tests.plans import ontology

ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
"""How the reasoner tells a contradiction."""


def contradictions(graph: Graph) -> list[str]:
    """Draw all conclusions, and give those that contradict one another; the graph keeps the conclusions."""
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    empty = [f"{member} is a member of nothing" for member in graph.subjects(RDF.type, OWL.Nothing)]
    return sorted([str(message) for message in graph.objects(None, ERROR)] + empty)


def said_by(release: Path) -> Graph:
    """Give what of a release could contradict: its axioms, and the types and relations of things.

    The evidence of statements is left out for the time that it takes: its classes are tied by no axiom to others.
    """
    graph = Graph()
    for triple in Graph().parse(release / "planatlas.nt", format="nt"):
        subject, predicate, obj = triple
        of_evidence = any(f"/{kind}/" in str(subject) for kind in ("mention", "assertion"))
        relates = predicate == RDF.type or str(predicate).startswith(str(PA))
        if not str(subject).startswith(str(ID)) or (relates and isinstance(obj, URIRef) and not of_evidence):
            graph.add(triple)
    return graph


def test_the_ontology_is_consistent() -> None:
    assert contradictions(Graph() + ontology()) == []


def test_a_small_release_is_consistent(small_release: Path) -> None:
    assert contradictions(said_by(small_release)) == []


def test_the_real_release_is_consistent(real_release: Path) -> None:
    assert contradictions(said_by(real_release)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "<urn:x> a pa:Technology, pa:Place .",
        "<urn:x> a pa:Task, pa:Section .",
        "<urn:x> a pa:Organization, pa:PersonGroup .",
        "<urn:x> pa:partOf <urn:y> . <urn:y> pa:partOf <urn:x> .",
    ],
)
def test_a_contradiction_is_found(wrong: str) -> None:
    graph = Graph() + ontology()
    graph.parse(data=f"@prefix pa: <{PA}> .\n{wrong}", format="turtle")
    assert contradictions(graph) != []
