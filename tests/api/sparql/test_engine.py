from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

import api.sparql
from api.problems import Problem
from api.settings import Settings
from api.sparql import Answer, Engine, Query
from api.sparql import engine as door
from api.sparql.guard import Reading


class Echo(Engine):
    """Gives back what reaches it."""

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def _evaluate(self, query: Query, reading: Reading) -> Answer:
        return Answer("text/plain", query.text.encode(), "boolean")


def test_the_guard_stands_before_every_engine() -> None:
    engine = Echo(replace(Settings(), query_length=200_000))
    assert asyncio.run(engine.answer(Query("ASK {}"))).body == b"ASK {}"
    for text in ("ASK { SERVICE <x:y> {} }", "ASK {} #" + "x" * 20_000 + "\n SERVICE"):
        with pytest.raises(Problem, match="SERVICE is refused"):
            asyncio.run(engine.answer(Query(text)))


def test_a_query_can_only_shorten_its_deadline() -> None:
    engine = Echo(replace(Settings(), query_timeout=5.0))
    assert [engine.deadline(Query("", timeout=given)) for given in (None, 2.0, 50.0)] == [5.0, 2.0, 5.0]


@pytest.mark.parametrize(
    ("message", "detail"),
    [
        ("error at 2:7: expected [_]", "at or before line 2, column 7."),
        ("error at 2:7: expected one of LATERAL, SERVICE, [_]", "at or before line 2, column 7."),
        ('error at 2:7: expected one of ",", ".", [_]', 'line 2, column 7; there could be "," ".".'),
        (
            "error at 2:7: expected one of The SELECT contains a variable that is unbound, [_]",
            "line 2, column 7: SELECT contains a variable that is unbound.",
        ),
        ("error at 2:7: expected IRI parsing failed", "line 2, column 7: IRI parsing failed."),
    ],
)
def test_syntax_errors_become_sentences_with_a_place(message: str, detail: str) -> None:
    problem = door.invalid(message)
    assert problem.status == 400
    assert problem.detail.endswith(detail)
    assert problem.members == {"line": 2, "column": 7}


def test_an_unknown_wording_is_passed_on() -> None:
    assert door.invalid("something else").detail == "The query is not valid SPARQL: something else."


def test_every_public_name_exists() -> None:
    assert all(hasattr(api.sparql, name) for name in api.sparql.__all__)
