"""The ledger of a plan (任务台账): one row for each directive, with all that its statements name, read from a graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rdflib import DCTERMS, OWL, RDF, RDFS, SDO, TIME, Graph, Literal, URIRef
from rdflib.term import Node

from graph_builder.headings import english_heading
from graph_builder.namespaces import ID, NIF, PA

CLASSES: dict[URIRef, str] = {
    PA.Facility: "facilities",
    PA.Technology: "technologies",
    PA.Domain: "domains",
    PA.Scenario: "scenarios",
    PA.Place: "places",
    PA.PlaceCategory: "places",
    PA.Body: "bodies",
    PA.Organization: "bodies",
    PA.OrganizationCategory: "bodies",
    PA.PersonGroup: "groups",
    PA.Instrument: "instruments",
    PA.PolicyDocument: "policies",
    PA.Goal: "goals",
    PA.QuantifiedTarget: "targets",
    PA.Indicator: "indicators",
    TIME.TemporalEntity: "due",
    PA.DataAsset: "data",
    PA.CulturalAsset: "culture",
    PA.Problem: "problems",
}
"""Which column a thing stands in, by its class; of several columns that fit, the first named here."""

OBJECT = "object"
"""The column of what a directive acts on."""

OBJECT_RUNGS: tuple[tuple[str, ...], ...] = (
    ("buildsFacility", "supportsFacility", "establishesBody", "researchesTechnology", "collectsData", "opensData",
     "promotesAsset", "protects", "monitors"),
    ("role/target", "role/beneficiary", "role/protectee", "concernsFacility", "appliesInScenario", "concernsData",
     "usesData"),
    ("usesTechnology", "concernsTechnology", "usesInstrument", "implementsPolicy", "onIndicator"),
    ("concernsDomain", "integratesWith", "empowers", "appliedInDomain", "appliedToScenario"),
    ("aimsAt",),
)  # fmt: skip
"""What a directive acts on: the things of the first rung of which it states anything.

What it makes, changes or watches over; else whom and what it serves; else what it uses; else its field, or the two
things that it brings together; else its goal. Roles are named ``role/…``.
"""

_UNITS = {
    PA.Box: "box",
    PA.Task: "task",
    PA.SafeguardMeasure: "safeguard",
    PA.BoxItem: "item",
    PA.Paragraph: "paragraph",
}
_REVIEW = ("draft", "settled", "reviewed")
_LEVEL_NAMES = {"chapter": ("章", "Chapter"), "section": ("节", "Section"), "subsection": ("小节", "Subsection")}


@dataclass(frozen=True, order=True)
class Words:
    """Words in Chinese and English; where we have no English, the Chinese stand in both."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """Give the words in ``zh`` or ``en``."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class Thing:
    """What a statement of a directive names.

    ``relation`` is the property by which the directive itself names it, or the role of a body or group (``role/…``);
    empty where the text ties the thing to another one. ``how`` says it in words.
    """

    iri: str
    label: Words
    relation: str = ""
    how: Words | None = None


@dataclass(frozen=True)
class Part:
    """A unit around a directive. ``kind`` is chapter, section, subsection, box, task, safeguard, item or paragraph."""

    iri: str
    kind: str
    label: Words
    kind_label: Words


@dataclass(frozen=True)
class Row:
    """A directive. ``begin`` and ``end`` are offsets of its characters; ``path`` leads to it, outermost unit first.

    ``things`` are by column: :data:`CLASSES` and :data:`OBJECT`. ``review`` is the weakest status of its statements,
    None where it makes none.
    """

    number: int
    iri: str
    begin: int
    end: int
    quote: str
    path: tuple[Part, ...]
    force: Thing | None
    action: Thing | None
    polarity: Thing
    review: Thing | None
    things: dict[str, tuple[Thing, ...]] = field(hash=False)


@dataclass(frozen=True)
class Ledger:
    """The directives of a plan in the order of its text, and where that text comes from.

    ``methods`` tells how the statements came about (read by a language model, by a person).
    """

    plan: str
    id: str
    title: Words
    status: str
    period: str
    source: str
    sha256: str
    methods: tuple[Words, ...]
    rows: tuple[Row, ...] = field(repr=False)


def read_ledgers(graph: Graph) -> list[Ledger]:
    """Read the ledger of each plan from a merged release graph, in the order of the plans' identifiers."""
    reader = _Reader(graph)
    return [reader.ledger(plan) for plan in sorted(graph.subjects(RDF.type, PA.Plan), key=str)]


