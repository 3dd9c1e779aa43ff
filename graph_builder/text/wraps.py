"""Find the line wraps, page numbers and running heads of a printed page, and read the text without them."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from graph_builder.text.folding import fold
from graph_builder.text.reading import Reading
from graph_builder.text.source import SourceText

_FEWEST_LINES = 8
_NARROWEST, _WIDEST = 36, 130
"""The columns of a wrapped line: a Chinese character takes two."""
_SLACK, _ODD = 8, 10
"""A line is full where a word of four characters would not have fitted; no line is longer by more than some columns."""
_STOPS = "。！？!?；;：:"
_PAGE = re.compile(r"[-—–·]\s*\d{1,4}\s*[-—–·]|第\s*\d{1,4}\s*页(?:[\s,/]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}")
_NUMBER = re.compile(r"\d{1,4}")
_OPENS = re.compile(
    r"第\s*[一二三四五六七八九十百零\d]{1,5}\s*[编篇章节条]|[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|\d{1,2}\s*[.、](?!\d)"
    r"|专\s?栏\s*[\d一二三四五六七八九十]|附\s?[件表录]|[(\[【]?\s*(?:责任|牵头|配合|参与|主责|协同)(?:责任)?(?:单位|部门)\s*[】]?\s*:|[●◆■▲★►▶✦•▪]|—{2}|目\s*[录次]$|表\s?\d"
)
_STRONG = re.compile(
    r"第\s*[一二三四五六七八九十百零\d]{1,5}\s*[编篇章节]\s|专\s?栏\s*\d|[(\[【]?\s*(?:责任|牵头)(?:责任)?(?:单位|部门)\s*:|[●◆■▲►▶✦•▪]"
)
_CHAPTER = re.compile(r"第\s*[一二三四五六七八九十百零\d]{1,5}\s*[编篇章节]\s")
_HEAD_LIMIT = 40


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    indent: int
    width: int
    characters: int
    after_blank: bool
    is_full: bool = False
    is_page: bool = False
    after_page: bool = False


def rejoined(source: SourceText) -> Reading:
    """Read a text without the line wraps and page numbers of a page; as it stands where it has none."""
    folded = fold(source.text)
    lines = _lines(source.text, folded)
    if len(lines) < _FEWEST_LINES:
        return Reading.of(source)
    wrapped = _mark_full(lines, source.text)
    pages = _mark_pages(lines, folded, wrapped=wrapped)
    if not wrapped and not pages:
        return Reading.of(source)
    return Reading.of(source, _left_out(source.text, folded, lines, wrapped=wrapped))


def _lines(text: str, folded: str) -> list[_Line]:
    found: list[_Line] = []
    start, blank = 0, False
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            indent = len(line) - len(line.lstrip())
            begin = start + indent
            columns = sum(2 if character in "\u3000\t" else 1 for character in line[:indent])
            found.append(_Line(begin, begin + len(bare), columns, columns + _width(bare), len(line.rstrip()), blank))
        blank = not bare
        start += len(line) + 1
    return found


def _width(words: str) -> int:
    """Count the columns that words take in print."""
    if len(words) > _WIDEST:
        return 2 * len(words)
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in words)


def _mark_full(lines: list[_Line], text: str) -> bool:
    """Mark the lines that are full where a text is wrapped, at some number of columns or of characters.

    Where it is, hardly a line is longer, and many are nearly as long although no sentence ends in them.
    """
    wrapped = False
    columns, characters = [line.width for line in lines], [line.characters for line in lines]
    for sizes, least, slack, odd in ((columns, _NARROWEST, _SLACK, _ODD), (characters, _NARROWEST // 2, 1, 2)):
        limit = sorted(sizes)[int(0.97 * (len(sizes) - 1))]
        if not least <= limit <= _WIDEST or max(sizes) > limit + odd:
            continue
        full = [line for line, size in zip(lines, sizes, strict=True) if size >= limit - slack]
        broken = sum(not _ends(text, line) for line in full)
        if len(full) >= 0.2 * len(lines) and broken >= max(3, 0.5 * len(full)):
            wrapped = True
            for line in full:
                line.is_full = True
    return wrapped


def _mark_pages(lines: list[_Line], folded: str, *, wrapped: bool) -> int:
    """Mark page numbers, and the heads that come again beside them; count the numbers."""
    count = 0
    last: tuple[int, int] | None = None
    for index, line in enumerate(lines):
        words = folded[line.start : line.end] if line.end - line.start <= 20 else ""
        if words and _PAGE.fullmatch(words):
            line.is_page = True
        elif wrapped and words and _NUMBER.fullmatch(words):
            if last is not None and int(words) == last[1] + 1 and index - last[0] >= 6:
                line.is_page = lines[last[0]].is_page = True
            last = index, int(words)
        count += line.is_page
    if count >= 3:
        near = [
            other
            for index, line in enumerate(lines)
            if line.is_page
            for other in lines[max(0, index - 1) : index + 2]
            if not other.is_page and other.end - other.start <= _HEAD_LIMIT
        ]
        again = Counter(folded[line.start : line.end] for line in near)
        for line in near:
            if again[folded[line.start : line.end]] >= 3:
                line.is_page = True
    for one, two in itertools.pairwise(lines):
        two.after_page = one.is_page or (two.is_page and one.after_page)
    return count


def _left_out(text: str, folded: str, lines: list[_Line], *, wrapped: bool) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    body = [line for line in lines if not line.is_page]
    begins = [two for one, two in itertools.pairwise(body) if not one.is_full]
    indented = sum(2 <= line.indent <= 6 for line in begins) >= 0.5 * max(len(begins), 1)
    previous: _Line | None = None
    pages: list[_Line] = []
    for line in lines:
        if line.is_page:
            pages.append(line)
            continue
        if previous is not None and _goes_on(
            text, folded, previous, line, wrapped=wrapped, indented=indented, paged=bool(pages)
        ):
            found.append((previous.end, line.start))
        else:
            found += [(page.start, page.end) for page in pages]
        pages = []
        previous = line
    return found + [(page.start, page.end) for page in pages]


def _ends(text: str, line: _Line) -> bool:
    """Tell whether a sentence, or a line of a box or table, ends where a line ends."""
    end = line.end
    while end > line.start and text[end - 1] in "”’」』)）】]":
        end -= 1
    return text[max(line.start, end - 1)] in _STOPS + "|"


def _is_open(folded: str, line: _Line) -> bool:
    """Tell whether a bracket that a line opens is closed on a later one."""
    words = folded[line.start : line.end]
    return words.rfind("(") > words.rfind(")")


def _goes_on(
    text: str, folded: str, line: _Line, following: _Line, *, wrapped: bool, indented: bool, paged: bool
) -> bool:
    """Tell whether a line goes on on the next one."""
    stopped = _ends(text, line)
    if text[line.end - 1] == "|" or text[following.start] == "|":
        return False
    words = folded[following.start : min(following.end, following.start + 24)]
    if not wrapped:
        return paged and not stopped and line.width > 2 * _HEAD_LIMIT and not _OPENS.match(words)
    if _is_open(folded, line) or (text[line.end - 1] in "，、,(（" and not _STRONG.match(words)):
        return True
    if not line.is_full or (following.after_blank and not paged):
        return False
    own = folded[line.start : min(line.end, line.start + 24)]
    if _STRONG.match(words) or ((stopped or _OPENS.match(own)) and _OPENS.match(words)):
        return False
    if indented:
        return following.indent < 2
    if _CHAPTER.match(own) and (following.is_full or _ends(text, following)):
        return False  # a heading that fills its line, and the paragraph below it
    return not stopped or text[line.end - 1] not in ":："
