"""The graphs that all plans share: the ontology, its alignments and the vocabularies."""

from __future__ import annotations

from pathlib import Path

from rdflib import RDFS, SKOS, BNode, Graph

from graph_builder.errors import Place, ResourceError
from graph_builder.vocabulary import Vocabulary, read_turtle


def ontology_graph(path: Path) -> Graph:
    """Read the ontology, or its alignments.

    Raises:
        ResourceError: it is not Turtle, or holds a blank node (which no dump can name twice alike).
    """
    graph = read_turtle(path, ResourceError)
    if any(isinstance(node, BNode) for triple in graph for node in triple):
        raise ResourceError("holds a blank node", place=Place(path), remedy="give the node an IRI")
    return graph


def vocabulary_graph(vocabulary: Vocabulary) -> Graph:
    """Give the vocabularies, each concept with ``rdfs:label`` too, so that one property finds every name."""
    graph = Graph()
    for triple in vocabulary.graph:
        graph.add(triple)
        if triple[1] == SKOS.prefLabel:
            graph.add((triple[0], RDFS.label, triple[2]))
    return graph
