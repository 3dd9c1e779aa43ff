"""Build the tree of units from the lines of a plan.

Where an excerpt begins in the middle, the printed numbers tell what is missing: a first heading 二、 proves that 一、
existed, and what stands before it belongs to 一、. Such units are marked and get no heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph_builder.errors import StructureError
from graph_builder.structure.lines import BOX_MARK, Heading, heading, items, lead_sentence, sentences, without_marks
from graph_builder.structure.units import HEADED, TextStatus, Tree, Unit, UnitKind
from graph_builder.text import SourceText, Span

_SAFEGUARDS = re.compile(r"保障措施|组织保障|实施保障|保障机制")


@dataclass
class _Node:
    """A unit under construction. ``value`` is its printed number, None while it is not known."""

    kind: UnitKind
    start: int
    heading: Heading | None = None
    status: TextStatus = TextStatus.PRESENT
    value: int | None = None
    body: list[Span] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)


def parse(source: SourceText) -> Tree:
    """Read the structure of a plan's text.

    Raises:
        StructureError: a box has a title and no content.
    """
    lines = [line for line in (line.stripped() for line in source.lines()) if len(line)]
    headings = {line.start: found for line in lines if (found := heading(line))}
    root = _Node(UnitKind.TITLE, 0)
    _Builder(source, root, tuple(k for k in HEADED if any(h.kind is k for h in headings.values()))).read(
        lines, headings
    )
    units = _number(source, root.children, (), in_safeguards=False)
    return Tree(source, tuple(units))


class _Builder:
    """Reads line after line and keeps the path of open units."""

    def __init__(self, source: SourceText, root: _Node, levels: tuple[UnitKind, ...]) -> None:
        self.source = source
        self.levels = levels
        self.open: list[_Node] = [root]
        self.any_heading = False

    def read(self, lines: list[Span], headings: dict[int, Heading]) -> None:
        box: _Node | None = None
        for index, line in enumerate(lines):
            found = headings.get(line.start)
            if box is not None and (found is not None or (box.body and not line.quote.endswith(BOX_MARK))):
                self._close_box(box)
                box = None
            if found is None and box is not None:
                box.body.append(line)
            elif found is None:
                kind = UnitKind.TITLE if index == 0 and "。" not in line.quote else UnitKind.PARAGRAPH
                self.open[-1].children.append(_Node(kind, line.start, body=[line]))
            elif found.kind is UnitKind.BOX:
                box = _Node(UnitKind.BOX, line.start, heading=found, value=found.value)
                self.open[-1].children.append(box)
            else:
                self._headed(found)
        if box is not None:
            self._close_box(box)

    def _close_box(self, box: _Node) -> None:
        if not any(len(without_marks(line)) for line in box.body):
            raise StructureError(
                f"the box ‘{box.heading.span.quote if box.heading else ''}’ has no content",
                place=self.source.place(box.start),
                remedy="put its items on the lines after its title",
            )

    def _headed(self, found: Heading) -> None:
        if not self.any_heading:
            self._imply_ancestors(found)
            self.any_heading = True
        rank = self.levels.index(found.kind)
        while len(self.open) > 1 and self.levels.index(self.open[-1].kind) >= rank:
            self.open.pop()
        parent = self.open[-1]
        self._fill_gap(parent, found)
        node = _Node(found.kind, found.span.start, heading=found, value=found.value)
        parent.children.append(node)
        self.open.append(node)

    def _imply_ancestors(self, found: Heading) -> None:
        """Open the units that an excerpt beginning in the middle stands in; what was read goes into the innermost."""
        rank = self.levels.index(found.kind)
        root = self.open[0]
        content = [child for child in root.children if child.kind is not UnitKind.TITLE]
        innermost = rank if found.value > 1 and content else rank - 1
        if innermost < 0:
            return
        root.children = [child for child in root.children if child.kind is UnitKind.TITLE]
        start = content[0].start if content else found.span.start
        for kind in self.levels[: innermost + 1]:
            node = _Node(kind, start, status=TextStatus.HEADING_ABSENT)
            self.open[-1].children.append(node)
            self.open.append(node)
        self.open[-1].children = content

    def _fill_gap(self, parent: _Node, found: Heading) -> None:
        """Put absent units where the printed number skips some."""
        siblings = [child for child in parent.children if child.kind is found.kind]
        last = siblings[-1] if siblings else None
        if last is not None and last.value is None:
            last.value = max(found.value - 1, 1)
            known, at, where = 0, last.start, parent.children.index(last)
            missing = last.value - 1
        else:
            known = (last.value or 0) if last is not None else 0
            at, where = found.span.start, len(parent.children)
            missing = found.value - known - 1
        gaps = [_Node(found.kind, at, status=TextStatus.ABSENT, value=known + step) for step in range(1, missing + 1)]
        parent.children[where:where] = gaps


def _number(source: SourceText, nodes: list[_Node], path: tuple[int, ...], *, in_safeguards: bool) -> list[Unit]:
    """Freeze the nodes into units: count positions, tell tasks from introductions, cut boxes and sentences."""
    headed_below = any(node.kind in HEADED for node in nodes)
    titled = sum(node.kind is UnitKind.TITLE for node in nodes)  # the title is number 0, so that chapters count from 1
    return [
        _freeze(source, node, (*path, index), is_leaf=bool(path) and not headed_below, in_safeguards=in_safeguards)
        for index, node in enumerate(nodes, 1 - titled)
    ]


def _freeze(source: SourceText, node: _Node, position: tuple[int, ...], *, is_leaf: bool, in_safeguards: bool) -> Unit:
    if node.kind is UnitKind.BOX:
        return _box(source, node, position)
    if node.kind in HEADED:
        title = node.heading.title if node.heading else None
        number = node.heading.number if node.heading else None
        safeguards = in_safeguards or bool(title and _SAFEGUARDS.search(title.quote) and node.kind is UnitKind.CHAPTER)
        children = _number(source, node.children, position, in_safeguards=safeguards)
        end = max([node.heading.span.end if node.heading else node.start, *(child.span.end for child in children)])
        return Unit(node.kind, source.span(node.start, end), position, node.status, number, title, tuple(children))
    line = node.body[0]
    if node.kind is UnitKind.TITLE:
        return Unit(node.kind, line, position, title=line)
    kind, title = node.kind, None
    if kind is UnitKind.PARAGRAPH and is_leaf:
        kind = UnitKind.SAFEGUARD if in_safeguards else UnitKind.TASK
        title = lead_sentence(line)
    return Unit(kind, line, position, title=title, children=_sentences(line, position))


def _box(source: SourceText, node: _Node, position: tuple[int, ...]) -> Unit:
    content = source.span(node.body[0].start, node.body[-1].end)
    parts = tuple(
        Unit(
            UnitKind.ITEM,
            item,
            (*position, index),
            title=label,
            children=_sentences(source.span(label.end + 1, item.end), (*position, index)),
        )
        for index, (label, item) in enumerate(items(content), 1)
    )
    before = source.span(content.start, parts[0].span.start) if parts else content
    found = node.heading
    return Unit(
        UnitKind.BOX,
        source.span(node.start, content.end),
        position,
        number=found.number if found else None,
        title=found.title if found else None,
        children=_sentences(before, position) + parts,
    )


def _sentences(content: Span, position: tuple[int, ...]) -> tuple[Unit, ...]:
    return tuple(
        Unit(UnitKind.SENTENCE, sentence, (*position, index)) for index, sentence in enumerate(sentences(content), 1)
    )
