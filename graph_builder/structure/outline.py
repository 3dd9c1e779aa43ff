"""The tree of units as lines of text, for people who check how a plan was read."""

from __future__ import annotations

from collections.abc import Iterator

from graph_builder.structure.units import BODY_ROLES, TextStatus, Tree, Unit, UnitKind

_WIDTH = 48
_MISSING = {
    TextStatus.ABSENT: "(missing)",
    TextStatus.HEADING_ABSENT: "(heading missing)",
    TextStatus.CONTENT_ABSENT: "(content missing)",
}


def outline(tree: Tree, *, sentences: bool = False) -> Iterator[str]:
    """Write a line for each unit: its offsets, kind, printed number, words and theme, indented by its depth.

    What is missing is said to be missing. Sentences are left out unless asked for; of a note or a row of a table the
    cells follow its words.
    """
    for unit in tree.walk():
        if unit.kind is UnitKind.SENTENCE and not sentences:
            continue
        yield f"{unit.span.start:>7}-{unit.span.end:<7} {'  ' * (unit.depth - 1)}{_words(tree, unit)}"


def _words(tree: Tree, unit: Unit) -> str:
    parts = [unit.kind.value]
    if unit.status is not TextStatus.PRESENT:
        parts.append(_MISSING[unit.status])
    if unit.number is not None:
        parts.append(f"[{tree.reading.words(unit.number)}]")
    if unit.cells:
        parts.append(_cells(tree, unit))
    elif unit.label is not None:
        parts.append(_short(tree.reading.words(unit.label)))
    if unit.theme is not None and unit.children:
        parts.append(f"· {unit.theme.value}")
    return " ".join(parts)


def _cells(tree: Tree, unit: Unit) -> str:
    shown = unit.cells if unit.kind is UnitKind.RESPONSIBILITY else [c for c in unit.cells if c.role not in BODY_ROLES]
    bodies = [] if unit.kind is UnitKind.RESPONSIBILITY else [c for c in unit.cells if c.role in BODY_ROLES]
    return " | ".join(f"{cell.role.value}: {_short(tree.reading.words(cell.span))}" for cell in (*shown, *bodies))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"
