"""The edges of names: marks that belong together stay together, and marks around a whole name stay outside."""

from __future__ import annotations

import re
from dataclasses import replace

from graph_builder.extract.tagger import Found

_PAIRS = {"“": "”", "‘": "’", "(": ")", "（": "）", "《": "》", "「": "」", "『": "』", "[": "]", "【": "】"}
_CLOSES = {close: opening for opening, close in _PAIRS.items()}
_AROUND = frozenset("“‘「『【[(（")
"""Marks that stay outside where they enclose a whole name; a title keeps its 《》."""

_LONGEST = 100
"""Characters that a title has at most."""

_TITLE = re.compile(f"《[^《》\\n]{{1,{_LONGEST}}}》")

_REACH = 12
"""Characters within which a mark that was opened in a name has to be closed for the name to go on until there."""


def trimmed(text: str, item: Found) -> Found:
    """Give a name whole marks: one that is open is closed where the text closes it at once, or else left out."""
    if item.type == "Policy" and (title := _title(text, item.start, item.end)):
        return replace(item, start=title[0], end=title[1])
    start, end = item.start, item.end
    for place, character in enumerate(text[start:end], start):
        if character in _CLOSES and not _opened(text, start, place):
            if start and text[start - 1] == _CLOSES[character]:
                start -= 1
            elif place + 1 == end:
                end -= 1
            elif place == start:
                start += 1
    open_at = _open(text, start, end)
    if open_at is not None:
        close = text.find(_PAIRS[text[open_at]], end, end + _REACH)
        if close >= 0 and "\n" not in text[end:close]:
            end = close + 1
        elif open_at == start:
            start += 1
        else:
            end = open_at
    while end - start > 2 and text[start] in _AROUND and _closing(text, start, end) == end - 1:
        start, end = start + 1, end - 1
    return replace(item, start=start, end=end) if start < min(end, item.end) and item.start < end else item


def _title(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Give the 《title》 that a name is a part of: a cited document is named by its whole title."""
    first = text.rfind("《", max(start - _LONGEST, 0), start + 1)
    match = _TITLE.match(text, first) if first >= 0 else None
    return match.span() if match and end <= match.end() else None


def _opened(text: str, start: int, place: int) -> bool:
    """Tell whether the closing mark at a place was opened since the start."""
    opening, depth = _CLOSES[text[place]], 0
    for character in reversed(text[start:place]):
        depth += (character == text[place]) - (character == opening)
        if depth < 0:
            return True
    return False


def _open(text: str, start: int, end: int) -> int | None:
    """Give the place of the first mark that is opened and not closed."""
    return next((i for i in range(start, end) if text[i] in _PAIRS and _closing(text, i, end) is None), None)


def _closing(text: str, place: int, end: int) -> int | None:
    """Give the place where the mark at a place is closed, None where it is not before the end."""
    depth = 0
    for i in range(place, end):
        depth += (text[i] == text[place]) - (text[i] == _PAIRS[text[place]])
        if depth == 0:
            return i
    return None
