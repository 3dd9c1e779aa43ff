"""Units under construction: offsets of the reading instead of spans, children in lists, no positions yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graph_builder.structure.notes import FoundNote, Named
from graph_builder.structure.sentences import Stretch, sentences
from graph_builder.structure.units import TextStatus, Theme, UnitKind


@dataclass(eq=False)
class Draft:
    """A unit under construction."""

    kind: UnitKind
    start: int
    end: int
    status: TextStatus = TextStatus.PRESENT
    number: Stretch | None = None
    title: Stretch | None = None
    theme: Theme | None = None
    children: list[Draft] = field(default_factory=list)
    cells: tuple[Named, ...] = ()
    note: FoundNote | None = None
    scope: list[Draft] = field(default_factory=list)
    """What a note holds for; empty where it holds for the unit that it stands in."""

    def walk(self) -> Iterator[Draft]:
        """Go through this unit and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


def sentence_drafts(text: str, start: int, end: int) -> list[Draft]:
    """Cut a stretch into sentences."""
    return [Draft(UnitKind.SENTENCE, *found) for found in sentences(text, start, end)]


def note_draft(note: FoundNote) -> Draft:
    """Make a unit of a note of responsible units."""
    return Draft(UnitKind.RESPONSIBILITY, *note.span, cells=(*note.cells, *note.defaults), note=note)
