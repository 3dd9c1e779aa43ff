"""The trained tagger: a conditional random field over characters (Lafferty, McCallum and Pereira 2001)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph_builder.extract.features import sequences
from graph_builder.extract.models import Model

_CLAUSE = re.compile(r"[^,，;；。:：\n]{4,}")
_LIKELY = 0.25
"""The mean probability from which on a clause is taken; chosen on invented plans held out of the training."""


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

    def likely(self, folded: str, rows: Sequence[list[str]], kind: str, found: Sequence[Found]) -> Iterator[Found]:
        """Find the clauses in which nothing of ``found`` stands and that may well be mentions of a type.

        Long mentions are often likelier than the best labelling of a sentence tells, because every edge is doubtful.
        """
        taken = bytearray(len(folded))
        for item in found:
            taken[item.start : item.end] = b"\1" * (item.end - item.start)
        for first, last in sequences(folded):
            clauses = [
                match.span()
                for match in _CLAUSE.finditer(folded, first, last)
                if not any(taken[match.start() : match.end()])
            ]
            if not clauses:
                continue
            self._tagger.set(rows[first:last])
            for start, end in clauses:
                share = sum(self._inside(kind, i) for i in range(start - first, end - first)) / (end - start)
                if share >= _LIKELY:
                    yield Found(start, end, kind, f"likely-{kind.lower()}", min(1.0, share))

    def _sure(self, kind: str, start: int, end: int) -> float:
        """Give the geometric mean of the probabilities that the characters belong to a mention of that type."""
        total = sum(math.log(max(1e-9, self._inside(kind, index))) for index in range(start, end))
        return min(1.0, math.exp(total / (end - start)))

    def _inside(self, kind: str, index: int) -> float:
        """Give the probability that a character of the stretch at hand belongs to a mention of a type."""
        labels = (f"B-{kind}", f"I-{kind}")
        return float(sum(self._tagger.marginal(label, index) for label in labels if label in self._known))


def _stretches(path: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Read labels back as mentions: a stretch ends where another label begins."""
    start, kind = 0, ""
    for index, label in enumerate([*path, "O"]):
        if kind and (label[:2] != "I-" or label[2:] != kind):
            yield start, index, kind
            kind = ""
        if not kind and label != "O":
            start, kind = index, label[2:]
