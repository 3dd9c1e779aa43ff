"""Write tables for spreadsheets: CSV, and workbooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""What a spreadsheet may take for the beginning of a formula, full-width forms included."""


FONTS = {"zh": "Microsoft YaHei", "en": "Calibri"}
EPOCH = datetime(1980, 1, 1)
"""When every workbook was made, as its ZIP file says too: it carries no time of its own."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: its name, header, rows, the widths of its columns in characters, and its language."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[object]]
    widths: Sequence[int]
    language: str = "zh"


def workbook(title: str, sheets: Sequence[Sheet]) -> bytes:
    """Write a workbook. Text is written as text, never as a formula; the same sheets give the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": title, "created": EPOCH})
    for sheet in sheets:
        font = {"font_name": FONTS[sheet.language], "font_size": 10, "valign": "top", "text_wrap": True}
        plain = book.add_format(font)
        head = book.add_format({**font, "bold": True, "valign": "vcenter", "bg_color": "#E3EFEE", "bottom": 1})
        page = book.add_worksheet(sheet.name)
        for place, width in enumerate(sheet.widths):
            page.set_column(place, place, width)
        for line, row in enumerate([sheet.header, *sheet.rows]):
            for place, cell in enumerate(row):
                if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                    page.write_number(line, place, cell, plain)
                elif cell is not None:
                    page.write_string(line, place, str(cell), plain if line else head)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, len(sheet.rows), max(len(sheet.header) - 1, 0))
    book.close()
    return out.getvalue()


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
