"""Boxes (专栏): how far they reach, with and without marks, and what their items are."""

from __future__ import annotations

import re

from graph_builder.structure.draft import Draft, sentence_drafts
from graph_builder.structure.lines import Line, LineKind
from graph_builder.structure.marks import AFTER_STOP, BULLETS, STOP, Marker, Style, marker_at
from graph_builder.structure.sentences import numbered_title, trimmed
from graph_builder.structure.tables import cells_on_lines, collapsed_table, is_collapsed, lines_table, rows_table
from graph_builder.structure.units import TextStatus, UnitKind

_LABEL = re.compile(
    rf"(?:\A|[{STOP}]{AFTER_STOP}\s+|\|\s+|\n\s*)(?P<label>[^\s,;:{STOP}|\uff0c\uff1b\uff1a]{{1,24}})[:\uff1a]"
)
_LABEL_LINE = re.compile(rf"[^\s,;:{STOP}|，；：]{{1,24}}[:：].*", re.DOTALL)
_BULLET = re.compile(
    rf"(?:\A|\n\s*|(?<=[{STOP};；])\s*)(?P<mark>[●◆■▲★◎○◇□►▶➢✦•▪]+|(?:—|–|－){{1,2}}|·)\s*(?=[^\s\d{re.escape(BULLETS)}])"
)
_PLACE = re.compile(rf"(?:\A|(?<=[{STOP};；\n|”’)\]】]))\s*(?=[(（\[【〔①-⑳\d一二三四五六七八九十])")
_FIRST_REMARK = re.compile(r"注\s*[:：]\s*(?P<n>1)\s*[.、]")
_NEVER_INSIDE = (Style.VOLUME, Style.PART, Style.CHAPTER, Style.SECTION, Style.FORMAL, Style.ARTICLE)


def reach(lines: list[Line], index: int, folded: str, main: dict[Style, int], box_end: int) -> int:
    """Give the index after the last line of the box whose title stands at ``index``.

    ``main`` tells how far the numbers of the headings around have come; ``box_end`` is the next line that ends a box by
    its words, or a number beyond all lines.
    """
    line = lines[index]
    if box_end < len(lines) and not any(
        other.kind is LineKind.BOX or (other.marker is not None and other.marker.style in _NEVER_INSIDE)
        for other in lines[index + 1 : min(box_end, index + 200)]
    ) and box_end - index <= 200:  # fmt: skip
        return box_end + 1
    at = index + 1
    if line.marked or (at < len(lines) and lines[at].marked and not _is_outside(lines[at], main, first=True)):
        return _marked_reach(lines, at, main, inline=line.body < line.end)
    table = cells_on_lines(folded, lines, at)
    if table:
        at += table
    elif line.body >= line.end and at < len(lines) and not _is_outside(lines[at], main, first=True):
        at += 1
        if lines[at - 1].kind is LineKind.TEXT and _heads_lines(lines, at - 1, folded):
            return _label_lines_reach(lines, at - 1, folded, main)
    first = marker_in(folded, line.body, line.end) if line.body < line.end else lines[at - 1].marker
    last = _last_value(folded, line, first) if line.body < line.end else first
    while at < len(lines):
        other = lines[at]
        if _is_outside(other, main, first=False, box=last):
            break
        if other.marker is not None and last is not None and other.marker.style == last.style:
            if other.marker.value != last.value + 1:
                break
            last = other.marker
        elif (
            (other.marker is not None and last is not None and other.marker.style > last.style)
            or other.kind in (LineKind.BULLET, LineKind.ROW, LineKind.REMARK)
            or (
                other.kind is LineKind.TEXT
                and _LABEL_LINE.match(folded[other.start : min(other.end, other.start + 26)])
                and last is None
            )
        ):
            pass
        else:
            break
        at += 1
    return at


