"""What a quantified target says: its number, its unit, and how the number is compared."""

from __future__ import annotations

import re
from collections.abc import Mapping

from graph_builder.text import fold

_NUMBER = re.compile(r"(?<![\dA-Za-z.])(\d{1,12}(?:\.\d{1,6})?)(?![\dA-Za-z.])")
_GLUED = re.compile(r"(?<=[A-Za-z])(\d{1,12}(?:\.\d{1,6})?)(?=[万亿千百]*(?:%|‰|[\u4e00-\u9fff]))")
"""A number right behind an acronym: only where no other stands alone, for it may belong to the name."""
_UNIT = re.compile(
    r"%|‰|个百分点|[万亿]?(?:平方公里|平方米|公里|千瓦时|千瓦|人次|万元|亿元|美元|吨|亩|公顷|小时|分钟|天|家|个|项|所|名|人|套|件"
    r"|户|元|辆|台|座|处|条|次|场|倍|岁|张|部|种|批|万|亿)"
)
_ENDED = re.compile(rf"(?:{_UNIT.pattern})?(?:以上|以内|以下)")
_COMPARATORS = (
    ("all", re.compile(r"全覆盖|全部|100%")),
    ("rankWithin", re.compile(r"前\d+|[前百千]\S{0,2}强|位居前")),
    ("atMost", re.compile(r"以内|以下|不超过|不高于|(?<!不)低于|控制在|降至|降到|压减到|最高|最多|至多")),
    ("atLeast", re.compile(r"以上|不低于|不少于|超过|突破|超|至少|高于|最低|最少")),
    ("orderOfMagnitude", re.compile(r"[十百千万亿]+级")),
)


def bounds(quote: str) -> dict[str, str]:
    """Read comparator, value and unit out of the words of a target; what is not printed is left out."""
    folded = fold(quote)
    found: dict[str, str] = {}
    undated = re.sub(r"20\d\d年", lambda year: "年" * len(year[0]), folded)
    number = _counted(undated)
    for name, pattern in _COMPARATORS:
        if pattern.search(folded):
            found["Comparator"] = name
            break
    else:
        if number:
            found["Comparator"] = "equals"
    if number:
        found["Value"] = number[1]
        unit = _UNIT.match(folded, number.end(1))
        if unit:
            found["Unit"] = unit[0]
    return found


def _counted(undated: str) -> re.Match[str] | None:
    """Find the number that is aimed at: the one before 以上 or 以内, or else the first."""
    found = [*_NUMBER.finditer(undated), *_GLUED.finditer(undated)]
    ended = (number for number in found if _ENDED.match(undated, number.end(1)))
    return next(ended, found[0] if found else None)


def measurable(values: Mapping[str, str]) -> bool:
    """Tell whether what was read of a target says how its end is known: by a number, as all, by rank or magnitude."""
    return "Value" in values or values.get("Comparator") in ("all", "rankWithin", "orderOfMagnitude")
