"""The trained tagger: a conditional random field over characters (Lafferty, McCallum and Pereira 2001)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph_builder.extract.features import sequences
from graph_builder.extract.models import Model


@dataclass(frozen=True, slots=True)
class Found:
    """A mention that was found at ``[start, end)``: its type, the rule that found it, and how sure that is (0 to 1)."""

    start: int
    end: int
    type: str
    rule: str
    confidence: float


def labels(length: int, mentions: Sequence[tuple[str, int, int]]) -> list[str]:
    """Write mentions (type, start, end) as one label for each character; of nested ones the inner stays."""
    written = ["O"] * length
    for kind, start, end in sorted(mentions, key=lambda mention: mention[1] - mention[2]):
        written[start:end] = [f"I-{kind}"] * (end - start)
        written[start] = f"B-{kind}"
    return written


class Tagger:
    """A trained model on disk."""

    def __init__(self, path: Path, rule: str) -> None:
        self._model = Model(path)
        self._tagger = self._model.tagger
        self._rule = rule
        self._known = frozenset(self._tagger.labels())

    def tag(self, folded: str, rows: Sequence[list[str]]) -> Iterator[Found]:
        """Find the mentions in a text whose characters are described by ``rows``."""
        for first, last in sequences(folded):
            if first == last:
                continue
            self._tagger.set(rows[first:last])
            path = self._tagger.tag()
            for start, end, kind in _stretches(path):
                yield Found(first + start, first + end, kind, self._rule, self._sure(kind, start, end))

    def _sure(self, kind: str, start: int, end: int) -> float:
        """Give the geometric mean of the probabilities that the characters belong to a mention of that type."""
        inside = [label for label in (f"B-{kind}", f"I-{kind}") if label in self._known]
        total = 0.0
        for index in range(start, end):
            total += math.log(max(1e-9, sum(self._tagger.marginal(label, index) for label in inside)))
        return min(1.0, math.exp(total / (end - start)))


def _stretches(path: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Read labels back as mentions: a stretch ends where another label begins."""
    start, kind = 0, ""
    for index, label in enumerate([*path, "O"]):
        if kind and (label[:2] != "I-" or label[2:] != kind):
            yield start, index, kind
            kind = ""
        if not kind and label != "O":
            start, kind = index, label[2:]
