"""Answers too large to be held: the way of their parts from a worker to a client that reads at its own pace."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any, Self

from api.problems import Problem


class Room:
    """The bytes that may wait for clients in all streams together.

    When it is full, only streams in which more than ``share`` waits are held up, so that clients that do not read take
    nothing from those that do.
    """

    def __init__(self, limit: int, share: int) -> None:
        self.limit = limit
        self.share = share
        self.used = 0
        self._changed = asyncio.Event()

    def change(self, size: int) -> None:
        """Take (or give back, if negative) so many bytes; those who wait look again."""
        self.used += size
        if size < 0:
            self._changed.set()

    async def change_seen(self) -> None:
        """Wait until something was given back."""
        self._changed.clear()
        await self._changed.wait()


class AbandonedError(Exception):
    """Nobody reads this stream any more."""


class Stream:
    """The parts of one answer, to be iterated once and closed. A worker puts them in, whole or broken at the end.

    The worker does not wait for the client as long as there is room, so a slow client holds no worker.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._parts: deque[bytes] = deque()
        self._waiting = 0
        self._wake = asyncio.Event()
        self._outcome: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._outcome.add_done_callback(lambda outcome: outcome.cancelled() or outcome.exception())  # seen, not logged
        self._finished = False
        self._problem: Problem | None = None
        self._closed = False
        self.ending = False
        """Whether all parts were put in, and only the outcome is missing."""

    @property
    def full(self) -> bool:
        """Whether too much waits here and everywhere, so that the worker is to wait too."""
        return self._room.used > self._room.limit and self._waiting > self._room.share

    def add(self, part: bytes) -> None:
        """Add a part, unless the client is gone; when it is full after that, wait until it is ``emptied``."""
        if not self._closed:
            self._parts.append(part)
            self._count(len(part))
            self._wake.set()

    async def emptied(self) -> None:
        """Wait until it is no longer full, or the client is gone."""
        while self.full:
            await self._room.change_seen()

    async def put(self, part: bytes) -> None:
        """Add a part, and wait as long as it is full."""
        self.add(part)
        await self.emptied()

    def end(self, outcome: dict[str, Any] | Exception) -> None:
        """Say how the worker ended: with its last outcome, or with an error."""
        if self._outcome.done():
            return
        if isinstance(outcome, Exception):
            self._outcome.set_exception(outcome)
        else:
            self._outcome.set_result(outcome)

    async def outcome(self) -> dict[str, Any]:
        """Wait for the worker's last outcome.

        Raises:
            AbandonedError: the client went away first; or what ``end`` was given.
        """
        return await asyncio.shield(self._outcome)

    def finish(self, problem: Problem | None) -> None:
        """Let the client know the end: the answer is whole, or it breaks off with a problem."""
        self._finished, self._problem = True, problem
        if problem is not None:
            self._drop()
        self._wake.set()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        while not self._parts:
            if self._problem is not None:
                raise self._problem
            if self._closed:  # never an end that looks like the end of a whole answer
                raise AbandonedError
            if self._finished:
                raise StopAsyncIteration
            self._wake.clear()
            await self._wake.wait()
        part = self._parts.popleft()
        self._count(-len(part))
        return part

    def close(self) -> None:
        """Give everything back; a worker that is still at it is ended. May be called twice."""
        self._drop()
        self.end(AbandonedError())

    def _drop(self) -> None:
        """Take no more parts and forget those that wait."""
        self._closed = True
        self._parts.clear()
        self._count(-self._waiting)

    def _count(self, size: int) -> None:
        self._waiting += size
        self._room.change(size)
