"""From reasons for pairing directives to the entries of the list: one for each pair of tasks.

All reasons for pairing directives of the same two measures make one entry. A task and an item of a box in the same
subsection are one side where the same thing of a measure elsewhere pairs both: the box spells the task out. What only a
shared scenario would pair is left out (:data:`SUPPORTING`): it makes another reason stronger, and is none by itself.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Ends = tuple[str, str]
"""Two directives, or two measures, in the order of the text."""

SUPPORTING = frozenset({"service"})
"""Kinds of reason that make no pair by themselves."""


@dataclass(frozen=True)
class Reason:
    """Why two directives are paired. ``first`` and ``second`` are the IRIs of what each of them names for it."""

    kind: str
    first: str
    second: str
    score: float
    zh: str
    en: str


@dataclass(frozen=True)
class Entry:
    """An entry: its reasons, the strongest first, and the directives that they stand on, the best pair first."""

    directives: tuple[Ends, ...]
    reasons: tuple[Reason, ...]
    score: float


def make_entries(
    reasons: Mapping[Ends, Sequence[Reason]],
    measure: Callable[[str], str],
    unit: Callable[[str], str],
    is_item: Callable[[str], bool],
) -> list[Entry]:
    """Gather reasons by pair of measures.

    ``measure`` gives the measure of a directive, ``unit`` the subsection of a measure; ``is_item`` tells the items of
    boxes from tasks.
    """
    by_measures: dict[Ends, dict[Ends, Sequence[Reason]]] = defaultdict(dict)
    for ends, found in reasons.items():
        by_measures[measure(ends[0]), measure(ends[1])][ends] = found
    entries = []
    for group in _joined(by_measures, unit, is_item):
        if entry := _entry([by_measures[measures] for measures in sorted(group)]):
            entries.append(entry)
    return entries


def _joined(
    by_measures: Mapping[Ends, Mapping[Ends, Sequence[Reason]]],
    unit: Callable[[str], str],
    is_item: Callable[[str], bool],
) -> list[list[Ends]]:
    """Group pairs of measures: a task and a box item of its subsection, beside the same thing of the same measure."""
    group = {ends: [ends] for ends in by_measures}
    about: dict[tuple[str, str, str, str, int], list[Ends]] = defaultdict(list)
    for ends, found in sorted(by_measures.items()):
        for reason in {r for reasons in found.values() for r in reasons if r.kind not in SUPPORTING}:
            for at, thing in enumerate((reason.first, reason.second)):
                about[ends[at], unit(ends[1 - at]), reason.kind, thing, at].append(ends)
    for (*_, at), alike in sorted(about.items()):
        for one, other in combinations(alike, 2):
            if group[one] is not group[other] and is_item(one[1 - at]) != is_item(other[1 - at]):
                merged = group[one] + group[other]
                group.update(dict.fromkeys(merged, merged))
    return list({id(found): found for found in group.values()}.values())


def _entry(group: Sequence[Mapping[Ends, Sequence[Reason]]]) -> Entry | None:
    """Make an entry of pairs of measures; None where nothing but what supports others speaks for it.

    Of reasons of one kind about the same thing the strongest counts, and of several as strong that of the directives
    with the strongest reasons altogether. Each pair of measures is there with one pair of directives at least.
    """
    own = {ends: found for pairs in group for ends, found in pairs.items()}
    totals = {ends: together(found) for ends, found in own.items()}
    ranked = sorted(
        ((reason, ends) for ends, found in own.items() for reason in found),
        key=lambda item: (-item[0].score, -totals[item[1]], item[0].kind, item[1], item[0].first, item[0].second),
    )
    kept: dict[Reason, Ends] = {}
    seen: set[tuple[str, str, int]] = set()
    for reason, ends in ranked:
        things = {(reason.kind, reason.first, 0), (reason.kind, reason.second, 1)}
        if seen.isdisjoint(things):
            kept[reason] = ends
            seen |= things
    if not kept.keys() - {reason for reason in kept if reason.kind in SUPPORTING}:
        return None
    best = max(dict.fromkeys(kept.values()), key=lambda ends: totals[ends])
    others = [
        max(pairs, key=lambda ends: (totals[ends], ends)) for pairs in group if not set(kept.values()) & pairs.keys()
    ]
    places = dict.fromkeys((best, *kept.values(), *others))
    return Entry(tuple(places), tuple(kept), together(kept))


def together(reasons: Iterable[Reason]) -> float:
    """Join scores: 1 minus the product of 1 − score; the same reason said twice counts once."""
    best: dict[tuple[str, str], float] = {}
    for reason in reasons:
        about = (reason.kind, reason.first)
        best[about] = max(best.get(about, 0.0), reason.score)
    return round(1 - math.prod(1 - score for score in best.values()), 4)
