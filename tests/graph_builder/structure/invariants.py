"""What holds for the structure of every text."""

from __future__ import annotations

import itertools

from graph_builder.structure import HEADED, TextStatus, Tree, Unit, UnitKind

MARKS = "|、.。:：;；，,()（）[]【】〔〕．〈〉—–－-●◆■▲★◎○◇□►▶➢✦•·・▪"
"""Marks between numbers, labels and words, which belong to none of them."""


def heading_of(unit: Unit) -> range:
    """Give the characters of a unit's number, heading or label, with the marks that belong to it."""
    ends = [part.end for part in (unit.number, unit.title) if part is not None]
    return range(unit.span.start, max(ends) if ends else unit.span.start)


def check(tree: Tree) -> None:
    """Assert everything that holds for every text."""
    _check_children(tree, None, tree.units)
    _check_coverage(tree)
    positions = [unit.position for unit in tree.walk() if unit.kind is not UnitKind.SENTENCE]
    assert len(set(positions)) == len(positions)


def _check_children(tree: Tree, parent: Unit | None, children: tuple[Unit, ...]) -> None:
    path = parent.position if parent else ()
    for unit in children:
        assert unit.span.quote == tree.source.text[unit.span.start : unit.span.end]
        assert unit.position[:-1] == path
        assert unit.depth == len(path) + 1
        assert parent is None or parent.span.contains(unit.span)
        assert unit.status in (TextStatus.PRESENT, TextStatus.CONTENT_ABSENT) or unit.kind in HEADED
        assert (unit.status is TextStatus.ABSENT) <= (len(unit.span) == 0)
        assert unit.status in (TextStatus.PRESENT, TextStatus.CONTENT_ABSENT) or (
            unit.title,
            unit.number,
            unit.label,
        ) == (None, None, None)
        for part in (unit.title, unit.number):
            assert part is None or (unit.span.contains(part) and len(part) > 0)
        _check_children(tree, unit, unit.children)
    for one, two in itertools.pairwise(children):
        assert one.span.end <= two.span.start
    for kind in (children[0].kind,) if children else ():
        assert children[0].position[-1] == (0 if kind is UnitKind.TITLE else 1)


def _check_coverage(tree: Tree) -> None:
    covered: set[int] = set()
    for unit in tree.walk():
        covered.update(heading_of(unit))
        if not unit.children or unit.kind is UnitKind.TABLE:
            covered.update(range(unit.span.start, unit.span.end))
    for span in tree.furniture:
        covered.update(range(span.start, span.end))
    left = [(n, character) for n, character in enumerate(tree.source.text) if n not in covered]
    assert [pair for pair in left if not pair[1].isspace() and pair[1] not in MARKS] == []
