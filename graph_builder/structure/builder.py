"""Build the tree of a document from its lines: headings, numbered lines and what stands below them.

Where an excerpt begins in the middle, the printed numbers tell what is missing: a first heading 二、 proves that 一、
existed, and what stands before it belongs to 一、. Such units are marked and get no heading.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from graph_builder.structure import boxes
from graph_builder.structure.draft import Draft
from graph_builder.structure.levels import order
from graph_builder.structure.lines import Line, LineKind
from graph_builder.structure.marks import FINE, Marker, Style, kinds_of
from graph_builder.structure.tables import cells_on_lines, lines_table, rows_table
from graph_builder.structure.themes import FRAME_HEADING, PLAIN_HEADING
from graph_builder.structure.units import TextStatus, UnitKind

_CAPTION = re.compile(
    r"(?:附?表\s*[\d一二三四五六七八九十]{0,3}\s*[:：、.]?\s*)[^。！？;]{2,40}|[^。！？;:,]{2,30}(?:指标|指标体系|分工表|任务表|项目表|一览表)(?:表)?"
)
_MOST_ABSENT = 198
"""A gap in the numbers that is wider than this is no gap: the number was never one of this sequence."""
_MOST_ABSENT_FINE = 30


@dataclass(eq=False)
class Node:
    """A numbered unit under construction. ``value`` is its printed number, None while it is not known."""

    style: Style | None
    kind: UnitKind
    start: int
    line: Line | None = None
    status: TextStatus = TextStatus.PRESENT
    value: int | None = None
    content: list[Line | Draft | Node] = field(default_factory=list)
    numbered: dict[Style, Node] = field(default_factory=dict)
    """The last numbered unit right below, by style."""

    @property
    def children(self) -> list[Node]:
        """The numbered units right below."""
        return [part for part in self.content if isinstance(part, Node)]


class Builder:
    """Reads line after line and keeps the path of open units."""

    def __init__(self, text: str, folded: str) -> None:
        self.text = text
        self.folded = folded
        self.root = Node(None, UnitKind.DOCUMENT, 0)
        self.open: list[Node] = [self.root]
        self.styles: list[Style] = []
        self.kinds: dict[Style, UnitKind] = {}
        self.last: dict[Style, int] = {}
        self.runs_on: set[Style] = set()
        self.any_heading = False

    def build(self, lines: list[Line]) -> Node:
        """Read the lines of one document."""
        outside = _outside_boxes(lines, self.text, self.folded)
        self._plain_headings([line for line in outside if isinstance(line, Line)])
        self.styles = order(line for line in outside if isinstance(line, Line))
        self.kinds = kinds_of(self.styles)
        for part in outside:
            if isinstance(part, Draft):
                self.open[-1].content.append(part)
            elif part.marker is not None and part.kind in (LineKind.HEADING, LineKind.NUMBERED):
                self._numbered(part)
            else:
                self.open[-1].content.append(part)
        return self.root

    def _plain_headings(self, lines: list[Line]) -> None:
        """Take for headings the lines that name a usual part of a plan, where no heading is numbered.

        Where headings are numbered, a preface or the closing part stands beside the outermost of them.
        """
        coarse = [
            line.marker.style
            for line in lines
            if line.marker is not None and line.kind is LineKind.HEADING and line.marker.style not in FINE
        ]
        style, pattern = (min(coarse), FRAME_HEADING) if coarse else (Style.PLAIN, PLAIN_HEADING)
        last = 0
        for line in lines:
            if line.kind is LineKind.TEXT and pattern.fullmatch(self.folded, line.start, line.end):
                value = last + 1 if last or style is Style.PLAIN else 0
                line.marker = Marker(style, value, line.start, (line.start, line.start), line.start)
                line.kind, line.title, line.body = LineKind.HEADING, (line.start, line.end), line.end
            if line.marker is not None and line.marker.style is style and line.kind is LineKind.HEADING:
                last = line.marker.value

    def _numbered(self, line: Line) -> None:
        marker = line.marker
        assert marker is not None
        if not self.any_heading and marker.style not in FINE:
            self._imply_ancestors(line)
            self.any_heading = True
        rank = self.styles.index(marker.style)
        while len(self.open) > 1 and self._rank(self.open[-1]) >= rank:
            self.open.pop()
        parent = self.open[-1]
        self._fill_gap(parent, line)
        node = Node(marker.style, self.kinds[marker.style], line.start, line, value=marker.value)
        parent.content.append(node)
        parent.numbered[marker.style] = node
        self.last[marker.style] = marker.value
        self.open.append(node)

    def _rank(self, node: Node) -> int:
        return self.styles.index(node.style) if node.style is not None else -1

    def _imply_ancestors(self, line: Line) -> None:
        """Open the units that an excerpt beginning in the middle stands in; what was read goes into the innermost."""
        marker = line.marker
        assert marker is not None
        above = [style for style in self.styles if style not in FINE]
        rank = above.index(marker.style)
        front = list(itertools.takewhile(_is_front, self.root.content))
        content = self.root.content[len(front) :]
        innermost = rank if marker.value > 1 and content else rank - 1
        if innermost < 0:
            return
        self.root.content = front
        del self.open[1:]
        start = content[0].start if content else line.start
        for style in above[: innermost + 1]:
            node = Node(style, self.kinds[style], start, status=TextStatus.HEADING_ABSENT)
            self.open[-1].content.append(node)
            self.open[-1].numbered[style] = node
            self.open.append(node)
        self.open[-1].content += content

    def _fill_gap(self, parent: Node, line: Line) -> None:
        """Put absent units where the printed number skips some; numbers may run on from the parent before."""
        marker = line.marker
        assert marker is not None
        last = parent.numbered.get(marker.style)
        if last is not None and last.value is None:
            last.value = max(marker.value - 1, 1)
            known, at, where = 0, last.start, parent.content.index(last)
            missing = last.value - 1
        elif last is not None:
            known, at, where = last.value or 0, line.start, len(parent.content)
            missing = marker.value - known - 1
        else:
            before = self.last.get(marker.style, 0)
            if before and marker.value == before + 1 and marker.value > 1:
                self.runs_on.add(marker.style)
            known = before if marker.style in self.runs_on and marker.value > before else 0
            at, where = line.start, len(parent.content)
            missing = marker.value - known - 1
        if missing > (_MOST_ABSENT_FINE if marker.style in FINE else _MOST_ABSENT):
            return
        gaps = [
            Node(marker.style, self.kinds[marker.style], at, status=TextStatus.ABSENT, value=known + step)
            for step in range(1, missing + 1)
        ]
        parent.content[where:where] = gaps


def _is_front(part: Line | Draft | Node) -> bool:
    """Tell what stands before the body of a document: title, number, addressees, contents."""
    return isinstance(part, Line) and part.kind in (
        LineKind.TITLE, LineKind.DOCUMENT_NUMBER, LineKind.ADDRESSEES, LineKind.CONTENTS, LineKind.SIGNATURE,
        LineKind.ROSTER, LineKind.RULE,
    )  # fmt: skip


def _captioned(lines: list[Line], index: int, folded: str) -> tuple[Draft, int] | None:
    """Read the table that stands below its caption; give it and the index after it."""
    end = index + 1
    if end < len(lines) and (count := cells_on_lines(folded, lines, end)):
        table = lines_table(folded, lines[end : end + count])
        end += count
    else:
        while end < len(lines) and lines[end].kind is LineKind.ROW:
            end += 1
        if end == index + 1:
            return None
        table = rows_table(folded, lines[index + 1 : end])
    table.start, table.title = lines[index].start, (lines[index].start, lines[index].end)
    return table, end


def _outside_boxes(lines: list[Line], text: str, folded: str) -> list[Line | Draft]:
    """Take boxes and tables together; leave the other lines as they are."""
    found: list[Line | Draft] = []
    main: dict[Style, int] = {}
    ends = [n for n, line in enumerate(lines) if line.kind is LineKind.BOX_END]
    next_end = 0
    index = 0
    while index < len(lines):
        line = lines[index]
        while next_end < len(ends) and ends[next_end] < index:
            next_end += 1
        if line.kind is LineKind.BOX:
            box_end = ends[next_end] if next_end < len(ends) else len(lines) + 1
            end = boxes.reach(lines, index, folded, main, box_end)
            found.append(boxes.box_draft(text, folded, lines[index:end]))
        elif _CAPTION.fullmatch(folded, line.start, line.end) and (table := _captioned(lines, index, folded)):
            found.append(table[0])
            end = table[1]
        elif line.kind is LineKind.ROW:
            end = index
            while end < len(lines) and lines[end].kind is LineKind.ROW:
                end += 1
            found.append(rows_table(folded, lines[index:end]))
        elif (count := cells_on_lines(folded, lines, index)) > 0:
            end = index + count
            found.append(lines_table(folded, lines[index:end]))
        else:
            if line.marker is not None and line.kind in (LineKind.HEADING, LineKind.NUMBERED):
                main[line.marker.style] = line.marker.value
                for style in list(main):
                    if style > line.marker.style:
                        del main[style]
            found.append(line)
            end = index + 1
        index = end
    return found
