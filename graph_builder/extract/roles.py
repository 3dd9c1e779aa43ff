"""The role of a body or group: what the tagger of roles sees around its name."""

from __future__ import annotations

import re
from pathlib import Path

from graph_builder.extract.features import shape
from graph_builder.extract.models import Model

BREAK = re.compile(r"[。；;\n：:]")


def describe(folded: str, start: int, end: int, kind: str, place: str) -> list[str]:
    """Describe what stands around ``[start, end)``: the words before and after, the verbs of its clause."""
    before = folded[max(0, start - 40) : start]
    cut = [match.end() for match in BREAK.finditer(before)]
    before = before[cut[-1] :] if cut else before
    after = BREAK.split(folded[end : end + 30])[0]
    clause = re.split(r"[,，]", before)[-1]
    opening = re.split(r"[、和与及等]", clause)[0]
    row = [f"type={kind}", f"unit={place}", f"name={folded[start:end]}", f"tail={folded[max(start, end - 2) : end]}"]
    row += [f"last={folded[end - 1 : end]}", f"next={shape(folded[end]) if end < len(folded) else '$'}"]
    row += [f"before{k}={before[-k:]}" for k in (1, 2, 3)]
    row += [f"after{k}={after[:k]}" for k in (1, 2, 3)]
    row += [f"opening{k}={opening[:k]}" for k in (1, 2, 3)]
    row += [f"clause={clause[i : i + 2]}" for i in range(max(0, len(clause) - 14), max(0, len(clause) - 1))]
    row += [f"rest={after[i : i + 2]}" for i in range(min(8, max(0, len(after) - 1)))]
    row += [f"sentence={before[:2]}", f"alone={not before and not after}"]
    return row


class RoleTagger:
    """A trained model of broad roles."""

    def __init__(self, path: Path) -> None:
        self._model = Model(path)
        self._tagger = self._model.tagger

    def role(self, row: list[str]) -> tuple[str, float]:
        """Give the most likely role, and its probability."""
        self._tagger.set([row])
        (role,) = self._tagger.tag()
        return role, self._tagger.marginal(role, 0)
