"""What stands around the body of a plan: contents, document numbers, addressees, signatures, rosters, other documents.

Each function looks at lines in their order and changes their kinds; none looks back further than a fixed number of
lines, so that the time is linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph_builder.structure.lines import Line, LineKind
from graph_builder.structure.marks import Style

_CONTENTS = re.compile(r"目\s*[录次]")
_LEADER = re.compile(r"\s*(?:[.…·．・\-—_\t ]{2,}|[\t ])\s*[(（]?\s*\d{1,4}\s*[)）]?$")
_NUMBERS = re.compile(r"[\s\d.…·,，、—\-()（）]+")
_DOCUMENT_NUMBER = re.compile(
    r"[(（]?[\u4e00-\u9fffA-Za-z]{1,16}\s*[〔\[(【]\s*(?:19|20)\d\d\s*[〕\])】]\s*(?:第\s*)?\d{1,5}\s*号[)）]?"
    r"|[\u4e00-\u9fff]{2,12}\s*(?:令|公告)?\s*第\s*\d{1,5}\s*号"
)
_YEAR = r"(?:(?:19|20)\d\d|二零[零一二三四五六七八九]{2}|[二○〇O零]{1,2}[一二三四五六七八九○〇零]{2,3})"
_COUNT = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = rf"{_YEAR}\s*年\s*{_COUNT}\s*月(?:\s*{_COUNT}\s*日)?"
_DATE_LINE = re.compile(rf"[(（]?\s*{_DATE}\s*[)）]?(?:\s*[(（][^()（）]{{2,12}}[)）])?")
_PRINTED = re.compile(
    rf".{{2,50}}?{_DATE}\s*(?:印发|发布|印|公布|发).{{0,40}}|[(（]此件[^()（）]{{2,12}}[)）]|(?:抄送|抄报|主送|主题词|联系人|联系电话|信息公开[选属])\s*[:：]?.*"
)
_SIGNER = re.compile(
    r"[\u4e00-\u9fff、（）()\s]{2,40}(?:人民政府|政府|办公室|办公厅|委员会|管委会|局|厅|部|院|委|处|领导小组|市委|县委|区委|省委|大会|指挥部|公司)"
)
_ADDRESSEES = re.compile(
    r"(?:各|市|区|县|省|有关|机关|驻|委|局|厅|国务院|[\u4e00-\u9fff]{2,8}(?:市|区|县|省|镇|乡))[^。！？;]{2,160}[:：]|各位[\u4e00-\u9fff、]{2,20}[:：!！,，]?"
)
_TITLE_WORDS = re.compile(
    r"(?:规划|纲要|计划|方案|意见|办法|通知|要点|报告|措施|细则|规定|决定|清单|分工|分工表|公告|通告|函|行动|条例|指南|指引|政策|台账|一览表|安排|批复|蓝图|建议|目标表|指标表|任务表|项目表|任务书)$"
)
_IN_BRACKETS = re.compile(r"[(（〔\[].{1,60}[)）〕\]]$")
_NOTICE_END = re.compile(r"(?:通知|公告|通告|函|批复|决定|意见|命令|令|报告|规定|办法|措施)$")
_NOTICE = re.compile(r"(?:通知|公告|通告|函|批复|决定|命令|令)$")
_ROSTER = re.compile(
    r"(?:第一|常务|执行|名誉)?(?:副?组\s*长|副?主\s*任|成\s*员|副?总?召集人|副?总?指挥长?|顾\s*问|委\s*员|秘书长|联络员|联系人|责任人|分管领导|责任领导|牵头领导|副?总工程师|副?理事长|首席专家|专家成员|包保领导)\s*[:：]\s*(?P<rest>.*)"
)
_OFFICIAL = re.compile(r"(?:区|市|县|省|州)\s*(?:长|委书记)\s{1,6}[\u4e00-\u9fff](?:\s*[\u4e00-\u9fff×某]){1,3}")
_PERSON = re.compile(r"[\u4e00-\u9fff×某](?:\s{0,2}[\u4e00-\u9fff×某]){1,3}\s+[\u4e00-\u9fff、()（）\s]{2,40}")
_BODY_END = re.compile(r"(?:局|委|办|厅|部|政府|中心|公司|单位|院|处|会)[、,，;；。]?")
_LIMIT = 70


@dataclass
class Segment:
    """The lines of one document or annex of a file. ``heading`` is its title, None for the one that begins the file."""

    lines: list[Line] = field(default_factory=list)
    title: tuple[int, int] | None = None
    number: tuple[int, int] | None = None
    is_annex: bool = False
    is_notice: bool = False


def mark_contents(lines: list[Line], folded: str) -> None:
    """Mark contents: the lines after 目录 until its first entry comes again, and lines that end with pages."""
    index = 0
    while index < len(lines):
        line = lines[index]
        if _CONTENTS.fullmatch(folded, line.start, line.end):
            end = _end_of_contents(lines, folded, index + 1)
            for entry in lines[index:end]:
                entry.kind = LineKind.CONTENTS
            index = end
        elif _leads_to_page(line, folded):
            end = index
            while end < len(lines) and _leads_to_page(lines[end], folded):
                end += 1
            if end - index >= 3:
                for entry in lines[index:end]:
                    entry.kind = LineKind.CONTENTS
            index = end
        else:
            index += 1


def _leads_to_page(line: Line, folded: str) -> bool:
    words = folded[max(line.start, line.end - 60) : line.end]
    found = _LEADER.search(words)
    return (
        found is not None
        and line.end - line.start <= 90
        and "。" not in words
        and (line.marker is not None or bool(re.search(r"[.…·]{3,}", words)))
    )


def _key(line: Line, folded: str) -> str:
    """Write the words of a line without gaps, leaders and page numbers."""
    words = _LEADER.sub("", folded[line.start : min(line.end, line.start + 90)])
    return re.sub(r"[\s.…·]", "", words)


def _end_of_contents(lines: list[Line], folded: str, begin: int) -> int:
    """Find where the contents end: where the first entry comes again, else at the first line that is no entry."""
    if begin >= len(lines):
        return begin
    first = _key(lines[begin], folded)
    end = begin
    while end < len(lines):
        line = lines[end]
        words = folded[line.start : line.end]
        if re.search(r"[。！？;]", words) or line.end - line.start > 90 or line.kind is LineKind.BOX:
            break
        if end > begin and _key(line, folded) == first:
            return end
        end += 1
    repeated = next((n for n in range(begin + 1, end) if _key(lines[n], folded) == first), None)
    if repeated is not None:
        return repeated
    plain = begin
    while plain < end and (
        _leads_to_page(lines[plain], folded) or _NUMBERS.fullmatch(folded, lines[plain].start, lines[plain].end)
    ):
        plain += 1
    if plain > begin:
        return plain
    # without pages and without a second first entry: the entries are the numbered lines that no text interrupts
    numbered = begin
    while numbered < end and lines[numbered].marker is not None and lines[numbered].kind is LineKind.HEADING:
        numbered += 1
    following = lines[numbered] if numbered < len(lines) else None
    return numbered if following is None or following.marker is not None else begin


def mark_front(lines: list[Line], folded: str) -> None:
    """Mark document numbers, dates and signers, addressees, and names of persons."""
    in_roster = False
    for index, line in enumerate(lines):
        length = line.end - line.start
        if line.kind not in (LineKind.TEXT, LineKind.NUMBERED, LineKind.HEADING):
            in_roster = False
            continue
        words = folded[line.start : min(line.end, line.start + 240)]
        if line.kind is LineKind.TEXT and length <= 40 and _DOCUMENT_NUMBER.fullmatch(words):
            line.kind = LineKind.DOCUMENT_NUMBER
        elif length <= 60 and _DATE_LINE.fullmatch(words):
            line.kind = LineKind.SIGNATURE
            _mark_signers(lines, folded, index)
        elif line.kind is LineKind.TEXT and length <= 100 and _PRINTED.fullmatch(words):
            line.kind = LineKind.SIGNATURE
        elif (
            line.kind is LineKind.TEXT
            and length <= 170
            and _ADDRESSEES.fullmatch(words)
            and _is_addressed(lines, index)
        ):
            line.kind = LineKind.ADDRESSEES
        elif (
            ((roster := _ROSTER.match(words)) and not _BODY_END.fullmatch(roster["rest"][-2:]) and "。" not in words)
            or (length <= 20 and _OFFICIAL.fullmatch(words))
            or (
                in_roster
                and length <= 60
                and "。" not in words
                and line.marker is None
                and (_PERSON.fullmatch(words) or length <= 4)
            )
        ):
            line.kind = LineKind.ROSTER
        in_roster = line.kind is LineKind.ROSTER


def _is_addressed(lines: list[Line], index: int) -> bool:
    """Tell whether those addressed stand where they stand in a letter: near the beginning, or in a spoken report."""
    line = lines[index]
    if line.end - line.start <= 12:
        return True
    before = list(lines[max(0, index - 6) : index])
    return index <= 8 or any(
        other.kind in (LineKind.DOCUMENT_NUMBER, LineKind.SIGNATURE, LineKind.ANNEX) for other in before
    )


def _mark_signers(lines: list[Line], folded: str, index: int) -> None:
    """Mark the names of bodies right before a date."""
    for line in reversed(lines[max(0, index - 4) : index]):
        if (
            line.kind is LineKind.TEXT
            and line.end - line.start <= 42
            and _SIGNER.fullmatch(folded, line.start, line.end)
        ):
            line.kind = LineKind.SIGNATURE
        else:
            return


def title_like(line: Line, folded: str) -> bool:
    """Tell whether a line reads as the title of a document."""
    if line.kind is not LineKind.TEXT or line.end - line.start > _LIMIT:
        return False
    words = folded[line.start : line.end]
    if re.search(r"[。！？;:,]", words.replace("“", "")):
        return False
    bare = _IN_BRACKETS.sub("", words).strip()
    bare = _IN_BRACKETS.sub("", bare).strip()
    return len(bare) >= 4 and bool(_TITLE_WORDS.search(bare))


def segments(lines: list[Line], folded: str) -> list[Segment]:
    """Cut the lines into documents and annexes.

    An annex begins at a line 附件, another document at a title after a signature, or where the numbering of the
    outermost headings begins again after a title.
    """
    found = [Segment()]
    signed = False
    last_outer: dict[Style, int] = {}
    index = 0
    while index < len(lines):
        line = lines[index]
        begins = False
        if line.kind is LineKind.ANNEX:
            listed = _is_list_of_annexes(lines, index)
            if listed:
                for entry in lines[index : index + listed]:
                    entry.kind = LineKind.CONTENTS
                found[-1].lines += lines[index : index + listed]
                index += listed
                continue
            begins = True
        elif (signed and title_like(line, folded)) or (
            title_like(line, folded) and found[-1].lines and _restarts(lines, index, last_outer)
        ):
            begins = True
        if begins:
            segment = Segment(is_annex=line.kind is LineKind.ANNEX)
            index = _take_title(lines, folded, index, segment)
            found.append(segment)
            signed = False
            last_outer = {}
            continue
        if line.kind is LineKind.SIGNATURE:
            signed = any(
                other.kind not in (LineKind.TITLE, LineKind.DOCUMENT_NUMBER, LineKind.SIGNATURE)
                and other.end - other.start > 12
                for other in found[-1].lines[-40:]
            )
        if line.marker is not None and line.marker.style <= Style.HAN:
            last_outer[line.marker.style] = max(last_outer.get(line.marker.style, 0), line.marker.value)
        found[-1].lines.append(line)
        index += 1
    for segment in found[1:]:
        words = folded[slice(*segment.title)] if segment.title else ""
        segment.is_notice = bool(_NOTICE.search(words))
    return found


def _is_list_of_annexes(lines: list[Line], index: int) -> int:
    """Count the lines of a list of annexes at the foot of a letter; 0 where an annex itself begins."""
    line = lines[index]
    has_title = line.title is not None and line.title[1] > line.title[0]
    count = 1
    if line.is_listing:
        while index + count < len(lines) and _is_listed(lines[index + count]):
            count += 1
        return count
    for other in lines[index + 1 : index + 30]:
        if other.kind is LineKind.SIGNATURE:
            return count
        if has_title and (_is_listed(other) or other.kind is LineKind.ANNEX):
            count += 1
            continue
        return 0
    return 0


def _is_listed(line: Line) -> bool:
    return line.marker is not None and line.marker.style is Style.ARABIC and line.kind is LineKind.HEADING


def _restarts(lines: list[Line], index: int, last: dict[Style, int]) -> bool:
    """Tell whether the outermost numbering begins again within the next lines."""
    if not last:
        return False
    outermost = min(last)
    for other in lines[index + 1 : index + 9]:
        if other.marker is not None and other.marker.style <= Style.HAN:
            return other.marker.value == 1 and other.marker.style <= outermost and last[outermost] >= 2
    return False


def _take_title(lines: list[Line], folded: str, index: int, segment: Segment) -> int:
    """Read the title of a document or annex, which may take several lines; give the index after it."""
    line = lines[index]
    start, end = line.start, line.end
    if line.kind is LineKind.ANNEX:
        title = line.title if line.title is not None and line.title[1] > line.title[0] else None
        segment.number = (line.start, title[0] if title else line.end)
        while folded[segment.number[1] - 1] in " :.、":
            segment.number = (segment.number[0], segment.number[1] - 1)
        segment.title = title
        index += 1
        if title is None and index < len(lines) and _may_be_title(lines[index], folded):
            segment.title = (lines[index].start, lines[index].end)
            index += 1
    else:
        segment.title = (start, end)
        index += 1
    while index < len(lines) and segment.title is not None and _goes_on(lines[index], folded):
        segment.title = (segment.title[0], lines[index].end)
        index += 1
    return index


def _may_be_title(line: Line, folded: str) -> bool:
    words = folded[line.start : line.end]
    return line.kind is LineKind.TEXT and len(words) <= _LIMIT and not re.search(r"[。！？;:]", words)


def _goes_on(line: Line, folded: str) -> bool:
    """Tell whether a line after a title belongs to it: (2026—2028年), (征求意见稿)."""
    words = folded[line.start : line.end]
    return (
        line.kind is LineKind.TEXT
        and len(words) <= 40
        and bool(re.fullmatch(r"[(〔\[].*[)〕\]]|[—-]{1,2}.*(?:会议|大会|全会)上", words))
        and "。" not in words
    )


def take_first_title(lines: list[Line], folded: str) -> tuple[int, int] | None:
    """Give the title line of the file, with what goes on from it, and mark its lines; None where there is none.

    The first line is the title unless it is a heading, ends a sentence or is read as something else.
    """
    if not lines or lines[0].kind is not LineKind.TEXT or "。" in folded[lines[0].start : lines[0].end]:
        return None
    lines[0].kind = LineKind.TITLE
    end = lines[0].end
    for line in lines[1:4]:
        first = _IN_BRACKETS.sub("", folded[lines[0].start : end]).strip()
        unfinished = not _TITLE_WORDS.search(first) or ("关于" in first and not _NOTICE_END.search(first))
        if not (_goes_on(line, folded) or (unfinished and _ends_title(line, folded))):
            break
        line.kind = LineKind.TITLE
        end = line.end
    return lines[0].start, end


def _ends_title(line: Line, folded: str) -> bool:
    """Tell whether a line is the end of a title that a line wrap cut."""
    words = folded[line.start : line.end]
    return _may_be_title(line, folded) and bool(_TITLE_WORDS.search(_IN_BRACKETS.sub("", words).strip()))
