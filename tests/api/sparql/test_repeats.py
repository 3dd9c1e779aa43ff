"""Requests that are answered as before, without being read."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from api.sparql import Answer
from api.sparql.clock import Clock
from api.sparql.connection import while_connected
from api.sparql.repeats import Repeats

from .conftest import until

HEADERS = [(b"content-type", b"text/csv")]


def request(query: bytes = b"query=ASK{}", method: str = "GET", **headers: str) -> dict[str, Any]:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"method": method, "scheme": "http", "query_string": query, "headers": named}


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (request(accept="text/csv", host="x"), True),
        (request(accept="text/csv", host="x", user_agent="y", cookie="z"), True),
        (request(b"query=ASK%7B%7D", accept="text/csv", host="x"), False),
        (request(method="HEAD", accept="text/csv", host="x"), False),
        (request(method="POST", accept="text/csv", host="x"), False),
        (request(accept="text/html", host="x"), False),
        (request(accept="text/csv", host="y"), False),
        (request(accept="text/csv", host="x") | {"scheme": "https"}, False),
        (request(accept="text/csv", host="x", accept_encoding="gzip"), False),
        (request(accept="text/csv", host="x", if_none_match='"a"'), False),
    ],
)
def test_only_what_the_answer_does_not_depend_on_may_differ(other: dict[str, Any], same: bool) -> None:
    repeats = Repeats({1: Answer("text/csv", b"true", "boolean")}.get)
    repeats.remember(request(accept="text/csv", host="x"), 1)(HEADERS)
    assert repeats.find(other) == ((HEADERS, b"true") if same else None)


def test_what_left_the_cache_is_not_given_again() -> None:
    kept = {1: Answer("text/csv", b"true", "boolean")}
    repeats = Repeats(kept.get)
    repeats.remember(request(), 1)(HEADERS)
    del kept[1]
    assert repeats.find(request()) is None
    kept[1] = Answer("text/csv", b"false", "boolean")
    assert repeats.find(request()) is None


@pytest.mark.parametrize("leaves", [False, True])
def test_work_ends_with_its_client(leaves: bool) -> None:
    ended: list[str] = []

    async def receive() -> dict[str, str]:
        if not leaves:
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def work() -> str:
        try:
            await asyncio.sleep(0.1 if not leaves else 60)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise
        return "done"

    async def run() -> None:
        if leaves:
            with pytest.raises(ClientDisconnect):
                await while_connected(Clock(), receive, work())
        else:
            assert await while_connected(Clock(), receive, work()) == "done"
        await asyncio.sleep(0)  # nothing cancels this afterwards

    asyncio.run(run())
    assert ended == ["cancelled"] * leaves


def test_a_clock_rings_what_is_not_stopped_in_any_loop() -> None:
    clock, rung = Clock(), []

    async def run(name: str) -> None:
        now = asyncio.get_running_loop().time()
        clock.set(now, lambda: rung.append(name))
        clock.set(now + 60, lambda: rung.append("late"))
        clock.set(now, lambda: rung.append("stopped")).stop()
        await until(lambda: name in rung)

    for name in "ab":
        asyncio.run(run(name))
    assert rung == ["a", "b"]


def test_a_cancelled_request_stays_cancelled() -> None:
    async def never() -> Any:
        await asyncio.Event().wait()

    async def run() -> None:
        task = asyncio.create_task(while_connected(Clock(), never, never()))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
