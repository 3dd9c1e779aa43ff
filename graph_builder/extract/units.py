"""What the structure of a text says of each of its characters, and the mentions that follow from it alone."""

from __future__ import annotations

from collections.abc import Iterator

from graph_builder.extract.tagger import Found
from graph_builder.structure import HEADED, MEASURES, CellRole, TextStatus, Theme, Tree, Unit, UnitKind

_ROLES = {CellRole.LEAD: "lead", CellRole.RESPONSIBLE: "responsible", CellRole.PARTICIPATING: "participant"}
_PAST = (Theme.REVIEW, Theme.SITUATION)


def kinds(tree: Tree) -> list[str]:
    """Name for each character of the reading what it stands in: heading, lead sentence, measure, note, past …"""
    names = ["other"] * len(tree.reading.text)

    def mark(start: int, end: int, name: str) -> None:
        first, last = tree.reading.from_source(start), tree.reading.from_source(end)
        names[first:last] = [name] * (last - first)

    for unit in tree.walk():
        if unit.status is TextStatus.ABSENT or unit.kind is UnitKind.SENTENCE:
            continue
        name = "past" if unit.theme in _PAST else "measure" if unit.kind in MEASURES else str(unit.kind.value)
        if unit.kind in HEADED:
            name = "past" if unit.theme in _PAST else f"in-{unit.theme.value}" if unit.theme else "other"
        mark(unit.span.start, unit.span.end, name)
        if unit.title is not None:
            mark(unit.title.start, unit.title.end, "lead" if unit.kind in MEASURES else "heading")
    return names


def headings_and_tasks(tree: Tree) -> Iterator[Found]:
    """Give the headings, and of each measure its lead sentence, its label or its first clause."""
    for unit in tree.walk():
        if unit.status is not TextStatus.PRESENT:
            continue
        if unit.kind in (*HEADED, UnitKind.BOX) and unit.title is not None and len(unit.title):
            start = unit.number.start if unit.number is not None else unit.title.start
            if start == unit.span.start:
                yield Found(min(start, unit.title.start), unit.title.end, "Heading", "structure", 0.97)
        elif unit.kind in MEASURES:
            yield from _task(unit)


def _task(unit: Unit) -> Iterator[Found]:
    label = unit.label
    if label is None:
        return
    start, end = label.start, label.end
    words = label.quote
    while words and words[-1] in "。；;，,：: \n|":
        words = words[:-1]
        end -= 1
    while words and words[0] in " \n|、":
        words = words[1:]
        start += 1
    if len(words) > 1 and "\n" not in words:
        sure = 0.9 if unit.title is not None else 0.75
        yield Found(start, end, "Task", "structure", sure)


def noted_bodies(tree: Tree) -> Iterator[tuple[Found, str]]:
    """Give the bodies that notes and tables name as responsible, each with its role."""
    for unit in tree.walk():
        for cell in unit.cells:
            if cell.role in _ROLES and len(cell.span) > 1 and "\n" not in cell.span.quote:
                yield Found(cell.span.start, cell.span.end, "Body", "note", 0.95), _ROLES[cell.role]
