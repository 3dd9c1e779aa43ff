"""Make units of the numbered tree: which of its parts are headings, which are measures, points, notes."""

from __future__ import annotations

import re

from graph_builder.structure.builder import Node
from graph_builder.structure.draft import Draft, note_draft, sentence_drafts
from graph_builder.structure.inline import Convention
from graph_builder.structure.lines import Line, LineKind
from graph_builder.structure.marks import FINE, Style
from graph_builder.structure.notes import FoundNote, note_at_end, read_note
from graph_builder.structure.sentences import Stretch, lead_sentence, point_starts, stripped, trimmed
from graph_builder.structure.themes import exhorts, tells_the_past, theme_of
from graph_builder.structure.units import COMMITTING, Theme, UnitKind

_ASIDE = {
    LineKind.TITLE: UnitKind.TITLE,
    LineKind.CONTENTS: UnitKind.CONTENTS,
    LineKind.DOCUMENT_NUMBER: UnitKind.DOCUMENT_NUMBER,
    LineKind.ADDRESSEES: UnitKind.ADDRESSEES,
    LineKind.SIGNATURE: UnitKind.SIGNATURE,
    LineKind.ROSTER: UnitKind.ROSTER,
    LineKind.REMARK: UnitKind.NOTE,
}
_ANNOUNCES = re.compile(r"[:：]$|(?:如下|以下(?:任务|工作|措施|行动|要求))[。:：]?$")
_POINT_TITLE = re.compile(r"[^,，。;；:：!?！？]{2,24}(?=[,，。;；:：])")


