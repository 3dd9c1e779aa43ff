"""The queries of the gallery give what a reader of the plan's text found.

``expected/NAME.tsv`` holds the answer to ``data/queries/NAME.rq``, written from the text alone: a line of the variables
that are compared, then one line for each answer, in any order. A line that begins with ``#`` tells where it was read.
``two_plans/NAME.tsv`` does the same for queries that compare plans, which are asked of a release of two plans.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.pages.gallery import GROUPS, gallery
from api.pages.language import Language
from api.settings import Settings
from graph_builder import resources
from tests.api.server import serving

Rows = set[tuple[str, ...]]
Ask = Callable[[Path], list[dict[str, str]]]

FOLDER = resources.path("data/queries")
EXPECTED = sorted((Path(__file__).parent / "expected").glob("*.tsv"))
OF_TWO_PLANS = sorted((Path(__file__).parent / "two_plans").glob("*.tsv"))
UNREAD = {
    "evidence": "repeats every statement that a technology is used; validation compares its offsets with the text",
    "facilities-to-build": "lists what the whole plan builds; platforms-to-build asks a part of it",
    "ledger": "is the whole plan; tests/graph_builder/reports compares its rows with the graph",
    "places": "lists all that is done anywhere; measures-at-key-places asks it of four places",
    "stated-ties": "lists all ties; fields-to-integrate asks one kind of them",
    "technologies": "lists all uses; blockchain-measures and technologies-in-every-section ask parts of it",
}
"""Queries without an expected answer, each with the reason."""


def _expected(path: Path) -> tuple[list[str], list[tuple[str, ...]]]:
    """Read an expected answer: names of variables, and rows with one value for each."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    names, *rows = [tuple(line.split("\t")) for line in lines]
    return list(names), rows


@pytest.fixture(scope="module")
def ask(real_release: Path) -> Iterator[Ask]:
    """Ask the endpoint over the shipped plans, as users do."""
    with _asking(real_release) as answer:
        yield answer


@pytest.fixture(scope="module")
def ask_two_plans(two_plans: Path) -> Iterator[Ask]:
    """Ask the endpoint over two plans."""
    with _asking(two_plans) as answer:
        yield answer


@contextmanager
def _asking(release: Path) -> Iterator[Ask]:
    """Ask a release. What a row leaves unbound is not in it."""
    with serving(create_app(release, Settings(query_workers=1))) as base, httpx.Client() as client:

        def answer(path: Path) -> list[dict[str, str]]:
            response = client.post(
                f"{base}/sparql",
                data={"query": path.read_text("utf-8")},
                headers={"accept": "application/sparql-results+json"},
                timeout=60,
            )
            assert response.status_code == 200, response.text
            rows = json.loads(response.content)["results"]["bindings"]
            return [{name: term["value"] for name, term in row.items()} for row in rows]

        yield answer


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_query_gives_what_a_reader_found(path: Path, ask: Ask) -> None:
    _check(path, ask)


@pytest.mark.parametrize("path", OF_TWO_PLANS, ids=lambda path: path.stem)
def test_query_over_two_plans_gives_what_a_reader_found(path: Path, ask_two_plans: Ask) -> None:
    _check(path, ask_two_plans)


def _check(path: Path, ask: Ask) -> None:
    names, rows = _expected(path)
    found: Rows = {tuple(row.get(name, "") for name in names) for row in ask(FOLDER / f"{path.stem}.rq")}
    assert {"not found": sorted(set(rows) - found), "not in the text": sorted(found - set(rows))} == {
        "not found": [],
        "not in the text": [],
    }


@pytest.mark.parametrize("path", [*EXPECTED, *OF_TWO_PLANS], ids=lambda path: path.stem)
def test_expected_answer_is_a_table_without_repetition(path: Path) -> None:
    names, rows = _expected(path)
    assert rows
    assert len(set(names)) == len(names)
    assert [row for row in rows if len(row) != len(names)] == []
    assert len(set(rows)) == len(rows)


def test_every_query_was_read_in_the_text_or_says_why_not() -> None:
    read, shipped = {path.stem for path in (*EXPECTED, *OF_TWO_PLANS)}, {path.stem for path in FOLDER.glob("*.rq")}
    assert read | UNREAD.keys() == shipped
    assert not read & UNREAD.keys()
    assert all(UNREAD.values())


@pytest.mark.parametrize("language", Language)
def test_every_query_has_a_question_of_its_own_and_a_group(language: Language) -> None:
    examples = gallery(language)
    assert len({example.question for example in examples}) == len(examples)
    assert [example.name for example in examples if example.group not in GROUPS[:-1]] == []
