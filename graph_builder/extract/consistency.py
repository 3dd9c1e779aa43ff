"""What a text calls by one name in one place it calls so in others: names that were missed are found by it."""

from __future__ import annotations

from collections import defaultdict

from graph_builder.extract.gazetteer import Gazetteer
from graph_builder.extract.tagger import Found

_SURE = 0.6


def completed(folded: str, found: list[Found]) -> list[Found]:
    """Add the further occurrences of names that were found with confidence, where nothing else was found."""
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for item in found:
        if item.end - item.start > 1 and item.type != "Date":
            weights[folded[item.start : item.end]][item.type] += item.confidence
    words = {}
    for word, types in weights.items():
        kind = max(sorted(types), key=lambda name: types[name])
        if types[kind] >= (_SURE if len(word) > 2 else 2 * _SURE):
            words[word] = kind
    taken = bytearray(len(folded))
    for item in found:
        taken[item.start : item.end] = b"\1" * (item.end - item.start)
    added = [
        Found(hit.start, hit.end, hit.type, "same-name", 0.55)
        for hit in Gazetteer(words).hits(folded)
        if not any(taken[hit.start : hit.end])
    ]
    return [*found, *added]
