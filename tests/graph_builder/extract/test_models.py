"""Trained models on disk: compressed, rounded, and refused where they are none."""

from __future__ import annotations

import lzma
from pathlib import Path

import pycrfsuite
import pytest

from graph_builder.errors import ResourceError
from graph_builder.extract.models import Model, compress

ROWS = [[f"c{character}", f"even={place % 2}"] for place, character in enumerate("建设数据平台支持企业发展")]
LABELS = ["O", "O", "B", "I", "I", "I", "O", "O", "B", "I", "O", "O"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.append(ROWS, LABELS)
    path = tmp_path_factory.mktemp("model") / "made.crf"
    trainer.train(str(path))
    return path


def test_a_compressed_model_says_what_it_said_before(made: Path, tmp_path: Path) -> None:
    compress(made, tmp_path / "made.crf.xz")
    model, before = Model(tmp_path / "made.crf.xz"), pycrfsuite.Tagger()
    before.open(str(made))
    assert model.tagger.tag(ROWS) == before.tag(ROWS) == LABELS
    probabilities = [tagger.marginal("B", 2) for tagger in (model.tagger, before)]
    assert probabilities[0] == pytest.approx(probabilities[1], abs=0.01)
    assert probabilities[0] != probabilities[1]  # the weights have been rounded


def test_the_same_model_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        compress(made, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.crf").write_bytes(b"no model")
    with pytest.raises(ResourceError, match=r"no\.crf.*is no model"):
        compress(tmp_path / "no.crf", tmp_path / "no.crf.xz")
    assert not (tmp_path / "no.crf.xz").exists()


@pytest.mark.parametrize("content", [b"", b"no archive", lzma.compress(b"no model")], ids=["empty", "other", "packed"])
def test_a_file_without_model_is_told_with_its_place(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.crf.xz").write_bytes(content)
    with pytest.raises(ResourceError, match=r"(?s)bad\.crf\.xz.*install PlanAtlas again"):
        Model(tmp_path / "bad.crf.xz")
    with pytest.raises(ResourceError, match="install PlanAtlas again"):
        Model(tmp_path / "absent.crf.xz")
