"""Write tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""What a spreadsheet may take for the beginning of a formula, full-width forms included."""


def csv_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write CSV (RFC 4180) with a byte-order mark, by which spreadsheets know UTF-8.

    A cell whose text a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers, and
    None is an empty cell.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell
