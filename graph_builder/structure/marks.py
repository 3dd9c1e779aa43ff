"""The marks of the genre: printed numbers in their styles, bullets, stops.

Patterns are held against folded text (half width, simplified), whose offsets are those of the text itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from graph_builder.headings import han_number
from graph_builder.structure.units import HEADED, UnitKind

STOP = "。！？"
AFTER_STOP = r"[”’』」)\]】\uff09]*"
BULLETS = "●◆■▲★◎○◇□►▶➢✦•·・–—－-"


class Style(IntEnum):
    """A style of numbering. The order is that of most plans, outermost first; a plan may have its own."""

    VOLUME = 0
    """第一编"""
    PART = 1
    """第一篇, 第一部分"""
    CHAPTER = 2
    """第一章"""
    FORMAL = 3
    """壹、"""
    ROMAN = 4
    """Ⅰ、"""
    WHOLE = 5
    """1 总则, in a plan that goes on with 1.1"""
    SECTION = 6
    """第一节"""
    HAN = 7
    """一、"""
    DECIMAL_2 = 8
    """1.1"""
    ARTICLE = 9
    """第一条"""
    HAN_BRACKETS = 10
    """(一)"""
    DECIMAL_3 = 11
    """1.1.1"""
    NAMED = 12
    """任务1:, 行动一"""
    ARABIC = 13
    """1."""
    DECIMAL_4 = 14
    ARABIC_BRACKETS = 15
    """(1), 1)"""
    CIRCLED = 16
    """①"""
    PLAIN = 17
    """A heading without number."""


LEVELS: dict[Style, UnitKind] = {
    Style.VOLUME: UnitKind.PART,
    Style.PART: UnitKind.PART,
    Style.CHAPTER: UnitKind.CHAPTER,
    Style.FORMAL: UnitKind.CHAPTER,
    Style.ROMAN: UnitKind.CHAPTER,
    Style.WHOLE: UnitKind.CHAPTER,
    Style.SECTION: UnitKind.SECTION,
    Style.HAN: UnitKind.SECTION,
    Style.DECIMAL_2: UnitKind.SECTION,
    Style.ARTICLE: UnitKind.SUBSECTION,
    Style.HAN_BRACKETS: UnitKind.SUBSECTION,
    Style.DECIMAL_3: UnitKind.SUBSECTION,
    Style.NAMED: UnitKind.DIVISION,
    Style.ARABIC: UnitKind.DIVISION,
    Style.DECIMAL_4: UnitKind.DIVISION,
    Style.ARABIC_BRACKETS: UnitKind.SUBDIVISION,
    Style.CIRCLED: UnitKind.CLAUSE,
    Style.PLAIN: UnitKind.SECTION,
}
"""The level that a style names where no outer style has taken it."""

FINE = frozenset(
    (Style.ARTICLE, Style.DECIMAL_3, Style.DECIMAL_4, Style.NAMED, Style.ARABIC, Style.ARABIC_BRACKETS, Style.CIRCLED)
)
"""The styles that number measures rather than headings: what stands below such a line is all one measure."""

_HAN = "[一二三四五六七八九十百零两]+"
_NUMBER = rf"(?:{_HAN}|\d{{1,3}})"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_FORMAL_SEEN = _FORMAL + "貳參陸"
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_LATIN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BEFORE_TITLE = r"(?![万亿千百个倍元吨亩米公家项人平立分以左多余至\u3001])(?=[\u4e00-\u9fff“《「『A-Z(【])"
_PATTERNS: tuple[tuple[Style, str], ...] = (
    (Style.VOLUME, rf"(?P<n>第\s*(?P<v>{_NUMBER})\s*编)(?![制写辑委])"),
    (Style.PART, rf"(?P<n>第\s*(?P<v>{_NUMBER})\s*(?:篇|部分))"),
    (Style.CHAPTER, rf"(?P<n>第\s*(?P<v>{_NUMBER})\s*章)"),
    (Style.SECTION, rf"(?P<n>第\s*(?P<v>{_NUMBER})\s*节)"),
    (Style.ARTICLE, rf"(?P<n>第\s*(?P<v>{_NUMBER})\s*条)(?![款线例])"),
    (Style.FORMAL, rf"(?P<n>(?P<v>[{_FORMAL_SEEN}]{{1,3}}))\s*[、.]"),
    (Style.ROMAN, rf"(?P<n>(?P<v>[{_ROMAN}]|{'|'.join(sorted(_LATIN, key=len, reverse=True))}))\s*[、.](?![A-Za-z\d])"),
    (Style.NAMED, rf"(?P<n>(?:重点|专项)?(?:任务|行动|举措|工程|专项行动)\s*(?P<v>{_NUMBER}))(?:\s*[:、.]|\s+)"),
    (Style.HAN, rf"(?P<n>(?P<v>{_HAN}))\s*[、.]"),
    (Style.HAN_BRACKETS, rf"[(〔\[【]\s*(?P<n>(?P<v>{_HAN}))\s*[)〕\]】]\s*[、.]?"),
    (Style.DECIMAL_4, rf"(?P<n>\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}}\.(?P<v>\d{{1,2}}))(?![\d%])\.?\s*{_BEFORE_TITLE}"),
    (Style.DECIMAL_3, rf"(?P<n>\d{{1,2}}\.\d{{1,2}}\.(?P<v>\d{{1,2}}))(?![\d.%])\.?\s*{_BEFORE_TITLE}"),
    (Style.DECIMAL_2, rf"(?P<n>\d{{1,2}}\.(?P<v>\d{{1,2}}))(?![\d.%])\.?\s*{_BEFORE_TITLE}"),
    (Style.ARABIC, r"(?P<n>(?P<v>\d{1,3}))\s*[.、](?!\d)"),
    (Style.ARABIC_BRACKETS, r"\(\s*(?P<n>(?P<v>\d{1,3}))\s*\)\s*[、.]?"),
    (Style.ARABIC_BRACKETS, r"(?P<n>(?P<v>\d{1,2}))\)\s*[、.]?"),
    (Style.CIRCLED, rf"(?P<n>(?P<v>[{_CIRCLED}]))\s*[、.]?"),
    (Style.WHOLE, r"(?P<n>(?P<v>\d{1,2}))\s+(?=[\u4e00-\u9fff“])"),
    (Style.WHOLE, r"(?P<n>(?P<v>\d))(?=[\u4e00-\u9fff]{2,12}$)(?![年月日天次周届名处批期类级号])" + _BEFORE_TITLE),
)
_COMPILED = tuple((style, re.compile(pattern)) for style, pattern in _PATTERNS)
_FIRST = re.compile(
    rf"[第壹貳贰叁參肆伍陆陸柒捌玖拾{_ROMAN}IVX重专任行举工一二三四五六七八九十百零两(〔\[【\d{_CIRCLED}]"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed number at the head of a line: its style and value, where it stands and where the words begin."""

    style: Style
    value: int
    start: int
    number: tuple[int, int]
    end: int


