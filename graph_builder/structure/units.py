"""The units of a plan's text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from graph_builder.text import Reading, SourceText, Span


class UnitKind(StrEnum):
    """What a unit is. The headed kinds are named levels, outermost first, not numbers: see :data:`HEADED`."""

    TITLE = "title"
    DOCUMENT = "document"
    """One of several documents in a file, such as the notice and the plan that it publishes."""
    ANNEX = "annex"
    PART = "part"
    """第一篇"""
    CHAPTER = "chapter"
    """第一章"""
    SECTION = "section"
    """第一节, or 一、 where there is no 节"""
    SUBSECTION = "subsection"
    """(一), or 一、 below a 节"""
    DIVISION = "division"
    SUBDIVISION = "subdivision"
    CLAUSE = "clause"
    PARAGRAPH = "paragraph"
    TASK = "task"
    SAFEGUARD = "safeguard"
    POINT = "point"
    """An entry of a list inside a paragraph or measure: 一是…, (1)…, ①…, ——…"""
    BOX = "box"
    ITEM = "item"
    """An entry of a box."""
    TABLE = "table"
    ROW = "row"
    RESPONSIBILITY = "responsibility"
    """A note that names the bodies that answer for what stands before it: 责任单位:…"""
    NOTE = "note"
    """A remark on a table or on words: 注:…"""
    CONTENTS = "contents"
    """A list of headings: 目录, or the names of annexes"""
    DOCUMENT_NUMBER = "documentNumber"
    """国发〔2016〕65号"""
    ADDRESSEES = "addressees"
    """各区县人民政府:"""
    SIGNATURE = "signature"
    """Who issued the document, and when; press and print lines."""
    ROSTER = "roster"
    """Names of persons with their posts. They are not taken up."""
    SENTENCE = "sentence"


HEADED = (
    UnitKind.DOCUMENT,
    UnitKind.ANNEX,
    UnitKind.PART,
    UnitKind.CHAPTER,
    UnitKind.SECTION,
    UnitKind.SUBSECTION,
    UnitKind.DIVISION,
    UnitKind.SUBDIVISION,
    UnitKind.CLAUSE,
)
"""The kinds that have a heading, outermost first."""

MEASURES = (UnitKind.TASK, UnitKind.SAFEGUARD, UnitKind.ITEM)
"""The kinds that are measures: what the plan prescribes to be done."""

SILENT = (
    UnitKind.TITLE,
    UnitKind.TABLE,
    UnitKind.ROW,
    UnitKind.NOTE,
    UnitKind.CONTENTS,
    UnitKind.DOCUMENT_NUMBER,
    UnitKind.ADDRESSEES,
    UnitKind.SIGNATURE,
    UnitKind.ROSTER,
)
"""The kinds whose text states nothing about what is to be done: no statement is taken from them."""

NODES = (*HEADED, UnitKind.PARAGRAPH, UnitKind.BOX, *MEASURES)
"""The kinds that have an IRI. What stands in another unit belongs to the nearest of these around it."""


class TextStatus(StrEnum):
    """Whether a unit's text is there."""

    PRESENT = "present"
    HEADING_ABSENT = "headingAbsent"
    """The heading is missing, and perhaps more; some of the content is there."""
    CONTENT_ABSENT = "contentAbsent"
    """The title of a box is there, and its content is lost."""
    ABSENT = "absent"
    """Nothing of it is there: the numbers of its siblings tell that it exists."""


class Theme(StrEnum):
    """What a passage is about, told by the headings above it."""

    REVIEW = "review"
    """What was achieved: 发展基础, 过去五年工作回顾"""
    SITUATION = "situation"
    """面临形势, 机遇与挑战"""
    PRINCIPLES = "principles"
    """总体要求, 指导思想, 基本原则"""
    GOALS = "goals"
    """发展目标, 主要指标"""
    TASKS = "tasks"
    """主要任务, 重点举措"""
    SAFEGUARDS = "safeguards"
    """保障措施, 组织实施"""
    GENERAL = "general"
    """Scope, terms, application and coming into force: 总则, 适用范围, 附则"""


COMMITTING = (Theme.TASKS, Theme.SAFEGUARDS)
"""The themes under which paragraphs are measures."""


