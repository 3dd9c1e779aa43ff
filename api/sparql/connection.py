"""Work for a client that may go away before it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from api.sparql.clock import Clock

_SECONDS = 0.02
"""Only work that takes longer is watched, for that takes time itself."""
T = TypeVar("T")


async def while_connected(clock: Clock, receive: Receive, work: Coroutine[Any, Any, T]) -> T:
    """Do the work; if the client goes away first, cancel it.

    Raises:
        ClientDisconnect: the client went away.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    watching: asyncio.Task[None] | None = None
    gone = False

    async def watch() -> None:
        nonlocal gone
        while (await receive())["type"] != "http.disconnect":
            pass
        gone = True
        task.cancel()

    def begin() -> None:
        nonlocal watching
        watching = loop.create_task(watch())

    alarm = clock.set(loop.time() + _SECONDS, begin)
    try:
        return await work
    except asyncio.CancelledError:
        if gone and not task.uncancel():
            raise ClientDisconnect from None
        raise
    finally:
        alarm.stop()
        if watching is not None:
            watching.cancel()
            await asyncio.wait({watching})
