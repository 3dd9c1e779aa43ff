"""Alarms for many short waits, nearly all of which end before: cheaper than a timer of the event loop for each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

_STEP = 0.01


class Alarm:
    """Rings at a time of the loop, or up to a hundredth of a second later, unless it is stopped before."""

    __slots__ = ("_ring", "at")

    def __init__(self, at: float, ring: Callable[[], None]) -> None:
        self.at = at
        self._ring: Callable[[], None] | None = ring

    @property
    def stopped(self) -> bool:
        """Whether it is stopped, or has rung."""
        return self._ring is None

    def stop(self) -> None:
        """Let it not ring."""
        self._ring = None

    def ring(self) -> None:
        """Ring, unless stopped."""
        if self._ring is not None:
            ring, self._ring = self._ring, None
            ring()


class Clock:
    """Looks at all its alarms at once, and only as long as there are any."""

    def __init__(self) -> None:
        self._alarms: list[Alarm] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def set(self, at: float, ring: Callable[[], None]) -> Alarm:
        """Set an alarm in the loop that runs now; those of an earlier one are forgotten."""
        alarm = Alarm(at, ring)
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop = loop
            self._alarms.clear()
            loop.call_later(_STEP, self._look, loop)
        self._alarms.append(alarm)
        return alarm

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        waiting, self._alarms = self._alarms, []
        for alarm in waiting:
            if alarm.at <= now:
                alarm.ring()
            elif not alarm.stopped:
                self._alarms.append(alarm)
        if self._alarms:
            loop.call_later(_STEP, self._look, loop)
        else:
            self._loop = None
