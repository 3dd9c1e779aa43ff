"""Tell what a line of a plan is: a heading of some level, the title of a box, or body text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph_builder.structure.units import UnitKind
from graph_builder.text import Span

_DIGITS = "零一二三四五六七八九"
_NUMERAL = "[一二三四五六七八九十百零]+"
_LEVELS = (
    (UnitKind.CHAPTER, re.compile(rf"(?P<number>第(?P<value>{_NUMERAL})章)[ \u3000]*(?P<title>.+)")),
    (UnitKind.SECTION, re.compile(rf"(?P<number>(?P<value>{_NUMERAL}))、[ \u3000]*(?P<title>.+)")),
    (UnitKind.SUBSECTION, re.compile(rf"[((](?P<number>(?P<value>{_NUMERAL}))[))][ \u3000]*(?P<title>.+)")),
)
_BOX = re.compile(r"(?P<number>专栏[ \u3000]*(?P<value>\d+))[ \u3000]*(?P<title>.*?)[ \u3000]*\|?")
_ITEM = re.compile(r"(?:(?<=^)|(?<=[。！？|] ))(?P<label>[^ ,。;:,;:|]{1,24})[::]")
_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’』」))]*|[^。！？]+\Z")
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
    if len(line) > _HEADING_LIMIT or re.search(r"[。！？:;]", line.quote):
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
    content = _without_mark(content)
    labels = [content.sub(*match.span("label")) for match in _ITEM.finditer(content.quote)]
    ends = [label.start for label in labels[1:]] + [content.end]
    for label, end in zip(labels, ends, strict=True):
        yield label, content.source.span(label.start, end).stripped()


def sentences(content: Span) -> Iterator[Span]:
    """Cut a stretch into sentences, each with its closing mark and quotation mark."""
    for match in _SENTENCE.finditer(content.quote):
        sentence = content.sub(*match.span()).stripped()
        if len(sentence):
            yield sentence


def lead_sentence(paragraph: Span) -> Span | None:
    """Give the short first sentence that names a measure, without its full stop; None where there is none.

    It is one clause of at most 30 characters, and more follows it.
    """
    first, *rest = sentences(paragraph)
    if not rest or len(first) > _LEAD_LIMIT or re.search(r"[,,;;::]", first.quote):
        return None
    return first.sub(0, len(first.quote.rstrip("。！？")))


def _without_mark(content: Span) -> Span:
    """Leave out the mark `` |`` that ends the lines of a box."""
    return content.sub(0, len(content.quote.rstrip(" |\u3000")))
