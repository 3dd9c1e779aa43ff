"""Tell what a line of a plan is: a heading of some level, the title of a box, or body text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph_builder.structure.units import UnitKind
from graph_builder.text import Span

_DIGITS = "零一二三四五六七八九"
_NUMERAL = "[一二三四五六七八九十百零]+"
# Full-width marks are written by their code points: beside the half-width ones they are hard to tell apart.
_OPEN, _CLOSE = r"[(\uff08]", r"[)\uff09]"
_COLON = r"[:\uff1a]"
_CLAUSE_MARK = r"[,;:\uff0c\uff1b\uff1a]"
_STOP = "。！？"
_AFTER_STOP = r"[”’』」)\uff09]*"
_LEVELS = (
    (UnitKind.CHAPTER, re.compile(rf"(?P<number>第(?P<value>{_NUMERAL})章)\s*(?P<title>.+)")),
    (UnitKind.SECTION, re.compile(rf"(?P<number>(?P<value>{_NUMERAL}))、\s*(?P<title>.+)")),
    (UnitKind.SUBSECTION, re.compile(rf"{_OPEN}(?P<number>(?P<value>{_NUMERAL})){_CLOSE}\s*(?P<title>.+)")),
)
_BODY_MARK = re.compile(rf"[{_STOP};:\uff1b\uff1a]")
_BOX = re.compile(rf"(?P<number>专栏\s*(?P<value>\d{{1,3}}))(?!\d)\s*{_COLON}?\s*(?P<title>[^{_STOP}]*?)\s*\|?")
_ITEM = re.compile(
    rf"(?:^|[{_STOP}]{_AFTER_STOP}\s+|\|\s+|\n\s*)(?P<label>[^\s,;:{_STOP}|\uff0c\uff1b\uff1a]{{1,24}}){_COLON}"
)
_SENTENCE = re.compile(rf"[^{_STOP}]*[{_STOP}]+{_AFTER_STOP}|[^{_STOP}]+\Z")
BOX_MARK = "|"
_HEADING_LIMIT = 40
_LEAD_LIMIT = 30


@dataclass(frozen=True)
class Heading:
    """A line that opens a headed unit or a box. ``value`` is the printed number as an integer."""

    kind: UnitKind
    span: Span
    number: Span
    title: Span
    value: int


def numeral(words: str) -> int:
    """Read a Chinese numeral below 1,000, such as 二十一, or decimal digits."""
    if words.isdecimal():
        return int(words)
    total, digit = 0, 0
    for character in words:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.index(character)
    return total + digit


def heading(line: Span) -> Heading | None:
    """Read a line as a heading or a box title; None when it is body text."""
    line = line.stripped()
    box = _BOX.fullmatch(line.quote)
    if box and 0 < len(box["title"]) <= _HEADING_LIMIT:
        return _heading(UnitKind.BOX, line, box)
    if len(line) > _HEADING_LIMIT or _BODY_MARK.search(line.quote):
        return None
    for kind, pattern in _LEVELS:
        match = pattern.fullmatch(line.quote)
        if match:
            return _heading(kind, line, match)
    return None


def _heading(kind: UnitKind, line: Span, match: re.Match[str]) -> Heading:
    return Heading(kind, line, line.sub(*match.span("number")), line.sub(*match.span("title")), numeral(match["value"]))


def items(content: Span) -> Iterator[tuple[Span, Span]]:
    """Cut the content of a box into items: pairs of the label and the whole item, label included."""
    labels = [content.sub(*match.span("label")) for match in _ITEM.finditer(content.quote)]
    ends = [*(label.start for label in labels), content.end][1:]
    for label, end in zip(labels, ends, strict=True):
        yield label, without_marks(content.source.span(label.start, end))


def sentences(content: Span) -> Iterator[Span]:
    """Cut a stretch into sentences, each with its closing mark and quotation mark, without the marks of a box."""
    for match in _SENTENCE.finditer(content.quote):
        sentence = without_marks(content.sub(*match.span()))
        if len(sentence):
            yield sentence


def lead_sentence(paragraph: Span) -> Span | None:
    """Give the short first sentence that names a measure, without its full stop; None where there is none.

    It is one clause of at most 30 characters, and more follows it.
    """
    found = list(sentences(paragraph))
    if len(found) < 2 or len(found[0]) > _LEAD_LIMIT or re.search(_CLAUSE_MARK, found[0].quote):
        return None
    lead = found[0].sub(0, len(found[0].quote.rstrip(_STOP)))
    return lead if len(lead) else None


def without_marks(content: Span) -> Span:
    """Leave out, at both ends, white space and the mark ``|`` that ends the lines of a box."""
    begin, end = 0, len(content)
    while begin < end and (content.quote[begin].isspace() or content.quote[begin] == BOX_MARK):
        begin += 1
    while begin < end and (content.quote[end - 1].isspace() or content.quote[end - 1] == BOX_MARK):
        end -= 1
    return content.sub(begin, end)
