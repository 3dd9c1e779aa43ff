"""Lanes: short queries never wait for long ones.

How long a query takes cannot be told from its text, so it is measured. Each begins in the short lane. If it takes
longer than queries of a lane may, it goes on in the next one where that has a place; else its worker is ended, and it
begins anew once there is one, so that what is lost is at most the time that it was given before. The operating system
serves the workers of longer lanes last.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from math import inf

from api.settings import Settings
from api.sparql import engine as door

_REMEMBERED = 1000
_HASTE = 5


@dataclass(frozen=True, slots=True)
class Course:
    """What holds for the queries of one lane: ``seconds`` until they leave it, how many ``places``, their priority.

    When others wait for the lane, ``hurried`` seconds are enough. Who has come first is served first, until that one
    has waited for ``patience`` seconds: then many long queries have come at once, and the last and the first are served
    in turn, for else every short query would have to wait for all of them, while nobody is to wait for ever.
    """

    seconds: float
    places: int
    nice: int
    patience: float = inf
    hurried: float = inf


def courses(settings: Settings) -> tuple[Course, ...]:
    """Give the lanes from the shortest to the longest, in which a query stays until its deadline."""
    return (
        Course(
            settings.short_seconds,
            settings.query_workers,
            0,
            patience=settings.short_seconds,
            hurried=settings.short_seconds / _HASTE,
        ),
        Course(settings.middle_seconds, settings.long_workers, 10),
        Course(inf, settings.long_workers, 19),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Turn:
    come: asyncio.Future[None]
    since: float


class Lane:
    """A number of places, and those who wait for one; ``changed`` is told of each more (1) or less (-1)."""

    def __init__(self, course: Course, waiting: int, changed: Callable[[int], None] = lambda _: None) -> None:
        self.course = course
        self._free = course.places
        self._bound = waiting
        self._changed = changed
        self._turns: deque[_Turn] = deque()
        self._last = False

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._turns)

    def try_enter(self) -> bool:
        """Take a place if there is one."""
        if not self._free:
            return False
        self._free -= 1
        return True

    async def enter(self) -> None:
        """Take a place, waiting for it if need be.

        Raises:
            Problem: 503, as many wait as may.
        """
        if self.try_enter():
            return
        if len(self._turns) >= self._bound:
            raise door.busy()
        loop = asyncio.get_running_loop()
        turn = _Turn(loop.create_future(), loop.time())
        self._turns.append(turn)
        self._changed(1)
        try:
            await turn.come
        except asyncio.CancelledError:
            if not turn.come.cancelled():
                self.leave()
            raise
        finally:
            self._changed(-1)
            with suppress(ValueError):
                self._turns.remove(turn)

    def leave(self) -> None:
        """Give the place to one who waits, or back."""
        while self._turns:
            late = self._turns[0].come.get_loop().time() - self._turns[0].since > self.course.patience
            self._last = late and not self._last
            turn = self._turns.pop() if self._last else self._turns.popleft()
            if not turn.come.done():
                turn.come.set_result(None)
                return
        self._free += 1


class Durations:
    """How long queries took that left the short lane: who asks the same again begins where that fits."""

    def __init__(self, lanes: tuple[Course, ...]) -> None:
        self._lanes = lanes
        self._known: OrderedDict[int, int] = OrderedDict()

    def lane(self, request: bytes) -> int:
        """Give the number of the lane in which a request is to begin."""
        return self._known.get(hash(request), 0) if self._known else 0

    def note(self, request: bytes, seconds: float) -> None:
        """Remember how long a request has taken, whatever came of it."""
        if seconds < self._lanes[0].seconds:
            if self._known:
                self._known.pop(hash(request), None)
            return
        self._known[hash(request)] = next(number for number, lane in enumerate(self._lanes) if seconds < lane.seconds)
        self._known.move_to_end(hash(request))
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
