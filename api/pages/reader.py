"""The view of a plan to read: its units as a tree of blocks, each with its characters marked up."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest

from markupsafe import Markup, escape

from api.documents import CONTAINERS, Document, Mention, Unit
from api.pages.language import Language
from api.pages.messages import MESSAGES, message
from api.pages.results import best_label, local_name

TYPES = (
    "Task", "Directive", "Goal", "Target", "Heading", "Problem",
    "Technology", "Domain", "Scenario", "Facility", "Instrument", "Policy", "Body", "Group", "Location", "Date",
    "Indicator", "DataAsset", "CulturalAsset",
)  # fmt: skip
"""Annotation types in the order of the legend: those that may contain others first."""

QUIET = ("Task", "Heading")
"""Types whose marks are hidden at first: the layout of the page shows them already."""

_INVISIBLE = " \n\t|"
"""Characters between units that the page shows by its layout: line ends, and the bars that end the lines of a box."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text with the tags around it; ``again`` opens a piece that goes on after a cut."""

    begin: int
    end: int
    rank: int
    start_tag: Markup
    end_tag: Markup
    again: Markup


def marked(text: str, begin: int, end: int, spans: Iterable[Span]) -> Markup:
    """Mark up ``text[begin:end]``: every character once and in its place, tags properly nested.

    Spans that cross another, or the edge of the stretch, are cut there.
    """
    waiting = [
        (max(span.begin, begin), -min(span.end, end), span.rank, index, span, span.begin < begin)
        for index, span in enumerate(spans)
        if span.begin < end and span.end > begin
    ]
    heapq.heapify(waiting)
    opened: list[tuple[int, Markup]] = []
    out: list[Markup] = []
    position = begin
    while waiting or opened:
        if opened and (not waiting or opened[-1][0] <= waiting[0][0]):
            close, tag = opened.pop()
            out += (escape(text[position:close]), tag)
            position = close
            continue
        first, minus_last, rank, index, span, goes_on = heapq.heappop(waiting)
        last = -minus_last
        if opened and last > opened[-1][0]:
            edge = opened[-1][0]
            heapq.heappush(waiting, (edge, minus_last, rank, index, span, True))
            last = edge
        out += (escape(text[position:first]), span.again if goes_on else span.start_tag)
        position = first
        opened.append((last, span.end_tag))
    out.append(escape(text[position:end]))
    return Markup("").join(out)


