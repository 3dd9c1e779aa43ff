"""Which style of numbering stands above which in a document, told by the sequence of its numbers."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable

from graph_builder.structure.lines import Line, LineKind
from graph_builder.structure.marks import FINE, Marker, Style


def order(lines: Iterable[Line]) -> list[Style]:
    """Give the styles of a document's numbered lines, outermost first.

    The usual order of the genre holds unless the numbers speak against it: where a first number of the usually outer
    style stands right after a number of the usually inner one at least twice, and never the other way round.
    """
    markers = [line.marker for line in lines if line.marker is not None]
    found = sorted({marker.style for marker in markers}, key=lambda style: (style is not Style.PLAIN, style))
    opens: Counter[tuple[Style, Style]] = Counter(
        (one.style, two.style)
        for one, two in itertools.pairwise(markers)
        if two.value == 1 and one.style is not two.style
    )
    for _ in found:
        for index, (outer, inner) in enumerate(itertools.pairwise(found)):
            if opens[inner, outer] >= 2 and opens[outer, inner] == 0:
                found[index], found[index + 1] = inner, outer
    return found


def drop_strays(lines: list[Line]) -> None:
    """Take numbers for words where they count nothing: a year, a quantity, a first line that begins at 37.

    A number in a fine style belongs to a sequence: the number before it or after it in its style stands in the
    document, or it is the first.
    """
    values: dict[Style, set[int]] = {}
    for line in lines:
        if line.marker is not None:
            values.setdefault(line.marker.style, set()).add(line.marker.value)
    whole = Style.WHOLE in values and not (values.get(Style.DECIMAL_2) or values.get(Style.DECIMAL_3))
    for line in lines:
        marker = line.marker
        if marker is None or marker.style not in FINE | {Style.DECIMAL_2, Style.WHOLE}:
            continue
        known = values[marker.style]
        stray = marker.value > 1 and not {marker.value - 1, marker.value + 1} & known and len(known) < 3
        if stray or (whole and marker.style is Style.WHOLE) or _is_quantity(marker, values):
            line.marker = None
            line.kind = LineKind.TEXT
            line.title, line.body = None, line.start


def _is_quantity(marker: Marker, values: dict[Style, set[int]]) -> bool:
    """Tell a decimal that is no numbering: 1.5 where nothing is numbered 1.1."""
    return marker.style is Style.DECIMAL_2 and 1 not in values[Style.DECIMAL_2]
