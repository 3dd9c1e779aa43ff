"""What a text calls by one name in one place it calls so in others: names that were missed are found by it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from graph_builder.extract.gazetteer import Gazetteer
from graph_builder.extract.tagger import Found

_SURE = 0.6
_SHARE, _OFTEN = 0.75, 3
"""The share of the confidence in a name, and how much of it there must be, that give the name one type everywhere."""


def completed(folded: str, found: list[Found]) -> list[Found]:
    """Give names the type that they nearly always have, and add further occurrences where nothing else was found."""
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
    for item in found:
        taken[item.start : item.end] = b"\1" * (item.end - item.start)
    added = [
        Found(hit.start, hit.end, hit.type, "same-name", 0.55)
        for hit in Gazetteer(words).hits(folded)
        if not any(taken[hit.start : hit.end])
    ]
    return [*(replace(item, type=one.get(folded[item.start : item.end], item.type)) for item in found), *added]
