"""The files that the training writes and the reader reads; trained models are compressed."""

from __future__ import annotations

import lzma
import struct
from pathlib import Path

import pycrfsuite

from graph_builder.errors import Place, ResourceError

NETWORKS = ("network-1.npz", "network-2.npz")
"""Networks that were taught alike from other beginnings; the mean of what they tell is better than each alone."""
FIELD = "names.crf.xz"
ROLE_MODEL = "roles.crf.xz"
ACTION_MODEL = "actions.crf.xz"
WORDS = "words.txt"
LEXICON = "lexicon.txt"
CALIBRATION = "calibration.tsv"

_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 1, "lp": 3, "pb": 3}]
"""Set for numbers of four and eight bytes, which models mostly consist of."""


_FEATURES = 28
"""Where CRFsuite's header tells the place of the features' chunk (crf1d_model.c).

The chunk has 12 bytes, the last 4 of which are the number of features, then 20 for each, which end with its weight.
"""


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
    """Write a model as the training made it into the file that the reader reads; the same gives the same bytes.

    Weights are rounded to eight significant bits, which halves the file and changes none of them by more than 0.4 %.

    Raises:
        ResourceError: the file is no model of CRFsuite.
    """
    content = bytearray(model.read_bytes())
    if content[:4] != b"lCRF":
        raise ResourceError("is no model of CRFsuite", place=Place(model), remedy="train it again")
    (features,) = struct.unpack_from("<I", content, _FEATURES)
    (count,) = struct.unpack_from("<I", content, features + 8)
    for place in range(features + 12, features + 12 + 20 * count, 20):
        (weight,) = struct.unpack_from("<Q", content, place + 12)
        struct.pack_into("<Q", content, place + 12, (weight + (1 << 44)) & ~((1 << 45) - 1))
    path.write_bytes(lzma.compress(content, filters=_FILTERS))