def _marked_reach(lines: list[Line], at: int, main: dict[Style, int], *, inline: bool) -> int:
    begun = inline
    while at < len(lines):
        other = lines[at]
        if _is_outside(other, main, first=not begun) and not other.marked:
            break
        if other.kind is LineKind.BOX or (begun and not other.marked):
            break
        begun = True
        at += 1
    return at


def _is_outside(line: Line, main: dict[Style, int], *, first: bool, box: Marker | None = None) -> bool:
    """Tell whether a line goes on with the plan itself."""
    if line.kind in (
        LineKind.BOX,
        LineKind.BOX_END,
        LineKind.ANNEX,
        LineKind.SIGNATURE,
        LineKind.RESPONSIBILITY,
        LineKind.TITLE,
    ):
        return True
    marker = line.marker
    if marker is None:
        return False
    if marker.style in _NEVER_INSIDE:
        return True
    follows_main = marker.value == main.get(marker.style, -9) + 1
    follows_box = box is not None and box.style == marker.style and marker.value == box.value + 1
    if (
        marker.style in (Style.HAN, Style.HAN_BRACKETS, Style.DECIMAL_2, Style.DECIMAL_3)
        and line.kind is LineKind.HEADING
    ):
        # a bare heading is the plan's own unless it counts from 1 where the plan does not
        return (
            follows_main or (marker.value == 1 and marker.style not in main) or not (follows_box or marker.value == 1)
        )
    if follows_box:
        return False
    return follows_main and marker.value > 1 if first else follows_main


def _heads_lines(lines: list[Line], index: int, folded: str) -> bool:
    """Tell whether a line is a label on a line of its own, with its words on the next, and another such pair after."""
    if index + 3 >= len(lines):
        return False
    one, two, three = lines[index : index + 3]
    return (
        _is_label(one, folded)
        and _is_words(two, folded)
        and _is_label(three, folded)
        and _is_words(lines[index + 3], folded)
    )


def _is_label(line: Line, folded: str) -> bool:
    return (
        line.kind is LineKind.TEXT
        and line.end - line.start <= 20
        and not re.search(rf"[{STOP},;:]", folded[line.start : line.end])
    )


def _is_words(line: Line, folded: str) -> bool:
    return line.kind is LineKind.TEXT and folded[line.end - 1] in STOP + ";" and line.end - line.start > 10


def _label_lines_reach(lines: list[Line], at: int, folded: str, main: dict[Style, int]) -> int:
    while at + 1 < len(lines) and _is_label(lines[at], folded) and _is_words(lines[at + 1], folded):
        at += 2
    return at


def marker_in(folded: str, start: int, end: int) -> Marker | None:
    """Read the printed number with which a stretch begins."""
    while start < end and folded[start].isspace():
        start += 1
    return marker_at(folded, start, end)


def _last_value(folded: str, line: Line, first: Marker | None) -> Marker | None:
    """Give the last item's number on the line of a one-line box."""
    remark = _FIRST_REMARK.search(folded, max(line.body, line.end - 80), line.end)
    if remark is not None:
        return marker_at(folded, remark.start("n"), line.end)
    found = runs(folded, line.body, line.end) if first is not None else []
    return found[-1] if found else first


def runs(folded: str, start: int, end: int) -> list[Marker]:
    """Find the items that are numbered from 1 on in the style of the first."""
    found: list[Marker] = []
    words = folded[start:end]
    for match in _PLACE.finditer(words):
        marker = marker_at(folded, start + match.end(), end)
        if marker is None:
            continue
        if found and marker.style == found[0].style and marker.value == found[-1].value + 1:
            found.append(marker)
        elif not found:
            if marker.value != 1:
                continue
            found.append(marker)
    return found


