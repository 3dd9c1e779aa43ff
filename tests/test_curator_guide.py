"""The guide for curators tells the words of the program, and its four commands are those that work."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from graph_builder.errors import PlanAtlasError
from tests.plans import SUPPORTS, TEXT, annotate, edited, write_plan

GUIDES = sorted((Path(__file__).resolve().parent.parent / "docs/guide").glob("curator*.md"))
Case = Callable[[Path], list[str]]


def _words(guide: Path) -> list[str]:
    """Give the messages of the table of errors."""
    table = guide.read_text("utf-8").rpartition("\n## ")[2]
    return re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)


def _added(root: Path) -> Path:
    file = root / "plan.txt"
    file.write_text(TEXT, "utf-8", newline="")
    return file


def _built(root: Path, change: Callable[[Path], None]) -> list[str]:
    folder = write_plan(root / "yunxi")
    change(folder)
    return ["build", str(folder), "--release", str(root / "atlas/release")]


def _taken(root: Path) -> list[str]:
    write_plan(root / "yunxi")
    return ["add", str(_added(root)), "--id", "yunxi", "--plans", str(root)]


def _unannotated(root: Path) -> list[str]:
    folder = write_plan(root / "yunxi")
    (folder / "annotations.ann").unlink()
    return ["review", str(folder)]


def _far_apart(folder: Path) -> None:
    ann = annotate()
    technology = next(line.split("\t")[0] for line in ann.lines if "\tTechnology " in line)
    domain = [line.split("\t")[0] for line in ann.lines if "\tDomain " in line][-1]
    ann.lines.append(f"R99\tappliedInDomain Arg1:{technology} Arg2:{domain}")
    (folder / "annotations.ann").write_text(ann.content, "utf-8")


def _in_the_way(root: Path) -> list[str]:
    (root / "atlas/release").mkdir(parents=True)
    return _built(root, lambda folder: None)


CASES: dict[str, Case] = {
    "cannot be a plan's identifier": lambda root: ["add", str(_added(root)), "--id", "Yun Xi", "--plans", str(root)],
    "is there already; nothing was changed": _taken,
    "the text does not say the title": lambda root: [
        "add", str(_added(root)), "--id", "yunxi", "--plans", str(root), "--title", "别的规划",
    ],
    "is there already, and is not overwritten": lambda root: ["annotate", str(write_plan(root / "yunxi"))],
    "the plan has no annotations yet": _unannotated,
    "plan.toml was written for": lambda root: _built(
        root, lambda folder: edited(folder / "text.txt", lambda text: f"{text}。")
    ),
    "no vocabulary holds": lambda root: _built(
        root, lambda folder: edited(folder / "annotations.ann", lambda a: a.replace("domain:fintech", "domain:hope"))
    ),
    "in the text, not": lambda root: _built(
        root, lambda folder: edited(folder / "annotations.ann", lambda a: a.replace(f"\t{SUPPORTS}", "\t支持别的企业"))
    ),
    "no directive contains both": lambda root: _built(root, _far_apart),
    "the graph breaks its shapes": lambda root: _built(root, lambda folder: (folder / "labels.ttl").unlink()),
    "is in the way: a release is a symbolic link": _in_the_way,
}  # fmt: skip


@pytest.mark.parametrize("words", CASES)
def test_the_program_says_what_the_guide_tells(words: str, tmp_path: Path) -> None:
    error = CliRunner().invoke(app, CASES[words](tmp_path)).exception
    assert isinstance(error, PlanAtlasError)
    assert words in str(error)
    assert error.remedy


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_guide_lists_each_error_once(guide: Path) -> None:
    assert _words(guide) == list(CASES)


def test_both_languages_show_the_same_commands() -> None:
    blocks = [re.findall(r"```\w+\n(.*?)```", guide.read_text("utf-8"), re.DOTALL) for guide in GUIDES]
    assert len(GUIDES) == 2
    assert blocks[0] == blocks[1]


def test_the_four_commands_make_a_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = re.findall(r"^planatlas (.+)$", GUIDES[0].read_text("utf-8"), re.MULTILINE)[:4]
    monkeypatch.chdir(tmp_path)
    text = (
        "临江县数字经济行动计划\n一、重点任务\n(一)建设底座。建设公共数据开放平台,运用区块链技术。(责任单位:县科技局)\n"
    )
    (tmp_path / "plan.txt").write_text(text, "utf-8", newline="")
    for command in commands:
        result = CliRunner().invoke(app, command.replace("plan.docx", "plan.txt").split())
        assert result.exit_code == 0, f"{command}: {result.exception}"
    assert (tmp_path / "atlas/release/manifest.json").is_file()
