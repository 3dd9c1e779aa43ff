"""Draw a network as SVG: no script, no font file, labels that do not cover one another."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from xml.sax.saxutils import escape, quoteattr

from graph_builder.network.model import STATED, Network
from graph_builder.network.pictures import SHAPES, Line, Mark, Picture, Places, draw, wrapped
from graph_builder.network.terms import KIND_TERMS, LINK_TERMS, RELATION_TERMS, term

_SIZE = 18
"""Height of the letters."""

_LEADING = 1.3
_GAP = 120
_FONTS = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
_STYLE = (
    f"text{{font:{_SIZE}px {_FONTS};fill:#22262a}}.box{{fill:#fff}}.head{{font-size:28px;font-weight:600}}"
    ".line{fill:none;stroke-opacity:.55}.lead{stroke:#8a8477;stroke-width:.8}"
)


@dataclass(frozen=True)
class Frame:
    """A rectangle that something takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Frame) -> bool:
        """Tell whether two rectangles overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class _Taken:
    """Rectangles that are taken, by the squares of a grid that they touch: few are looked at for a new one."""

    _SIDE = 64

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Frame]] = {}

    def add(self, frame: Frame) -> None:
        for cell in self._touched(frame):
            self._cells.setdefault(cell, []).append(frame)

    def has_room(self, frame: Frame) -> bool:
        return not any(frame.meets(other) for cell in self._touched(frame) for other in self._cells.get(cell, ()))

    def _touched(self, frame: Frame) -> Iterator[tuple[int, int]]:
        across = range(int(frame.left // self._SIDE), int(frame.right // self._SIDE) + 1)
        down = range(int(frame.top // self._SIDE), int(frame.bottom // self._SIDE) + 1)
        return product(across, down)


@dataclass(frozen=True)
class Label:
    """The words of a node and where they stand; ``lead``: so far from the node that a thin line leads there."""

    lines: tuple[str, ...]
    frame: Frame
    inside: bool = False
    lead: bool = False


def draw_svg(network: Network, language: str = "zh", places: Places | None = None) -> str:
    """Draw what a network holds as one SVG document, the pictures of its kinds of link one below the other.

    A label for which there is no room near its node is left out; its words remain as the tooltip of the node.
    """
    parts: list[str] = []
    left, right, bottom = 0.0, 400.0, 0.0
    for picture in draw(network, places):
        labels = place_labels(picture, language)
        frames = [label.frame for label in labels.values()] + [_frame_of(mark) for mark in picture.marks]
        top = min(frame.top for frame in frames)
        shift = bottom + _GAP - top
        left = min(left, *(frame.left for frame in frames))
        right = max(right, *(frame.right for frame in frames))
        parts.append(f'<g transform="translate(0 {shift:.0f})">')
        parts += _picture(picture, labels, language)
        parts.append("</g>")
        heading = escape(LINK_TERMS[picture.kind][1 if language == "en" else 0])
        parts.append(f'<text class="head" x="{min(frame.left for frame in frames):.0f}" '
                     f'y="{bottom + 60:.0f}">{heading}</text>')  # fmt: skip
        bottom = shift + max(frame.bottom for frame in frames)
        legend = list(_legend(picture, language, min(frame.left for frame in frames), bottom + 50))
        parts += legend
        bottom += 40 + 26 * len(legend)
    title = "跨领域关联网络" if language == "zh" else "Cross-domain linkages"
    box = f"{left - 40:.0f} 0 {right - left + 80:.0f} {bottom + 40:.0f}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" xml:lang="{language}" '
        f'font-size="{_SIZE}"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f'<rect x="{left - 40:.0f}" y="0" width="100%" height="100%" fill="#fcfbf8"/>'
    )
    return "\n".join((head, *parts, "</svg>")) + "\n"


# -------------------------------------------------------------------------------------------------- labels


def place_labels(picture: Picture, language: str) -> dict[str, Label]:
    """Find room for the label of each node, by IRI: those with the most links first, none over another.

    Subsections hold their label inside; other labels stand below, above or beside their node, or further off.
    """
    taken = _Taken()
    labels: dict[str, Label] = {}
    boxed = [mark for mark in picture.marks if mark.node.kind == "subsection"]
    for mark in boxed:
        lines = tuple(wrapped(mark.node.title(language), language, 20).split("\n"))
        frame = _around(mark, lines, 8)
        labels[mark.node.iri] = Label(lines, frame, inside=True)
        taken.add(frame)
    others = sorted(
        (mark for mark in picture.marks if mark.node.kind != "subsection"),
        key=lambda mark: (-mark.extent, mark.node.order, mark.node.iri),
    )
    for mark in others:
        taken.add(_frame_of(mark))
    for mark in others:
        lines = tuple(wrapped(mark.node.title(language), language).split("\n"))
        width, height = _extent(lines)
        for frame, lead in _candidates(mark, width, height):
            if taken.has_room(frame):
                labels[mark.node.iri] = Label(lines, frame, lead=lead)
                taken.add(frame)
                break
    return labels


def _candidates(mark: Mark, width: float, height: float) -> Iterator[tuple[Frame, bool]]:
    reach = _radius(mark) + 4
    for step in range(16):
        away = reach + step * 16
        for across, down in ((0, 1), (0, -1), (1, 0), (-1, 0), (0.8, 0.8), (-0.8, 0.8), (0.8, -0.8), (-0.8, -0.8)):
            x = mark.x + across * (away + width / 2)
            y = mark.y + down * (away + height / 2)
            yield Frame(x - width / 2, y - height / 2, x + width / 2, y + height / 2), step > 1


def _extent(lines: Iterable[str]) -> tuple[float, float]:
    """Estimate the room that lines of text take: Chinese characters are as wide as high, others about half."""
    rows = list(lines)
    widest = max(sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.58 for c in row) for row in rows)
    return widest * _SIZE, len(rows) * _SIZE * _LEADING


def _around(mark: Mark, lines: tuple[str, ...], margin: float) -> Frame:
    width, height = _extent(lines)
    return Frame(mark.x - width / 2 - margin, mark.y - height / 2 - margin,
                 mark.x + width / 2 + margin, mark.y + height / 2 + margin)  # fmt: skip


def _radius(mark: Mark) -> float:
    return 9.0 + min(mark.extent, 8)


def _frame_of(mark: Mark) -> Frame:
    reach = _radius(mark)
    return Frame(mark.x - reach, mark.y - reach, mark.x + reach, mark.y + reach)


# -------------------------------------------------------------------------------------------------- marks


def _picture(picture: Picture, labels: dict[str, Label], language: str) -> Iterator[str]:
    at = {mark.node.iri: mark for mark in picture.marks}
    most = max((line.weight for line in picture.lines), default=1.0) or 1.0
    for line in picture.lines:
        yield _line(line, at[line.source], at[line.target], most, language, picture.kind)
    for mark in picture.marks:
        label = labels.get(mark.node.iri)
        words = mark.node.title(language)
        yield f"<g><title>{escape(words)}</title>"
        if label and label.inside:
            f = label.frame
            yield (f'<rect x="{f.left:.1f}" y="{f.top:.1f}" width="{f.right - f.left:.1f}" '
                   f'height="{f.bottom - f.top:.1f}" rx="4" fill="{mark.colour}"/>')  # fmt: skip
        else:
            yield _shape(mark)
        if label:
            yield from _text(mark, label)
        yield "</g>"


def _line(line: Line, source: Mark, target: Mark, most: float, language: str, kind: str) -> str:
    words = (
        f"{source.node.title(language)} – {target.node.title(language)} · {line.words[1 if language == 'en' else 0]}"
    )
    width = 1 + 3 * line.weight / most
    drawn = (f'<g><title>{escape(words)}</title><path class="line" d="M{source.x} {source.y}L{target.x} {target.y}" '
             f'stroke="{line.colour}" stroke-width="{width:.2f}"/>')  # fmt: skip
    if line.directed and kind == STATED:
        drawn += _arrow(source, target, line.colour)
    return f"{drawn}</g>"


def _arrow(source: Mark, target: Mark, colour: str) -> str:
    length = math.hypot(target.x - source.x, target.y - source.y) or 1.0
    across, down = (target.x - source.x) / length, (target.y - source.y) / length
    reach = _radius(target) + 2
    x, y = target.x - across * reach, target.y - down * reach
    points = [(x, y), (x - across * 12 - down * 5, y - down * 12 + across * 5),
              (x - across * 12 + down * 5, y - down * 12 - across * 5)]  # fmt: skip
    return f'<path d="M{"L".join(f"{a:.1f} {b:.1f}" for a, b in points)}Z" fill="{colour}" fill-opacity=".8"/>'


_POLYGONS = {
    "diamond": ((0, -1), (1, 0), (0, 1), (-1, 0)),
    "triangle": ((0, -1), (0.95, 0.8), (-0.95, 0.8)),
    "triangleDown": ((0, 1), (0.95, -0.8), (-0.95, -0.8)),
    "hexagon": ((-0.5, -0.9), (0.5, -0.9), (1, 0), (0.5, 0.9), (-0.5, 0.9), (-1, 0)),
    "square": ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    "box": ((-1, -0.7), (1, -0.7), (1, 0.7), (-1, 0.7)),
    "star": tuple(
        (
            math.sin(k * math.pi / 5) * (1 if k % 2 == 0 else 0.45),
            -math.cos(k * math.pi / 5) * (1 if k % 2 == 0 else 0.45),
        )
        for k in range(10)
    ),
}


def _shape(mark: Mark) -> str:
    fill = "#ffffff" if mark.node.generic else mark.colour
    paint = f'fill="{fill}" stroke="{mark.colour}" stroke-width="1.5"'
    reach = _radius(mark)
    corners = _POLYGONS.get(SHAPES.get(mark.node.kind, "triangleDown"))
    if corners is None:
        return f'<circle cx="{mark.x}" cy="{mark.y}" r="{reach:.1f}" {paint}/>'
    points = " ".join(f"{mark.x + a * reach:.1f},{mark.y + b * reach:.1f}" for a, b in corners)
    return f'<polygon points="{points}" {paint}/>'


def _text(mark: Mark, label: Label) -> Iterator[str]:
    f = label.frame
    middle = (f.left + f.right) / 2
    if label.lead:
        yield f'<path class="lead" d="M{mark.x} {mark.y}L{middle:.1f} {(f.top + f.bottom) / 2:.1f}"/>'
    height = (f.bottom - f.top) / len(label.lines) if not label.inside else _SIZE * _LEADING
    top = f.top if not label.inside else f.top + 8
    kind = ' class="box"' if label.inside else ""
    yield f'<text{kind} text-anchor="middle">'
    for number, words in enumerate(label.lines):
        y = top + height * (number + 0.78)
        yield f'<tspan x="{middle:.1f}" y="{y:.1f}">{escape(words)}</tspan>'
    yield "</text>"


def _legend(picture: Picture, language: str, left: float, top: float) -> Iterator[str]:
    """Name the kinds of node and of tie that are drawn, with their marks."""
    kinds: dict[str, Mark] = {}
    for mark in picture.marks:
        if mark.node.kind != "subsection":
            kinds.setdefault(mark.node.kind, mark)
    rows: list[tuple[str, str]] = []
    for kind, mark in sorted(kinds.items()):
        sample = Mark(mark.node, 0, 0, mark.colour, 1)
        rows.append((_shape(sample), term(KIND_TERMS, kind, language)))
    ties = {line.words: line.colour for line in picture.lines if line.words in RELATION_TERMS.values()}
    for tie, colour in ties.items():
        stroke = f'<path d="M-12 0L12 0" stroke={quoteattr(colour)} stroke-width="3"/>'
        rows.append((stroke, tie[1 if language == "en" else 0]))
    for number, (sample_mark, words) in enumerate(rows):
        y = top + number * 26
        yield (f'<g transform="translate({left + 14:.0f} {y:.0f})">{sample_mark}'
               f'<text x="24" y="6">{escape(words)}</text></g>')  # fmt: skip
