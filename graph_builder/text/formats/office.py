"""Word documents (DOCX)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from graph_builder.errors import Place, SourceError
from graph_builder.text.formats.document import Extracted, clean, one_line, table_lines

_LARGEST = 256 * 1024 * 1024
"""A file whose parts are larger than this when unpacked is refused."""


def read_docx(data: bytes, path: Path) -> Extracted:
    """Read paragraphs and tables in their order. Headers, footers, notes and comments are left out.

    Raises:
        SourceError: the file is no Word document, is damaged or protected, or too large when unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > _LARGEST:
                raise SourceError(
                    "is too large when unpacked", place=Place(path), remedy="save it without pictures and try again"
                )
        document = docx.Document(io.BytesIO(data))
        lines = list(_lines(document))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise SourceError(
            "is no Word document, or is damaged or protected",
            place=Place(path),
            remedy="open it in a word processor and save it as .docx without a password",
        ) from error
    title = one_line(document.core_properties.title or "") or None
    return Extracted("\n".join(lines), title)


def _lines(document: Document) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield from (line for line in map(str.strip, clean(block.text).split("\n")) if line)
        else:
            yield from table_lines(_rows(block))


def _rows(table: Table) -> Iterator[list[str]]:
    """Give the cells of each row; a merged cell stands where it begins, and its other places are empty."""
    seen: set[object] = set()
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells:
            cells.append("" if cell._tc in seen else cell.text)
            seen.add(cell._tc)
        yield cells
