"""A text as it is read: the characters of the source without what only the page put there.

A :class:`Reading` leaves characters out and never adds or changes any, so that every stretch of it has its place in the
source, and every place in the source its place in the reading.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph_builder.text.source import SourceText, Span


@dataclass(frozen=True)
class Reading:
    """The characters that were kept, in their order, and where they stand in the source.

    ``starts`` and ``offsets`` list the kept stretches: the one that begins at ``starts[n]`` of the reading stands at
    ``offsets[n]`` of the source.
    """

    source: SourceText = field(repr=False)
    text: str = field(repr=False)
    starts: tuple[int, ...]
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, source: SourceText, left_out: Iterable[tuple[int, int]] = ()) -> Reading:
        """Read a source without some stretches ``[start, end)``, which are given in order and do not overlap."""
        pieces: list[str] = []
        starts: list[int] = []
        offsets: list[int] = []
        length = at = 0
        for start, end in (*left_out, (len(source), len(source))):
            if start > at:
                starts.append(length)
                offsets.append(at)
                pieces.append(source.text[at:start])
                length += start - at
            at = end
        if not starts:
            starts, offsets = [0], [0]
        return cls(source, "".join(pieces), tuple(starts), tuple(offsets))

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing was left out."""
        return len(self.text) == len(self.source)

    def gaps(self) -> Iterator[Span]:
        """Give the stretches of the source that were left out."""
        at = 0
        for index, offset in enumerate(self.offsets):
            if offset > at:
                yield self.source.span(at, offset)
            after = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
            at = offset + after - self.starts[index]
        if at < len(self.source):
            yield self.source.span(at, len(self.source))

    def to_source(self, index: int) -> int:
        """Give the offset in the source of a character of the reading."""
        piece = bisect.bisect_right(self.starts, index) - 1
        return self.offsets[piece] + index - self.starts[piece]

    def from_source(self, offset: int) -> int:
        """Give the place in the reading of an offset of the source; of what was left out, that of what follows it."""
        piece = bisect.bisect_right(self.offsets, offset) - 1
        if piece < 0:
            return 0
        end = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text)
        return min(self.starts[piece] + offset - self.offsets[piece], end)

    def span(self, start: int, end: int) -> Span:
        """Give the stretch of the source that reads as ``text[start:end]``; what was left out inside is in it."""
        if start >= end:
            at = self.to_source(start) if start < len(self.text) else len(self.source)
            return self.source.span(at, at)
        return self.source.span(self.to_source(start), self.to_source(end - 1) + 1)

    def words(self, span: Span) -> str:
        """Give a stretch of the source as it is read."""
        return self.text[self.from_source(span.start) : self.from_source(span.end)]