class CellRole(StrEnum):
    """What a stretch inside a note or table says."""

    LEAD = "lead"
    """牵头单位, 牵头"""
    RESPONSIBLE = "responsible"
    """责任单位, 负责, 落实"""
    PARTICIPATING = "participating"
    """配合单位, 参与单位, 协同单位"""
    NUMBER = "number"
    CATEGORY = "category"
    NAME = "name"
    """The name of an indicator, or the words of a task."""
    UNIT = "unit"
    BASE = "base"
    """The value at the start."""
    TARGET = "target"
    """The value to be reached, a yearly one too."""
    CHANGE = "change"
    """The growth over the period: 年均增速, 累计"""
    NATURE = "nature"
    """约束性 or 预期性"""
    DEADLINE = "deadline"
    OTHER = "other"


BODY_ROLES = (CellRole.LEAD, CellRole.RESPONSIBLE, CellRole.PARTICIPATING)
"""The roles of cells that name a body each."""


@dataclass(frozen=True)
class Cell:
    """A stretch of a note or of a row of a table, with what it says. In a note each body is one cell."""

    role: CellRole
    span: Span
    heading: Span | None = None
    """The words that head it: the column's name (2025年), the label of a note (责任单位)."""


@dataclass(frozen=True)
class Unit:
    """A unit of the text.

    ``span`` reaches from the first character of the heading or label to the last of the content; it is empty where the
    unit is absent. ``position`` counts from 1 on every level, absent units included. ``number`` is the printed number,
    ``title`` the heading without its number, the box's title, the item's label, or the lead sentence without its full
    stop. ``theme`` is what the headings above say that it is about, None where they do not tell. ``cells`` are what a
    note of responsible units or a row of a table holds.
    """

    kind: UnitKind
    span: Span
    position: tuple[int, ...]
    status: TextStatus = TextStatus.PRESENT
    number: Span | None = None
    title: Span | None = None
    children: tuple[Unit, ...] = ()
    theme: Theme | None = None
    cells: tuple[Cell, ...] = ()

    @property
    def depth(self) -> int:
        """Count the levels from the top, absent ones included; 1 for the outermost."""
        return len(self.position)

    @property
    def sentences(self) -> tuple[Unit, ...]:
        """The sentences that stand directly in this unit."""
        return tuple(child for child in self.children if child.kind is UnitKind.SENTENCE)

    @property
    def parts(self) -> tuple[Unit, ...]:
        """The children that are not sentences."""
        return tuple(child for child in self.children if child.kind is not UnitKind.SENTENCE)

    @property
    def label(self) -> Span | None:
        """The characters of the text that name the unit: its title, else the first clause; None where absent."""
        if self.title is not None or self.status in (TextStatus.ABSENT, TextStatus.HEADING_ABSENT):
            return self.title
        first = self._words_begin()
        for index, character in enumerate(self.span.quote[first:], first):
            if character in ",;。\uff0c\uff1b":
                return self.span.sub(first, index)
        return self.span.sub(first, len(self.span))

    def _words_begin(self) -> int:
        """Give the place in the span after the printed number."""
        if self.number is None:
            return 0
        index = self.number.end - self.span.start
        while index < len(self.span) and self.span.quote[index] in ")\uff09]】〕、.．:： \u3000":
            index += 1
        return index if index < len(self.span) else 0

    def walk(self) -> Iterator[Unit]:
        """Go through this unit and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Responsibility:
    """Who answers for what: a note, the bodies that it names, and the units that it holds for.

    ``scope`` are the outermost units that the note holds for: one measure, several, or a headed unit with all in it.
    ``default`` tells that these bodies stand in the note of one unit and hold for the others unsaid
    (以下均由各区政府落实).
    """

    note: Unit
    bodies: tuple[Cell, ...]
    scope: tuple[Unit, ...]
    default: bool = False


@dataclass(frozen=True)
class Tree:
    """The whole structure of a text.

    ``reading`` is the text as it was read, without the line wraps of a page. ``furniture`` is what belongs to no unit:
    page numbers, running heads, rules.
    """

    source: SourceText
    units: tuple[Unit, ...]
    reading: Reading = field(repr=False)
    responsibilities: tuple[Responsibility, ...] = ()
    furniture: tuple[Span, ...] = ()

    def walk(self) -> Iterator[Unit]:
        """Go through all units in the order of the text, parents first."""
        for unit in self.units:
            yield from unit.walk()

    def path_to(self, span: Span) -> tuple[Unit, ...]:
        """Give the units that contain the span, outermost first, sentences included; empty if none does."""
        path: list[Unit] = []
        units = self.units
        while True:
            inner = next((unit for unit in units if unit.span.contains(span) and len(unit.span) > 0), None)
            if inner is None:
                return tuple(path)
            path.append(inner)
            units = inner.children
