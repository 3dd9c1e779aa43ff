"""``planatlas annotate`` and ``planatlas evaluate`` as a person meets them."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from api.cli import app
from graph_builder.errors import AnnotationError

TEXT = "第一章 主要任务\n一、建设平台\n(一)建设大数据平台。运用人工智能技术,支持中小企业发展。(责任单位:县科技局)\n"


def test_a_draft_is_written_once_and_scores_against_itself(tmp_path: Path) -> None:
    text, out = tmp_path / "plan.txt", tmp_path / "draft.ann"
    text.write_text(TEXT, encoding="utf-8", newline="")
    runner = CliRunner()
    made = runner.invoke(app, ["annotate", str(text), "-o", str(out)])
    assert made.exit_code == 0, made.output
    assert "Body" in out.read_text("utf-8")
    listed = out.with_suffix(".review.tsv").read_text("utf-8").splitlines()
    assert listed[0].startswith("confidence\ttype\tmention")
    before = out.read_bytes()
    again = runner.invoke(app, ["annotate", str(text), "-o", str(out)])
    assert isinstance(again.exception, AnnotationError)
    assert out.read_bytes() == before
    (tmp_path / "draft.txt").write_text(TEXT, encoding="utf-8", newline="")
    score = runner.invoke(app, ["evaluate", str(out), str(out)])
    assert "all " in score.output
    assert "1.000" in score.output


def test_evaluate_without_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("", "utf-8")
    score = CliRunner().invoke(app, ["evaluate", str(tmp_path / "a.ann"), str(tmp_path / "a.ann")])
    assert isinstance(score.exception, AnnotationError)
