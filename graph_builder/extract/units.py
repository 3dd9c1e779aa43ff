"""What the structure of a text says of each of its characters, and the mentions that follow from it alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_builder.extract.clauses import ANY_VERB, OPENING
from graph_builder.extract.tagger import Found
from graph_builder.structure import HEADED, MEASURES, CellRole, TextStatus, Theme, Tree, Unit, UnitKind
from graph_builder.text import Span, fold

_ROLES = {CellRole.LEAD: "lead", CellRole.RESPONSIBLE: "responsible", CellRole.PARTICIPATING: "participant"}
_PAST = (Theme.REVIEW, Theme.SITUATION)
_CLAUSE = re.compile("[^,，;；。\n]+")
_TASK_HEAD = re.compile("任\\s*务|事\\s*项|举\\s*措|措\\s*施|工作内容|项目")
_SENTENCE_END = re.compile("[。;；\n]")


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
            lead = unit.kind in MEASURES and heading_of(tree, unit) is None
            mark(unit.title.start, unit.title.end, "lead" if lead else "heading")
    return names


def headings_and_tasks(tree: Tree) -> Iterator[Found]:
    """Give the headings, and of each measure its lead sentence, its label or its first clause."""
    for unit in tree.walk():
        if unit.status is not TextStatus.PRESENT:
            continue
        if unit.kind in (*HEADED, UnitKind.BOX) and unit.title is not None and len(unit.title):
            yield Found(unit.span.start, unit.title.end, "Heading", "structure", 0.97)
        elif unit.kind in MEASURES:
            yield from _task(tree, unit)
        elif unit.kind is UnitKind.ROW:
            yield from _task_of_row(unit)


def _task_of_row(row: Unit) -> Iterator[Found]:
    """Give the words of a task that a table lists: the cell below a head such as 重点任务."""
    for cell in row.cells:
        if cell.role is CellRole.NAME and cell.heading is not None and _TASK_HEAD.search(cell.heading.quote):
            if len(cell.span) > 1:
                yield Found(cell.span.start, cell.span.end, "Task", "structure", 0.9)
            return


def heading_of(tree: Tree, unit: Unit) -> Span | None:
    """Give the title of a measure, with its number, where it is a line of its own above the words: it is a heading."""
    if unit.kind not in MEASURES or unit.kind is UnitKind.ITEM or unit.title is None or _lead(tree, unit) is None:
        return None
    rest = tree.reading.words(tree.source.span(unit.title.end, unit.span.end))
    if rest.partition("\n")[0].strip(" 。：:"):
        return None
    return tree.source.span(unit.span.start, unit.title.end)


def _lead(tree: Tree, unit: Unit) -> Span | None:
    """Give the first clause of the words below the title of a measure."""
    assert unit.title is not None
    reading = tree.reading
    for part in unit.sentences:
        start, end = reading.from_source(part.span.start), reading.from_source(part.span.end)
        if part.span.start >= unit.title.end and (match := _CLAUSE.match(reading.text, start, end)):
            return reading.span(match.start(), match.end())
    return None


def _task(tree: Tree, unit: Unit) -> Iterator[Found]:
    heading, label = heading_of(tree, unit), unit.label
    if heading is not None:
        yield Found(heading.start, heading.end, "Heading", "structure", 0.9)
        label = _lead(tree, unit)
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
    titled = unit.title is not None and heading is None
    if len(words) > 1 and (titled or _acts(tree, unit, start, end)):
        yield Found(start, end, "Task", "structure", 0.9 if titled else 0.75)


def _acts(tree: Tree, unit: Unit, start: int, end: int) -> bool:
    """Tell whether a first clause may be a task: what only describes, without a directive verb, is none."""
    clause = fold(tree.reading.words(tree.source.span(start, end)))
    rest = fold(tree.reading.words(tree.source.span(end, unit.span.end)))
    if not rest.partition("\n")[0].strip():  # a line of its own without a full stop
        return OPENING.match(clause) is not None
    return ANY_VERB.search(clause + _SENTENCE_END.split(rest, maxsplit=1)[0]) is not None


def note_labels(tree: Tree) -> Iterator[Span]:
    """Give the words that head the bodies of notes and tables (责任单位): they name nothing."""
    for unit in tree.walk():
        for cell in unit.cells:
            if cell.role in _ROLES and cell.heading is not None:
                yield cell.heading


def noted_bodies(tree: Tree) -> Iterator[tuple[Found, str]]:
    """Give the bodies that notes and tables name as responsible, each with its role; 各 is no part of a name."""
    for unit in tree.walk():
        for cell in unit.cells:
            if cell.role in _ROLES and len(cell.span) > 2:
                start = cell.span.start + cell.span.quote.startswith("各")
                yield Found(start, cell.span.end, "Body", "note", 0.95), _ROLES[cell.role]
