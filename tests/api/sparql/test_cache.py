"""What is given again, and what never is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.problems import Problem
from api.settings import Settings
from api.sparql import Answer, EmbeddedEngine, Engine, Query, choose
from api.sparql.cache import Cache
from api.sparql.guard import Reading

from .conftest import EX, SETTINGS

SOME = "SELECT ?s { ?s ?p ?o } LIMIT 3"


class Counting(Engine):
    """Gives each evaluated query its number."""

    evaluated = 0

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def _evaluate(self, query: Query, reading: Reading) -> Answer:
        self.evaluated += 1
        if "fail" in query.text:
            raise Problem(504, "Too slow.")
        return Answer("text/plain", str(self.evaluated).encode(), "boolean", query.gzip)


def counting(**changes: int) -> Counting:
    return Counting(replace(Settings(), **changes), release="r1")


async def numbers(engine: Engine, *queries: Query) -> list[bytes]:
    return [(await engine.answer(query)).body for query in queries]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (Query(SOME), True),
        (Query(SOME, timeout=3.0), True),
        (Query(SOME, hold=False), True),
        (Query(f"{SOME} "), False),
        (Query(SOME, choice=choose("text/csv")), False),
        (Query(SOME, default_graphs=(EX,)), False),
        (Query(SOME, named_graphs=(EX,)), False),
        (Query(SOME, gzip=True), False),
    ],
)
def test_the_same_query_format_and_dataset_get_the_same_bytes(other: Query, same: bool) -> None:
    first, second = asyncio.run(numbers(counting(), Query(SOME), other))
    assert (first == second) is same


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (RAND() AS ?r) {}",
        "SELECT (NOW() AS ?r) {}",
        "SELECT (uuid() AS ?r) {}",
        "SELECT (STRUUID() AS ?r) {}",
        "ASK { FILTER(now()>1) }",
    ],
)
def test_what_depends_on_time_or_chance_is_asked_anew(text: str) -> None:
    engine = counting()
    assert asyncio.run(numbers(engine, Query(text), Query(text))) == [b"1", b"2"]
    assert asyncio.run(engine.answer(Query(text))).tag is None


@pytest.mark.parametrize("text", ["ASK { ?now ?rand 'NOW()' } # RAND()", "ASK { <x:now> ?p ?o }"])
def test_the_words_alone_do_not_matter(text: str) -> None:
    assert asyncio.run(numbers(counting(), Query(text), Query(text))) == [b"1", b"1"]


def test_errors_are_never_kept() -> None:
    async def run() -> int:
        engine = counting()
        for text in ("ASK { ?fail ?p ?o }", "ASK { SERVICE <x:y> {} }"):
            for _ in range(2):
                with pytest.raises(Problem):
                    await engine.answer(Query(text))
        return engine.evaluated

    assert asyncio.run(run()) == 2


def test_without_a_release_nothing_is_kept() -> None:
    engine = Counting(Settings())
    assert asyncio.run(numbers(engine, Query(SOME), Query(SOME))) == [b"1", b"2"]
    assert asyncio.run(engine.answer(Query(SOME))).tag is None


def test_tags_tell_release_query_format_and_dataset_apart() -> None:
    queries = [
        Query(SOME),
        Query(f"{SOME}#"),
        Query(SOME, choice=choose("text/csv")),
        Query(SOME, default_graphs=(EX,)),
        Query(SOME, named_graphs=(EX,)),
    ]
    engines = [Counting(Settings(), release=release) for release in ("r1", "r2")]
    assert len({engine.tag(query) for engine in engines for query in queries}) == 10
    assert counting().tag(queries[0]) == engines[0].tag(Query(SOME, timeout=1.0, gzip=True))


def test_a_kept_answer_needs_no_worker(store_dir: Path) -> None:
    async def run() -> None:
        engine = EmbeddedEngine(store_dir, replace(SETTINGS, query_workers=1), release="r1")
        await engine.start()
        before = await engine.answer(Query(SOME))
        await engine.close()
        assert await engine.answer(Query(SOME)) == before
        with pytest.raises(Problem):
            await engine.answer(Query(f"{SOME} "))

    asyncio.run(run())


class Gated(Counting):
    """Answers only once it is let."""

    def __init__(self) -> None:
        super().__init__(Settings(), release="r1")
        self.gate = asyncio.Event()

    async def _evaluate(self, query: Query, reading: Reading) -> Answer:
        await self.gate.wait()
        return await super()._evaluate(query, reading)


@pytest.mark.parametrize(("text", "evaluated"), [(SOME, 1), ("ASK { ?fail ?p ?o }", 1), ("SELECT (NOW() AS ?n) {}", 5)])
def test_the_same_query_at_the_same_time_is_evaluated_once(text: str, evaluated: int) -> None:
    async def run() -> None:
        engine = Gated()
        asked = [asyncio.create_task(engine.answer(Query(text))) for _ in range(5)]
        await asyncio.sleep(0)
        engine.gate.set()
        outcomes = await asyncio.gather(*asked, return_exceptions=True)
        assert engine.evaluated == evaluated
        if "fail" in text:
            assert [str(outcome) for outcome in outcomes] == ["Too slow."] * 5
            assert len(set(map(id, outcomes))) == 5
        else:
            assert all(isinstance(outcome, Answer) for outcome in outcomes)

    asyncio.run(run())


def test_who_leaves_takes_nothing_from_those_who_wait_for_the_same() -> None:
    async def run() -> None:
        engine = Gated()
        asked = [asyncio.create_task(engine.answer(Query(SOME))) for _ in range(4)]
        await asyncio.sleep(0)
        for leaving in (asked[2], asked[0]):
            leaving.cancel()
            await asyncio.sleep(0)
        engine.gate.set()
        async with asyncio.timeout(20):
            outcomes = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [
            asyncio.CancelledError,
            Answer,
            asyncio.CancelledError,
            Answer,
        ]

    asyncio.run(run())


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 60))), st.integers(1, 200))
def test_the_bound_holds_and_what_is_kept_is_right(entries: list[tuple[int, int]], limit: int) -> None:
    cache: Cache[int, int] = Cache(limit)
    first: dict[int, int] = {}
    for key, size in entries:
        found = cache.get(key)
        assert found is None or found == first[key]
        if found is None:
            first[key] = size
        cache.put(key, size, size)
        assert cache.used <= limit
        assert cache.get(key) == first[key] or size > limit // 4
    assert cache.used == sum(cache.get(key) or 0 for key in range(10))


def test_the_longest_unused_leaves_first() -> None:
    cache: Cache[str, int] = Cache(40)
    for key in "abcd":
        cache.put(key, 1, 10)
    cache.get("a")
    cache.put("e", 1, 10)
    assert [key for key in "abcde" if cache.get(key)] == ["a", "c", "d", "e"]
