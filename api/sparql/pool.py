"""The workers of one release, and the queries' seats with them: a place in a lane and a worker."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from api.settings import Settings
from api.sparql import engine as door
from api.sparql.lanes import Lane, courses
from api.sparql.nursery import Nursery
from api.sparql.process import Worker
from api.sparql.stats import Stats
from graph_builder.errors import ReleaseError

_PAUSE_SECONDS = 1.0
_PATIENCE = 10
"""How many times longer than it may work a query may be in a lane."""
_TRIES = 3
_LOOKS = 2
"""How often it is seen, in the time of a lane, whether a query is to leave it."""
_log = logging.getLogger(__name__)


class Seat:
    """A query's place in a lane, by the lane's number, and the worker that it has for itself. To be left once."""

    def __init__(self, pool: Pool, lane: int, worker: Worker) -> None:
        self.lane = lane
        self.worker = worker
        self._pool = pool
        self._begun = worker.processor_seconds()
        self._enter()

    def _enter(self) -> None:
        course = self._pool.lanes[self.lane].course
        self._entered = asyncio.get_running_loop().time()
        self._worked_before = self.worked
        self.until = self._entered + course.seconds / _LOOKS
        """When it is to be seen whether the query is to leave the lane, by the clock of the loop."""
        if self.lane:
            self.worker.be_nice(course.nice)

    @property
    def worked(self) -> float:
        """The seconds that the processor has worked on the query."""
        return self.worker.processor_seconds() - self._begun

    def overdue(self) -> bool:
        """Tell whether the query is to leave the lane; if not, put off when that is to be seen again.

        What counts is the time that the processor has worked on it, for on a busy machine short queries wait too. But
        one that waits for the disk does not stay for ever.
        """
        now = asyncio.get_running_loop().time()
        if now < self.until:
            return False
        lane = self._pool.lanes[self.lane]
        seconds = lane.course.seconds
        worked = self.worked - self._worked_before
        enough = min(seconds, lane.course.hurried) if lane.waiting else seconds
        if worked >= enough or now - self._entered > _PATIENCE * seconds:
            return True
        self.until = now + seconds / _LOOKS
        return False

    def rise(self, lane: int) -> bool:
        """Go on in a longer lane if there is a place."""
        if lane > self.lane:
            if not self._pool.lanes[lane].try_enter():
                return False
            if not self.lane:
                self._pool.lend(self.worker)
            self._pool.lanes[self.lane].leave()
            self.lane = lane
            self._enter()
        return True

    def leave(self, *, whole: bool) -> None:
        """Give back the place, and the worker if it is still ``whole``.

        One that has worked long is ended all the same: it does not get its priority back, and has taken memory.
        """
        if whole and not self.lane:
            self._pool.offer(self.worker)
        else:
            self.worker.kill()
        self._pool.lanes[self.lane].leave()


class Pool:
    """Keeps as many workers for the short lane as it has places, and some to spare, which longer lanes take too.

    ``stats`` gives what counts those that wait, and the workers that live and have ended.
    """

    def __init__(self, nursery: Nursery, settings: Settings, stats: Callable[[], Stats]) -> None:
        def waits(change: int) -> None:
            stats().change_waiting(change)

        self.lanes = tuple(Lane(course, settings.query_waiting, waits) for course in courses(settings))
        self.workers: set[Worker] = set()
        """All that live now."""
        self._nursery = nursery
        self._stats = stats
        self._places = settings.query_workers
        self._spare = settings.spare_workers
        self._own: set[Worker] = set()
        self._idle: list[Worker] = []
        self._turns: deque[asyncio.Future[Worker]] = deque()
        self._starting: set[asyncio.Task[None]] = set()
        self._open = False

    async def start(self) -> None:
        """Load the data, and start the workers of the short lane; those to spare follow.

        Raises:
            ReleaseError: the store cannot be opened, or not with ``Settings.worker_memory``.
        """
        try:
            await self._nursery.start()
            async with asyncio.TaskGroup() as group:
                for _ in range(self._places):
                    group.create_task(self._add())
        except* (ReleaseError, OSError) as failed:
            await self.close()
            raise failed.exceptions[0] from None
        if self._nursery.loader is None:  # then each takes memory of its own
            self._spare = min(self._spare, 1)
        self._open = True
        self._refill()

    async def close(self) -> None:
        """End all workers and the process that holds the data."""
        self._open = False
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*[worker.end() for worker in self.workers])
        await self._nursery.close()

    async def seat(self, lane: int) -> Seat:
        """Wait for a place in a lane and for a worker.

        Raises:
            Problem: 503, too many wait already, or no worker can be started.
        """
        place = self.lanes[lane]
        if not place.try_enter():
            await place.enter()
        try:
            return Seat(self, lane, await self._long_worker() if lane else self._free() or await self._wait())
        except BaseException:
            place.leave()
            raise

    def offer(self, worker: Worker) -> None:
        """Give a free worker to the query that has waited longest, or keep it."""
        if self._nursery.is_from_before(worker):
            worker.kill()
            return
        while self._turns:
            turn = self._turns.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._idle.append(worker)

    def lend(self, worker: Worker) -> None:
        """Start another worker for the short lane instead of this one."""
        self._own.discard(worker)
        self._refill()

    def _free(self) -> Worker | None:
        while self._idle:
            worker = self._idle.pop()
            if not worker.ended:
                return worker
        return None

    async def _wait(self) -> Worker:
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._turns.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and not turn.exception():
                self.offer(turn.result())
            raise
        finally:
            with suppress(ValueError):
                self._turns.remove(turn)

    async def _long_worker(self) -> Worker:
        if len(self._idle) > self._places and (worker := self._free()):
            self.lend(worker)
            return worker
        for _ in range(_TRIES):
            try:
                return await self._start()
            except (ReleaseError, OSError):
                _log.exception("no worker could be started for a long query")
        raise door.unavailable()

    async def _start(self) -> Worker:
        worker = await self._nursery.worker()
        self.workers.add(worker)
        self._stats().change_workers(1)
        worker.gone.add_done_callback(lambda _: self._forget(worker))
        return worker

    async def _add(self) -> None:
        worker = await self._start()
        self._own.add(worker)
        for old in [idle for idle in self._idle if self._nursery.is_from_before(idle)]:
            self._idle.remove(old)
            old.kill()
        self.offer(worker)

    def _forget(self, worker: Worker) -> None:
        _log.info("worker %d ended with code %s", worker.process.pid, worker.code)
        self._stats().worker_ended(worker.code)
        self.workers.discard(worker)
        with suppress(ValueError):
            self._idle.remove(worker)
        if worker in self._own:
            self._own.discard(worker)
            self._refill()

    def _refill(self) -> None:
        while self._open and len(self._own) + len(self._starting) < self._places + self._spare:
            task = asyncio.get_running_loop().create_task(self._restart())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _restart(self) -> None:
        for failed in itertools.count():
            try:
                await self._add()
            except (ReleaseError, OSError):
                _log.exception("no worker could be started; trying again")
                if not failed:  # it may have been killed
                    continue
                if not self.workers:
                    while self._turns:
                        if not (turn := self._turns.popleft()).done():
                            turn.set_exception(door.unavailable())
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                return
