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
    assert "buildsFacility" in score.output
    assert "paired directives agree (1.000)" in score.output


def test_evaluate_without_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("", "utf-8")
    score = CliRunner().invoke(app, ["evaluate", str(tmp_path / "a.ann"), str(tmp_path / "a.ann")])
    assert isinstance(score.exception, AnnotationError)


def test_a_new_run_shows_what_differs_and_leaves_what_a_person_decided(tmp_path: Path) -> None:
    runner = CliRunner()
    file = tmp_path / "plan.txt"
    file.write_text(TEXT, encoding="utf-8", newline="")
    plans = tmp_path / "plans"
    assert runner.invoke(app, ["add", str(file), "--id", "linjiang", "--plans", str(plans)]).exit_code == 0
    folder = plans / "linjiang"
    assert runner.invoke(app, ["annotate", str(folder)]).exit_code == 0
    path = folder / "annotations.ann"
    same = runner.invoke(app, ["review", str(folder)])
    assert "a new draft has otherwise: nothing" in same.output
    # a person takes a body away and settles the rest of its line
    decided = path.read_text("utf-8").replace("Review T1 draft", "Review T1 reviewed")
    body = next(line for line in decided.splitlines() if "\tBody " in line)
    name = body.split("\t")[0]
    kept = [line for line in decided.splitlines() if f" {name} " not in f"{line} ".replace("\t", " ") and line != body]
    path.write_text("".join(f"{line}\n" for line in kept), "utf-8")
    before = path.read_bytes()
    shown = runner.invoke(app, ["review", str(folder)])
    assert shown.exit_code == 0, shown.output
    assert "1 reviewed" in shown.output
    assert f"added   line 3    {body.split(chr(9))[1].split()[0]} [" in shown.output
    again = runner.invoke(app, ["annotate", str(folder)])
    assert isinstance(again.exception, AnnotationError)
    assert "planatlas review" in str(again.exception)
    assert path.read_bytes() == before, "neither command changes the file"


def test_review_without_annotations_or_plan(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(TEXT, encoding="utf-8", newline="")
    CliRunner().invoke(app, ["add", str(file), "--id", "linjiang", "--plans", str(tmp_path)])
    missing = CliRunner().invoke(app, ["review", str(tmp_path / "linjiang")])
    assert isinstance(missing.exception, AnnotationError)
    assert "planatlas annotate" in str(missing.exception)
    assert "no plan" in str(CliRunner().invoke(app, ["review", "nowhere"]).exception)
