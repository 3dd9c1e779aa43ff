"""Plain text in the encodings of Chinese files."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from graph_builder.errors import Place, SourceError
from graph_builder.text.formats.document import Extracted, clean

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_USUAL = re.compile(r"[的一是在和发展建设推进。，、]|[的一發展建設與為]")


def decoded(data: bytes, path: Path) -> str:
    """Decode bytes: by their byte-order mark, else as UTF-8, else as GB 18030 or Big5, whichever reads as Chinese.

    Raises:
        SourceError: they are in none of these.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :] if encoding == "utf-8" else data, encoding, path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        utf8_error = error
    candidates: list[tuple[float, str]] = []
    for encoding in ("gb18030", "big5hkscs"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        candidates.append((len(_USUAL.findall(text)) / max(1, len(text)), text))
    best = max(candidates, default=(0.0, ""))
    if best[0] < 0.01:
        raise SourceError(
            f"is in no encoding that can be told: it is not UTF-8 (byte 0x{data[utf8_error.start]:02x} at byte "
            f"{utf8_error.start}), and reads as no Chinese in GB 18030 or Big5",
            place=Place(path),
            remedy="convert it, for example: iconv -f GB18030 -t UTF-8",
        )
    return best[1]


def _strictly(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"begins with the mark of {encoding.upper()} and does not hold to it: {error.reason} at byte {error.start}",
            place=Place(path),
            remedy="save it again as UTF-8",
        ) from error


def read_plain(data: bytes, path: Path) -> Extracted:
    """Read plain text: line ends become line feeds, radicals characters; what XML cannot hold is left out."""
    return Extracted(clean(decoded(data, path)))
