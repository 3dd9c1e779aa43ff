"""The second opinion on names: a conditional random field over features made by hand (Lafferty and others 2001).

It errs elsewhere than the network, so that the mean of both is better than either.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from graph_builder.extract.models import Model
from graph_builder.extract.network import Floats


class Field:
    """A trained field in memory."""

    def __init__(self, path: Path) -> None:
        self._model = Model(path)
        self._known = frozenset(self._model.tagger.labels())

    def read(self, rows: Sequence[list[str]], cuts: Sequence[tuple[int, int]], labels: Sequence[str]) -> Floats:
        """Give the probability of each label at each character that ``rows`` describe: characters × labels."""
        tagger = self._model.tagger
        found = np.zeros((len(rows), len(labels)), np.float32)
        columns = [(column, label) for column, label in enumerate(labels) if label in self._known]
        for start, end in cuts:
            tagger.set(rows[start:end])
            for column, label in columns:
                found[start:end, column] = [tagger.marginal(label, place) for place in range(end - start)]
        return found
