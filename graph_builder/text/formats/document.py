"""What the readers of all formats give, and how they write lines and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph_builder.text.folding import without_radicals

_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\ufffe\uffff\u200b-\u200f\u2028-\u202e\u2060\u00ad]")
_BLANKS = re.compile(r"[ \t\u00a0]+")


@dataclass(frozen=True)
class PageStart:
    """The page that begins at an offset of the canonical text."""

    page: int
    offset: int


@dataclass(frozen=True)
class Extracted:
    """Canonical text, the title that the file itself gives (None where it gives none), and where its pages begin."""

    text: str
    title: str | None = None
    pages: tuple[PageStart, ...] = ()


def clean(words: str) -> str:
    """Leave out what no text may hold; write any line end as a line feed, radicals as the characters they mean."""
    words = re.sub(r"\r\n?|\x85|\u2028|\u2029|\x0b|\x0c", "\n", words)
    return without_radicals(_UNFIT.sub("", words))


def one_line(words: str) -> str:
    """Write words on one line, with single blanks."""
    return _BLANKS.sub(" ", clean(words).replace("\n", " ")).strip()


def table_lines(rows: Iterable[Sequence[str]]) -> list[str]:
    """Write a table: ``| a | b |`` for each row; one column: lines that end with `` |`` where it is a box.

    A frame of one column is a box where its first line says so (专栏); any other frame gives its lines as they are.
    """
    kept = [[cell.strip() for cell in row] for row in rows]
    kept = [row for row in kept if any(row)]
    if not kept:
        return []
    if max(len(row) for row in kept) == 1:
        lines = [one_line(line) for row in kept for line in clean(row[0]).split("\n")]
        lines = [line for line in lines if line]
        if re.match(r"专\s?[栏欄]", lines[0]):
            return [f"{line} |" for line in lines]
        return lines
    return ["| " + " | ".join(one_line(cell).replace("|", "｜") for cell in row) + " |" for row in kept]
