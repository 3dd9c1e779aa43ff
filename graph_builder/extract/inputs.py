"""What the network sees of each character, as numbers: itself, pairs with its neighbours, known words, its unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CHANNELS = (
    ("character", "character"), ("pair before", "pair"), ("pair after", "pair"), ("words", "words"),
    ("general words", "general"), ("unit", "unit"),
)  # fmt: skip
"""What is seen, and the table in which it is looked up."""

_UNKNOWN = 1
"""The code of what the training texts have too seldom; 0 pads."""


@dataclass(frozen=True)
class Alphabets:
    """The codes of characters, pairs of characters, marks of known words and kinds of unit."""

    tables: Mapping[str, Mapping[str, int]]

    @classmethod
    def of(cls, stored: Mapping[str, NDArray[np.generic]]) -> Alphabets:
        """Read what :meth:`stored` wrote."""
        tables = {}
        for name in ("character", "pair", "words", "general", "unit"):
            entries = [str(entry) for entry in stored[f"alphabet.{name}"]]
            tables[name] = {entry: code for code, entry in enumerate(entries, _UNKNOWN + 1)}
        return cls(tables)

    @classmethod
    def counted(
        cls, texts: Iterable[str], marks: Iterable[Sequence[Sequence[str]]], kinds: Iterable[Sequence[str]]
    ) -> Alphabets:
        """Take what the training texts have often enough: characters twice, pairs three times."""
        characters, pairs = Counter[str](), Counter[str]()
        for text in texts:
            around = f"\n{text}\n"
            characters.update(around)
            pairs.update(around[place : place + 2] for place in range(len(around) - 1))
        layers = list(marks)
        chosen = {
            "character": (entry for entry, count in characters.items() if count > 1),
            "pair": (entry for entry, count in pairs.items() if count > 2),
            "words": {mark for layer in layers for mark in layer[0]},
            "general": {mark for layer in layers for mark in layer[1]},
            "unit": {kind for names in kinds for kind in names},
        }
        return cls(
            {
                name: {entry: code for code, entry in enumerate(sorted(entries), _UNKNOWN + 1)}
                for name, entries in chosen.items()
            }
        )

    def stored(self) -> dict[str, NDArray[np.str_]]:
        """Give the entries of each table in the order of their codes."""
        return {f"alphabet.{name}": np.array(list(table), dtype=str) for name, table in self.tables.items()}

    def size(self, table: str) -> int:
        """Give the number of codes of a table, padding and the unknown included."""
        return len(self.tables[table]) + _UNKNOWN + 1


def encoded(
    folded: str, marks: Sequence[Sequence[str]], kinds: Sequence[str], alphabets: Alphabets
) -> NDArray[np.int32]:
    """Give the codes of a folded text: channels × characters."""
    around = f"\n{folded}\n"
    seen = (
        folded,
        [around[place : place + 2] for place in range(len(folded))],
        [around[place + 1 : place + 3] for place in range(len(folded))],
        marks[0],
        marks[1],
        kinds,
    )
    found = np.zeros((len(CHANNELS), len(folded)), np.int32)
    for row, ((_, table), entries) in enumerate(zip(CHANNELS, seen, strict=True)):
        codes = alphabets.tables[table]
        found[row] = [codes.get(entry, _UNKNOWN) for entry in entries]
    return found
