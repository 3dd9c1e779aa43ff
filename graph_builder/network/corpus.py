"""Read from a merged release graph who names what where: the occurrences and ties that all networks are made of."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from rdflib import RDF, RDFS, SKOS, TIME, Graph, Literal, URIRef
from rdflib.term import Node as Term

from graph_builder.namespaces import ID, NIF, PA
from graph_builder.network.model import HUB_LEAST, HUB_SHARE, TIES, Node, Saying
from graph_builder.network.naming import identities, unheaded
from graph_builder.network.territory import territories

_CLASSES = {
    PA.Place: "place",
    PA.PlaceCategory: "place",
    PA.Organization: "organisation",
    PA.OrganizationCategory: "category",
    PA.Body: "organisation",
    PA.PersonGroup: "group",
    PA.Facility: "facility",
    PA.Technology: "technology",
    PA.Domain: "domain",
    PA.Scenario: "scenario",
    PA.Instrument: "instrument",
    PA.PolicyDocument: "policy",
    PA.Indicator: "indicator",
    PA.Goal: "goal",
    PA.QuantifiedTarget: "target",
    PA.DataAsset: "data",
    PA.CulturalAsset: "culture",
    PA.Problem: "problem",
    TIME.TemporalEntity: "date",
}
_KIND_SCHEMES = {ID["scheme/facility-kind"]: "facility", ID["scheme/instrument-kind"]: "instrument"}
_GENERIC_CLASSES = {PA.PlaceCategory, PA.OrganizationCategory, PA.PersonGroup}
_COLLECTIVES = ID["scheme/technology-collective"]
_REVIEW = ("draft", "settled", "reviewed")  # the weakest first
_SENTENCE_ENDS = "。！？\n"
_CLOSING = "”’』」)\uff09"  # marks that belong to the sentence that has just ended
_BETWEEN = re.compile(r"[、,和与及或以/“”《》\s]{0,3}|等(?:重大|重点|主要)?")  # between the members of a list


@dataclass(frozen=True, order=True)
class Occurrence:
    """A place where a plan names a thing.

    ``row`` numbers the list of like things in which the name stands, such as A、B和C; a name by itself is a row of one.
    ``embedded``: it stands inside a longer name (5G in 5G网络).
    """

    plan: str
    begin: int
    end: int
    thing: str
    sayer: str
    measure: str
    unit: str
    row: int
    embedded: bool = False

    @property
    def directive(self) -> str:
        """The directive that names the thing; empty where a heading or an introduction does."""
        return self.sayer if "/directive/" in self.sayer else ""


@dataclass(frozen=True, order=True)
class Tie:
    """A tie that a directive (or heading) states between two things, or between a measure and a thing."""

    relation: str
    source: str
    target: str
    sayer: str
    measure: str
    unit: str
    assertion: str


@dataclass(frozen=True)
class _Span:
    begin: int
    end: int
    iri: str


class Reader:
    """Reads a merged graph; what it looks up more than once it keeps."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.plans = sorted(graph.subject_objects(PA.sourceText))
        self.plan_of_text = {text: str(plan) for plan, text in self.plans}
        self.texts = {str(plan): str(graph.value(text, NIF.isString)) for plan, text in self.plans}
        self.canonical = identities(graph)
        self.fields: dict[str, set[str]] = defaultdict(set)
        """The domains that a directive, or a heading, names."""
        self.units = {plan: self._spans(PA.Section, plan) for plan in self.texts}
        self.measures = {plan: self._spans(PA.Measure, plan) for plan in self.texts}
        self.directives = {plan: self._spans(PA.Directive, plan) for plan in self.texts}
        self.span_of = {
            span.iri: (plan, span.begin, span.end)
            for spans in (self.units, self.measures, self.directives)
            for plan, found in spans.items()
            for span in found
        }

    def offsets(self, node: Term) -> tuple[int, int]:
        """Give the offsets of a unit, directive or mention."""
        return int(str(self.graph.value(node, NIF.beginIndex))), int(str(self.graph.value(node, NIF.endIndex)))

    def _spans(self, kind: URIRef, plan: str) -> list[_Span]:
        """Give the present parts of a plan of a class, in the order of the text, outer ones first."""
        text = next(text for text, of in self.plan_of_text.items() if of == plan)
        found = []
        for node in self.graph.subjects(RDF.type, kind):
            if self.graph.value(node, NIF.referenceContext) == text or (
                kind == PA.Section and str(node).startswith(f"{plan}/")
            ):
                begin, end = self.offsets(node)
                if begin < end:
                    found.append(_Span(begin, end, str(node)))
        return sorted(found, key=lambda span: (span.begin, -span.end, span.iri))

    def labels(self, node: Term) -> tuple[str, str]:
        """Give the Chinese and English labels; where we have no English, the Chinese stand in both."""
        labels = [label for label in self.graph.objects(node, RDFS.label) if isinstance(label, Literal)]
        found = {label.language: str(label) for label in sorted(labels, key=str, reverse=True)}
        zh = found.get("zh") or ""
        return zh or "（标题缺失）", found.get("en") or zh or "(heading missing)"

    def thing(self, entity: Term) -> str | None:
        """Give the node that an entity is: an individual of a generic kind counts as its kind, None is no thing."""
        kind = self.graph.value(entity, PA.kind)
        iri = str(kind if kind is not None else entity)
        iri = self.canonical.get(iri, iri)
        return iri if self.kind(iri) else None

    def kind(self, iri: str) -> str:
        """Give the kind of a thing, empty where it is none."""
        node = URIRef(iri)
        classes = set(self.graph.objects(node, RDF.type))
        found = next((kind for class_, kind in _CLASSES.items() if class_ in classes), "")
        schemes = self.graph.objects(node, SKOS.inScheme)
        return found or next((_KIND_SCHEMES[URIRef(str(s))] for s in schemes if s in _KIND_SCHEMES), "")

    def generic(self, iri: str) -> bool:
        """Tell whether a thing is a kind or a collective."""
        node = URIRef(iri)
        schemes = set(self.graph.objects(node, SKOS.inScheme))
        return bool(
            schemes & set(_KIND_SCHEMES)
            or _COLLECTIVES in schemes
            or _GENERIC_CLASSES & set(self.graph.objects(node, RDF.type))
        )

    def innermost(self, spans: list[_Span], begin: int, end: int) -> str:
        """Give the innermost part that holds a stretch, empty for none."""
        index = bisect.bisect_right(spans, begin, key=lambda span: span.begin)
        return next((span.iri for span in reversed(spans[:index]) if span.end >= end), "")

    def thematic(self, section: str) -> str:
        """Give the section of the second level that a section lies in, or itself."""
        current: Term = URIRef(section)
        while int(str(self.graph.value(current, PA.depth) or 0)) > 2:
            parent = self.graph.value(current, PA.partOf)
            if parent is None:
                break
            current = parent
        return str(current)

    @cached_property
    def _said_of(self) -> dict[tuple[str, str], list[str]]:
        """The assertions of each sayer about each thing."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for assertion, sayer in self.graph.subject_objects(PA.statedIn):
            if (assertion, PA.assertionMethod, ID["method/derived"]) in self.graph:
                continue
            for end in (RDF.subject, RDF.object):
                node = self.graph.value(assertion, end)
                if node is not None:
                    thing = self.thing(self.graph.value(node, PA.involvedAgent) or node)
                    if thing:
                        found[str(sayer), thing].add(str(assertion))
        return {key: sorted(assertions) for key, assertions in found.items()}

    @cached_property
    def review_of(self) -> dict[str, str]:
        """The weakest review status of what each sayer states."""
        found: dict[str, set[str]] = defaultdict(set)
        for assertion, sayer in self.graph.subject_objects(PA.statedIn):
            found[str(sayer)] |= {_local(status) for status in self.graph.objects(assertion, PA.reviewStatus)}
        return {sayer: next((s for s in _REVIEW if s in statuses), "") for sayer, statuses in found.items()}

    def saying(self, occurrences: list[Occurrence], assertions: tuple[str, ...] | None = None) -> Saying:
        """Give the saying around occurrences of one sayer: the directive or heading, or the mere mention."""
        first = occurrences[0]
        begin, end = min(o.begin for o in occurrences), max(o.end for o in occurrences)
        if first.directive:
            _, begin, end = self.span_of[first.directive]
        marks = tuple(sorted({(o.begin, o.end) for o in occurrences}))
        if assertions is None:
            found = {a for o in occurrences for a in self._said_of.get((o.sayer, o.thing), ())}
            assertions = tuple(sorted(found))
        return self.said_by(first.plan, begin, end, first.sayer, first.measure, first.unit, marks, assertions)

    def said_by(
        self,
        plan: str,
        begin: int,
        end: int,
        sayer: str,
        measure: str,
        unit: str,
        marks: tuple[tuple[int, int], ...],
        assertions: tuple[str, ...],
    ) -> Saying:
        """Make a saying, with the sentences around it."""
        start, sentence = self.sentence(plan, begin, end)
        node = URIRef(sayer)
        force, polarity = self.graph.value(node, PA.force), self.graph.value(node, PA.polarity)
        return Saying(
            plan.rpartition("/")[2], begin, end, start, sentence, marks, sayer, _local(force), _local(polarity),
            measure, unit, assertions, tuple(sorted(self.fields[sayer] | self.fields[measure])),
            self.review_of.get(sayer, ""),
        )  # fmt: skip

    def sentence(self, plan: str, begin: int, end: int) -> tuple[int, str]:
        """Give where the sentences around a stretch begin, and their words."""
        whole = self.texts[plan]
        start = max(whole.rfind(mark, 0, begin) for mark in _SENTENCE_ENDS) + 1
        while start < begin and whole[start] in f" {_CLOSING}":
            start += 1
        stops = [whole.find(mark, max(begin, end - 1)) for mark in _SENTENCE_ENDS]
        stop = min((place for place in stops if place >= 0), default=len(whole))
        closing = stop + 1 if stop < len(whole) and whole[stop] != "\n" else stop
        while closing < len(whole) and whole[closing] in _CLOSING:
            closing += 1
        return start, whole[start:closing].rstrip(" |")

    def occurrences(self) -> Iterator[Occurrence]:
        """Give every place where a plan names a thing, in the order of the texts."""
        found: list[Occurrence] = []
        for predicate, embedded in ((PA.denotes, False), (PA.component, True)):
            for mention, entity in self.graph.subject_objects(predicate):
                thing = self.thing(entity)
                text = self.graph.value(mention, NIF.referenceContext)
                if thing is None or text is None:
                    continue
                plan = self.plan_of_text[text]
                begin, end = self.offsets(mention)
                unit = self.innermost(self.units[plan], begin, end)
                measure = self.innermost(self.measures[plan], begin, end)
                sayer = self.innermost(self.directives[plan], begin, end) or self._headed(measure, unit, begin, end)
                found.append(Occurrence(plan, begin, end, thing, sayer, measure, unit, 0, embedded))
        for o in found:
            if o.sayer and self.kind(o.thing) == "domain":
                self.fields[o.sayer].add(o.thing)
        yield from self._in_rows(sorted(set(found)))

    def _headed(self, measure: str, unit: str, begin: int, end: int) -> str:
        """Give the measure or section in whose heading a stretch stands."""
        for iri in (measure, unit):
            node = URIRef(iri)
            first, last = self.graph.value(node, PA.headingBegin), self.graph.value(node, PA.headingEnd)
            if first is not None and last is not None and int(str(first)) <= begin and end <= int(str(last)):
                return iri
        return ""

    def _in_rows(self, occurrences: list[Occurrence]) -> Iterator[Occurrence]:
        """Number the lists: things of one kind with nothing but list marks between them, whatever stands around."""
        row = 0
        last: dict[str, Occurrence] = {}
        for occurrence in occurrences:
            kind = self.kind(occurrence.thing)
            before = last.get(kind)
            inside = before and before.plan == occurrence.plan and occurrence.begin < before.end
            if before and (inside or self._continues(before, occurrence)):
                numbered = replace(occurrence, row=before.row)
            else:
                row += 1
                numbered = replace(occurrence, row=row)
            if not inside:
                last[kind] = numbered
            yield numbered

    def _continues(self, before: Occurrence, occurrence: Occurrence) -> bool:
        between = self.texts[occurrence.plan][before.end : occurrence.begin]
        same = (before.plan, before.sayer) == (occurrence.plan, occurrence.sayer)
        return same and bool(_BETWEEN.fullmatch(between))

    def ties(self) -> Iterator[Tie]:
        """Give every tie that a plan states; what is said of a directive is said of its measure."""
        for relation in TIES:
            for assertion in sorted(self.graph.subjects(RDF.predicate, PA[relation]), key=str):
                sayer = self.graph.value(assertion, PA.statedIn)
                if sayer is None or (assertion, PA.assertionMethod, ID["method/derived"]) in self.graph:
                    continue  # the other direction of a symmetric tie is the same link
                plan, begin, end = self.span_of.get(str(sayer), ("", 0, 0))
                if not plan:
                    continue
                measure = self.innermost(self.measures[plan], begin, end)
                unit = self.innermost(self.units[plan], begin, end)
                subject, obj = self.graph.value(assertion, RDF.subject), self.graph.value(assertion, RDF.object)
                ends = [
                    (measure or unit) if node == sayer else self.thing(node) if node is not None else None
                    for node in (subject, obj)
                ]
                if ends[0] and ends[1] and ends[0] != ends[1]:
                    yield Tie(relation, ends[0], ends[1], str(sayer), measure, unit, str(assertion))


@dataclass
class Corpus:
    """Nodes by IRI, occurrences and ties in the order of the texts, the thematic sections with their labels."""

    reader: Reader
    occurrences: list[Occurrence]
    ties: list[Tie]
    nodes: dict[str, Node] = field(default_factory=dict)
    sections: dict[str, dict[str, str]] = field(default_factory=dict)


def read_corpus(graph: Graph) -> Corpus:
    """Read what all networks are made of from a merged release graph."""
    reader = Reader(graph)
    corpus = Corpus(reader, list(reader.occurrences()), list(reader.ties()))
    starts, length = {}, 1
    for plan in reader.texts:
        starts[plan] = length
        length += len(reader.texts[plan])
        for kind, spans in (("subsection", reader.units[plan]), ("measure", reader.measures[plan])):
            for span in spans:
                corpus.nodes[span.iri] = _part(reader, kind, span, plan, starts[plan] + span.begin)
    for plan in reader.texts:
        for span in reader.units[plan]:
            section = corpus.nodes[span.iri].section
            zh, en = reader.labels(URIRef(section))
            corpus.sections.setdefault(section, {"zh": zh, "en": en})
    named: dict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in corpus.occurrences:
        named[occurrence.thing].append(occurrence)
    things = set(named) | {end for tie in corpus.ties for end in (tie.source, tie.target)}
    naming_units = len({o.unit for o in corpus.occurrences if o.unit})
    around = {reader.canonical.get(place, place) for place in territories(reader.graph, map(URIRef, reader.texts))}
    for thing in sorted(things.difference(corpus.nodes)):
        node = _thing(reader, thing, named[thing], starts)
        hub = node.units > max(HUB_LEAST, HUB_SHARE * naming_units) or thing in around
        corpus.nodes[thing] = replace(node, hub=hub)
    return corpus


def _part(reader: Reader, kind: str, span: _Span, plan: str, order: int) -> Node:
    node = URIRef(span.iri)
    zh, en = reader.labels(node)
    if (node, RDFS.label, None) not in reader.graph:
        zh, en = unheaded(reader.graph, node)
    unit = span.iri if kind == "subsection" else reader.innermost(reader.units[plan], span.begin, span.end)
    return Node(
        span.iri, kind, zh, en, plan=plan.rpartition("/")[2], order=order, unit=unit,
        number=str(reader.graph.value(node, PA.headingNumber) or ""),
        depth=int(str(reader.graph.value(node, PA.depth) or 0)),
        section=reader.thematic(unit) if unit else "",
    )  # fmt: skip


def _thing(reader: Reader, iri: str, named: list[Occurrence], starts: dict[str, int]) -> Node:
    node = URIRef(iri)
    zh, en = reader.labels(node)
    return Node(
        iri, reader.kind(iri), zh, en,
        generic=reader.generic(iri),
        order=min((starts[o.plan] + o.begin for o in named), default=0),
        units=len({o.unit for o in named if o.unit}),
        measures=len({o.measure for o in named if o.measure}),
        directives=len({o.directive for o in named if o.directive}),
        broader=tuple(sorted(map(str, reader.graph.objects(node, SKOS.broader)))),
        same=tuple(sorted(other for other, first in reader.canonical.items() if first == iri != other)),
    )  # fmt: skip


def _local(node: Term | None) -> str:
    return "" if node is None else str(node).rpartition("/")[2]
