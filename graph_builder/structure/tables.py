"""Tables: rows of marked cells, a cell on each line, or a whole table of indicators run together in one line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from graph_builder.structure.draft import Draft
from graph_builder.structure.lines import Line, LineKind
from graph_builder.structure.notes import Named, bodies
from graph_builder.structure.sentences import Stretch, stripped
from graph_builder.structure.units import CellRole, UnitKind

_NATURE = re.compile(r"约束性|预期性|预测性|引导性|导向性")
_VALUE = re.compile(
    r"(?:[≥≤>＞＜<约达至超]\s*)?\d[\d,]*(?:\.\d+)?\s*(?:%|[‰％])?(?:左右|以上|以内|以下|倍|:\d+)?|[〔\[【(（][-+]?\d[\d.]*%?[〕\])】)）]|[-－—–/]{1,3}(?!\w)|持续\w{2}|完成国家(?:下达)?(?:任务|目标)"
)
_HEADS: tuple[tuple[CellRole, re.Pattern[str]], ...] = (
    (CellRole.NUMBER, re.compile(r"^(?:序\s*号|编\s*号|No\.?)$")),
    (CellRole.LEAD, re.compile(r"牵头")),
    (CellRole.PARTICIPATING, re.compile(r"(?:配合|参与|协同|协办)(?:单位|部门|责任)")),
    (CellRole.RESPONSIBLE, re.compile(r"(?:责任|负责|落实|实施|承办)(?:单位|部门|主体)|^责任$")),
    (CellRole.DEADLINE, re.compile(r"时限|完成时间|进度|时间节点|期限")),
    (CellRole.NATURE, re.compile(r"^(?:属\s*性|指标属性|指标性质|性质)$")),
    (CellRole.UNIT, re.compile(r"^(?:计量)?单\s*位$")),
    (CellRole.CATEGORY, re.compile(r"^(?:类\s*[别型]|领\s*域|维\s*度|一级指标|分\s*类|重点领域|目标类别)$")),
    (CellRole.CHANGE, re.compile(r"年均|增速|增长|累计|变化")),
    (CellRole.BASE, re.compile(r"基期|基数|现状|实际|完成值")),
    (CellRole.TARGET, re.compile(r"目标值?$|规划值|预期值")),
    (CellRole.NAME, re.compile(r"指\s*标|任\s*务|事\s*项|工作内容|项目(?:名称)?|举\s*措|名\s*称|措施|内容")),
)
_YEAR = re.compile(r"^(?:到)?((?:19|20)\d\d)\s*年?.{0,8}$")
_CELL_LIMIT = 30


def is_header(words: list[str]) -> bool:
    """Tell whether cells head the columns of a table."""
    roles = [_head(word) for word in words]
    known = sum(role is not None for role in roles)
    return len(words) >= 2 and known >= 2 and known >= len(words) / 2


def _head(words: str) -> CellRole | None:
    bare = re.sub(r"\s+", "", words)
    if len(bare) > 16:
        return None
    if _YEAR.match(bare):
        return CellRole.TARGET
    return next((role for role, pattern in _HEADS if pattern.search(bare)), None)


def row_cells(folded: str, line: Line) -> list[Stretch]:
    """Cut a line of a table at its marks."""
    if folded[line.start] == "|" or "|" in folded[line.start : line.end]:
        cuts = [n for n in range(line.start, line.end) if folded[n] == "|"]
        edges = [
            *([] if folded[line.start] == "|" else [line.start - 1]),
            *cuts,
            *([] if folded[line.end - 1] == "|" else [line.end]),
        ]
        return [stripped(folded, one + 1, two) for one, two in itertools.pairwise(edges)]
    wide = [match.span() for match in re.compile(r"\S+(?: \S+)*").finditer(folded, line.start, line.end)]
    return wide if len(wide) > 1 else words_of(folded, line)


def words_of(folded: str, line: Line) -> list[Stretch]:
    """Cut a line at every white space."""
    return [match.span() for match in re.compile(r"\S+").finditer(folded, line.start, line.end)]


def mark_spaced_rows(lines: list[Line], folded: str) -> None:
    """Mark the rows of tables whose columns are parted by blanks: a line that heads columns, and those like it below.

    A row begins with its number and has as many words as there are columns.
    """
    columns, count = 0, 0
    for index, line in enumerate(lines):
        words = [folded[slice(*word)] for word in words_of(folded, line)] if line.end - line.start <= 200 else []
        if columns and len(words) == columns and words[0] == str(count + 1):
            lines[index].kind, lines[index].marker, count = LineKind.ROW, None, count + 1
            if count == 1:
                lines[index - 1].kind = LineKind.ROW
        else:
            columns = len(words) if line.kind is LineKind.TEXT and len(words) >= 3 and _numbers_rows(words) else 0
            count = 0


def _numbers_rows(words: list[str]) -> bool:
    return _head(words[0]) is CellRole.NUMBER and all(_head(word) is not None for word in words[1:3])


def rows_table(folded: str, lines: list[Line]) -> Draft:
    """Read lines that are rows of a table."""
    table = Draft(UnitKind.TABLE, lines[0].start, lines[-1].end)
    heads: list[Stretch] = []
    for line in lines:
        cells = row_cells(folded, line)
        words = [folded[slice(*cell)] for cell in cells]
        if all(re.fullmatch(r"[-—:\s]*", word) for word in words):
            continue
        if not heads and is_header(words):
            heads = cells
            continue
        table.children.append(_row(folded, line.start, line.end, cells, heads))
    return table


def _row(folded: str, start: int, end: int, cells: list[Stretch], heads: list[Stretch]) -> Draft:
    row = Draft(UnitKind.ROW, start, end)
    roles = _roles(folded, heads) if len(heads) == len(cells) else [None] * len(cells)
    found: list[Named] = []
    for index, (cell, role) in enumerate(zip(cells, roles, strict=True)):
        if cell[0] >= cell[1]:
            continue
        head = heads[index] if role is not None else None
        known = role or _guess(folded[slice(*cell)], is_first=not any(item.role is CellRole.NAME for item in found))
        if known in (CellRole.LEAD, CellRole.RESPONSIBLE, CellRole.PARTICIPATING):
            found += [Named(known, body, head) for body in bodies(folded, *cell)]
        else:
            found.append(Named(known, cell, head))
    row.cells = tuple(found)
    row.title = next((item.span for item in found if item.role is CellRole.NAME), None)
    row.number = next((item.span for item in found if item.role is CellRole.NUMBER), None)
    return row


def _roles(folded: str, heads: list[Stretch]) -> list[CellRole | None]:
    """Name the columns; the first of several years is the base where it comes before the goals."""
    roles = [_head(folded[slice(*head)]) for head in heads]
    years = [n for n, head in enumerate(heads) if _YEAR.match(folded[slice(*head)])]
    if len(years) >= 2:
        roles[years[0]] = CellRole.BASE
    names = [n for n, role in enumerate(roles) if role is CellRole.NAME]
    for extra in (
        names[:-1] if len(names) > 1 and not any("指标" in folded[slice(*heads[n])] for n in names) else names[1:]
    ):
        roles[extra] = CellRole.OTHER
    return [role or CellRole.OTHER for role in roles]


def _guess(words: str, *, is_first: bool) -> CellRole:
    if _NATURE.fullmatch(words):
        return CellRole.NATURE
    if _VALUE.fullmatch(words):
        return CellRole.OTHER
    return CellRole.NAME if is_first and re.search(r"[\u4e00-\u9fff]{2}", words) else CellRole.OTHER


def cells_on_lines(folded: str, lines: list[Line], index: int) -> int:
    """Count the lines from ``index`` on that are a table with one cell on each line; 0 where they are none.

    It begins with the heads of its columns (指标, 单位, 2025年) and goes on as long as lines are as short as cells.
    """
    heads = 0
    while index + heads < len(lines) and heads < 12:
        line = lines[index + heads]
        if (
            line.kind not in (LineKind.TEXT, LineKind.NUMBERED, LineKind.HEADING)
            or _head(folded[line.start : line.end]) is None
        ):
            break
        heads += 1
    if heads < 3:
        return 0
    end = index + heads
    natures = 0
    while end < len(lines):
        line = lines[end]
        words = folded[line.start : line.end]
        if len(words) > _CELL_LIMIT or re.search(r"[。；;!?]", words) or line.kind in (
            LineKind.BOX, LineKind.BOX_END, LineKind.REMARK, LineKind.RULE, LineKind.ANNEX, LineKind.RESPONSIBILITY,
        ):  # fmt: skip
            break
        if line.marker is not None and line.marker.style <= 7 and natures and line.kind is LineKind.HEADING:
            break
        if (
            line.marker is not None
            and line.marker.style in (7, 10)
            and _ends_row(folded, lines[end - 1])
            and not _more_cells(folded, lines, end)
        ):
            break
        natures += bool(_NATURE.fullmatch(words))
        end += 1
    return end - index if end - index >= 2 * heads else 0


def _ends_row(folded: str, line: Line) -> bool:
    return bool(_NATURE.fullmatch(folded[line.start : line.end]))


def _more_cells(folded: str, lines: list[Line], index: int) -> bool:
    return any(_NATURE.fullmatch(folded[line.start : line.end]) for line in lines[index + 1 : index + 9])


def lines_table(folded: str, lines: list[Line]) -> Draft:
    """Read a table whose every cell is a line: rows end with the kind of indicator, or have as many cells as heads."""
    heads: list[Stretch] = []
    for line in lines:
        if _head(folded[line.start : line.end]) is None or len(heads) >= 12:
            break
        heads.append((line.start, line.end))
    table = Draft(UnitKind.TABLE, lines[0].start, lines[-1].end)
    rest = [(line.start, line.end) for line in lines[len(heads) :]]
    by_nature = _head(folded[slice(*heads[-1])]) is CellRole.NATURE
    row: list[Stretch] = []
    for cell in rest:
        row.append(cell)
        if _NATURE.fullmatch(folded[slice(*cell)]) if by_nature else len(row) == len(heads):
            table.children.append(_loose_row(folded, row, heads))
            row = []
    if row:
        table.children.append(_loose_row(folded, row, heads))
    return table


def _loose_row(folded: str, cells: list[Stretch], heads: list[Stretch]) -> Draft:
    """Read a row that may have one cell more (the name of a group before it) or fewer than there are columns."""
    if len(cells) == len(heads) + 1 and not _VALUE.fullmatch(folded[slice(*cells[1])]):
        row = _row(folded, cells[1][0], cells[-1][1], cells[1:], heads)
        row.start = cells[0][0]
        row.cells = (Named(CellRole.CATEGORY, cells[0], None), *row.cells)
        return row
    return _row(folded, cells[0][0], cells[-1][1], cells, heads)


def is_collapsed(folded: str, start: int, end: int) -> bool:
    """Tell whether a stretch is a table of indicators run together."""
    return len(_NATURE.findall(folded, start, min(end, start + 4000))) >= 2 and bool(
        re.compile(r"指\s*标|属\s*性|20\d\d\s*年").search(folded, start, min(end, start + 120))
    )


def collapsed_table(folded: str, start: int, end: int) -> Draft:
    """Read a table of indicators that was run together: a row ends where its kind (约束性, 预期性) stands."""
    table = Draft(UnitKind.TABLE, start, end)
    head = re.compile(r"属\s*性").search(folded, start, min(end, start + 200))
    at = head.end() if head else start
    for nature in _NATURE.finditer(folded, at, end):
        table.children += _collapsed_rows(folded, at, nature.span())
        at = nature.end()
    if table.children and at < end:
        remark = re.compile(r"注\s*\d?\s*[:：]|备注").search(folded, at, end)
        if remark:
            table.children.append(Draft(UnitKind.NOTE, remark.start(), end))
    return table


def _collapsed_rows(folded: str, start: int, nature: Stretch) -> Iterator[Draft]:
    """Cut the stretch before one 约束性 into the rows that share it: each is words and then values."""
    start, _ = stripped(folded, start, nature[1])
    pieces: list[tuple[Stretch, list[Stretch]]] = []
    for match in re.compile(
        r"(?P<name>(?:\d{1,2}\s*\.)?\s*[\u4e00-\u9fff“A-Za-z][^\d≥≤＞＜>〔【]*?(?:\([^()]{1,12}\)|[\u4e00-\u9fffⅠ-Ⅻ%]|PM2\.5)+?)(?P<values>(?:\s*(?:[≥≤>＞＜<]?\d[\d,.]*(?:%)?(?:左右|以上|以内|以下)?|[-－—–]{1,2}|〔[^〕]{1,8}〕|【[^】]{1,8}】|\[[^\]]{1,8}\]))+)"
    ).finditer(folded, start, nature[0]):
        values = [stripped(folded, *value.span()) for value in _VALUE.finditer(folded, *match.span("values"))]
        pieces.append((stripped(folded, *match.span("name")), values))
    for index, (name, values) in enumerate(pieces):
        is_last = index == len(pieces) - 1
        cells = [Named(CellRole.NAME, name, None)]
        cells += [Named(CellRole.OTHER, value, None) for value in values]
        stop = nature[1] if is_last else (values[-1][1] if values else name[1])
        if is_last:
            cells.append(Named(CellRole.NATURE, nature, None))
        yield Draft(UnitKind.ROW, name[0], stop, title=name, cells=tuple(cells))
