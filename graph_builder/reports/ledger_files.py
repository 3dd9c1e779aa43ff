"""Write ledgers: CSV in both languages, a workbook for spreadsheet programs, and JSON with the IRIs of all things."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import xlsxwriter
from rdflib import Graph
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from graph_builder.reports.ledger import Ledger, Part, Row, Thing, Words, read_ledgers
from graph_builder.reports.ledger_columns import COLUMNS, USUAL, cell
from graph_builder.reports.tables import EPOCH, FONTS, csv_table

LANGUAGES = ("zh", "en")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_SHEETS = {"zh": ("台账", "说明"), "en": ("Ledger", "About")}


def ledger_csv(ledger: Ledger, language: str) -> str:
    """Write a ledger as CSV in ``zh`` or ``en``, as :func:`graph_builder.reports.csv_table` does."""
    header = [column.title.say(language) for column in COLUMNS]
    return csv_table(header, ([cell(row, column.key, language) for column in COLUMNS] for row in ledger.rows))


def ledger_json(ledger: Ledger) -> str:
    """Write a ledger as JSON: the columns with their meaning, and each row with the IRI and labels of what it names.

    ``usual`` is the relation that goes without saying in a column.
    """
    columns = [
        {
            "key": column.key,
            "title": asdict(column.title),
            "meaning": asdict(column.meaning),
            "usual": USUAL.get(column.key, ""),
        }
        for column in COLUMNS
    ]
    data = {"columns": columns, **asdict(ledger)}
    return json.dumps(data, ensure_ascii=False) + "\n"


def read_ledger(data: Mapping[str, Any]) -> Ledger:
    """Read what :func:`ledger_json` wrote, once it is parsed.

    Raises:
        KeyError, TypeError: it is something else.
    """
    own = {field.name: data[field.name] for field in fields(Ledger)}
    return Ledger(
        **{
            **own,
            "title": Words(**data["title"]),
            "methods": tuple(Words(**method) for method in data["methods"]),
            "rows": tuple(map(_row, data["rows"])),
        }
    )


def _row(item: Mapping[str, Any]) -> Row:
    named = {name: item[name] and _thing(item[name]) for name in ("force", "action", "polarity", "review")}
    path = tuple(Part(**{**part, **{name: Words(**part[name]) for name in ("label", "kind_label")}})
                 for part in item["path"])  # fmt: skip
    things = {column: tuple(map(_thing, found)) for column, found in item["things"].items()}
    return Row(**{**item, **named, "path": path, "things": things})


def _thing(item: Mapping[str, Any]) -> Thing:
    return Thing(**{**item, "label": Words(**item["label"]), "how": item["how"] and Words(**item["how"])})


def ledger_xlsx(ledger: Ledger) -> bytes:
    """Write a ledger as a workbook: a sheet of rows and one about it, first in Chinese, then in English.

    Cells are written as text, never as formulas. The same ledger gives the same bytes.
    """
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"title": ledger.title.zh, "subject": "任务台账 / Ledger", "created": EPOCH})
    for language in LANGUAGES:
        font = {"font_name": FONTS[language], "font_size": 10, "valign": "top"}
        plain = workbook.add_format(font)
        wrapped = workbook.add_format({**font, "text_wrap": True})
        head = workbook.add_format(
            {**font, "bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E3EFEE", "bottom": 1}
        )
        link = workbook.add_format({**font, "font_color": "#0D5C63", "underline": 1})
        table, about = (workbook.add_worksheet(name) for name in _SHEETS[language])
        _fill_table(table, ledger, language, head, plain, wrapped, link)
        _fill_about(about, ledger, language, head, wrapped, link)
    workbook.close()
    return out.getvalue()


def _fill_table(
    sheet: Worksheet, ledger: Ledger, language: str, head: Format, plain: Format, wrapped: Format, link: Format
) -> None:
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title.say(language), head)
    for line, row in enumerate(ledger.rows, 1):
        for place, column in enumerate(COLUMNS):
            value = cell(row, column.key, language)
            if isinstance(value, int):
                sheet.write_number(line, place, value, plain)
            elif column.key == "iri":
                sheet.write_url(line, place, value, link, value)
            else:
                sheet.write_string(line, place, value, wrapped)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(ledger.rows), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _fill_about(sheet: Worksheet, ledger: Ledger, language: str, head: Format, wrapped: Format, link: Format) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    line = 0
    for title, words in _facts(ledger):
        sheet.write_string(line, 0, title.say(language), head)
        sheet.write_string(line, 1, words.say(language), wrapped)
        line += 1
    sheet.write_string(line, 0, _LICENCE.say(language), head)
    sheet.write_url(line, 1, LICENCE, link, "CC BY 4.0")
    line += 2
    for title, meaning in ((_COLUMN, _MEANING), *((column.title, column.meaning) for column in COLUMNS)):
        sheet.write_string(line, 0, title.say(language), head)
        sheet.write_string(line, 1, meaning.say(language), wrapped)
        line += 1


_LICENCE = Words("许可（不含原文）", "Licence (not of the quotes)")
_COLUMN = Words("列", "Column")
_MEANING = Words("含义", "Meaning")


def _facts(ledger: Ledger) -> Sequence[tuple[Words, Words]]:
    """Say what a ledger is of, where its plan comes from and who read it."""

    def same(words: str) -> Words:
        return Words(words, words)

    read_by = Words("、".join(item.zh for item in ledger.methods), ", ".join(item.en for item in ledger.methods))
    facts = [
        (Words("规划", "Plan"), ledger.title),
        (Words("文件状态", "Status of the document"), same(ledger.status)),
        (Words("规划期（原文）", "Period, as worded"), same(ledger.period)),
        (Words("来源", "Source"), same(ledger.source)),
        (Words("原文 SHA-256", "SHA-256 of the text"), same(ledger.sha256)),
        (Words("举措条数", "Directives"), same(str(len(ledger.rows)))),
        (Words("读取者", "Read by"), read_by),
        (
            Words("说明", "Note"),
            Words(
                "每行一条举措：规划中由一个施策动词统领的文段。各列取自该举措自身的陈述，每条陈述在图谱中都有证据；"
                "空格表示原文没有说，而不是没有。多个值以分号隔开。CSV 文件中，以 = + - @ 等开头的单元格前加有撇号，"
                "以免被当作公式；本工作簿的单元格均为文本。",
                "Each row is a directive: a stretch of the plan that one directive verb governs. The columns hold what "
                "the directive’s own statements name, each with its evidence in the graph; an empty cell means that "
                "the text does not say, not that there is none. Several values are parted by semicolons. In the CSV "
                "files a cell that begins with = + - @ or the like has an apostrophe before it, so that no program "
                "takes it for a formula; the cells of this workbook are plain text.",
            ),
        ),
    ]
    return [(title, words) for title, words in facts if words.zh]


def write_ledgers(graph: Graph, folder: Path) -> None:
    """Write the ledger of each plan of a merged release graph as ``ID.{zh.csv,en.csv,xlsx,json}``."""
    folder.mkdir(parents=True, exist_ok=True)
    for ledger in read_ledgers(graph):
        for language in LANGUAGES:
            path = folder / f"{ledger.id}.{language}.csv"
            path.write_text(ledger_csv(ledger, language), encoding="utf-8", newline="")
        (folder / f"{ledger.id}.json").write_text(ledger_json(ledger), encoding="utf-8", newline="\n")
        (folder / f"{ledger.id}.xlsx").write_bytes(ledger_xlsx(ledger))
