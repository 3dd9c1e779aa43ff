"""Cut a text into lines as a reader sees them, and tell what each line is by its own words.

A line of the file that holds several headings without line breaks is cut before each of them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from graph_builder.structure.marks import BULLETS, STOP, Marker, Style, marker_at, numeral
from graph_builder.structure.sentences import BOX_MARK, Stretch, numbered_title, stripped, trimmed


class LineKind(Enum):
    """What a line is, told by its own words; the lines around it may change that."""

    TEXT = auto()
    HEADING = auto()
    """A printed number and a title, and nothing else."""
    NUMBERED = auto()
    """A printed number, perhaps a title, and body text."""
    BULLET = auto()
    BOX = auto()
    BOX_END = auto()
    ROW = auto()
    RESPONSIBILITY = auto()
    REMARK = auto()
    CONTENTS = auto()
    ANNEX = auto()
    DOCUMENT_NUMBER = auto()
    ADDRESSEES = auto()
    SIGNATURE = auto()
    ROSTER = auto()
    TITLE = auto()
    RULE = auto()


@dataclass(slots=True)
class Line:
    """A line: offsets without white space at the ends, and what was found in it."""

    start: int
    end: int
    kind: LineKind = LineKind.TEXT
    marker: Marker | None = None
    number: Stretch | None = None
    """The printed number of a box; of other lines the marker has it."""
    value: int | None = None
    title: Stretch | None = None
    body: int = 0
    """Where the body begins: ``end`` where there is none."""
    marked: bool = False
    """The line ends with the mark of a box."""
    is_listing: bool = False
    """A line that begins a list of annexes: 附件:1.…"""
    first: bool = field(default=True)
    """It begins a line of the file."""


_BOX = re.compile(
    r"[【\[(]?\s*(?P<number>专\s{0,2}栏\s*(?P<value>\(?(?:\d{1,3}|[一二三四五六七八九十]{1,3})\)?(?:[-—－]\d{1,2})?))(?![\d章节年])"
    r"\s*[】\])]?\s*[:：、.]?\s*"
)
_BARE_BOX = re.compile(
    r"[【\[]?\s*(?P<number>专\s{0,2}栏\s*(?P<value>\d{1,3}|[一二三四五六七八九十]{1,3}))\s*[】\]]?\s*[:：]?"
)
_UNNUMBERED_BOX = re.compile(r"[【\[]?\s*(?P<number>专\s{0,2}栏)\s*[】\]]?\s*(?:[:：]|(?<=\s)|(?=\())\s*")
_BOX_END = re.compile(
    r"[\[【(<—\-*=\s]{0,8}专\s?栏\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})?\s*(?:结束|完|止|到此结束|终)[\]】)>—\-*=。\s]{0,8}"
)
_BOX_LIMIT = 40
_BODY_VERB = re.compile(
    r"(?:加大|加强|加快|建设|推进|实施|开展|完成|建成|建立|完善|围绕|依托|支持|对|在|以|到20\d\d年|聚焦|推动|组织|重点|新建|提升)"
)
_TITLE_END = re.compile(
    r"(?:工程|项目|行动|领域|计划|指标|任务|清单|地区|建设|调查|重点|示范|试点|体系|平台|举措|方向|对象|产业|布局|目标)$"
)
_ANNEX = re.compile(
    r"(?:附\s{0,2}件|附\s{0,2}表|附\s{0,2}录)\s*(?P<value>\d{1,2}|[一二三四五六七八九十]{1,2})?(?:[-—]\d{1,2})?\s*[:：.、]?\s*(?P<title>.{0,60})"
)
_RULE = re.compile(r"[-—_=*~·.…─━\s]{3,}|第?\s*[-—–·]?\s*\d{1,4}\s*[-—–·]?\s*页?(?:\s*[/共]\s*\d{1,4}\s*页?)?")
_PAGE = re.compile(r"[-—–·]\s*\d{1,4}\s*[-—–·]|第\s*\d{1,4}\s*页(?:\s*共\s*\d{1,4}\s*页)?|[-—_=*~─━]{3,}")
_REMARK = re.compile(r"[(（]?\s*(?:注|备注|说明|注释|资料来源|数据来源)\s*\d{0,2}\s*[:：]")
_INLINE = re.compile(
    rf"(?<=[{STOP}”’』」)\]】:\s])[第壹贰叁肆伍陆柒捌玖拾ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ一二三四五六七八九十百(\d]|(?<=[\u4e00-\u9fff])[(一二三四五六七八九十第]"
)
_BULLET = re.compile(rf"[{re.escape(BULLETS)}]+\s*(?=[^\d\s{re.escape(BULLETS)}])")
_BRACKETED = re.compile(r"[【\[(][^【】\[\]()。,;:]{1,16}[】\])]\s*(?=[^\s。,;:])")
"""What an article is about, before its words: 第一条 (适用范围)本办法…"""
_INLINE_BOX = re.compile(rf"(?<=[{STOP}])专\s{{0,2}}栏\s*\d{{1,3}}[\s:](?=[^。]{{2,60}})")
_TITLE_BEFORE = re.compile(r"(?:规划|纲要|计划|方案|意见|要点|措施|报告|[)])$")
_NEVER_INLINE = (Style.WHOLE, Style.ROMAN, Style.CIRCLED, Style.ARABIC_BRACKETS)
_DECIMALS = (Style.DECIMAL_2, Style.DECIMAL_3, Style.DECIMAL_4)


def physical_lines(text: str) -> Iterator[Stretch]:
    """Give the lines of the file that hold more than white space."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        first, last = stripped(text, start, end)
        if first < last:
            yield first, last
        start = end + 1