def numeral(words: str) -> int:
    """Read a number below 1,000 as it is printed: 二十一, 21, 叁, Ⅳ, ⑫."""
    if words.isdecimal():
        return int(words)
    if words in _LATIN:
        return _LATIN.index(words) + 1
    if words[0] in _ROMAN:
        return _ROMAN.index(words[0]) + 1
    if words[0] in _CIRCLED:
        return _CIRCLED.index(words[0]) + 1
    return han_number(words.translate(_PLAIN_DIGITS))


_PLAIN_DIGITS = str.maketrans("壹贰叁肆伍陆柒捌玖拾貳參陸两", "一二三四五六七八九十二三六二")


def marker_at(folded: str, at: int, end: int) -> Marker | None:
    """Read the printed number that begins at an offset; None where none does, or where nothing follows it."""
    if at >= end or not _FIRST.match(folded, at):
        return None
    for style, pattern in _COMPILED:
        match = pattern.match(folded, at, end)
        if match is None:
            continue
        after = match.end()
        while after < end and folded[after].isspace():
            after += 1
        if after >= end or folded[after] in "、，。；:.,;":
            return None
        value = numeral(match["v"])
        return Marker(style, value, at, match.span("n"), after) if value else None
    return None


def kinds_of(styles: list[Style]) -> dict[Style, UnitKind]:
    """Name the levels of a document whose styles are given outermost first: each deeper than the one before it."""
    found: dict[Style, UnitKind] = {}
    last = HEADED.index(UnitKind.ANNEX)
    for style in styles:
        last = min(max(HEADED.index(LEVELS[style]), last + 1), len(HEADED) - 1)
        found[style] = HEADED[last]
    return found
