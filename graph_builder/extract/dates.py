"""Dates by their own form: 2026年底前, “十五五”时期, 每季度."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_builder.extract.tagger import Found

_PART = r"(?:\d{1,2}月(?:\d{1,2}日)?)?"
_DATE = re.compile(
    rf"(?:到|至|自)?20\d\d(?:年{_PART})?[—–~至\-]{{1,2}}20\d\d年{_PART}(?:期间)?"
    rf"|(?:到|至|自)?20\d\d年{_PART}(?:[年]?(?:底|末|初|上半年|下半年))?(?:以?前|之前|起)?"
    r"|“?十[一二三四五六]五”?(?:时期|期间|期末|末期|末)"
    r"|每(?:年|季度|半年|月|周)(?!轻)|年(?:底|内)(?:前)?|定期"
)
_SILENT = frozenset(("past", "documentNumber", "signature", "addressees", "contents"))


def dates(folded: str, units: Sequence[str]) -> Iterator[Found]:
    """Find the dates of a folded text, but those that only date the past or the document."""
    for match in _DATE.finditer(folded):
        start, end = match.span()
        if folded[start] == "“" and "”" not in match[0]:
            start += 1
        elif "”" in match[0] and folded[start] != "“":
            continue
        if units[start] not in _SILENT:
            yield Found(start, end, "Date", "date", 0.85)
