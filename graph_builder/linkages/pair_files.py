"""Pairs of directives as JSON and tables, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graph_builder.linkages.coherence import Also, Pair, Side
from graph_builder.linkages.entries import Reason
from graph_builder.network import Saying
from graph_builder.reports import Sheet, csv_table, workbook

_HEADERS = {
    "zh": ("名次", "分值", "理由", "举措一所在小节", "任务或条目一", "原文一", "举措二所在小节", "任务或条目二",
           "原文二", "裁定", "裁定者", "裁定理由", "规划", "字符起一", "字符止一", "字符起二", "字符止二", "编号",
           "同属此对的原文"),
    "en": ("Rank", "Score", "Reason", "Subsection 1", "Task or item 1", "The plan says 1", "Subsection 2",
           "Task or item 2", "The plan says 2", "Decision", "Decided by", "Because", "Plan", "From 1", "To 1", "From 2",
           "To 2", "Pair", "Other sentences of the pair"),
}  # fmt: skip
_WIDTHS = (6, 8, 40, 24, 24, 60, 24, 24, 60, 10, 12, 30, 14, 8, 8, 8, 8, 14, 60)
_WORDS = {
    "zh": {"confirm": "确认", "reject": "否决", "person": "人", "model": "语言模型", "": ""},
    "en": {"confirm": "confirmed", "reject": "rejected", "person": "a person", "model": "a language model", "": ""},
}


def pairs_json(pairs: Iterable[Pair]) -> str:
    """Write pairs as JSON."""
    return json.dumps([asdict(pair) for pair in pairs], ensure_ascii=False, sort_keys=True) + "\n"


def read_pairs(path: Path) -> list[Pair]:
    """Read what :func:`pairs_json` wrote.

    Raises:
        OSError, ValueError, KeyError, TypeError: there is no such file, or it holds something else.
    """
    return [_pair(item) for item in json.loads(path.read_text(encoding="utf-8"))]


def _pair(item: dict[str, Any]) -> Pair:
    sides = {name: _side(item[name]) for name in ("first", "second")}
    also = tuple(Also(o["key"], _side(o["first"]), _side(o["second"])) for o in item.get("also", ()))
    return Pair(**{**item, **sides, "reasons": tuple(Reason(**reason) for reason in item["reasons"]), "also": also})


def _side(item: dict[str, Any]) -> Side:
    said = dict(item["saying"])
    said["marks"] = tuple((begin, end) for begin, end in said["marks"])
    said |= {name: tuple(said[name]) for name in ("assertions", "fields")}
    return Side(**{**item, "saying": Saying(**said)})


def pairs_csv(pairs: Iterable[Pair], language: str) -> str:
    """Write pairs as CSV in ``zh`` or ``en``."""
    return csv_table(_HEADERS[language], _rows(pairs, language))


def pairs_xlsx(pairs: Iterable[Pair]) -> bytes:
    """Write pairs as a workbook, a sheet for each language."""
    pairs = list(pairs)
    sheets = [
        Sheet(name, _HEADERS[language], list(_rows(pairs, language)), _WIDTHS, language)
        for language, name in (("zh", "协同"), ("en", "Coherence"))
    ]
    return workbook("协同 / Coherence", sheets)


def _further(pair: Pair) -> list[str]:
    """Give the sentences of the further directives of a pair, each once, in the order of the text."""
    shown = {side.saying.sentence for side in (pair.first, pair.second)}
    said = sorted(side.saying for also in pair.also for side in (also.first, also.second))
    return [words for words in dict.fromkeys(saying.sentence for saying in said) if words not in shown]


def _rows(pairs: Iterable[Pair], language: str) -> Iterator[tuple[object, ...]]:
    words = _WORDS[language]
    for pair in pairs:
        reasons = ("；" if language == "zh" else "; ").join(getattr(reason, language) for reason in pair.reasons)
        sides = (
            cell
            for side in (pair.first, pair.second)
            for cell in (getattr(side, f"unit_{language}"), getattr(side, f"measure_{language}"), side.saying.sentence)
        )
        first, second = pair.first.saying, pair.second.saying
        others = "\n".join(_further(pair))
        yield (pair.rank, pair.score, reasons, *sides, words[pair.decision], words[pair.by], pair.because, first.plan,
               first.begin, first.end, second.begin, second.end, pair.key, others)  # fmt: skip
