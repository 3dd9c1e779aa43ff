"""Short queries do not wait for long ones, and what becomes of the long ones."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from math import inf

import pytest

from api.problems import Problem
from api.sparql import EmbeddedEngine, Query
from api.sparql.lanes import Course, Durations, Lane

from .conftest import ENDLESS, until

Start = Callable[..., AbstractAsyncContextManager[EmbeddedEngine]]
LANES = (Course(1.0, 1, 0), Course(10.0, 1, 5), Course(inf, 1, 10))


async def line(lane: Lane, *names: str) -> tuple[list[str], dict[str, asyncio.Task[None]]]:
    """Let these wait for a place in this order; each gives it on when it has come."""
    served: list[str] = []

    async def wait(name: str) -> None:
        await lane.enter()
        served.append(name)
        lane.leave()

    waiting = {}
    for name in names:
        waiting[name] = asyncio.create_task(wait(name))
        await asyncio.sleep(0.001)
    return served, waiting


@pytest.mark.parametrize(("patience", "order"), [(inf, "abcd"), (0.0, "dacb")])
def test_after_too_long_a_wait_last_and_first_are_served_in_turn(patience: float, order: str) -> None:
    async def run() -> None:
        lane = Lane(Course(1.0, 1, 0, patience), 4)
        await lane.enter()
        served, waiting = await line(lane, *"abcd")
        assert lane.waiting == 4
        with pytest.raises(Problem) as caught:
            await lane.enter()
        assert (caught.value.status, caught.value.headers["Retry-After"]) == (503, "1")
        lane.leave()
        await asyncio.gather(*waiting.values())
        assert "".join(served) == order
        assert (lane.try_enter(), lane.try_enter()) == (True, False)

    asyncio.run(run())


@pytest.mark.parametrize("handed", [False, True])
def test_who_leaves_the_line_takes_no_place_along(handed: bool) -> None:
    async def run() -> None:
        lane = Lane(LANES[0], 3)
        await lane.enter()
        served, waiting = await line(lane, *"abc")
        if handed:
            lane.leave()  # to a, who is cancelled before noticing
        waiting["a"].cancel()
        if not handed:
            await asyncio.sleep(0)
            lane.leave()
        await asyncio.gather(waiting["b"], waiting["c"])
        assert served == ["b", "c"]
        assert lane.try_enter()

    asyncio.run(run())


def test_durations_are_remembered_until_they_are_short_again() -> None:
    known = Durations(LANES)
    for seconds, lane in ((0.5, 0), (2.0, 1), (50.0, 2), (3.0, 1), (0.1, 0)):
        known.note(b"query", seconds)
        assert (known.lane(b"query"), known.lane(b"other")) == (lane, 0)


def test_more_long_queries_than_places_hold_up_no_short_one(engine: Start) -> None:
    async def run() -> None:
        changes = {"query_workers": 1, "long_workers": 1, "short_seconds": 0.02, "middle_seconds": 0.1}
        async with engine(**changes) as running:

            async def ended(number: int) -> int:
                with pytest.raises(Problem) as caught:
                    await running.answer(Query(f"{ENDLESS} # {number}", timeout=0.3))
                return caught.value.status

            long = asyncio.gather(*[ended(number) for number in range(5)])
            answered = 0
            while not long.done():
                answer = await running.answer(Query("SELECT * { ?s ?p 7 }"))
                answered += len(json.loads(answer.body)["results"]["bindings"])
                await asyncio.sleep(0.01)
            assert await long == [504] * 5
            assert answered
            await until(lambda: len(running.processes) == 1)

    asyncio.run(run())


def test_long_queries_have_less_priority_and_begin_where_they_ended(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=1) as running:
            own = os.getpriority(os.PRIO_PROCESS, 0)
            (short,) = running.processes
            for _ in range(2):
                query = asyncio.create_task(running.answer(Query(ENDLESS, timeout=2.0)))
                await until(lambda: len(running.processes) == 2)
                priorities = {process: os.getpriority(os.PRIO_PROCESS, process) for process in running.processes}
                assert sorted(priority > own for priority in priorities.values()) == [False, True]
                changed = short not in priorities or priorities[short] > own
                (short,) = [process for process, priority in priorities.items() if priority == own]
                with pytest.raises(Problem):
                    await query
                await until(lambda: len(running.processes) == 1)
            assert not changed  # the second time the worker for short queries was left alone

    asyncio.run(run())


def test_spare_workers_take_over_at_once(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=1, spare_workers=2) as running:
            ready = 3 if running.loader else 2
            await until(lambda: len(running.processes) == ready)
            query = asyncio.create_task(running.answer(Query(ENDLESS)))
            await until(lambda: len(running.processes) == ready + 1)
            query.cancel()
            with pytest.raises(asyncio.CancelledError):
                await query
            await until(lambda: len(running.processes) == ready)

    asyncio.run(run())
