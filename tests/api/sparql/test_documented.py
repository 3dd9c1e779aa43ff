"""What ``docs/sparql-protocol.md`` says is so."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import fields
from pathlib import Path

from api.settings import Settings
from api.sparql import GRAPHS, RESULTS

from .compliance.exceptions import EXCEPTIONS

HERE = Path(__file__).resolve().parent
TEXT = (HERE.parents[2] / "docs" / "sparql-protocol.md").read_text("utf-8")

MUSTS = {
    "2": 1,
    "2.1": 3,
    "2.1.1": 3,
    "2.1.2": 3,
    "2.1.3": 2,
    "2.1.4": 1,
    "2.1.6": 1,
    "2.2": 3,
    "2.2.1": 3,
    "2.2.2": 2,
    "2.3": 1,
    "5": 2,
}
"""How often the recommendation says "must" of a request or a service, by section."""


def _rows(heading: str) -> list[list[str]]:
    part = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    return rows[2:]


def test_every_must_stands_in_the_table_with_tests_that_exist() -> None:
    exist = {
        node.name
        for path in HERE.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    rows = _rows("Each MUST and its test")
    assert Counter(section for section, *_ in rows) == MUSTS
    assert len({(section, must) for section, must, *_ in rows}) == sum(MUSTS.values())
    for section, must, here, tests in rows:
        assert here, (section, must)
        named = re.findall(r"`(test_\w+)`", tests)
        assert named, (section, must)
        assert set(named) <= exist, set(named) - exist


def test_the_limits_are_those_of_the_service() -> None:
    said = {name.strip("`"): (float(value), unit, meaning) for name, value, unit, meaning in _rows("Limits")}
    assert said == {
        item.name.upper(): (float(item.default), item.metadata["unit"], item.metadata["meaning"])  # type: ignore[arg-type]
        for item in fields(Settings)
    }


def test_the_formats_are_those_on_offer() -> None:
    said = next(how for what, how in _rows("What goes beyond it") if what == "`format=`")
    assert re.findall(r"`([a-z ]+)`", said)[0].split() == [offer.name for offer in RESULTS + GRAPHS]


def test_the_exceptions_are_those_of_the_suite() -> None:
    said = {(server, reason) for server, reason in _rows("A server elsewhere")}
    names = {"remote-oxigraph": "oxigraph", "remote-virtuoso": "Virtuoso", "embedded": "embedded"}
    assert said == {(names[room], reason) for room, known in EXCEPTIONS.items() for reason in known.values()}