class _Reader:
    """Reads ledgers; what it looks up more than once it keeps."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.parts: dict[Node, Part] = {}
        self.columns: dict[tuple[Node | None, URIRef], set[str]] = {}

    def ledger(self, plan: Node) -> Ledger:
        text = self.graph.value(plan, PA.sourceText)
        whole = str(self.graph.value(text, NIF.isString))
        found = [
            (*self._offsets(directive), str(directive), directive)
            for directive in self.graph.subjects(NIF.referenceContext, text)
            if (directive, RDF.type, PA.Directive) in self.graph
        ]
        methods: set[Node] = set()
        rows = []
        for number, (begin, end, _, directive) in enumerate(sorted(found, key=lambda item: item[:3]), 1):
            assertions = list(self._assertions(directive))
            methods.update(node for item in assertions for node in self.graph.objects(item, PA.assertionMethod))
            rows.append(self._row(number, directive, (begin, end), whole, assertions))
        return Ledger(
            plan=str(plan),
            id=str(self.graph.value(plan, DCTERMS.identifier)),
            title=self._label(plan),
            status=str(self.graph.value(plan, PA.documentStatus) or ""),
            period=str(self.graph.value(plan, PA.periodText) or ""),
            source=str(self.graph.value(text, DCTERMS.source) or ""),
            sha256=str(self.graph.value(text, PA.sha256) or ""),
            methods=tuple(sorted(self._label(method) for method in methods)),
            rows=tuple(rows),
        )

    def _assertions(self, directive: Node) -> Iterator[Node]:
        """Give what the directive's own words say; derived statements repeat it of others."""
        for assertion in self.graph.subjects(PA.statedIn, directive):
            if (assertion, PA.assertionMethod, ID["method/derived"]) not in self.graph:
                yield assertion

    def _row(self, number: int, directive: Node, span: tuple[int, int], whole: str, assertions: list[Node]) -> Row:
        reviews = {node for item in assertions for node in self.graph.objects(item, PA.reviewStatus)}
        weakest = next(
            (ID[f"review-status/{name}"] for name in _REVIEW if ID[f"review-status/{name}"] in reviews), None
        )
        return Row(
            number=number,
            iri=str(directive),
            begin=span[0],
            end=span[1],
            quote=whole[slice(*span)],
            path=tuple(self._path(directive, whole)),
            force=self._value(self.graph.value(directive, PA.force)),
            action=self._value(self.graph.value(directive, PA.action)),
            polarity=self._thing(self.graph.value(directive, PA.polarity) or ID["polarity/affirm"]),
            review=self._value(weakest),
            things=self._things(directive, assertions),
        )

    # ---------------------------------------------------------------- where it stands

    def _path(self, directive: Node, whole: str) -> list[Part]:
        found: list[Part] = []
        node = self.graph.value(directive, PA.partOf)
        while node is not None and (node, RDF.type, PA.Plan) not in self.graph:
            if node not in self.parts:
                self.parts[node] = self._part(node, whole)
            found.insert(0, self.parts[node])
            node = self.graph.value(node, PA.partOf)
        return found

    def _part(self, node: Node, whole: str) -> Part:
        kinds = set(self.graph.objects(node, RDF.type))
        class_ = next((item for item in _UNITS if item in kinds), None)
        if class_ is not None and class_ != PA.Box:
            return Part(str(node), _UNITS[class_], self._label(node), self._label(class_))
        level = self.graph.value(node, PA.sectionType)
        kind = "box" if class_ else str(level).rpartition("/")[2]
        return Part(str(node), kind, self._heading(node, kind, whole), self._label(class_ or level))

    def _heading(self, node: Node, kind: str, whole: str) -> Words:
        """Give a heading as printed, in English our words behind its number; a lost one says so."""
        begin, end = self.graph.value(node, PA.headingBegin), self.graph.value(node, PA.headingEnd)
        if begin is None or end is None:
            order = self.graph.value(node, PA.orderIndex)
            zh, en = _LEVEL_NAMES.get(kind, ("部分", "Part"))
            return Words(f"第 {order} {zh}（标题缺失）", f"{en} {order} (heading missing)")
        printed = whole[int(str(begin)) : int(str(end))]
        title = str(self.graph.value(node, PA.headingText) or "")
        english = self._labels(node).get("en")
        return Words(printed, english_heading(printed.removesuffix(title), english) if english else printed)

    # ---------------------------------------------------------------- what its statements name

    def _things(self, directive: Node, assertions: Iterable[Node]) -> dict[str, tuple[Thing, ...]]:
        """Sort what the statements name into columns, each in the order in which the text names it."""
        found: dict[str, dict[tuple[int, str, str], Thing]] = defaultdict(dict)
        rungs: dict[int, dict[tuple[int, str, str], Thing]] = defaultdict(dict)
        for assertion in assertions:
            for name, node, place, thing in self._named(directive, assertion):
                key = (place, thing.iri, thing.relation)
                columns = self._columns(node, name)
                if columns:
                    found[min(columns, key=list(CLASSES.values()).index)][key] = thing
                self._add_object(rungs, key, thing)
            self._add_tie(rungs, directive, assertion)
        if rungs:
            found[OBJECT] = rungs[min(rungs)]
        return {
            column: _once(thing for _, thing in sorted(found[column].items(), key=lambda item: item[0]))
            for column in (OBJECT, *dict.fromkeys(CLASSES.values()))
            if column in found
        }

    def _named(self, directive: Node, assertion: Node) -> Iterator[tuple[tuple[Node, URIRef], Node, int, Thing]]:
        """Give each thing that a statement names, with the property and side by which it does, and its place."""
        subject, predicate, obj = (
            self.graph.value(assertion, part) for part in (RDF.subject, RDF.predicate, RDF.object)
        )
        assert subject is not None
        assert predicate is not None
        assert obj is not None
        agent = self.graph.value(obj, PA.involvedAgent)
        if agent is not None:
            role = self.graph.value(obj, PA.involvementRole)
            relation, how = f"role/{str(role).rpartition('/')[2]}", self._label(role)
            thing = Thing(str(agent), self._label(agent), relation, how)
            yield (PA.involvedAgent, SDO.rangeIncludes), agent, self._place(assertion, agent), thing
            return
        if subject != directive:
            yield (predicate, SDO.domainIncludes), subject, self._place(assertion, subject), self._thing(subject)
        if obj != directive:
            relation = str(predicate).removeprefix(str(PA)) if subject == directive else ""
            thing = Thing(str(obj), self._label(obj), relation, self._label(predicate) if relation else None)
            yield (predicate, SDO.rangeIncludes), obj, self._place(assertion, obj), thing

    def _columns(self, node: Node, side: tuple[Node, URIRef]) -> set[str]:
        """Give the columns that fit a thing: those of its classes, narrowed to what the property takes there."""
        if side not in self.columns:
            taken = self.graph.objects(*side)
            self.columns[side] = {CLASSES[URIRef(str(item))] for item in taken if item in CLASSES}
        own = {CLASSES[URIRef(str(item))] for item in self.graph.objects(node, RDF.type) if item in CLASSES}
        return own & self.columns[side] or own

    def _add_object(
        self, rungs: dict[int, dict[tuple[int, str, str], Thing]], key: tuple[int, str, str], thing: Thing
    ) -> None:
        for index, rung in enumerate(OBJECT_RUNGS):
            if thing.relation in rung:
                rungs[index][key] = thing

    def _add_tie(self, rungs: dict[int, dict[tuple[int, str, str], Thing]], directive: Node, assertion: Node) -> None:
        """Let a tie between two things, such as their integration, count as what the directive acts on."""
        subject, predicate, obj = (
            self.graph.value(assertion, part) for part in (RDF.subject, RDF.predicate, RDF.object)
        )
        name = str(predicate).removeprefix(str(PA))
        index = next((index for index, rung in enumerate(OBJECT_RUNGS) if name in rung), None)
        if index is None or subject == directive or subject is None or obj is None:
            return
        sign = " ↔ " if (predicate, RDF.type, OWL.SymmetricProperty) in self.graph else " → "
        first, second = self._label(subject), self._label(obj)
        label = Words(f"{first.zh}{sign}{second.zh}", f"{first.en}{sign}{second.en}")
        place = self._place(assertion, subject)
        rungs[index][place, str(assertion), name] = Thing(str(assertion), label, name, self._label(predicate))

    def _place(self, assertion: Node, thing: Node) -> int:
        """Give the offset at which a statement's words name a thing; -1 where they do not."""
        begins = [
            self._offsets(mention)[0]
            for mention in self.graph.objects(assertion, PA.argumentMention)
            if (mention, PA.denotes, thing) in self.graph
        ]
        return min(begins, default=-1)

    # ---------------------------------------------------------------- words

    def _offsets(self, node: Node) -> tuple[int, int]:
        return int(str(self.graph.value(node, NIF.beginIndex))), int(str(self.graph.value(node, NIF.endIndex)))

    def _value(self, node: Node | None) -> Thing | None:
        return None if node is None else self._thing(node)

    def _thing(self, node: Node) -> Thing:
        return Thing(str(node), self._label(node))

    def _labels(self, node: Node | None) -> dict[str, str]:
        """Give the label in each language, the first in code point order where there are several."""
        labels = (label for label in self.graph.objects(node, RDFS.label) if isinstance(label, Literal))
        return {label.language or "": str(label) for label in sorted(labels, key=str, reverse=True)}

    def _label(self, node: Node | None) -> Words:
        found = self._labels(node)
        zh = found.get("zh") or found.get("en") or str(node).rpartition("/")[2].rpartition("#")[2]
        return Words(zh, found.get("en") or zh)


def _once(things: Iterable[Thing]) -> tuple[Thing, ...]:
    """Give each thing once for each relation; without a relation only where it has none."""
    kept = {(thing.iri, thing.relation): thing for thing in reversed(list(things))}
    related = {iri for iri, relation in kept if relation}
    return tuple(thing for (iri, relation), thing in reversed(kept.items()) if relation or iri not in related)
