"""How like the names of two things are, in Chinese.

Likeness is Dice's coefficient of the longest common subsequence of two names, so that 城市精细管理 is like
智慧化城市管理; each character weighs the more the rarer it is among all such names (inverse document frequency). Names
that share less than :data:`WORDS` words are not alike, unless they are equal. A word is here two neighbouring
characters with which some known name begins or ends: 技术服务 and 信息服务 share 服务, and no two names share 术服. No
character counts for two words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

LEAST = 0.55
"""The least similarity of names that counts as alike."""

WORDS = 2
"""The least number of words that alike names share."""


class Likeness:
    """Compares names. ``cores`` give what tells each name from others, ``known`` are names whose ends are words."""

    def __init__(self, cores: Mapping[str, str], known: Iterable[str]) -> None:
        self.cores = cores
        self._words = {name[at] for name in known if len(name) > 1 for at in (slice(2), slice(-2, None))}

    @cached_property
    def _weights(self) -> dict[str, float]:
        """Weigh characters by how rare they are among the names."""
        known = list(self.cores.values())
        seen = Counter(character for core in known for character in set(core))
        return {character: math.log(1 + len(known) / count) for character, count in seen.items()}

    def of(self, one: str, other: str) -> float:
        """Give the likeness of two names, from 0 to 1."""
        first, second = self.cores[one], self.cores[other]
        if not first or not second:
            return 0.0
        if one == other:
            return 1.0
        return self._common(first, second) if self._shared_words(first, second) >= WORDS else 0.0

    def _shared_words(self, first: str, second: str) -> int:
        """Count the words of one name that stand in the other, none over another."""
        count = at = 0
        while at + 2 <= len(first):
            word = first[at : at + 2]
            found = word in self._words and word in second
            count += found
            at += 2 if found else 1
        return count

    def _common(self, first: str, second: str) -> float:
        weights = self._weights
        row = [0.0] * (len(second) + 1)
        for character in first:
            before, row = row, [0.0]
            for at, other in enumerate(second):
                match = before[at] + weights[character] if character == other else 0.0
                row.append(max(match, before[at + 1], row[at]))
        return min(2 * row[-1] / sum(weights[character] for character in first + second), 1.0)


def core(name: str, without: Iterable[str] = ()) -> str:
    """Give the letters and digits of a name, without some words."""
    for word in without:
        name = name.replace(word, " ")
    return "".join(c for c in name if c.isalnum())


def common_ending(names: list[str]) -> str:
    """Give what all names end in."""
    length = 0
    while length < min(map(len, names)) and len({name[-length - 1 :] for name in names}) == 1:
        length += 1
    return names[0][len(names[0]) - length :]
