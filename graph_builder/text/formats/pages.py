"""PDF files: the lines of each page, tables where lines are drawn, and line wraps joined."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from graph_builder.errors import Place, SourceError
from graph_builder.text.formats.document import Extracted, PageStart, clean, table_lines
from graph_builder.text.source import SourceText
from graph_builder.text.wraps import rejoined

_LEAST_PAGES = 3
"""On fewer pages nothing is told to be a running head."""

_INDENT = 1.2
"""A line that begins this many characters further in than the others begins a paragraph."""


def read_pdf(data: bytes, path: Path) -> Extracted:
    """Read the text of all pages; line wraps, page numbers and running heads are taken out, page starts are kept.

    Raises:
        SourceError: the file is no PDF, is damaged, or asks for a password.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    pages: list[list[str]] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for page in document.pages:
                pages.append(list(_page_lines(page)))
                page.close()
            title = document.metadata.get("Title")
    except (
        PdfminerException,
        PDFException,
        PSException,
        PDFPasswordIncorrect,
        ValueError,
        KeyError,
        TypeError,
        OSError,
    ) as error:
        protected = "password" in f"{error!r} {error.__cause__!r}".lower()
        raise SourceError(
            "asks for a password" if protected else "is no PDF, or is damaged",
            place=Place(path),
            remedy="save it without a password" if protected else "open it in a viewer and save it again",
        ) from error
    lines: list[str] = []
    starts: list[tuple[int, int]] = []
    length = 0
    for number, page_lines in enumerate(_without_heads(pages), 1):
        starts.append((number, length))
        lines += page_lines
        length += sum(len(line) + 1 for line in page_lines)
    reading = rejoined(SourceText.of("\n".join(lines), path))
    kept = [line.strip() for line in reading.text.split("\n")]
    return Extracted(
        "\n".join(line for line in kept if line),
        clean(title).strip() or None if isinstance(title, str) else None,
        tuple(
            PageStart(number, _without_blanks(reading.text, reading.from_source(offset))) for number, offset in starts
        ),
    )


def _without_heads(pages: Sequence[list[str]]) -> Iterator[list[str]]:
    """Give the lines of each page but those at its edges that most pages have, whatever their numbers."""
    edges = Counter(words for page in pages for words in {_numberless(page[place]) for place in _edges(page)})
    for page in pages:
        heads = {
            place for place in _edges(page) if edges[_numberless(page[place])] >= max(_LEAST_PAGES, len(pages) / 2)
        }
        yield [line for place, line in enumerate(page) if place not in heads]


def _edges(page: Sequence[str]) -> set[int]:
    """Give the places of the first two and last two lines of a page, which may be heads."""
    return {place for place in (0, 1, len(page) - 2, len(page) - 1) if 0 <= place < len(page)}


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _without_blanks(text: str, index: int) -> int:
    """Count the characters of the stripped lines before an index."""
    before = text[:index].split("\n")
    whole = [line.strip() for line in before[:-1]]
    return sum(len(line) + 1 for line in whole if line) + len(before[-1].lstrip())


def _page_lines(page: Any) -> Iterator[str]:
    """Give the lines of a page from top to bottom, indented as printed, tables in their places."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1 or len(table.rows[0].cells) > 1]
    outside = page
    for table in tables:
        box = table.bbox
        outside = outside.filter(lambda item, box=box: not _inside(item, box))
    found: list[tuple[float, list[str]]] = []
    rows = outside.extract_text_lines(return_chars=True, strip=True)
    left = min((row["x0"] for row in rows), default=0.0)
    for row in rows:
        size = row["chars"][0]["size"] or 1.0
        indent = "　" * min(8, round((row["x0"] - left) / size)) if row["x0"] - left > _INDENT * size else ""
        found.append((row["top"], [indent + clean(row["text"]).replace("\n", "")]))
    for table in tables:
        cells = [[cell or "" for cell in row] for row in table.extract()]
        found.append((table.bbox[1], table_lines(cells)))
    for _, lines in sorted(found, key=lambda item: item[0]):
        yield from lines


def _inside(item: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3])
