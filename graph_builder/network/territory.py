"""Places in which all of a plan takes place: its own territory and whatever holds it. To name them tells nothing."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.term import Node as Term

from graph_builder.namespaces import PA

_WITHIN = (URIRef("http://www.opengis.net/ont/geosparql#sfWithin"), PA.locatedIn)
"""What puts a place in a larger one: the background, or a plan itself."""

_SHORTEST = 2
"""Characters that a name has at least, so that no single character of a title is taken for a place."""


def territories(graph: Graph, plans: Iterable[Term]) -> frozenset[str]:
    """Give the places that the titles of plans name, and every place that holds one of them."""
    titles = [str(title) for plan in plans for title in graph.objects(plan, RDFS.label)]
    found: set[Term] = set()
    waiting = [place for place in graph.subjects(RDF.type, PA.Place) if _named_in(graph, place, titles)]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += [outer for relation in _WITHIN for outer in graph.objects(place, relation)]
    return frozenset(map(str, found))


def _named_in(graph: Graph, place: Term, titles: list[str]) -> bool:
    names = {str(label) for label in graph.objects(place, RDFS.label)}
    return any(len(name) >= _SHORTEST and name in title for name in names for title in titles)
