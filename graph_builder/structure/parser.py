"""Read the structure of a plan's text."""

from __future__ import annotations

from collections.abc import Iterator

from graph_builder.structure.builder import Builder
from graph_builder.structure.composer import Composer
from graph_builder.structure.draft import Draft
from graph_builder.structure.front import (
    Segment,
    mark_contents,
    mark_front,
    segments,
    take_first_title,
)
from graph_builder.structure.inline import Convention
from graph_builder.structure.levels import drop_strays
from graph_builder.structure.lines import Line, LineKind, cut_lines
from graph_builder.structure.notes import first_leads, is_note_line
from graph_builder.structure.responsibilities import responsibilities
from graph_builder.structure.sentences import Stretch
from graph_builder.structure.tables import mark_spaced_rows
from graph_builder.structure.themes import theme_of
from graph_builder.structure.units import Cell, Theme, Tree, Unit, UnitKind
from graph_builder.text import Reading, SourceText, Span, fold, rejoined


def parse(source: SourceText) -> Tree:
    """Read the structure of a plan's text. Every text has one: what is no plan is read as a title and paragraphs.

    Takes time in proportion to the length of the text.
    """
    reading = rejoined(source)
    text = reading.text
    folded = fold(text)
    lines = cut_lines(text, folded)
    mark_spaced_rows(lines, folded)
    mark_contents(lines, folded)
    drop_strays([line for line in lines if line.kind is not LineKind.CONTENTS])
    mark_front(lines, folded)
    for line in lines:
        if line.kind in (LineKind.TEXT, LineKind.BULLET) and is_note_line(folded, line.start, line.end):
            line.kind = LineKind.RESPONSIBILITY
    title = take_first_title(lines, folded)
    found = segments(lines, folded)
    drafts = _documents(found, title, text, folded)
    units, by_draft = _Freezer(reading).freeze(drafts)
    return Tree(
        source,
        units,
        reading,
        responsibilities(drafts, by_draft, leads_first=first_leads(folded)),
        _furniture(reading, lines),
    )


def _furniture(reading: Reading, lines: list[Line]) -> tuple[Span, ...]:
    """Give what belongs to no unit: rules and page numbers, those inside a paragraph too."""
    found = [reading.span(line.start, line.end) for line in lines if line.kind in (LineKind.RULE, LineKind.BOX_END)]
    found += [span for span in (gap.stripped() for gap in reading.gaps()) if len(span)]
    return tuple(sorted(found, key=lambda span: span.start))


def _documents(found: list[Segment], title: Stretch | None, text: str, folded: str) -> list[Draft]:
    """Make the units of each document; several documents are units of their own, and so is each annex."""
    convention = Convention(
        text, ((line.start, line.end) for segment in found for line in segment.lines if line.kind is LineKind.TEXT)
    )
    drafts: list[Draft] = []
    several = sum(not segment.is_annex for segment in found) > 1
    for number, segment in enumerate(found):
        root = Builder(text, folded).build([line for line in segment.lines if line.kind is not LineKind.RULE])
        words = folded[slice(*segment.title)] if segment.title else ""
        theme = Theme.GENERAL if segment.is_notice else None
        if segment.is_annex and words:
            theme = theme_of(words, None, outermost=True)
        children = Composer(text, folded, convention).compose(root, theme)
        if number == 0 and not several:
            drafts += children
            continue
        heading = segment.title or (title if number == 0 else None)
        begins = [draft.start for draft in children] + ([heading[0]] if heading else [])
        if segment.number:
            begins.append(segment.number[0])
        if not begins:
            continue
        ends = (
            [draft.end for draft in children]
            + ([heading[1]] if heading else [])
            + ([segment.number[1]] if segment.number else [])
        )
        if number == 0 and heading:
            children = [child for child in children if child.kind is not UnitKind.TITLE]
        kind = UnitKind.ANNEX if segment.is_annex else UnitKind.DOCUMENT
        drafts.append(
            Draft(kind, min(begins), max(ends), number=segment.number, title=heading, theme=theme, children=children)
        )
    return drafts


class _Freezer:
    """Turns drafts into units: counts positions and takes offsets back to the source."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.units: dict[int, Unit] = {}

    def freeze(self, drafts: list[Draft]) -> tuple[tuple[Unit, ...], dict[int, Unit]]:
        """Give the units, and for each draft (by its identity) its unit."""
        return tuple(self._children(drafts, ())), self.units

    def _children(self, drafts: list[Draft], path: tuple[int, ...]) -> Iterator[Unit]:
        titled = sum(
            draft.kind is UnitKind.TITLE for draft in drafts[:1]
        )  # the title is number 0: chapters count from 1
        for index, draft in enumerate(drafts, 1 - titled):
            yield self._unit(draft, (*path, index))

    def _unit(self, draft: Draft, position: tuple[int, ...]) -> Unit:
        children = self._numbered_children(draft, position)
        unit = Unit(
            draft.kind,
            self.reading.span(draft.start, draft.end),
            position,
            draft.status,
            self._span(draft.number),
            self._span(draft.title),
            children,
            draft.theme,
            tuple(Cell(cell.role, self.reading.span(*cell.span), self._span(cell.label)) for cell in draft.cells),
        )
        self.units[id(draft)] = unit
        return unit

    def _numbered_children(self, draft: Draft, position: tuple[int, ...]) -> tuple[Unit, ...]:
        return tuple(self._children(draft.children, position))

    def _span(self, stretch: Stretch | None) -> Span | None:
        return self.reading.span(*stretch) if stretch is not None else None
