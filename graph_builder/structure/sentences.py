"""Sentences, lead sentences and the points of a list inside a stretch of text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_builder.structure.marks import AFTER_STOP, STOP, marker_at

Stretch = tuple[int, int]

BOX_MARK = "|"
_SENTENCE = re.compile(rf"[^{STOP}]*[{STOP}]+{AFTER_STOP}|[^{STOP}]+\Z")
_KNOWN_TITLE = re.compile(
    r"(?:指导思想|基本原则|工作原则|总体思路|总体要求|(?:总体|主要|发展|工作)目标|适用范围)(?=[\u4e00-\u9fff“])(?![和与及体是])"
)
_CLAUSE_MARK = re.compile(r"[,;:，；：]")
_LEAD_LIMIT = 30
_NUMBERED_LEAD_LIMIT = 48
_POINT = re.compile(
    rf"(?:\A|(?<=[,;:，；：{STOP}])|(?<=[;:；：{STOP}]\s)|(?<=[{STOP}]”))\s*(?P<mark>[一二三四五六七八九十]{{1,2}}(?:是|要))"
)
_LIST_PLACE = re.compile(rf"(?:^|(?<=[;:；：{STOP}]))\s*(?=[(（①-⑳\d])")


def sentences(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Cut a stretch into sentences, each with its closing mark and quotation mark, without the marks of a box."""
    for match in _SENTENCE.finditer(text[start:end]):
        first, last = trimmed(text, start + match.start(), start + match.end())
        if first < last:
            yield first, last


def trimmed(text: str, start: int, end: int) -> Stretch:
    """Leave out, at both ends, white space and the mark ``|`` that ends the lines of a box."""
    while start < end and (text[start].isspace() or text[start] == BOX_MARK):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == BOX_MARK):
        end -= 1
    return start, end


def stripped(text: str, start: int, end: int) -> Stretch:
    """Leave out the white space at both ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def lead_sentence(text: str, start: int, end: int) -> Stretch | None:
    """Give the short first sentence that names a measure, without its full stop; None where there is none.

    It is one clause of at most 30 characters, and more follows it.
    """
    found = sentences(text, start, end)
    first = next(found, None)
    if first is None or next(found, None) is None:
        return None
    if first[1] - first[0] > _LEAD_LIMIT or _CLAUSE_MARK.search(text, *first):
        return None
    return _unstopped(text, *first)


def _unstopped(text: str, start: int, end: int) -> Stretch | None:
    while start < end and text[end - 1] in STOP:
        end -= 1
    return (start, end) if start < end else None


def numbered_title(folded: str, start: int, end: int) -> tuple[Stretch | None, int]:
    """Cut what follows a printed number into a title and the place where the body begins (``end``: there is none).

    The title is the whole where no sentence ends in it, a label before a colon, words before a gap, or a short first
    sentence after which others come. It is None where the line begins with its body.
    """
    words = folded[start:end]
    known = _KNOWN_TITLE.match(words)
    if known and len(words) > known.end() + 6:
        return (start, start + known.end()), start + known.end()
    stop = re.search(rf"[{STOP}]", words)
    if stop is None and len(words) <= _NUMBERED_LEAD_LIMIT + 12 and not words.endswith((";", ",", "、")):
        colon = words.find(":")
        if 0 < colon <= 24 and colon < len(words) - 1:
            return (start, start + colon), start + colon + 1
        if words.count(",") <= 2 and ";" not in words:
            return stripped(folded, start, start + len(words.rstrip(": "))), end
        return None, start
    head = words if stop is None else words[: stop.start()]
    colon = head.find(":")
    if 0 < colon <= 24 and not re.search(r"[,;]", head[:colon]):
        return (start, start + colon), start + colon + 1
    gap = re.search(r"\s+", head)
    if gap and 2 <= gap.start() <= 24 and len(head) - gap.end() > 15 and not re.search(r"[,;:]", head[: gap.start()]):
        return (start, start + gap.start()), start + gap.end()
    if stop is None or stop.end() >= len(words) or not words[stop.end() :].strip("”’』」)]】 "):
        return None, start
    if head.strip() and _is_lead(head):
        return (start, start + len(head)), start + stop.end()
    return None, start


def _is_lead(head: str) -> bool:
    """Tell whether the first sentence of a numbered line names the measure rather than begins to tell it."""
    if len(head) > _NUMBERED_LEAD_LIMIT or re.search(r"[;:]", head):
        return False
    commas = head.count(",")
    if commas == 0:
        return len(head) <= 40
    return (
        commas <= 2
        and len(head) <= 36
        and not re.search(r"\d|[％%]|给予|不少于|不低于|达到|^(?:对|按照|根据|到)", head)
    )


def point_starts(text: str, folded: str, start: int, end: int) -> list[tuple[int, Stretch, int]]:
    """Find the points of a list inside a stretch: where each begins, its mark, where its words begin.

    一是…二是…, 一要…二要…, (1)…(2)…, ①…②… are points where they count from 1 and there are two at least.
    """
    words = text[start:end]
    found = [
        (
            start + match.start("mark"),
            (start + match.start("mark"), start + match.end("mark")),
            start + match.end("mark"),
        )
        for match in _POINT.finditer(words)
    ]
    if len(found) >= 2 and text[found[0][0]] == "一":
        return found
    runs: dict[int, list[tuple[int, Stretch, int]]] = {}
    for match in _LIST_PLACE.finditer(words):
        marker = marker_at(folded, start + match.end(), end)
        if marker is not None:
            run = runs.setdefault(marker.style, [])
            if marker.value == len(run) + 1:
                run.append((marker.start, marker.number, marker.end))
    return min((run for run in runs.values() if len(run) >= 2), key=lambda run: run[0][0], default=[])
