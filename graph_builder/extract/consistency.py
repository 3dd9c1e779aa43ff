"""What a text calls by one name in one place it calls so in others: names that were missed are found by it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph_builder.extract.gazetteer import Gazetteer
from graph_builder.extract.tagger import Found

_SURE = 0.6
_SHARE, _OFTEN = 0.75, 3
"""The share of the confidence in a name, and how much of it there must be, that give the name one type everywhere."""


def completed(folded: str, found: list[Found], defined: Mapping[str, str] | None = None) -> list[Found]:
    """Give names the type that they nearly always have, and add further occurrences where nothing else was found.

    A name that is found less often than it is missed is left alone, unless the text defines it: ``defined`` tells the
    types of short names that it does.
    """
    defined = defined or {}
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for item in found:
        if item.end - item.start > 1 and item.type != "Date":
            weights[folded[item.start : item.end]][item.type] += item.confidence
    usual = {word: max(sorted(types), key=lambda name: types[name]) for word, types in weights.items()}
    words = {
        word: kind for word, kind in usual.items() if weights[word][kind] >= (_SURE if len(word) > 2 else 2 * _SURE)
    }
    one = {
        word: kind
        for word, kind in usual.items()
        if (total := sum(weights[word].values())) >= _OFTEN and weights[word][kind] >= _SHARE * total
    }
    taken = bytearray(len(folded))
    times = Counter(folded[item.start : item.end] for item in found)
    for item in found:
        taken[item.start : item.end] = b"\1" * (item.end - item.start)
    missed: dict[str, list[Found]] = defaultdict(list)
    for hit in Gazetteer({**words, **defined}).hits(folded):
        if not any(taken[hit.start : hit.end]):
            word = folded[hit.start : hit.end]
            rule, sure = ("defined-name", 0.8) if word in defined else ("same-name", 0.55)
            missed[word].append(Found(hit.start, hit.end, hit.type, rule, sure))
    added = [item for word, items in missed.items() if word in defined or times[word] >= len(items) for item in items]
    one |= defined
    return [*(replace(item, type=one.get(folded[item.start : item.end], item.type)) for item in found), *added]


def beside(stretches: Iterable[tuple[int, int]], found: Iterable[Found]) -> list[Found]:
    """Give what shares no character with some stretches."""
    taken = {index for start, end in stretches for index in range(start, end)}
    return [item for item in found if taken.isdisjoint(range(item.start, item.end))]
