"""The files that the training writes and the reader reads; trained models are compressed."""

from __future__ import annotations

import lzma
from pathlib import Path

import pycrfsuite

from graph_builder.errors import Place, ResourceError

NAME_MODEL = "names.crf.xz"
CLAUSE_MODEL = "clauses.crf.xz"
ROLE_MODEL = "roles.crf.xz"
WORDS = "words.txt"
LEXICON = "lexicon.txt"
CALIBRATION = "calibration.tsv"

_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 1, "lp": 3, "pb": 3}]
"""Set for numbers of four and eight bytes, which models mostly consist of."""


class Model:
    """A trained model in memory. ``tagger`` refers to its bytes, so that it is of use as long as this lives.

    Raises:
        ResourceError: there is no such file, or it holds no model.
    """

    def __init__(self, path: Path) -> None:
        self.tagger = pycrfsuite.Tagger()
        try:
            self._content = lzma.decompress(path.read_bytes())
            self.tagger.open_inmemory(self._content)
        except (OSError, ValueError, lzma.LZMAError) as error:
            raise ResourceError(
                "is no model that can be read",
                place=Place(path),
                remedy="install PlanAtlas again, or train it: python -m graph_builder.extract.train",
            ) from error


def compress(model: Path, path: Path) -> None:
    """Write a model as the training made it into the file that the reader reads; the same gives the same bytes."""
    path.write_bytes(lzma.compress(model.read_bytes(), filters=_FILTERS))
