"""How well two readings of one text agree, beyond what chance would give.

For each type the text is cut into the characters inside and outside of its mentions, and Krippendorff's alpha for
unitizing is computed over these lengths (the binary coefficient of Krippendorff, Mathet, Bouvry and Widlöcher,
“On the reliability of unitizing textual continua: Further developments”, Quality & Quantity 50, 2016). It does not see
where one mention ends and the next begins without a gap, so the share of equal spans stands beside it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from graph_builder.annotation.model import Annotations
from graph_builder.annotation.scheme import SAYERS, SYMMETRIC
from graph_builder.errors import AnnotationError


@dataclass(frozen=True)
class Agreement:
    """How two readings agree on one type of mention or one relation.

    ``first`` and ``second`` count what each reading has, ``equal`` what both have alike. ``alpha`` is the unitizing
    alpha, 1 for perfect agreement and 0 for chance; None for relations, and where neither reading has any.
    """

    name: str
    first: int
    second: int
    equal: int
    alpha: float | None = None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the shares that the other reading has alike; None where neither has any."""
        return 2 * self.equal / (self.first + self.second) if self.first + self.second else None


def unitizing_alpha(length: int, first: Iterable[tuple[int, int]], second: Iterable[tuple[int, int]]) -> float | None:
    """Compute the binary unitizing alpha of two sets of spans (start, end) over a text of ``length`` characters.

    Returns None where it is not defined: neither has any span, or both cover everything.
    """
    inside = [{offset for span in spans for offset in range(*span)} for spans in (first, second)]
    covered = len(inside[0]) + len(inside[1])
    values = 2 * length
    if covered in (0, values):
        return None
    observed = 2 * len(inside[0] ^ inside[1]) / values
    expected = 2 * covered * (values - covered) / (values * (values - 1))
    return 1 - observed / expected


def compare(first: Annotations, second: Annotations) -> dict[str, list[Agreement]]:
    """Compare two readings: ``mentions`` by type, ``attributes`` by name and ``relations`` by name, sorted.

    A mention is equal when its offsets and type are; an attribute when it says the same of an equal mention; a relation
    when its name and the offsets and types of both arguments are. What a directive, heading or label says is compared
    without the boundaries of the sayer, which have a line of their own, and a symmetric relation in either order.

    Raises:
        AnnotationError: the readings are not of the same text.
    """
    if first.source.sha256 != second.source.sha256:
        raise AnnotationError("the two readings are of different texts", remedy="compare readings of one text")
    readings = (first, second)
    length = len(first.source)
    mentions = []
    for kind in sorted({mention.type for reading in readings for mention in reading.mentions}):
        spans = [{(mention.span.start, mention.span.end) for mention in reading.of_type(kind)} for reading in readings]
        alpha = unitizing_alpha(length, *spans)
        mentions.append(Agreement(kind, len(spans[0]), len(spans[1]), len(spans[0] & spans[1]), alpha))
    return {
        "mentions": mentions,
        "attributes": _by_name([_attributes(reading) for reading in readings]),
        "relations": _by_name([_relations(reading) for reading in readings]),
    }


def _by_name(said: list[set[tuple[str, Hashable]]]) -> list[Agreement]:
    result = []
    for name in sorted({item[0] for items in said for item in items}):
        one, two = ({item for item in items if item[0] == name} for items in said)
        result.append(Agreement(name, len(one), len(two), len(one & two)))
    return result


def _places(reading: Annotations) -> dict[str, tuple[str, int, int]]:
    return {mention.id: (mention.type, mention.span.start, mention.span.end) for mention in reading.mentions}


def _relations(reading: Annotations) -> set[tuple[str, Hashable]]:
    place = _places(reading)
    said: set[tuple[str, Hashable]] = set()
    for relation in reading.relations:
        ends = [place[end] if place[end][0] not in SAYERS else ("sayer",) for end in (relation.first, relation.second)]
        said.add((relation.name, tuple(sorted(ends)) if relation.name in SYMMETRIC else tuple(ends)))
    return said


def _attributes(reading: Annotations) -> set[tuple[str, Hashable]]:
    place = _places(reading)
    return {
        (attribute.name, (place[attribute.target], attribute.value))
        for attribute in reading.attributes
        if attribute.name != "Review"
    }
