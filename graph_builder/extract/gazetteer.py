"""Known words found in a text: longest first, never in the middle of a Latin word or a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import ahocorasick

from graph_builder.text import fold


@dataclass(frozen=True, slots=True)
class Hit:
    """A known word at ``[start, end)`` of a text, with the type that it is known as."""

    start: int
    end: int
    type: str


class Gazetteer:
    """Words with their types, found all at once (Aho and Corasick 1975) in time linear in the text."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word, kind in sorted(words.items()):
            folded = fold(word)
            if len(folded) > 1:
                self._automaton.add_word(folded, (len(folded), kind))
        self._filled = len(self._automaton) > 0
        if self._filled:
            self._automaton.make_automaton()

    def hits(self, folded: str) -> list[Hit]:
        """Find the words in a folded text, in its order; where words overlap, the longest and then the first stays."""
        taken = bytearray(len(folded))
        kept = []
        for hit in sorted(self._all(folded), key=lambda hit: (hit.start - hit.end, hit.start)):
            if not any(taken[hit.start : hit.end]):
                taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
                kept.append(hit)
        return sorted(kept, key=lambda hit: hit.start)

    def _all(self, folded: str) -> Iterator[Hit]:
        if not self._filled:
            return
        for last, (length, kind) in self._automaton.iter(folded):
            start, end = last + 1 - length, last + 1
            if not (_joined(folded, start) or _joined(folded, end)):
                yield Hit(start, end, kind)


def known(folded: str, gazetteers: Sequence[Gazetteer]) -> list[list[str]]:
    """Mark each character with the known word that it stands in, once for each gazetteer."""
    layers = []
    for gazetteer in gazetteers:
        marks = ["O"] * len(folded)
        for hit in gazetteer.hits(folded):
            marks[hit.start : hit.end] = [f"I-{hit.type}"] * (hit.end - hit.start)
            marks[hit.start] = f"B-{hit.type}"
            marks[hit.end - 1] = f"E-{hit.type}"
        layers.append(marks)
    return layers


def _joined(folded: str, place: int) -> bool:
    """Tell whether the characters before and after a place belong to one Latin word or number."""
    around = folded[max(place - 1, 0) : place + 1]
    return len(around) == 2 and 0 < place < len(folded) and around.isascii() and around.isalnum()
