"""Read from a merged release graph what a network is made of: units, what they name, and the ties the plan states."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from graph_builder.namespaces import ID, NIF, PA

NAMED = "named"
"""The kind of link from a unit to a thing that it names."""

TIES = (PA.integratesWith, PA.empowers, PA.appliedInDomain)
"""Ties that a plan states between two things."""

_KINDS = {
    PA.Organization: "organization",
    PA.OrganizationCategory: "organization-category",
    PA.Place: "place",
    PA.PlaceCategory: "place-category",
    PA.Facility: "facility",
    PA.Technology: "technology",
    PA.Domain: "domain",
}
_GENERIC = {"organization-category", "place-category", "facility-kind"}
_SENTENCE_ENDS = "。！？\n"
_CLOSING = "”’』」)\uff09"  # marks that belong to the sentence that has just ended


@dataclass(frozen=True, order=True)
class Evidence:
    """A stretch of a plan that says something, with the sentences around it.

    ``start`` and ``end`` are offsets in the text (code points from 0, end exclusive); ``sentence_start`` is where
    ``sentence`` begins.
    """

    plan: str
    start: int
    end: int
    sentence_start: int
    sentence: str


@dataclass(frozen=True)
class NetworkUnit:
    """A section of a plan; ``order`` counts through all plans, ``section`` is its thematic section."""

    iri: str
    plan: str
    begin: int
    end: int
    order: int
    section: str


class GraphReader:
    """Reads units, namings and ties from the merged graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.texts: dict[Node, str] = {}
        self.units: list[NetworkUnit] = []
        for plan, text in sorted(graph.subject_objects(PA.sourceText)):
            self.texts[text] = str(graph.value(text, NIF.isString))
            self.units.extend(self._units_of(plan, text))
        self.units = [
            NetworkUnit(u.iri, u.plan, u.begin, u.end, order, u.section) for order, u in enumerate(self.units)
        ]
        self.by_plan: dict[str, list[NetworkUnit]] = defaultdict(list)
        for unit in self.units:
            self.by_plan[unit.plan].append(unit)

    def _offsets(self, node: Node) -> tuple[int, int]:
        begin, end = self.graph.value(node, NIF.beginIndex), self.graph.value(node, NIF.endIndex)
        return int(str(begin)), int(str(end))

    def _units_of(self, plan: Node, text: Node) -> Iterator[NetworkUnit]:
        """Give the present sections of a plan in the order of the text."""
        sections = [s for s in self.graph.subjects(RDF.type, PA.Section) if self._plan_of(s) == plan]
        present = [s for s in sections if self._offsets(s)[0] < self._offsets(s)[1]]
        for section in sorted(present, key=lambda s: (self._offsets(s)[0], -self._offsets(s)[1])):
            begin, end = self._offsets(section)
            yield NetworkUnit(str(section), str(plan), begin, end, 0, str(self._thematic(section)))

    def _plan_of(self, node: Node) -> Node | None:
        current: Node | None = node
        while current is not None and (current, RDF.type, PA.Plan) not in self.graph:
            current = self.graph.value(current, PA.partOf)
        return current

    def _thematic(self, section: Node) -> Node:
        """Give the section of the second level (一、) that a section lies in, or itself."""
        current = section
        while self._depth(current) > 2:
            parent = self.graph.value(current, PA.partOf)
            if parent is None:
                break
            current = parent
        return current

    def _depth(self, section: Node) -> int:
        return int(str(self.graph.value(section, PA.depth) or 0))

    def labels(self, node: Node) -> dict[str, str]:
        """Give the labels of a node in both languages; a section that lost its heading says so."""
        found = {
            label.language: str(label)
            for label in self.graph.objects(node, RDFS.label)
            if isinstance(label, Literal) and label.language
        }
        zh = found.get("zh") or "（标题缺失）"
        return {"label_zh": zh, "label_en": found.get("en") or ("(heading missing)" if "zh" not in found else zh)}

    def unit_attributes(self, unit: NetworkUnit) -> dict[str, object]:
        """Describe a unit."""
        number = self.graph.value(URIRef(unit.iri), PA.headingNumber)
        return {
            **self.labels(URIRef(unit.iri)),
            "kind": "unit",
            "number": "" if number is None else str(number),
            "depth": self._depth(URIRef(unit.iri)),
            "group": unit.section,
            "order": unit.order,
            "generic": False,
            "units": 0,
            "hub": False,
        }

    def thing_attributes(self, thing: URIRef, units: int, hub: float) -> dict[str, object]:
        """Describe a thing that ``units`` units name; beyond ``hub`` units it is a hub."""
        kind = self._kind(thing)
        collective = (thing, SKOS.inScheme, ID["scheme/technology-collective"]) in self.graph
        return {
            **self.labels(thing),
            "kind": kind,
            "group": "",
            "order": 0,
            "generic": kind in _GENERIC or collective,
            "units": units,
            "hub": units > hub,
        }

    def _kind(self, thing: URIRef) -> str:
        for kind in self.graph.objects(thing, RDF.type):
            if kind in _KINDS:
                return _KINDS[URIRef(str(kind))]
        return "facility-kind"

    def _thing(self, entity: Node) -> str | None:
        """Give the node of the network that an entity is: an individual of a generic kind counts as its kind."""
        kind = self.graph.value(entity, PA.kind)
        if kind is not None and (entity, RDF.type, PA.Facility) in self.graph:
            return str(kind)
        known = any(item in _KINDS for item in self.graph.objects(entity, RDF.type))
        return str(entity) if known else None

    def _evidence(self, text: Node, plan: str, begin: int, end: int) -> Evidence:
        whole = self.texts[text]
        start = max(whole.rfind(mark, 0, begin) for mark in _SENTENCE_ENDS) + 1
        while start < begin and whole[start] in f" {_CLOSING}":
            start += 1
        stops = [whole.find(mark, max(begin, end - 1)) for mark in _SENTENCE_ENDS]
        stop = min((place for place in stops if place >= 0), default=len(whole))
        closing = stop + 1 if stop < len(whole) and whole[stop] != "\n" else stop
        while closing < len(whole) and whole[closing] in _CLOSING:
            closing += 1
        sentence = whole[start:closing].rstrip(" |")
        return Evidence(plan.rpartition("/")[2], begin, end, start, sentence)

    def _unit_at(self, plan: str, begin: int) -> NetworkUnit | None:
        """Give the innermost unit that holds an offset."""
        holding = [unit for unit in self.by_plan[plan] if unit.begin <= begin < unit.end]
        return max(holding, key=lambda unit: (unit.begin, -unit.end), default=None)

    def namings(self) -> Iterator[tuple[str, str, str, Evidence, Node]]:
        """Give every place where a unit names a thing, with what says it: a directive, or the place itself."""
        directives: dict[Node, list[tuple[int, int, Node]]] = defaultdict(list)
        for directive in self.graph.subjects(RDF.type, PA.Directive):
            context = self.graph.value(directive, NIF.referenceContext)
            if context is not None:
                directives[context].append((*self._offsets(directive), directive))
        for spans in directives.values():
            spans.sort(key=lambda span: span[0])
        plans = {text: str(plan) for plan, text in self.graph.subject_objects(PA.sourceText)}
        for mention, entity in self.graph.subject_objects(PA.denotes):
            thing = self._thing(entity)
            text = self.graph.value(mention, NIF.referenceContext)
            if thing is None or text is None:
                continue
            begin, end = self._offsets(mention)
            unit = self._unit_at(plans[text], begin)
            if unit is not None:
                said_by = _holding(directives[text], begin, end) or mention
                yield unit.iri, thing, NAMED, self._evidence(text, plans[text], begin, end), said_by

    def ties(self) -> Iterator[tuple[str, str, str, Evidence, Node]]:
        """Give every tie that the plan states between two things."""
        plans = {text: str(plan) for plan, text in self.graph.subject_objects(PA.sourceText)}
        for tie in TIES:
            for assertion in self.graph.subjects(RDF.predicate, tie):
                if (assertion, PA.assertionMethod, ID["method/derived"]) in self.graph:
                    continue  # the other direction of a symmetric tie is the same link
                first, second = (
                    self._thing(node) if node is not None else None
                    for node in (self.graph.value(assertion, RDF.subject), self.graph.value(assertion, RDF.object))
                )
                mention, said_by = self.graph.value(assertion, PA.evidence), self.graph.value(assertion, PA.statedIn)
                text = self.graph.value(mention, NIF.referenceContext) if mention is not None else None
                if first is None or second is None or mention is None or said_by is None or text is None:
                    continue
                evidence = self._evidence(text, plans[text], *self._offsets(mention))
                yield first, second, str(tie).removeprefix(str(PA)), evidence, said_by


def _holding(spans: list[tuple[int, int, Node]], begin: int, end: int) -> Node | None:
    index = bisect.bisect_right(spans, begin, key=lambda span: span[0]) - 1
    return spans[index][2] if index >= 0 and spans[index][1] >= end else None
