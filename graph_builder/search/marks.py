"""Which characters of a found text are what was typed, and the part of it that is worth showing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph_builder.search.fold import Run, runs
from graph_builder.search.readings import Reading, heard, pieces

Marks = tuple[tuple[int, int], ...]
"""Stretches of a text that match: begin and end (exclusive), in the order of the text, apart from one another."""


@dataclass(frozen=True, slots=True)
class Match:
    """A text that was found, and the characters in it that match; ``cut`` at its beginning, at its end."""

    text: str
    language: str
    marks: Marks
    cut: tuple[bool, bool] = (False, False)

    def snippet(self, longest: int = 120) -> Match:
        """Give the part of the text around its first mark, with what is marked in it."""
        if len(self.text) <= longest:
            return self
        first, end = self.marks[0] if self.marks else (0, 0)
        begin = max(0, min(first - (longest - (end - first)) // 2, len(self.text) - longest))
        begin = min(begin, first)
        stop = begin + longest
        kept = [(start - begin, min(end, stop) - begin) for start, end in self.marks if begin <= start < stop]
        return Match(self.text[begin:stop], self.language, tuple(kept), (begin > 0, stop < len(self.text)))

    def parts(self) -> Iterator[tuple[str, bool]]:
        """Give the text in pieces, each with whether it is marked."""
        reach = 0
        for begin, end in self.marks:
            if begin > reach:
                yield self.text[reach:begin], False
            yield self.text[begin:end], True
            reach = end
        if reach < len(self.text):
            yield self.text[reach:], False


def highlight(text: str, query: str, language: str = "zh") -> Match:
    """Mark what was typed in any text."""
    return Match(text, language, marks_of(text, runs(query), language))


def marks_of(text: str, query: Iterable[Run], language: str) -> Marks:
    """Find what was typed in a text, whatever its width, case or script.

    A word is looked for where words begin; if none does so, also within them, but not in English.
    """
    found = runs(text)
    places: list[tuple[int, int]] = []
    for word, sought in {(run.word, run.text) for run in query}:
        spots = [
            (start, run.at[start], run.at[start + len(sought) - 1] + 1)
            for run in found
            if run.word is word
            for start in _starts(run.text, sought)
        ]
        begun = [spot for spot in spots if word and spot[0] == 0]
        places += [(begin, end) for _, begin, end in begun or (() if word and language == "en" else spots)]
    return _merged(places)


def _starts(text: str, sought: str) -> Iterator[int]:
    start = text.find(sought)
    while start >= 0:
        yield start
        start = text.find(sought, start + 1)


def sounding(text: str, reading: Reading, sound: str) -> Marks:
    """Find the characters that sound as typed."""
    found = heard(reading, sound, partial=True)
    places = pieces(runs(text))
    if found is None or found.end > len(places):
        return ()
    return ((places[found.begin][0], places[found.end - 1][1]),)


def _merged(places: Iterable[tuple[int, int]]) -> Marks:
    found: list[tuple[int, int]] = []
    for begin, end in sorted(places):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return tuple(found)
