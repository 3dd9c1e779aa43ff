"""Profiles of gaps as JSON and tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from graph_builder.linkages.gaps import Absent, Gap, Lacking, Profile
from graph_builder.reports import Sheet, csv_table, workbook

_HEADERS = {
    "zh": ("规划", "范围", "小节", "检查项", "缺少", "总数", "比例", "其他小节比例", "偶然概率", "突出", "说明",
           "缺少者", "SPARQL"),
    "en": ("Plan", "Scope", "Subsection", "Check", "Lacking", "Total", "Share", "Share elsewhere", "Chance",
           "Stands out", "In words", "Which lack it", "SPARQL"),
}  # fmt: skip
_WIDTHS = (14, 10, 28, 28, 8, 8, 8, 10, 10, 8, 60, 80, 60)
_SCOPES = {
    "zh": {"plan": "整个规划", "subsection": "小节", "text": "文本缺失"},
    "en": {"plan": "Whole plan", "subsection": "Subsection", "text": "Absent from the text"},
}
_SHEETS = {
    "zh": ("整个规划", "突出的小节", "全部小节", "文本缺失"),
    "en": ("Whole plan", "What stands out", "All subsections", "Absent from the text"),
}


def gaps_json(profiles: Iterable[Profile]) -> str:
    """Write profiles as JSON: gaps with their share, their things and the queries behind their numbers."""
    data = [
        {
            "plan": profile.plan,
            "id": profile.id,
            "whole": [_gap(gap) for gap in profile.whole],
            "parts": [_gap(gap) for gap in profile.parts],
            "never": [gap.check for gap in profile.never],
            "standing_out": [[gap.check, gap.section] for gap in profile.standing_out],
            "absent": [asdict(item) for item in profile.absent],
            "absent_query": profile.absent_query,
        }
        for profile in profiles
    ]
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _gap(gap: Gap) -> dict[str, object]:
    return {**asdict(gap), "share": gap.share}


def read_gaps(path: Path) -> list[Profile]:
    """Read what :func:`gaps_json` wrote.

    Raises:
        OSError, ValueError, KeyError, TypeError: there is no such file, or it holds something else.
    """
    return [
        Profile(
            plan=item["plan"],
            id=item["id"],
            whole=tuple(map(_read, item["whole"])),
            parts=tuple(map(_read, item["parts"])),
            absent=tuple(Absent(**absent) for absent in item["absent"]),
            absent_query=item["absent_query"],
        )
        for item in json.loads(path.read_text(encoding="utf-8"))
    ]


def _read(item: dict[str, Any]) -> Gap:
    own = {field.name: item[field.name] for field in fields(Gap)}
    return Gap(**{**own, "things": tuple(Lacking(**thing) for thing in item["things"])})


def gaps_csv(profiles: Iterable[Profile], language: str) -> str:
    """Write profiles as CSV in ``zh`` or ``en``: the whole plan, then its subsections, then what the text lacks."""
    rows = [
        row
        for profile in profiles
        for row in (*_rows(profile.whole, language), *_rows(profile.parts, language), *_absent(profile, language))
    ]
    return csv_table(_HEADERS[language], rows)


def gaps_xlsx(profiles: Iterable[Profile]) -> bytes:
    """Write profiles as a workbook, four sheets in each language."""
    profiles = list(profiles)
    sheets = []
    for language, names in _SHEETS.items():
        parts = (
            [row for profile in profiles for row in _rows(profile.whole, language)],
            [row for profile in profiles for row in _rows(profile.standing_out, language)],
            [row for profile in profiles for row in _rows(profile.parts, language)],
            [row for profile in profiles for row in _absent(profile, language)],
        )
        sheets += [
            Sheet(name, _HEADERS[language], rows, _WIDTHS, language) for name, rows in zip(names, parts, strict=True)
        ]
    return workbook("缺口 / Gaps", sheets)


def _rows(gaps: Iterable[Gap], language: str) -> Iterator[tuple[object, ...]]:
    yes = "是" if language == "zh" else "yes"
    for gap in gaps:
        scope = _SCOPES[language]["subsection" if gap.section else "plan"]
        names = ("；" if language == "zh" else "; ").join(getattr(thing, language) for thing in gap.things)
        out = yes if gap.stands_out else None
        yield (gap.plan, scope, getattr(gap, f"section_{language}"), gap.check, gap.lacking, gap.total, gap.share,
               gap.share_elsewhere, gap.p, out, getattr(gap, language), names, gap.query)  # fmt: skip


def _absent(profile: Profile, language: str) -> Iterator[tuple[object, ...]]:
    words = {
        "absent": ("正文与标题均缺失", "heading and text are absent"),
        "headingAbsent": ("标题缺失", "the heading is absent"),
    }
    for item in profile.absent:
        place = item.section.rpartition("/")[2]
        said = words.get(item.status, (item.status, item.status))[language == "en"]
        yield (profile.id, _SCOPES[language]["text"], place, "text-status", *(None,) * 6, said, None,
               profile.absent_query)  # fmt: skip
