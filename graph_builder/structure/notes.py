"""Notes of responsible units: 责任单位:…, (…牵头,…配合), on a line of their own or at the end of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph_builder.structure.marks import STOP
from graph_builder.structure.sentences import Stretch, stripped
from graph_builder.structure.units import CellRole

_UNITS = "(?:单位|部门|机构|主体|处室|科室|机关|单位及部门|部门和单位|部门及单位|领导小组|方)"
_LABELS: tuple[tuple[CellRole, str], ...] = (
    (CellRole.LEAD, rf"(?:牵头(?:责任|负责|主办|实施)?|(?:主要|第一)?责任牵头|主责|主办|总牵头|主要负责){_UNITS}|牵头"),
    (
        CellRole.PARTICIPATING,
        rf"(?:配合(?:责任)?|参与|参加|协同|协办|协助|支持|共同配合|联动|会同|协作|指导|监督){_UNITS}|(?:成员|会办|协同配合|配合落实|主要参与)单位|配合|参与",
    ),
    (
        CellRole.RESPONSIBLE,
        rf"(?:责任|主要责任|落实|负责|实施|承办|承担|组织实施|任务|工作|执行|推进|落实责任|责任落实|任务承担|具体实施){_UNITS}|责任(?:分工)?(?=\s*[】\])]?\s*[:：])|负责",
    ),
)
_PERSONS = (
    r"(?:责任人|责任领导|分管领导|牵头领导|包保领导|挂点领导|联系领导|联系人|具体责任人|主管领导|负责人|联系电话)"
)
_TIMES = (
    r"(?:完成时限|完成时间|时间节点|时限要求|时限|推进时限|办结时限"
    r"|实施期限|实施时间|计划完成时间|时间安排|完成期限|进度安排|工作时限)"
)
_LABEL = re.compile(
    "|".join(f"(?P<{role.name}>{pattern})" for role, pattern in _LABELS) + f"|(?P<PERSON>{_PERSONS})|(?P<TIME>{_TIMES})"
)
_LABELLED = re.compile(
    rf"[(\[【〔]?\s*(?:{'|'.join(pattern for _, pattern in _LABELS)}|{_PERSONS}|{_TIMES})\s*[】\])]?\s*[:：]"
)
_STARTS_NOTE = re.compile(rf"[(\[【〔]?\s*(?:{'|'.join(pattern for _, pattern in _LABELS)})\s*[】\])]?\s*[:：]")
_ENDS = (
    r"(?:"
    r"人民政府|政府|管理委员会|管委会|委员会|办公室|办公厅|指挥部|领导小组|办事处|工作专班"
    r"|专班|联席会议|总队|支队|大队|中队|分局|总局|总站|总公司|集团|公司|中心|研究院"
    r"|研究所|学院|大学|学校|医院|银行|协会|联合会|商会|学会|工会|总工会|妇联|残联"
    r"|侨联|文联|科协|社科联|工商联|团委|红十字会|法院|检察院|监狱|基金会|交易所|管理处"
    r"|管理局|事务局|服务局|供销社|党校|博物馆|图书馆|档案馆|文化馆|电视台|报社|融媒体"
    r"|海关|税务|气象|银保监|证监|邮政|电力|供电|铁塔|电信|移动|联通|街道|乡镇|镇街"
    r"|园区|开发区|高新区|新区|经开区|部门|单位|各区|各县|各市|局|委|办|厅|部|署|处"
    r"|所|站|院|社|台|馆|队|区|县|市|镇|乡|村|旗|盟|州|省|校|企业"
    r")"
)
_BODY = re.compile(
    rf"(?:[\u4e00-\u9fffA-Za-z·“”\-]|[(（][^()（）]{{1,16}}[)）]|、(?=[县市镇街旗开园]))*?{_ENDS}(?:[(（][^()（）]{{1,16}}[)）])?"
)
_TAIL = re.compile(
    r"(?:等)?(?:相关|有关)?(?:部门|单位)?(?:和单位)?(?:按(?:照)?(?:各自)?(?:职责|职能|任务)(?:分工)?(?:分别)?|根据职责分工|分别|共同|具体|牵头|联合|各自)?(?P<role>牵头负责|牵头落实|牵头组织|牵头实施|牵头推进|牵头会同|牵头|负责落实|负责实施|组织落实|组织实施|负责|落实|配合落实|配合|参与|参加|协助|协同|实施|推进|承办|主办|协办|为责任单位|为牵头单位|为配合单位)+$"
)
_ROLE_WORDS = (
    ("牵头", CellRole.LEAD),
    ("主办", CellRole.LEAD),
    ("配合", CellRole.PARTICIPATING),
    ("参与", CellRole.PARTICIPATING),
    ("参加", CellRole.PARTICIPATING),
    ("协", CellRole.PARTICIPATING),
)
_SPLIT = re.compile(
    r"[、,，;；/]|\s{1,}|(?<=[局委办厅部院府会团心处])(?:和|及|以及|与|会同)(?=[\u4e00-\u9fff])|以及|\n"
)
_ETC = re.compile(
    r"(?:等(?:(?:相关|有关)?(?:市级|区级|县级|省级)?(?:部门|单位|成员单位|部门和单位|部门单位)?)?|按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?(?:分别)?|分别|共同)$"
)
_DEFAULT = re.compile(
    r"(?:(?:以下各项(?:任务|工作)?|以下任务|以下工作|以下|下同|其余|各项任务|以上任务|所有任务)[,:，]?\s*|(?<=[。;；(\[【:]))"
    r"(?:均|都)?(?:需由|需|须|由|涉及)?(?P<bodies>(?:(?!以下|下同|均需|均由)[^。;；:：]){2,60}?)"
    r"(?P<verb>(?:按(?:照)?(?:职责|职能)分工)?(?:落实|负责|配合|参与|组织实施|实施|牵头|为责任单位|均为责任单位|为配合单位|均为配合单位)+)[,，、]?\s*(?:以下|下文)?\s*(?:不再|不另|不一一|不逐一)(?:一一|逐一|另行|单独|重复)?(?:列出|列明|列入|列示|注明|单列|重复|标注|说明)+"
)
_FIRST_LEADS = re.compile(
    r"(?:列|排)(?:名)?(?:在)?(?:第一|首)(?:位|个)?的?[^。;；,，()（）]{0,10}(?:为|是)?(?:第一)?牵头"
)
_BY = re.compile(r"(?:由)?(?P<bodies>[^。！？;；]{2,120}?)(?P<verb>牵头负责|牵头|按职责分工负责|负责)")
_BRACKETS = {"(": ")", "[": "]", "【": "】", "〔": "〕", "（": "）", "［": "］"}
_LONGEST = 900


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of a note with what it says; ``label`` is the word that heads it."""

    role: CellRole
    span: Stretch
    label: Stretch | None


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note of responsible units: its stretch, what it names, and the bodies that hold for what follows."""

    span: Stretch
    cells: tuple[Named, ...]
    defaults: tuple[Named, ...] = ()


def first_leads(folded: str) -> bool:
    """Tell whether the document says that the first body of each note is the leading one."""
    return _FIRST_LEADS.search(folded) is not None


def is_note_line(folded: str, start: int, end: int) -> bool:
    """Tell whether a whole line is a note of responsible units."""
    if end - start > _LONGEST:
        return False
    if _STARTS_NOTE.match(folded, start, end):
        return True
    words = folded[start:end]
    if words[0] in _BRACKETS and words.rstrip("。;；")[-1:] == _BRACKETS[words[0]]:
        return _names_bodies(folded, start + 1, start + len(words.rstrip("。;；")) - 1) is not None
    if end - start <= 120 and words.count("。") <= 1 and re.search(r"(?:牵头|负责|配合)[。;]?$", words):
        return _whole_sentence_of_bodies(folded, start, end)
    return False


def _whole_sentence_of_bodies(folded: str, start: int, end: int) -> bool:
    """Tell whether a short line says no more than who leads and who helps."""
    parts = [part for part in re.split(r"[,;，；。]", folded[start:end]) if part]
    return all(_role_at_end(part) is not None or _all_bodies(part) for part in parts) and any(map(_role_at_end, parts))


def note_at_end(folded: str, start: int, end: int) -> FoundNote | None:
    """Find the note that ends a paragraph: in brackets, or labelled after the last sentence."""
    last = end
    while last > start and (folded[last - 1].isspace() or folded[last - 1] in "。;；"):
        last -= 1
    if last > start and folded[last - 1] in ")]】〕":
        first = _opening(folded, start, last - 1)
        if first is not None:
            cells = _names_bodies(folded, first + 1, last - 1)
            if cells is not None:
                return _note(folded, first, end, first + 1, last - 1, cells)
    begin = max(start, end - _LONGEST)
    for match in _STARTS_NOTE.finditer(folded, begin, end):
        at = match.start()
        if at > start and folded[at - 1] not in STOP + " ;；)）]】\n”" and folded[at] not in "([【〔":
            continue
        return read_note(folded, at, end)
    return None


def _opening(folded: str, start: int, close: int) -> int | None:
    """Find the bracket that a closing one ends."""
    wanted = {value: key for key, value in _BRACKETS.items()}[folded[close]]
    depth = 0
    for index in range(close, max(start - 1, close - _LONGEST), -1):
        if folded[index] == folded[close]:
            depth += 1
        elif folded[index] == wanted:
            depth -= 1
            if depth == 0:
                return index
    return None


def read_note(folded: str, start: int, end: int) -> FoundNote:
    """Read a stretch that is known to be a note."""
    first, last = start, end
    while last > first and (folded[last - 1].isspace() or folded[last - 1] in "。;；"):
        last -= 1
    if (
        last > first
        and folded[first] in _BRACKETS
        and folded[last - 1] == _BRACKETS[folded[first]]
        and _opening(folded, first, last - 1) == first
    ):
        first, last = first + 1, last - 1
    cells = _names_bodies(folded, first, last)
    return _note(folded, start, end, first, last, cells or [])


def _note(folded: str, start: int, end: int, first: int, last: int, cells: list[Named]) -> FoundNote:
    match = _DEFAULT.search(folded, first, last)
    if match is None:
        return FoundNote((start, end), tuple(cells))
    role = _role_at_end(match["verb"]) or CellRole.RESPONSIBLE
    begin, stop = match.span("bodies")
    while stop > begin and folded[stop - 1] in "均都需须由为":
        stop -= 1
    defaults = tuple(Named(role, span, None) for span in bodies(folded, begin, stop))
    own = tuple(cell for cell in cells if cell.span[1] <= match.start() or cell.span[0] >= match.end())
    return FoundNote((start, end), own, defaults)


def _names_bodies(folded: str, start: int, end: int) -> list[Named] | None:
    """Read the inside of a note; None where it names no body in a way that tells of responsibility."""
    labels = [
        match
        for match in _LABEL.finditer(folded, start, end)
        if re.match(r"\s*[】\])]?\s*:", folded[match.end() : match.end() + 4])
    ]
    if labels:
        if folded[start : labels[0].start()].strip("([【〔 由") and not _all_bodies(folded[start : labels[0].start()]):
            return None
        return list(_labelled(folded, labels, end))
    default = _DEFAULT.search(folded, start, end)
    last = default.start() if default else end
    found: list[Named] = []
    told = False
    at = start
    for piece in re.split(r"([,;，；。])", folded[start:last]):
        first, stop = stripped(folded, at, at + len(piece))
        at += len(piece)
        if first >= stop or piece in ",;，；。":
            continue
        role = _role_at_end(folded[first:stop])
        if role is None and not _all_bodies(folded[first:stop]):
            return None
        tail = _TAIL.search(folded, first, stop)
        told = told or role is not None
        words_end = tail.start() if tail else stop
        words_start = first + 1 if folded[first] == "由" else first
        spans = list(bodies(folded, words_start, words_end))
        if not spans:
            return None
        found += [Named(role or CellRole.RESPONSIBLE, span, None) for span in spans]
    if not found:
        return None
    # 市科技局、市财政局牵头 after 市发展改革委, : a piece without a verb shares that of the next one
    for index in range(len(found) - 2, -1, -1):
        between = folded[found[index].span[1] : found[index + 1].span[0]]
        if told and found[index].role is CellRole.RESPONSIBLE and re.fullmatch(r"\s*[,，、]\s*", between):
            found[index] = Named(found[index + 1].role, found[index].span, None)
    return found if told or len(found) >= 1 else None


def _labelled(folded: str, labels: list[re.Match[str]], end: int) -> Iterator[Named]:
    for match, following in zip(labels, [*labels[1:], None], strict=True):
        first = folded.index(":", match.end()) + 1
        last = following.start() if following else end
        default = _DEFAULT.search(folded, first, last)
        closing = re.compile(rf"[{STOP}]").search(folded, first, last)
        stop = min(default.start() if default else last, closing.start() if closing else last)
        kind = str(match.lastgroup)
        if kind == "PERSON":
            continue
        span = stripped(folded, first, stop)
        while span[1] > span[0] and folded[span[1] - 1] in ",;，；、([【〔 ":
            span = span[0], span[1] - 1
        if kind == "TIME":
            if span[0] < span[1]:
                yield Named(CellRole.DEADLINE, span, match.span())
            continue
        for body in bodies(folded, *span):
            yield Named(_own_role(folded, body) or CellRole[kind], body, match.span())


def _own_role(folded: str, body: Stretch) -> CellRole | None:
    """Read a role in brackets right after a body: 市科技局(牵头)."""
    match = re.compile(r"\s*\((牵头|主办|配合|参与|协办)[^()]{0,4}\)").match(folded, body[1])
    return _role_at_end(match[1]) if match else None


def _role_at_end(words: str) -> CellRole | None:
    match = _TAIL.search(words.rstrip("。;； "))
    if match is None:
        return None
    return next((role for word, role in _ROLE_WORDS if word in match["role"]), CellRole.RESPONSIBLE)


def _all_bodies(words: str) -> bool:
    """Tell whether words are names of bodies and nothing else."""
    pieces = [_ETC.sub("", words[slice(*span)]) for span in _pieces(words, 0, len(words))]
    pieces = [piece for piece in pieces if piece]
    return bool(pieces) and all(
        len(piece) >= 2 and _BODY.fullmatch(piece) and len(piece) <= 30 and not re.search(r"\d|[的了]", piece)
        for piece in pieces
    )


def bodies(folded: str, start: int, end: int) -> Iterator[Stretch]:
    """Cut a list of bodies into their names: 各区、县(市)政府 is one, brackets are kept whole."""
    for first, last in _pieces(folded, start, end):
        words = folded[first:last]
        tail = _TAIL.search(words)
        if tail and tail.start() > 0:
            words = words[: tail.start()]
        words = re.sub(r"\((?:牵头|主办|配合|参与|协办|负责)[^()]{0,4}\)$", "", words)
        bare = _ETC.sub("", words)
        if bare.startswith("由") and len(bare) > 3:
            first, bare = first + 1, bare[1:]
        bare = bare.rstrip("。;； 、")
        if len(bare) >= 2 and not re.fullmatch(r"(?:下同|不再列出|以下简称.*|其他(?:相关|有关)?|按职责分工.*)", bare):
            yield first, first + len(bare)


def _pieces(folded: str, start: int, end: int) -> Iterator[Stretch]:
    """Split at separators outside brackets, and not inside 各区、县."""
    depth = 0
    begin = at = start
    while at < end:
        character = folded[at]
        if character in "([（〔":
            depth += 1
        elif character in ")]）〕" and depth:
            depth -= 1
        match = _SPLIT.match(folded, at, end) if depth == 0 else None
        if match and not _joins(folded, begin, at, match.end(), end):
            if begin < at:
                yield stripped(folded, begin, at)
            begin = at = match.end()
            continue
        at += 1
    if begin < end:
        first, last = stripped(folded, begin, end)
        if first < last:
            yield first, last


def _joins(folded: str, begin: int, at: int, after: int, end: int) -> bool:
    """Tell whether a separator stands inside one name: 各区、县(市)政府, 各镇、街道."""
    if folded[at] != "、":
        return False
    left = folded[begin:at].lstrip("由")
    if not re.fullmatch(
        r"各(?:设区|地级|县级)?(?:区|市|县|镇|乡|街道|乡镇|州|旗|地|园区|开发区)(?:\([^()]{1,8}\))?", left
    ):
        return False
    return (
        re.compile(
            r"(?:县|市|区|镇|乡|街道|园区|旗|州|盟|开发区|功能区|县级市)(?:\([^()]{1,10}\)|、(?:开发区|园区))?(?:人民政府|政府|管委会|办事处|党委|党工委|街道办)?(?:$|[,，;；、。)\]】])"
        ).match(folded, after, end)
        is not None
    )
