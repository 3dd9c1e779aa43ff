"""The field's opinion: probabilities of the labels that the network has, stretch by stretch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pycrfsuite
import pytest

from graph_builder.extract.field import Field
from graph_builder.extract.models import compress

TEXT = "建设数据平台支持企业发展"
ROWS = [[f"c{character}", f"even={place % 2}"] for place, character in enumerate(TEXT)]
RIGHT = ["O", "O", "B-Facility", "I-Facility", "I-Facility", "I-Facility", "O", "O", "B-Body", "I-Body", "O", "O"]
LABELS = ["B-Body", "B-Facility", "B-Place", "I-Body", "I-Facility", "O"]


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    folder: Path = tmp_path_factory.mktemp("field")
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c2": 0.001})
    trainer.append(ROWS, RIGHT)
    trainer.train(str(folder / "made.crf"))
    compress(folder / "made.crf", folder / "made.crf.xz")
    return Field(folder / "made.crf.xz")


def test_each_character_has_a_probability_of_each_label(field: Field) -> None:
    found = field.read(ROWS, [(0, len(ROWS))], LABELS)
    assert [LABELS[place] for place in found.argmax(axis=1)] == RIGHT
    assert found.sum(axis=1) == pytest.approx(np.ones(len(ROWS)), abs=1e-4)
    assert not found[:, LABELS.index("B-Place")].any()


def test_stretches_are_read_on_their_own(field: Field) -> None:
    found = field.read(ROWS, [(0, 6), (8, 10)], LABELS)
    assert not found[6:8].any()
    assert found[8:10] == pytest.approx(field.read(ROWS[8:10], [(0, 2)], LABELS), abs=1e-6)
