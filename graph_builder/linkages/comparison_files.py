"""The comparison of plans as JSON and tables, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graph_builder.linkages.comparison import Compared, ComparedPlan, Comparison, InPlan, OtherName
from graph_builder.network import KIND_TERMS, Saying, term
from graph_builder.reports import Sheet, csv_table, workbook

_HEADERS = {
    "zh": ("类别", "名称", "统称", "提及的规划数", "规划", "规划名称", "处数", "举措数", "规划用词", "原文",
           "字符起", "字符止", "IRI"),
    "en": ("Kind", "Name", "Collective", "Plans that name it", "Plan", "Title of the plan", "Places", "Directives",
           "The plan's words", "The plan says", "From", "To", "IRI"),
}  # fmt: skip
_NAME_HEADERS = {
    "zh": ("相似度", "依据", "规划一", "名称一", "原文一", "字符起一", "字符止一", "规划二", "名称二", "原文二",
           "字符起二", "字符止二", "IRI 一", "IRI 二"),
    "en": ("Similarity", "Because", "Plan 1", "Name 1", "Plan 1 says", "From 1", "To 1", "Plan 2", "Name 2",
           "Plan 2 says", "From 2", "To 2", "IRI 1", "IRI 2"),
}  # fmt: skip
_WIDTHS = (12, 28, 8, 10, 16, 30, 8, 8, 30, 80, 8, 8, 50)
_NAME_WIDTHS = (8, 18, 16, 28, 60, 8, 8, 16, 28, 60, 8, 8, 50, 50)
_SHEETS = {"zh": ("规划比较", "不同名称"), "en": ("Plans compared", "Other names")}
REASONS = {
    "zh": {"variant": "同一概念，用词不同", "alike": "名称相近"},
    "en": {"variant": "one concept, other words", "alike": "similar names"},
}
"""Why two names are listed, in words."""


def comparison_json(comparison: Comparison) -> str:
    """Write a comparison as JSON."""
    return json.dumps(asdict(comparison), ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def read_comparison(path: Path) -> Comparison:
    """Read what :func:`comparison_json` wrote.

    Raises:
        OSError, ValueError, KeyError, TypeError: there is no such file, or it holds something else.
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    return Comparison(
        tuple(ComparedPlan(**plan) for plan in data["plans"]),
        tuple(Compared(**{**thing, "plans": tuple(map(_in_plan, thing["plans"]))}) for thing in data["things"]),
        tuple(
            OtherName(**{**pair, "first": _in_plan(pair["first"]), "second": _in_plan(pair["second"])})
            for pair in data["other_names"]
        ),
    )


def _in_plan(item: dict[str, Any]) -> InPlan:
    return InPlan(**{**item, "words": tuple(item["words"]), "sayings": tuple(map(_saying, item["sayings"]))})


def _saying(item: dict[str, Any]) -> Saying:
    marks = tuple((begin, end) for begin, end in item["marks"])
    return Saying(**{**item, "marks": marks, **{name: tuple(item[name]) for name in ("assertions", "fields")}})


def comparison_csv(comparison: Comparison, language: str) -> str:
    """Write what plans name as CSV in ``zh`` or ``en``: a row for each thing and plan, with the first sentence."""
    return csv_table(_HEADERS[language], _rows(comparison, language))


def _rows(comparison: Comparison, language: str) -> Iterator[tuple[object, ...]]:
    titles = {plan.id: getattr(plan, language) for plan in comparison.plans}
    yes = "是" if language == "zh" else "yes"
    for thing in comparison.things:
        for own in thing.plans:
            said = own.sayings[0]
            yield (term(KIND_TERMS, thing.kind, language), getattr(thing, language), yes if thing.generic else None,
                   len(thing.plans), own.plan, titles[own.plan], own.places, own.directives, "；".join(own.words),
                   said.sentence, said.begin, said.end, own.iri)  # fmt: skip


def other_names_csv(comparison: Comparison, language: str) -> str:
    """Write the pairs that may be one facility under two names as CSV in ``zh`` or ``en``, the most alike first."""
    return csv_table(_NAME_HEADERS[language], _names(comparison, language))


def comparison_xlsx(comparison: Comparison) -> bytes:
    """Write a comparison as a workbook: in each language a sheet of things and one of other names."""
    sheets = []
    for language, (things, names) in _SHEETS.items():
        rows, pairs = list(_rows(comparison, language)), list(_names(comparison, language))
        sheets.append(Sheet(things, _HEADERS[language], rows, _WIDTHS, language))
        sheets.append(Sheet(names, _NAME_HEADERS[language], pairs, _NAME_WIDTHS, language))
    return workbook("规划比较 / Plans compared", sheets)


def _names(comparison: Comparison, language: str) -> Iterator[tuple[object, ...]]:
    yield from (
        (pair.score, REASONS[language][pair.reason],
         pair.first.plan, getattr(pair, f"first_{language}"), *_said(pair.first),
         pair.second.plan, getattr(pair, f"second_{language}"), *_said(pair.second),
         pair.first.iri, pair.second.iri)
        for pair in comparison.other_names
    )  # fmt: skip


def _said(own: InPlan) -> tuple[object, ...]:
    said = own.sayings[0]
    return said.sentence, said.begin, said.end
