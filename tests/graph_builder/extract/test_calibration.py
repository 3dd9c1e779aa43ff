"""What a raw confidence is worth: shares measured on texts whose truth is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_builder.errors import ResourceError
from graph_builder.extract.calibration import Calibration
from graph_builder.extract.tagger import Found


def item(confidence: float, rule: str = "tagger") -> Found:
    return Found(0, 2, "Technology", rule, confidence)


def test_a_confidence_becomes_the_share_that_was_right() -> None:
    judged = [(item(0.9), n % 4 != 0) for n in range(40)] + [(item(0.5), n % 4 == 0) for n in range(40)]
    measured = Calibration.measured(judged)
    assert [measured.sure(item(raw)).confidence for raw in (0.1, 0.5, 0.7, 0.9, 1.0)] == [0.25, 0.25, 0.75, 0.75, 0.75]


def test_each_rule_has_its_own_curve_and_an_unmeasured_one_keeps_its_value() -> None:
    judged = [(item(0.9, "note"), True)] * 20 + [(item(0.9), False)] * 20
    measured = Calibration.measured(judged)
    assert measured.sure(item(0.9, "note")).confidence == 1
    assert measured.sure(item(0.9)).confidence == 0
    assert measured.sure(item(0.6, "clause-grammar")).confidence == 0.6


@settings(deadline=None)  # the first example loads scipy
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=200), st.floats(0, 1), st.floats(0, 1))
def test_more_sure_is_never_worth_less(found: list[tuple[float, bool]], one: float, two: float) -> None:
    measured = Calibration.measured((item(raw), right) for raw, right in found)
    low, high = (measured.sure(item(raw)).confidence for raw in sorted((one, two)))
    assert 0 <= low <= high <= 1


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    judged = [(item(n / 100), n > 50) for n in range(100)]
    path = tmp_path / "calibration.tsv"
    path.write_text(Calibration.measured(judged).format(), encoding="utf-8")
    assert Calibration.read(path).format() == path.read_text(encoding="utf-8")


def test_a_broken_line_is_told(tmp_path: Path) -> None:
    path = tmp_path / "calibration.tsv"
    path.write_text("tagger\t0.5\t0.4\ntagger\t0.6\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"calibration.tsv:2"):
        Calibration.read(path)
