"""A graph without drafts: what the plans say by statements that are settled or reviewed, and nothing else.

All lists and tables that are made from a graph can be made from this one, by the same rules: numbers, ranks and
comparisons with chance then rest on such statements only.
"""

from __future__ import annotations

from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from graph_builder.namespaces import ID, PA
from graph_builder.network.corpus import Reader
from graph_builder.network.model import REVIEWED

_Triple = tuple[Node | None, Node | None, Node | None]


def has_drafts(graph: Graph) -> bool:
    """Tell whether any statement of a graph is a draft."""
    return (None, PA.reviewStatus, ID["review-status/draft"]) in graph


def without_drafts(graph: Graph) -> Graph:
    """Copy a merged release graph without its drafts.

    Left out are the statements that are drafts, with what was derived from them, the triples that no other statement
    states, and the things that plans name in places that state nothing settled: their mentions stay without a meaning.
    Plans, sections, measures and directives all stay.
    """
    statuses = {ID[f"review-status/{name}"] for name in REVIEWED}
    drafts = {assertion for assertion, status in graph.subject_objects(PA.reviewStatus) if status not in statuses}
    said = {
        triple
        for assertion in graph.subjects(PA.reviewStatus)
        if assertion not in drafts
        for triple in [_stated(graph, assertion)]
    }
    dropped = {_stated(graph, assertion) for assertion in drafts} - said
    reader = Reader(graph)
    silent = {
        URIRef(f"{o.plan}/mention/{o.begin}-{o.end}")
        for o in reader.occurrences()
        if reader.review_of.get(o.sayer) not in REVIEWED
    }
    kept = Graph()
    for triple in graph:
        subject, predicate, _ = triple
        meant = subject in silent and predicate in (PA.denotes, PA.component)
        if subject not in drafts and triple not in dropped and not meant:
            kept.add(triple)
    return kept


def _stated(graph: Graph, assertion: Node) -> _Triple:
    subject, predicate, obj = (graph.value(assertion, part) for part in (RDF.subject, RDF.predicate, RDF.object))
    return subject, predicate, obj