def box_draft(text: str, folded: str, lines: list[Line]) -> Draft:
    """Make the unit of a box from its lines, the title line first."""
    head = lines[0]
    inner = [line for line in lines[1:] if line.kind is not LineKind.BOX_END]
    closing = lines[-1] if lines[-1].kind is LineKind.BOX_END and len(lines) > 1 else None
    start = head.body if head.body < head.end else (inner[0].start if inner else head.end)
    end = inner[-1].end if inner else head.end
    box = Draft(UnitKind.BOX, head.start, closing.end if closing else end, number=head.number, title=head.title)
    first, last = trimmed(text, start, end)
    if first >= last:
        box.status = TextStatus.CONTENT_ABSENT
        if not inner and head.body >= head.end and head.title:
            box.end = closing.end if closing else head.end
        return box
    rows = [line for line in inner if line.kind is LineKind.ROW]
    if rows and len(rows) == len([line for line in inner if line.kind not in (LineKind.REMARK,)]):
        box.children = _around(text, folded, inner, rows)
    elif inner and inner[0].start == start and cells_on_lines(folded, inner, 0):
        count = cells_on_lines(folded, inner, 0)
        box.children = [lines_table(folded, inner[:count]), *_remarks(text, inner[count:])]
    elif is_collapsed(folded, first, last):
        box.children = [collapsed_table(folded, first, last)]
    else:
        box.children = _items(text, folded, start, end, inner)
    return box


def _around(text: str, folded: str, inner: list[Line], rows: list[Line]) -> list[Draft]:
    table = rows_table(folded, rows)
    return [
        table,
        *_remarks(text, [line for line in inner if line.kind is not LineKind.ROW and line.start > table.end]),
    ]


def _remarks(text: str, lines: list[Line]) -> list[Draft]:
    return [Draft(UnitKind.NOTE, *trimmed(text, line.start, line.end)) for line in lines]


def _items(text: str, folded: str, start: int, end: int, inner: list[Line]) -> list[Draft]:
    """Cut the content of a box into items, and what stands before the first into sentences."""
    starts: list[Draft] = []
    numbered = runs(folded, start, end)
    if numbered and (len(numbered) > 1 or not folded[start : numbered[0].start].strip(" |\n")):
        for marker, stop in zip(numbered, [*(other.start for other in numbered[1:]), end], strict=True):
            stop = trimmed(text, marker.start, stop)[1]
            title, body = numbered_title(folded, marker.end, stop)
            starts.append(_item(text, folded, marker.start, stop, marker.number, title, body))
        return [*sentence_drafts(text, start, numbered[0].start), *starts]
    words = text[start:end]
    found = list(_BULLET.finditer(words))
    if len(found) >= 2 or (found and found[0].start() == 0):
        cuts = [start + match.start("mark") for match in found]
        for match, at, stop in zip(found, cuts, [*cuts[1:], end], strict=True):
            stop = trimmed(text, at, stop)[1]
            title, body = numbered_title(folded, start + match.end(), stop)
            starts.append(_item(text, folded, at, stop, None, title, body if title else start + match.end()))
        return [*sentence_drafts(text, start, cuts[0]), *starts]
    labels = [(start + match.start("label"), start + match.end("label")) for match in _LABEL.finditer(words)]
    if labels:
        for label, stop in zip(labels, [*(other[0] for other in labels[1:]), end], strict=True):
            stop = trimmed(text, label[0], stop)[1]
            starts.append(_item(text, folded, label[0], stop, None, label, label[1] + 1))
        return [*sentence_drafts(text, start, labels[0][0]), *starts]
    pairs = [(one, two) for one, two in zip(inner[::2], inner[1::2], strict=False)]
    if (
        len(pairs) >= 2
        and len(inner) % 2 == 0
        and all(_is_label(one, folded) and _is_words(two, folded) for one, two in pairs)
    ):
        return [_item(text, folded, one.start, two.end, None, (one.start, one.end), two.start) for one, two in pairs]
    return sentence_drafts(text, *trimmed(text, start, end))


def _item(
    text: str,
    folded: str,
    start: int,
    end: int,
    number: tuple[int, int] | None,
    title: tuple[int, int] | None,
    body: int,
) -> Draft:
    return Draft(
        UnitKind.ITEM, start, end, number=number, title=title, children=sentence_drafts(text, min(body, end), end)
    )
