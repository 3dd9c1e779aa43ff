"""The mentions that the network's probabilities tell, one layer of labels at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph_builder.extract.network import Floats, best_path

_SENTENCE = re.compile(r"[^。\n;；]*[。\n;；]?")
_LONGEST = 400


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


def sequences(folded: str) -> Iterator[tuple[int, int]]:
    """Cut a text into the stretches that are tagged at once: sentences, the very long ones in pieces."""
    for match in _SENTENCE.finditer(folded):
        for start in range(match.start(), match.end(), _LONGEST):
            yield start, min(start + _LONGEST, match.end())


@dataclass(frozen=True)
class Layer:
    """One layer of labels over a text: the probability of each label at each character, by stretches."""

    probabilities: Floats
    labels: Sequence[str]
    cuts: Sequence[tuple[int, int]]
    rule: str

    def found(self) -> Iterator[Found]:
        """Give the mentions of the likeliest labelling, each with the probability of its type inside it."""
        for first, last in self.cuts:
            path = best_path(self.probabilities[first:last], self.labels)
            for start, end, kind in _stretches(path):
                yield Found(first + start, first + end, kind, self.rule, self._sure(kind, first + start, first + end))

    def _sure(self, kind: str, start: int, end: int) -> float:
        """Give the geometric mean of the probabilities that the characters belong to a mention of that type."""
        return float(min(1.0, np.exp(np.log(np.maximum(self._inside(kind)[start:end], 1e-9)).mean())))

    def _inside(self, kind: str) -> Floats:
        """Give for each character the probability that it belongs to a mention of a type."""
        places = [place for place, label in enumerate(self.labels) if label in (f"B-{kind}", f"I-{kind}")]
        return np.asarray(self.probabilities[:, places].sum(axis=1), np.float32)


def _stretches(path: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Read labels back as mentions: a stretch ends where another label begins."""
    start, kind = 0, ""
    for index, label in enumerate([*path, "O"]):
        if kind and (label[:2] != "I-" or label[2:] != kind):
            yield start, index, kind
            kind = ""
        if not kind and label != "O":
            start, kind = index, label[2:]
