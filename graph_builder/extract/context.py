"""What its clause tells of a character: the verb that governs it, the list that it stands in, known words beside it.

The last member of a list often says what all are (A、B、C等技术), and members of one list are mostly of one type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_builder.extract.verbs import VERB

_CLAUSE = re.compile(r"[^,，;；。:：\n]+")
_JOINS = frozenset("、和与及或以等 ")

Places = tuple[Sequence[int], Sequence[int]]
"""Where the chunk of each character begins and ends."""


def add_context(rows: Sequence[list[str]], folded: str, places: Places, layers: Sequence[Sequence[str]]) -> None:
    """Add to the description of each character what its clause tells of it; ``layers`` mark the known words."""
    for match in _CLAUSE.finditer(folded):
        start, end = match.span()
        _add_known(rows, start, end, layers)
        chunks = list(_chunks(start, end, places))
        if chunks:
            _add_chunks(rows, folded, match, chunks)


def _chunks(start: int, end: int, places: Places) -> Iterator[tuple[int, int]]:
    """List the chunks of a clause."""
    i = start
    while i < end:
        last = places[1][i]
        if last > i:
            yield i, min(last, end)
        i = max(last, i + 1)


def _add_chunks(rows: Sequence[list[str]], folded: str, clause: re.Match[str], chunks: list[tuple[int, int]]) -> None:
    heads = [folded[max(start, end - 2) : end] for start, end in chunks]
    of_list = list(heads)
    for place in range(len(chunks) - 2, -1, -1):
        gap = folded[chunks[place][1] : chunks[place + 1][0]]
        if _JOINS.issuperset(gap):
            of_list[place] = of_list[place + 1]
    verbs = [(verb.start(), verb.end(), verb[0]) for verb in VERB.finditer(folded, *clause.span())]
    opening, ending = clause[0][:2], clause[0][-2:]
    passed = 0
    for place, (start, end) in enumerate(chunks):
        shared = [
            f"L{of_list[place]}", f"A{heads[place - 1] if place else '^'}",
            f"Z{heads[place + 1] if place + 1 < len(chunks) else '$'}", f"T{ending}", f"O{opening}",
        ]  # fmt: skip
        for i in range(start, end):
            while passed < len(verbs) and verbs[passed][1] <= i:
                passed += 1
            verb = verbs[passed - 1][2] if passed else "-"
            after = verbs[passed][2] if passed < len(verbs) and verbs[passed][0] >= end else "-"
            rows[i] += shared
            rows[i] += [
                f"V{verb}", f"W{after}", f"K{verb}|{of_list[place]}", f"Y{verb}|{min(i - start, 2)}",
                f"E{verb}|{heads[place]}",
            ]  # fmt: skip


def _add_known(rows: Sequence[list[str]], start: int, end: int, layers: Sequence[Sequence[str]]) -> None:
    """Add the types of the known words that begin before and after each character of a clause."""
    for number, marks in enumerate(layers):
        begun = [i for i in range(start, end) if marks[i][0] == "B"]
        if not begun:
            continue
        passed = 0
        for i in range(start, end):
            if passed:
                rows[i].append(f"G{number}<{marks[begun[passed - 1]][2:]}")
            if passed < len(begun) and begun[passed] == i:
                passed += 1
            if passed < len(begun):
                rows[i].append(f"G{number}>{marks[begun[passed]][2:]}")
