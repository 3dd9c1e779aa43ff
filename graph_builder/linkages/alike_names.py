"""Which names are alike, without comparing each with each.

Names are alike whose :func:`likeness` is at least :data:`LEAST`. Such names share so many characters that their rarest
ones must have one in common: if two names of lengths m and n have a common subsequence of LEAST · (m + n) / 2
characters, each shares at least LEAST / (2 − LEAST) of its own with the other; so one of the characters that are left
when all but one of that many, the most frequent, are taken away from either name is shared (the prefix filter of
Chaudhuri, Ganti and Kaushik, ICDE 2006). An index by these finds all pairs, and few others.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from graph_builder.text import fold

LEAST = 0.7
"""The least similarity of names that are alike."""

_ROUNDED = 0.00005
"""What rounding may add to a similarity."""

_Token = tuple[str, int]
"""A character and how often it stood in the name before."""


def likeness(one: str, other: str) -> float:
    """Compare two names: Dice's coefficient of their longest common subsequence, 0 without two pairs in common."""
    return _likeness(fold(one), fold(other))


def _likeness(first: str, second: str) -> float:
    if first == second:
        return 1.0
    if len({*pairwise(first)} & {*pairwise(second)}) < 2:
        return 0.0
    row = [0] * (len(second) + 1)
    for character in first:
        before, row = row, [0]
        for at, match in enumerate(second):
            row.append(max(before[at] + (character == match), before[at + 1], row[at]))
    return round(2 * row[-1] / (len(first) + len(second)), 4)


def candidates(named: Sequence[AbstractSet[str]]) -> Iterator[tuple[int, int]]:
    """Give the pairs of things, by place, of which any two names may be alike; ``named`` holds the names of each thing.

    Each pair comes once, the smaller place first, in order. All whose names are alike are among them.
    """
    names = [{fold(name) for name in own} for own in named]
    tokens = {name: _tokens(name) for own in names for name in own}
    often = Counter(token for found in tokens.values() for token in found)
    index: dict[_Token, set[int]] = defaultdict(set)
    rarest = {
        name: sorted(found, key=lambda token: (often[token], token))[: len(found) - _shared(len(found)) + 1]
        for name, found in tokens.items()
    }
    for place, own in enumerate(names):
        for name in own:
            for token in rarest[name]:
                index[token].add(place)
    for place, own in enumerate(names):
        beside = {other for name in own for token in rarest[name] for other in index[token] if other > place}
        for other in sorted(beside):
            if any(_may_be_alike(tokens[a], tokens[b]) for a in own for b in names[other]):
                yield place, other


def _tokens(name: str) -> frozenset[_Token]:
    counts: Counter[str] = Counter()
    found = set()
    for character in name:
        found.add((character, counts[character]))
        counts[character] += 1
    return frozenset(found)


def _shared(length: int) -> int:
    """Give how many characters a name of a length shares at least with one that is like it."""
    part = (LEAST - _ROUNDED) / 2
    return math.ceil(length * part / (1 - part) - 1e-9)


def _may_be_alike(first: AbstractSet[_Token], second: AbstractSet[_Token]) -> bool:
    """Tell whether two names have as many characters in common, in any order, as they would need."""
    return 2 * len(first & second) >= (LEAST - _ROUNDED) * (len(first) + len(second))