def cut_lines(text: str, folded: str) -> list[Line]:
    """Cut a text into lines and tell what each is by its own words."""
    found: list[Line] = []
    last: dict[Style, int] = {}
    for start, end in physical_lines(text):
        cuts = [start, *_inline_headings(folded, start, end, last), end]
        boxes = [match.start() for match in _INLINE_BOX.finditer(folded, start + 1, end)]
        cuts = sorted({*cuts, *boxes})
        for index, (one, two) in enumerate(itertools.pairwise(cuts)):
            line = read_line(text, folded, *stripped(text, one, two))
            line.first = index == 0
            found.append(line)
            if line.marker is not None:
                last[line.marker.style] = line.marker.value
    return _with_titles_below(found, folded)


def _with_titles_below(lines: list[Line], folded: str) -> list[Line]:
    """Join a line that is the number of a box and nothing else with its title on the next line."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        if (
            above is not None
            and line.kind is LineKind.TEXT
            and line.end - line.start <= _BOX_LIMIT
            and not re.search(rf"[{STOP},;:|]", folded[line.start : line.end])
            and (number := _BARE_BOX.fullmatch(folded, above.start, above.end))
        ):
            above.kind, above.number, above.value = LineKind.BOX, number.span("number"), numeral(number["value"])
            above.title, above.end, above.body = (line.start, line.end), line.end, line.end
        else:
            found.append(line)
    return found


def read_line(text: str, folded: str, start: int, end: int) -> Line:
    """Read one line by its own words."""
    line = Line(start, end, body=start, marked=text[end - 1] == BOX_MARK and text[start] != BOX_MARK)
    if text[start] == BOX_MARK:
        inner = trimmed(text, start, end)
        line.kind = LineKind.ROW if inner[0] < inner[1] else LineKind.TEXT
        return line
    if folded.count(" | ", start, end) + text.count("\t", start, end) >= 2 and len(text[start:end].split("。")) < 3:
        line.kind = LineKind.ROW
        return line
    if _PAGE.fullmatch(folded, start, end):
        line.kind = LineKind.RULE
        return line
    if _BOX_END.fullmatch(folded, start, end):
        line.kind = LineKind.BOX_END
        return line
    if _read_box(line, folded):
        return line
    if folded[start] == "附" and (match := _ANNEX.fullmatch(folded, start, end)) and "。" not in match["title"]:
        line.kind = LineKind.ANNEX
        line.title = stripped(text, *match.span("title"))
        line.is_listing = bool(re.match(r"1\s*[.、](?!\d)", folded[slice(*line.title)]))
        return line
    if _REMARK.match(folded, start, end):
        line.kind = LineKind.REMARK
        return line
    line.marker = marker_at(folded, start, end)
    if line.marker is not None:
        label = _BRACKETED.match(folded, line.marker.end, end)
        line.title, line.body = numbered_title(folded, label.end() if label else line.marker.end, end)
        line.kind = LineKind.HEADING if line.title is not None and line.body >= end else LineKind.NUMBERED
        return line
    bullet = _BULLET.match(folded, start, end)
    if bullet and end - bullet.end() > 3:
        line.kind = LineKind.BULLET
        line.title, line.body = numbered_title(folded, bullet.end(), end)
        line.number = (bullet.end(), bullet.end())
    return line


def _read_box(line: Line, folded: str) -> bool:
    """Read the title of a box, whose content may stand on the same line."""
    match = _BOX.match(folded, line.start, line.end) or _UNNUMBERED_BOX.match(folded, line.start, line.end)
    if match is None:
        return False
    start, end = stripped(folded, match.end(), line.end)
    if line.marked:
        start, end = trimmed(folded, start, end)
    words = folded[start:end]
    if not words.strip(": "):
        return False
    body = _box_body(folded, start, end)
    if body is None:
        return False
    title_end = stripped(folded, start, body)[1]
    if title_end - start > _BOX_LIMIT or title_end <= start or re.match(r"[列是中的所为明]", words):
        return False
    if re.search(rf"[{STOP}]", folded[start:title_end]):
        return False
    line.kind = LineKind.BOX
    line.number = match.span("number")
    value = re.search(r"\d+|[一二三四五六七八九十]+", match["number"][2:])
    line.value = numeral(value[0]) if value else None
    line.title = (start, len(folded[start:title_end].rstrip(": ")) + start)
    line.body = body if body < end else line.end
    return True


def _box_body(folded: str, start: int, end: int) -> int | None:
    """Find where the title of a box ends and its content begins on the same line.

    ``end`` where it has no content there, None where the words are no title.
    """
    words = folded[start:end]
    stop = re.search(rf"[{STOP};]", words)
    if stop is None and len(words) <= _BOX_LIMIT:
        return end
    item = re.compile(
        r"\s*(?:[(]一[)]|一、|①|\(1\)|1\s*[.、](?!\d)|[●◆■▪•]|指\s*标\s*(?=单\s*位|(?:19|20)\d\d|属\s*性|名称|类)|序\s*号)"
    ).search(folded, start + 2, min(end, start + 60))
    if item is not None:
        return item.start()
    gap = re.compile(r"\s+").search(folded, start + 2, min(end, start + _BOX_LIMIT))
    if gap is not None:
        return gap.end()
    colon = folded.find(":", start + 2, min(end, start + _BOX_LIMIT))
    for verb in _BODY_VERB.finditer(folded, start + 4, min(end, start + _BOX_LIMIT)):
        if _TITLE_END.search(folded[start : verb.start()]):
            return verb.start()
    if colon > 0:
        return colon + 1
    return None


def _inline_headings(folded: str, start: int, end: int, last: dict[Style, int]) -> Iterator[int]:
    """Find the headings that stand inside a line of the file, by the sequence of their numbers."""
    own = marker_at(folded, start, end)
    seen = dict(last)
    if own is not None:
        seen[own.style] = own.value
    in_box = bool(_BOX.match(folded, start, end))
    begin = start
    for match in _INLINE.finditer(folded, start + 2, end):
        at = match.start()
        marker = marker_at(folded, at, end)
        if marker is None or marker.style in _NEVER_INLINE:
            continue
        if marker.style in _DECIMALS and not folded[marker.number[1]].isspace():
            continue
        before = folded[max(begin, at - 60) : at].rstrip()
        follows = marker.value == seen.get(marker.style, 0) + 1
        deeper = own is not None and marker.style > own.style
        after_stop = bool(re.search(rf"[{STOP}][”’』」)\]】]*$|[)\]】]$", before))
        heading_before = (
            own is not None and begin == own.start and at - begin <= 44 and not re.search(r"[。！？；;:]", before)
        )
        heading_before = heading_before or (
            own is None and begin == start and at - begin <= 60 and bool(_TITLE_BEFORE.search(before))
        )
        structural = marker.style in (Style.VOLUME, Style.PART, Style.CHAPTER, Style.SECTION)
        if in_box:
            accepted = structural and follows and after_stop
        elif structural:
            accepted = (follows or marker.value == 1) and (after_stop or folded[at - 1].isspace() or heading_before)
        else:
            accepted = (follows and after_stop) or (marker.value == 1 and deeper and (after_stop or heading_before))
            accepted = accepted or (marker.value == 1 and after_stop and own is None and marker.style is Style.HAN)
        if accepted:
            yield at
            begin, own = at, marker
            seen[marker.style] = marker.value
