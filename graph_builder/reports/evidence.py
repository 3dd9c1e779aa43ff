"""What the graph holds of one plan, as plain data: its mentions and its statements, each with its place in the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from graph_builder.assembly import PlanIris, graph_iri
from graph_builder.namespaces import NIF, PA

Graphs = Mapping[URIRef, Graph]
"""The named graphs of a release."""

Labels = dict[str, dict[str, str]]
"""Labels by IRI, then by language."""

_REVIEW = ("draft", "settled", "reviewed")
"""Review statuses, the weakest first."""


@dataclass(frozen=True, order=True)
class Mention:
    """A stretch of the text; ``types`` are local names of annotation types, ``denotes`` the IRIs it refers to."""

    begin: int
    end: int
    iri: str
    types: tuple[str, ...]
    denotes: tuple[str, ...]


@dataclass(frozen=True, order=True)
class Statement:
    """An assertion with the spans of its evidence; where its object is an involvement, with the agent and the role.

    ``method`` and ``review`` are local names; of several review statuses the weakest counts.
    """

    spans: tuple[tuple[int, int], ...]
    iri: str
    subject: str
    predicate: str
    object: str
    method: str
    review: str
    agent: str = ""
    role: str = ""

    @property
    def derived(self) -> bool:
        """Whether a rule made it from what the plan states."""
        return self.method == "derived"

    @property
    def arguments(self) -> tuple[str, ...]:
        """What it is about: subject and object, or the agent in the place of an involvement."""
        return self.subject, self.agent or self.object


@dataclass(frozen=True)
class Record:
    """Mentions and statements of a plan, in the order of the text; ``own`` holds its units and plain statements."""

    iris: PlanIris
    own: Graph
    derived: Graph
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]


def read_record(graphs: Graphs, plan_id: str) -> Record:
    """Gather what the graphs of a release hold of a plan."""
    own, evidence, derived = (graphs[graph_iri(f"{kind}/{plan_id}")] for kind in ("plan", "evidence", "derived"))
    mentions = {node: _mention(evidence, node) for node in evidence.subjects(RDF.type, PA.Mention)}
    statements = [
        _statement(graph, node, own, mentions)
        for graph in (evidence, derived)
        for node in graph.subjects(RDF.type, PA.Assertion)
    ]
    return Record(PlanIris(plan_id), own, derived, tuple(sorted(mentions.values())), tuple(sorted(statements)))


def _mention(evidence: Graph, node: Node) -> Mention:
    return Mention(
        begin=number(evidence, node, NIF.beginIndex),
        end=number(evidence, node, NIF.endIndex),
        iri=str(node),
        types=tuple(sorted(local(kind) for kind in evidence.objects(node, PA.mentionType))),
        denotes=tuple(sorted(map(str, evidence.objects(node, PA.denotes)))),
    )


def _statement(graph: Graph, node: Node, own: Graph, mentions: Mapping[Node, Mention]) -> Statement:
    obj = graph.value(node, RDF.object)
    agent, role = own.value(obj, PA.involvedAgent), own.value(obj, PA.involvementRole)
    found = [mentions[mention] for mention in graph.objects(node, PA.evidence) if mention in mentions]
    statuses = {local(status) for status in graph.objects(node, PA.reviewStatus)}
    return Statement(
        spans=tuple(sorted((mention.begin, mention.end) for mention in found)),
        iri=str(node),
        subject=str(graph.value(node, RDF.subject)),
        predicate=str(graph.value(node, RDF.predicate)),
        object=str(obj),
        method=local(graph.value(node, PA.assertionMethod)),
        review=next((status for status in _REVIEW if status in statuses), ""),
        agent=str(agent or ""),
        role=str(role or ""),
    )


def number(graph: Graph, node: Node, predicate: URIRef) -> int:
    """Read a whole number that a node has."""
    return int(str(graph.value(node, predicate)))


def local(iri: Node | str | None) -> str:
    """Give the part of an IRI that tells a thing from its like; empty for None."""
    return "" if iri is None else str(iri).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def labels_of(graph: Graph, iris: Iterable[str]) -> Labels:
    """Look up labels, sorted by IRI; of several in one language the first in code point order."""
    found: Labels = {}
    for iri in sorted(set(iris)):
        node = URIRef(iri)
        named = [*graph.objects(node, RDFS.label), *graph.objects(node, SKOS.prefLabel)]
        words = sorted((label.language or "", str(label)) for label in named if isinstance(label, Literal))
        if words:
            found[iri] = dict(sorted(dict(reversed(words)).items()))
    return found
