"""The units of a plan's text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from graph_builder.text import SourceText, Span


class UnitKind(StrEnum):
    """What a unit is. Chapter, section and subsection are named levels (第一章, 一、, (一)), not numbers."""

    TITLE = "title"
    CHAPTER = "chapter"
    SECTION = "section"
    SUBSECTION = "subsection"
    PARAGRAPH = "paragraph"
    TASK = "task"
    SAFEGUARD = "safeguard"
    BOX = "box"
    ITEM = "item"
    SENTENCE = "sentence"


HEADED = (UnitKind.CHAPTER, UnitKind.SECTION, UnitKind.SUBSECTION)
"""The kinds that have a heading, outermost first."""

MEASURES = (UnitKind.TASK, UnitKind.SAFEGUARD, UnitKind.ITEM)
"""The kinds that are measures: what the plan prescribes to be done."""


class TextStatus(StrEnum):
    """Whether a unit's text is there."""

    PRESENT = "present"
    HEADING_ABSENT = "headingAbsent"
    """The heading is missing, and perhaps more; some of the content is there."""
    ABSENT = "absent"
    """Nothing of it is there: the numbers of its siblings tell that it exists."""


@dataclass(frozen=True)
class Unit:
    """A unit of the text.

    ``span`` reaches from the first character of the heading or label to the last of the content; it is empty where the
    unit is absent. ``position`` counts from 1 on every level, absent units included. ``number`` is the printed number,
    ``title`` the heading without its number, the box's title, the item's label, or the lead sentence without its full
    stop.
    """

    kind: UnitKind
    span: Span
    position: tuple[int, ...]
    status: TextStatus = TextStatus.PRESENT
    number: Span | None = None
    title: Span | None = None
    children: tuple[Unit, ...] = ()

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
        if self.title is not None or self.status is not TextStatus.PRESENT:
            return self.title
        for index, character in enumerate(self.span.quote):
            if character in ",;。\uff0c\uff1b":
                return self.span.sub(0, index)
        return self.span

    def walk(self) -> Iterator[Unit]:
        """Go through this unit and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Tree:
    """The whole structure of a text."""

    source: SourceText
    units: tuple[Unit, ...]

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