@dataclass(slots=True)
class Block:
    """A unit on the page. ``heading`` and ``body`` are marked-up characters, ``parts`` the blocks inside.

    ``gap`` says what the text lacks here. ``title`` stands in the table of contents.
    """

    kind: str
    anchor: str = ""
    level: str = ""
    depth: int = 0
    title: str = ""
    gap: str = ""
    gloss: str = ""
    heading: Markup | None = None
    body: Markup | None = None
    parts: list[Block] = field(default_factory=list)

    def outline(self) -> list[Block]:
        """Give the parts that the table of contents lists."""
        return [part for part in self.parts if part.kind in ("Section", "Box")]


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A type of mention that occurs in the plan."""

    name: str
    label: str
    count: int
    container: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class ForceEntry:
    """A force with which directives of the plan speak. ``name`` is the last part of its IRI."""

    name: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Reader:
    """A plan to read, in one language of the page."""

    document: Document
    blocks: list[Block]
    legend: list[LegendEntry]
    forces: list[ForceEntry]

    @property
    def stated(self) -> int:
        """The number of statements that the text itself makes; derived ones are not counted."""
        return sum(statement.method != "derived" for statement in self.document.statements)

    def outline(self) -> list[Block]:
        """Give the outermost entries of the table of contents."""
        return Block("Plan", parts=self.blocks).outline()


def read_view(document: Document, language: Language) -> Reader:
    """Lay out a document for a page in a language."""
    builder = _Builder(document, language)
    blocks = builder.blocks(document.plan.iri, 0, len(document.text), 1)
    counts: dict[str, int] = {}
    for mention in document.mentions:
        for name in mention.types:
            counts[name] = counts.get(name, 0) + 1
    names = [name for name in TYPES if name in counts] + sorted(set(counts) - set(TYPES))
    legend = [
        LegendEntry(name, type_label(name, language), counts[name], name in CONTAINERS, name not in QUIET)
        for name in names
    ]
    return Reader(document, blocks, legend, _forces(document, language))


def _forces(document: Document, language: Language) -> list[ForceEntry]:
    """Count the forces of the directives, the most frequent first."""
    counts = Counter(document.forces.values())
    return [
        ForceEntry(local_name(iri), best_label(document.labels.get(iri, {}), language), count)
        for iri, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def type_label(name: str, language: Language) -> str:
    """Name an annotation type; one that the pages do not know keeps its own name."""
    return message(f"type.{name}", language) if name in TYPES else name


class _Builder:
    """Turns units into blocks and lays the mentions into their characters."""

    def __init__(self, document: Document, language: Language) -> None:
        self.document = document
        self.language = language
        self.children: dict[str, list[Unit]] = {}
        for unit in document.units:
            self.children.setdefault(unit.parent, []).append(unit)
        for units in self.children.values():
            units.sort(key=lambda unit: (unit.begin, unit.order))
        mentions = document.mentions
        self.told: set[str] = set()
        reach = 0
        self.spans: list[Span] = []
        for mention, following in zip_longest(mentions, mentions[1:]):
            holds = following is not None and following.begin < mention.end
            link = not (mention.container or holds or mention.end <= reach)
            self.spans.append(self.span(mention, link))
            if link:
                reach = max(reach, mention.end)
        self.spans.sort(key=lambda span: (span.begin, -span.end, span.rank))

    def blocks(self, iri: str, begin: int, end: int, depth: int) -> list[Block]:
        """Lay out the parts of a unit that lie in a stretch, and what of the text belongs to none of them."""
        out: list[Block] = []
        position = begin
        for absent, group in groupby(self.children.get(iri, ()), key=lambda unit: unit.status == "absent"):
            units = list(group)
            if absent:
                out += self.loose(position, units[0].begin)
                position = max(position, units[0].begin)
                out.append(self.absent(units, depth))
                continue
            for unit in units:
                out += self.loose(position, unit.begin)
                out.append(self.block(unit, depth))
                position = max(position, unit.end)
        return out + self.loose(position, end)

    def loose(self, begin: int, end: int) -> list[Block]:
        """Give the visible characters of a stretch as a paragraph of its own."""
        text = self.document.text
        while begin < end and text[begin] in _INVISIBLE:
            begin += 1
        while begin < end and text[end - 1] in _INVISIBLE:
            end -= 1
        return [Block("Loose", body=self.leaf(begin, end))] if begin < end else []

    def anchor(self, unit: Unit) -> str:
        return unit.iri.removeprefix(self.document.plan.iri).strip("/").replace("/", "-")

    def name(self, first: Unit, last: Unit) -> str:
        """Name a section, or a run of them, that has no heading by its level and place among its siblings."""
        group, number = ("level", f"{first.order}") if first is last else ("levels", f"{first.order}–{last.order}")
        key = f"{group}.{first.level}"
        return message(key if key in MESSAGES else f"{group}.other", self.language, number=number)

    def absent(self, units: Sequence[Unit], depth: int) -> Block:
        """Lay out a run of sections of which the text has nothing."""
        parts = self.name(units[0], units[-1])
        title = message("plan.missing", self.language, parts=parts)
        gap = message("plan.absent", self.language, parts=parts)
        return Block("Section", self.anchor(units[0]), units[0].level, depth, title, gap)

    def headless(self, unit: Unit) -> list[Unit]:
        """Give a section without heading and those that begin with it and have none either."""
        first = next(iter(self.children.get(unit.iri, ())), None)
        inner = first is not None and first.status == "headingAbsent" and first.begin == unit.begin
        return [unit, *(self.headless(first) if first is not None and inner else ())]

    def block(self, unit: Unit, depth: int) -> Block:
        """Lay out one unit."""
        title = self.document.text[slice(*unit.heading)] if unit.heading else ""
        block = Block(unit.kind, self.anchor(unit), unit.level, depth, title, gloss=self.gloss(unit))
        if unit.status == "headingAbsent":
            block.title = message("plan.headingMissing", self.language, parts=self.name(unit, unit))
            if unit.iri not in self.told:
                chain = self.headless(unit)
                self.told |= {inner.iri for inner in chain}
                parts = message("list.comma", self.language).join(self.name(inner, inner) for inner in chain)
                block.gap = message("plan.headingAbsent", self.language, parts=parts)
        if unit.kind in ("Section", "Box"):
            inner = unit.begin
            if unit.heading and unit.heading[0] < unit.heading[1]:
                block.heading = self.leaf(*unit.heading)
                inner = unit.heading[1]
            block.parts = self.blocks(unit.iri, inner, unit.end, depth + 1)
        else:
            block.body = self.leaf(unit.begin, unit.end, self.lead(unit))
        return block

    def gloss(self, unit: Unit) -> str:
        """Give the English label of a unit, on an English page."""
        if self.language is not Language.EN:
            return ""
        return self.document.labels.get(unit.iri, {}).get("en", "")

    def lead(self, unit: Unit) -> tuple[Span, ...]:
        """Emphasise the lead sentence of a measure or the label of an item."""
        if not unit.heading or unit.heading[0] == unit.heading[1]:
            return ()
        tag = Markup('<strong class="lead">')
        return (Span(*unit.heading, 1, tag, Markup("</strong>"), tag),)

    def leaf(self, begin: int, end: int, more: Sequence[Span] = ()) -> Markup:
        """Mark up a stretch and say at which character it begins."""
        content = marked(self.document.text, begin, end, (*self.spans, *more))
        return Markup('<span class="t" lang="zh-CN" data-begin="{}">{}</span>').format(begin, content)

    def span(self, mention: Mention, link: bool) -> Span:
        """Write the tags of a mention; as a link only where it holds no other mention, because links do not nest."""
        place = f"{mention.begin},{mention.end}"
        types = sorted(mention.types, key=lambda name: TYPES.index(name) if name in TYPES else len(TYPES))
        shown = next((name for name in reversed(types) if name not in QUIET), "")
        data = Markup('data-m="{}" data-types="{}" data-type="{}"').format(place, " ".join(types), shown)
        if link:
            title = message("list.comma", self.language).join(type_label(name, self.language) for name in types)
            opened = Markup('<a class="m" href="#char={}" title="{}" {}>').format(place, title, data)
            return Span(mention.begin, mention.end, 5, opened, Markup("</a>"), opened)
        opened = Markup('<span class="{}" {}>').format("c" if mention.container else "m", data)
        start = opened + self.handle(mention, place) if "Directive" in types else opened
        rank = min((CONTAINERS.index(name) for name in types if name in CONTAINERS), default=9)
        return Span(mention.begin, mention.end, rank - 10, start, Markup("</span>"), opened)

    def handle(self, mention: Mention, place: str) -> Markup:
        """Write the small sign before a directive by which the keyboard reaches it; it holds no character.

        It shows the force of the directive, which is no part of the text, and so stands in an attribute.
        """
        label = f"{type_label('Directive', self.language)} {mention.begin}–{mention.end}"
        force = next((self.document.forces[iri] for iri in mention.denotes if iri in self.document.forces), "")
        words = best_label(self.document.labels.get(force, {}), self.language) if force else ""
        told = message("list.colon", self.language).join(word for word in (label, words) if word)
        return Markup('<a class="handle" href="#char={}" data-m="{}" data-force="{}" aria-label="{}"></a>').format(
            place, place, words, told
        )


def title_of(document: Document, language: Language) -> str:
    """Give the title of a plan in a language."""
    return best_label(document.plan.title, language)