class Composer:
    """Turns the nodes of one document into drafts of units."""

    def __init__(self, text: str, folded: str, convention: Convention) -> None:
        self.text = text
        self.folded = folded
        self.convention = convention

    def compose(self, node: Node, theme: Theme | None, *, outermost: bool = True) -> list[Draft]:
        """Give the units below a headed node, in the order of the text."""
        found: list[Draft] = []
        run: list[Line] = []
        leaf = not node.children and node.style is not None
        empties = theme is Theme.TASKS and all(_is_bare(child) for child in node.children)
        for part in node.content:
            if isinstance(part, Line) and part.kind is LineKind.BOX_END:
                continue
            if isinstance(part, Line) and part.kind not in _ASIDE:
                run.append(part)
                continue
            found += self._paragraphs(run, theme, leaf=leaf)
            run = []
            if isinstance(part, Node):
                found += self._numbered(part, theme, outermost=outermost, bare_are_tasks=empties)
            elif isinstance(part, Draft):
                found.append(part)
            else:
                _add_aside(found, part)
        found += self._paragraphs(run, theme, leaf=leaf)
        return found

    # ---------------------------------------------------------------- numbered units

    def _numbered(self, node: Node, theme: Theme | None, *, outermost: bool, bare_are_tasks: bool) -> list[Draft]:
        """Make a headed unit, a measure or a paragraph of a numbered node; what it cannot hold follows it."""
        line = node.line
        if line is None or line.marker is None:
            return [self._lost(node, theme)]
        assert node.style is not None
        title = line.title
        words = self.folded[slice(*title)] if title else ""
        own = theme_of(words, theme, outermost=outermost) if title else theme
        note = note_at_end(self.folded, line.marker.end, line.end)
        if note is not None and title is not None and note.span[0] < title[1]:
            title = stripped(self.folded, title[0], note.span[0])
            title = title if title[0] < title[1] else None
        inline = line.body < line.end and not (note is not None and note.span[0] <= line.body)
        if self._is_headed(node, theme, own, inline=inline, noted=note is not None, bare_are_tasks=bare_are_tasks):
            return [self._headed(node, title, note, own, inline=inline)]
        return self._measure(node, title, own, inline=inline)

    def _is_headed(
        self, node: Node, theme: Theme | None, own: Theme | None, *, inline: bool, noted: bool, bare_are_tasks: bool
    ) -> bool:
        assert node.style is not None
        assert node.line is not None
        coarse = node.style not in FINE
        children = node.children
        if node.line.title is None:
            return False
        if children:
            if not inline and (coarse or self._heads_measures(node)):
                return True
            return any(self._stands_alone(child, coarse=coarse) for child in children)
        texts = [
            part for part in node.content if isinstance(part, Line) and part.kind in (LineKind.TEXT, LineKind.BULLET)
        ]
        if not coarse:
            leads = sum(lead_sentence(self.text, part.start, part.end) is not None for part in texts)
            return not inline and leads >= 2 and leads == len(texts)
        if inline:
            return (own is not None and own not in COMMITTING) or (own is not theme and node.style <= Style.HAN)
        if not texts and not any(isinstance(part, Draft) for part in node.content):
            has_note = noted or any(
                isinstance(part, Line) and part.kind is LineKind.RESPONSIBILITY for part in node.content
            )
            return not ((has_note or bare_are_tasks) and (own in COMMITTING or own is None))
        return True

    def _heads_measures(self, node: Node) -> bool:
        """Tell whether 任务一 or 行动一 is only the name of several measures with words of their own."""
        return node.style is Style.NAMED and all(
            child.line is not None and child.line.title is not None and child.line.body < child.line.end
            for child in node.children
        )

    def _stands_alone(self, child: Node, *, coarse: bool) -> bool:
        """Tell whether a numbered line below a heading is a measure of its own rather than a point of a list."""
        line = child.line
        if line is None or line.marker is None:
            return True
        if child.children or any(
            isinstance(part, Line) and part.kind is LineKind.RESPONSIBILITY for part in child.content
        ):
            return True
        if note_at_end(self.folded, line.marker.end, line.end) is not None:
            return True
        if line.title is None or self.folded[line.end - 1] in ";；":
            return False
        if any(isinstance(part, Line) and part.kind is LineKind.TEXT for part in child.content):
            return True
        return coarse and line.body < line.end

    def _lost(self, node: Node, theme: Theme | None) -> Draft:
        children = self.compose(node, theme, outermost=False)
        end = max([node.start, *(child.end for child in children)])
        return Draft(node.kind, node.start, end, status=node.status, theme=theme, children=children)

    def _headed(
        self, node: Node, title: Stretch | None, note: FoundNote | None, theme: Theme | None, *, inline: bool
    ) -> Draft:
        line = node.line
        assert line is not None
        assert line.marker is not None
        children: list[Draft] = []
        if inline:
            body = Line(line.body, line.end, body=line.body)
            body.start, body.end = stripped(self.text, body.start, body.end)
            if node.children or body.start >= body.end:
                children += self._paragraphs([body], theme, leaf=False)
            else:
                node.content.insert(0, body)
        elif note is not None:
            children.append(note_draft(note))
        children += self.compose(node, theme, outermost=node.kind is UnitKind.PART)
        end = max([line.end, *(child.end for child in children)])
        number = line.marker.number if line.marker.number[0] < line.marker.number[1] else None
        return Draft(node.kind, node.start, end, number=number, title=title, theme=theme, children=children)

    def _measure(self, node: Node, title: Stretch | None, theme: Theme | None, *, inline: bool) -> list[Draft]:
        """Make a measure of a numbered line and of what stands below it."""
        line = node.line
        assert line is not None
        assert line.marker is not None
        kind = UnitKind.PARAGRAPH
        if theme is None or theme in COMMITTING:
            kind = UnitKind.SAFEGUARD if theme is Theme.SAFEGUARDS else UnitKind.TASK
            if tells_the_past(self.folded, line.marker.end, line.end):
                kind = UnitKind.PARAGRAPH
        unit = Draft(kind, line.start, line.end, number=line.marker.number, title=title, theme=theme)
        begin = line.marker.end if inline else line.body
        if not inline and title is not None:
            begin = max(title[1], line.marker.end)
        note = note_at_end(self.folded, line.marker.end, line.end)
        unit.children = self._body(begin, line.end, note)
        after: list[Draft] = []
        for part in node.content:
            if isinstance(part, Line) and part.kind is LineKind.BOX_END:
                continue
            if after or not self._may_join(part):
                after += self._apart(part, theme)
                continue
            unit.children += self._joined(part)
            unit.end = max(unit.end, unit.children[-1].end if unit.children else 0)
        return [unit, *after]

    def _may_join(self, part: Line | Draft | Node) -> bool:
        if isinstance(part, Draft):
            return False
        if isinstance(part, Node):
            return part.line is not None
        return part.kind in (LineKind.TEXT, LineKind.BULLET, LineKind.RESPONSIBILITY, LineKind.REMARK)

    def _joined(self, part: Line | Draft | Node) -> list[Draft]:
        """Make the children that a line or a numbered line gives to the measure that it stands in."""
        if isinstance(part, Node):
            return self._point(part)
        assert isinstance(part, Line)
        if part.kind is LineKind.RESPONSIBILITY:
            return [note_draft(read_note(self.folded, part.start, part.end))]
        if part.kind is LineKind.REMARK:
            return [Draft(UnitKind.NOTE, part.start, part.end)]
        if part.kind is LineKind.BULLET:
            begin = part.number[0] if part.number else part.start
            title = part.title if part.body < part.end else None
            return [
                Draft(UnitKind.POINT, part.start, part.end, title=title, children=self._body(begin, part.end, None))
            ]
        return self._body(part.start, part.end, note_at_end(self.folded, part.start, part.end))

    def _apart(self, part: Line | Draft | Node, theme: Theme | None) -> list[Draft]:
        if isinstance(part, Draft):
            return [part]
        if isinstance(part, Line) and part.kind is LineKind.BOX_END:
            return []
        if isinstance(part, Node):
            return self._numbered(part, theme, outermost=False, bare_are_tasks=False)
        if part.kind in _ASIDE:
            found: list[Draft] = []
            _add_aside(found, part)
            return found
        return self._paragraphs([part], theme, leaf=part.kind is not LineKind.TEXT)

    def _point(self, node: Node) -> list[Draft]:
        line = node.line
        assert line is not None
        assert line.marker is not None
        note = note_at_end(self.folded, line.marker.end, line.end)
        point = Draft(UnitKind.POINT, line.start, line.end, number=line.marker.number, title=line.title)
        point.children = self._body(line.marker.end, line.end, note)
        after: list[Draft] = []
        for part in node.content:
            if after or not self._may_join(part):
                after += self._apart(part, None)
                continue
            point.children += self._joined(part)
            point.end = max(point.end, point.children[-1].end if point.children else 0)
        return [point, *after]

    # ---------------------------------------------------------------- paragraphs

    def _paragraphs(self, lines: list[Line], theme: Theme | None, *, leaf: bool) -> list[Draft]:
        """Make paragraphs and measures of lines that stand below a heading without a number of their own."""
        committing = leaf and (theme is None or theme in COMMITTING)
        found: list[Draft] = []
        since: list[Draft] = []
        for index, line in enumerate(lines):
            if line.kind is LineKind.RULE:
                continue
            if line.kind is LineKind.RESPONSIBILITY:
                self._attach(found, since, read_note(self.folded, line.start, line.end))
                since = []
                continue
            following = lines[index + 1] if index + 1 < len(lines) else None
            if line.kind is LineKind.BULLET and found and self._holds_points(found[-1]):
                found[-1].children += self._joined(line)
                found[-1].end = line.end
                continue
            made = self._paragraph(line, theme, committing=committing, following=following)
            found += made
            since += made
            if any(child.note is not None for unit in made for child in unit.children):
                since = []
        return found

    def _holds_points(self, unit: Draft) -> bool:
        """Tell whether the bullets after a measure are its points: it has a name and announces them."""
        return (
            unit.kind in (UnitKind.TASK, UnitKind.SAFEGUARD)
            and unit.title is not None
            and bool(
                _ANNOUNCES.search(self.folded[max(unit.start, unit.end - 12) : unit.end])
                or (unit.children and unit.children[-1].kind is UnitKind.POINT)
            )
        )

    def _paragraph(self, line: Line, theme: Theme | None, *, committing: bool, following: Line | None) -> list[Draft]:
        start, end = line.start, line.end
        if self.text[start] == "|" or self.text[end - 1] == "|":
            first, last = trimmed(self.text, start, end)
            if first >= last:
                return []
        announces = (
            following is not None
            and following.kind in (LineKind.BULLET, LineKind.BOX)
            and lead_sentence(self.text, start, end) is None
            and bool(_ANNOUNCES.search(self.folded[max(start, end - 12) : end]))
        )
        bullet = line.title if line.kind is LineKind.BULLET and line.body < line.end else None
        if not committing or announces or exhorts(self.folded, start, end):
            return [self._unit(UnitKind.PARAGRAPH, start, end, bullet, theme)]
        kind = UnitKind.SAFEGUARD if theme is Theme.SAFEGUARDS else UnitKind.TASK
        found = []
        for first, last in self.convention.measures(start, end):
            past = tells_the_past(self.folded, first, last)
            title = bullet if line.kind is LineKind.BULLET else lead_sentence(self.text, first, last)
            found.append(self._unit(UnitKind.PARAGRAPH if past else kind, first, last, None if past else title, theme))
        return found

    def _unit(self, kind: UnitKind, start: int, end: int, title: Stretch | None, theme: Theme | None) -> Draft:
        note = note_at_end(self.folded, start, end)
        return Draft(kind, start, end, title=title, theme=theme, children=self._body(start, end, note))

    def _body(self, start: int, end: int, note: FoundNote | None) -> list[Draft]:
        """Cut a stretch of body text into sentences, points and the note that ends it."""
        last = note.span[0] if note is not None else end
        found: list[Draft] = []
        points = point_starts(self.text, self.folded, start, last) if start < last else []
        found += sentence_drafts(self.text, start, points[0][0] if points else last)
        for (at, mark, words), stop in zip(points, [*(point[0] for point in points[1:]), last], strict=False):
            first, final = trimmed(self.text, at, stop)
            title = _POINT_TITLE.match(self.text, words, final)
            found.append(
                Draft(
                    UnitKind.POINT, first, final, number=mark, title=title.span() if title else None,
                    children=sentence_drafts(self.text, words, final),
                )
            )  # fmt: skip
        if note is not None:
            found.append(note_draft(note))
        return found

    def _attach(self, found: list[Draft], since: list[Draft], note: FoundNote) -> None:
        """Put a note on a line of its own where it belongs: into the one measure before it, or after several."""
        draft = note_draft(note)
        if len(since) == 1 and since[0] is found[-1]:
            since[0].children.append(draft)
            since[0].end = draft.end
            return
        draft.scope = list(since)
        found.append(draft)


def _is_bare(node: Node) -> bool:
    return node.line is not None and node.line.kind is LineKind.HEADING and not node.content


def _add_aside(found: list[Draft], line: Line) -> None:
    """Add what stands beside the body; lines of one kind that follow each other are one unit."""
    kind = _ASIDE[line.kind]
    if found and found[-1].kind is kind and kind is not UnitKind.NOTE and not found[-1].children:
        found[-1].end = line.end
        return
    found.append(Draft(kind, line.start, line.end, title=(line.start, line.end) if kind is UnitKind.TITLE else None))
