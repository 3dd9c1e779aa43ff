"""What ``Dockerfile`` copies and runs is there. No image is built: that needs a daemon and a registry."""

from __future__ import annotations

import json
import re
from pathlib import Path

from typer.testing import CliRunner

from api.cli import app

TOP = Path(__file__).resolve().parent.parent
TEXT = (TOP / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
LINES = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
IGNORED = (TOP / ".dockerignore").read_text("utf-8").splitlines()


def _last(instruction: str) -> str:
    return [line.partition(" ")[2].strip() for line in LINES if line.startswith(f"{instruction} ")][-1]


def test_runs_as_nobody_in_particular() -> None:
    assert re.fullmatch(r"[1-9]\d{3,}", _last("USER"))  # a number, so that an orchestrator can tell that it is not root
    assert f"--uid {_last('USER')}" in TEXT
    assert _last("STOPSIGNAL") == "SIGTERM"


def test_everything_comes_from_one_named_base() -> None:
    bases = {line.split()[1] for line in LINES if line.startswith("FROM ")}
    assert bases == {"python:3.12-slim"}


def test_command_has_options_that_there_are() -> None:
    assert json.loads(_last("ENTRYPOINT")) == ["planatlas"]
    command = json.loads(_last("CMD"))
    shown = CliRunner().invoke(app, [command[0], "--help"], env={"COLUMNS": "200", "TERM": "dumb"}).stdout
    for option in (item for item in command if item.startswith("--")):
        assert f"{option} " in shown
    built = re.search(r"planatlas build --release (\S+)", TEXT)
    assert built
    assert command[command.index("--release") + 1] == built[1]


def test_health_is_asked_where_it_is_told() -> None:
    port = json.loads(_last("CMD"))[json.loads(_last("CMD")).index("--port") + 1]
    assert _last("EXPOSE") == port
    assert f"http://127.0.0.1:{port}/healthz" in _last("HEALTHCHECK")


def test_what_is_sent_to_the_build_is_what_the_wheel_needs() -> None:
    assert "*" in IGNORED
    sent = [line.removeprefix("!") for line in IGNORED if line.startswith("!")]
    assert all((TOP / name).exists() for name in sent)
    project = (TOP / "pyproject.toml").read_text("utf-8")
    for name in ("api", "graph_builder", "ontology", "shapes", "data", "README.md", "LICENSE", "LICENSES"):
        assert name in project
        assert name in sent
    assert "requirements/serve.txt" in sent
    assert not {".git", ".venv", "build", "tests"} & set(sent)
