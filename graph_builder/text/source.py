"""The exact character string of a plan, and stretches of it.

Offsets count Unicode code points from 0, end exclusive (W3C Web Annotation Data Model, section 4.2.5), which is how
Python slices a string.
"""

from __future__ import annotations

import bisect
import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from graph_builder.errors import Place, SourceError, SpanError

_BOM = b"\xef\xbb\xbf"
# carriage returns, and what XML 1.0 (section 2.2) cannot hold: RDF/XML, GraphML and GEXF could not be written
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LINE_END = re.compile(r"[^\S\n]*\n\s*")
_NAMES = {"\r": "a carriage return", "\0": "a NUL character"}


@dataclass(frozen=True, eq=False)
class SourceText:
    """One plan's characters, exactly as its file has them, with the SHA-256 of the file's bytes."""

    text: str
    sha256: str
    path: Path

    @classmethod
    def of(cls, text: str, path: Path | str = "<string>") -> SourceText:
        """Make a source text from a string held in memory."""
        return cls(text, hashlib.sha256(text.encode()).hexdigest(), Path(path))

    def __len__(self) -> int:
        """Count the characters (code points)."""
        return len(self.text)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offsets at which the lines begin."""
        starts = [0]
        starts.extend(index + 1 for index, character in enumerate(self.text) if character == "\n")
        return tuple(starts)

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Give line and column (both from 1) of an offset; the end of the text has a place too.

        Raises:
            SpanError: the offset lies outside the text.
        """
        if not 0 <= offset <= len(self):
            raise SpanError(
                f"offset {offset} lies outside the text of {len(self)} characters",
                remedy="offsets count characters from 0",
            )
        line = bisect.bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def place(self, offset: int) -> Place:
        """Give the place of an offset, for messages."""
        return Place(self.path, *self.line_and_column(offset))

    def span(self, start: int, end: int) -> Span:
        """Cut the stretch ``[start, end)``."""
        return Span(self, start, end, self.text[start:end] if 0 <= start <= end <= len(self.text) else "")

    def lines(self) -> list[Span]:
        """Cut the text into its lines, without line feeds."""
        ends = [start - 1 for start in self.line_starts[1:]] + [len(self.text)]
        return [self.span(start, end) for start, end in zip(self.line_starts, ends, strict=True)]


@dataclass(frozen=True)
class Span:
    """The stretch ``[start, end)`` of a source text, with its quote.

    An empty stretch (start = end) marks a place at which something is missing.

    Raises:
        SpanError: the offsets lie outside the text, or the quote differs from the text there.
    """

    source: SourceText = field(repr=False)
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        """Hold the quote against the text."""
        if not 0 <= self.start <= self.end <= len(self.source):
            raise SpanError(
                f"[{self.start}, {self.end}) lies outside the text of {len(self.source)} characters",
                remedy="offsets count characters from 0, end exclusive",
            )
        found = self.source.text[self.start : self.end]
        if found != self.quote:
            raise SpanError(
                f"[{self.start}, {self.end}) is {_short(found)} in the text, not {_short(self.quote)}",
                remedy=self._remedy(),
            )

    def _remedy(self) -> str:
        """Say where the quote does stand."""
        if not self.quote:
            return "give the characters of the text"
        before = self.source.text.rfind(self.quote, 0, self.start + len(self.quote))
        after = self.source.text.find(self.quote, self.start)
        places = [place for place in (before, after) if place >= 0]
        if not places:
            return "the quote stands nowhere in the text"
        nearest = min(places, key=lambda place: abs(place - self.start))
        return f"the quote stands at [{nearest}, {nearest + len(self.quote)})"

    def __len__(self) -> int:
        """Count the characters."""
        return self.end - self.start

    def __bool__(self) -> bool:
        """Tell a span from None: an empty span is a span too."""
        return True

    def contains(self, other: Span) -> bool:
        """Tell whether the other span lies wholly inside this one (or equals it)."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def parts(self) -> list[Span]:
        """Cut the stretch at the line ends inside it, without them and the white space around them."""
        cuts = [match.span() for match in _LINE_END.finditer(self.quote)]
        edges = [0, *(edge for cut in cuts for edge in cut), len(self.quote)]
        return [self.sub(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]

    @property
    def words(self) -> str:
        """The quote on one line: nothing stands for a line end, but a space between Latin words."""
        return _LINE_END.sub(_joint, self.quote)

    def sub(self, start: int, end: int) -> Span:
        """Cut a stretch by offsets that count from the start of this span."""
        return self.source.span(self.start + start, self.start + end)

    def stripped(self) -> Span:
        """Leave out the white space at both ends."""
        left = len(self.quote) - len(self.quote.lstrip())
        right = len(self.quote.rstrip())
        return self.sub(left, right) if right > left else self.sub(0, 0)


def _joint(cut: re.Match[str]) -> str:
    around = cut.string[cut.start() - 1 : cut.start()] + cut.string[cut.end() : cut.end() + 1]
    return " " if len(around) == 2 and around.isascii() and around.isalpha() else ""


def _short(text: str) -> str:
    return f"‘{text}’" if len(text) <= 40 else f"‘{text[:36]}…’ ({len(text)} characters)"


def read_source(path: Path) -> SourceText:
    """Read a plan's text.

    Raises:
        SourceError: the file cannot be read, is empty, is not UTF-8, begins with a byte-order mark, or holds carriage
            returns or control characters that XML cannot hold.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror or error}", place=Place(path), remedy="check the path and its rights"
        ) from error
    if data.startswith(_BOM):
        raise SourceError(
            "begins with a byte-order mark",
            place=Place(path, 1, 1),
            remedy="save it as UTF-8 without BOM; every offset would count it as a character",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        column = len(before) - (before.rfind("\n") + 1) + 1
        raise SourceError(
            f"is not UTF-8: byte 0x{data[error.start]:02x} at byte {error.start}",
            place=Place(path, before.count("\n") + 1, column),
            remedy="convert it, for example: iconv -f GB18030 -t UTF-8",
        ) from error
    if not text.strip():
        raise SourceError("is empty", place=Place(path), remedy="put the plan's text there, in UTF-8")
    unfit = _UNFIT.search(text)
    if unfit:
        offset = unfit.start()
        name = _NAMES.get(unfit[0], f"the control character U+{ord(unfit[0]):04X}")
        raise SourceError(
            f"holds {name}",
            place=Place(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)),
            remedy="take it out and keep line feeds only; the text must be the same on every machine and in XML",
        )
    return SourceText(text, hashlib.sha256(data).hexdigest(), path)
