"""Choose the reader of a file by the ending of its name."""

from __future__ import annotations

from pathlib import Path

from graph_builder.errors import Place, SourceError
from graph_builder.text.formats.document import Extracted
from graph_builder.text.formats.plain import read_plain


def _read_html(data: bytes, path: Path) -> Extracted:
    from graph_builder.text.formats.web import read_html  # the readers of formats load much: each when it is needed

    return read_html(data, path)


def _read_docx(data: bytes, path: Path) -> Extracted:
    from graph_builder.text.formats.office import read_docx

    return read_docx(data, path)


def _read_pdf(data: bytes, path: Path) -> Extracted:
    from graph_builder.text.formats.pages import read_pdf

    return read_pdf(data, path)


_READERS = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_plain,
    ".html": _read_html,
    ".htm": _read_html,
    ".xhtml": _read_html,
    ".docx": _read_docx,
    ".pdf": _read_pdf,
}
SUFFIXES = tuple(_READERS)
"""The endings of file names that can be read."""


def extract(path: Path) -> Extracted:
    """Read a file of any known format into canonical text.

    Raises:
        SourceError: the file cannot be read, is of an unknown format, is damaged or protected, holds no text, or its
            characters are in no encoding that can be told.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise SourceError(
            f"is of a format that cannot be read: {path.suffix or 'no ending'}",
            place=Place(path),
            remedy=f"give a file that ends with {', '.join(SUFFIXES)}; save a .doc or .wps file as .docx first",
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror or error}", place=Place(path), remedy="check the path and its rights"
        ) from error
    found = reader(data, path)
    if not found.text.strip():
        raise SourceError(
            "holds no text",
            place=Place(path),
            remedy="a scanned document has pictures of text only: run it through character recognition first",
        )
    return found
