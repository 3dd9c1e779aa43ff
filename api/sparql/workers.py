"""The embedded engine: worker processes on a store that is opened read-only, and that can be killed.

The engine library can neither be interrupted nor limited from within, so each query runs in a process of its own while
it runs, under a limit of address space, and a deadline or a client that goes away ends that process.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from api.problems import Problem
from api.settings import Settings
from api.sparql import engine as door
from api.sparql.engine import Answer, Engine, Query
from api.sparql.guard import Reading
from api.sparql.lanes import Durations, courses
from api.sparql.negotiation import Choice
from api.sparql.nursery import Nursery
from api.sparql.pool import Pool, Seat
from api.sparql.process import Reply, WorkerEndedError
from api.sparql.stream import AbandonedError, Stream

_TRIES = 5
_log = logging.getLogger(__name__)


class EmbeddedEngine(Engine):
    """Answers from a store with processes of its own (see ``pool`` and ``lanes``).

    A query that finds no free worker waits its turn, and only then does its deadline begin. ``dumps`` are the named
    graphs as N-Quads and their merge as N-Triples; with them the data are held in memory if they are small enough.
    """

    def __init__(
        self,
        store_dir: Path,
        settings: Settings,
        *,
        release: str = "",
        base: str = "",
        dumps: tuple[Path, Path] | None = None,
    ) -> None:
        super().__init__(settings, release=release, base=base)
        self._nursery = Nursery(store_dir, settings, dumps)
        self._pool = Pool(self._nursery, settings, lambda: self.stats)
        self._durations = Durations(courses(settings))
        self._streams: set[asyncio.Task[None]] = set()
        self._running = 0
        self._done = asyncio.Event()
        self._open = False

    @property
    def processes(self) -> tuple[int, ...]:
        """The process numbers of the workers that live now."""
        return tuple(worker.process.pid for worker in self._pool.workers)

    @property
    def loader(self) -> int | None:
        """The number of the process that holds the data in memory, if there is one."""
        loader = self._nursery.loader
        return loader.process.pid if loader else None

    async def start(self) -> None:
        """Load the data if they are to be held in memory, and start all workers.

        Raises:
            ReleaseError: the store cannot be opened, or not with ``settings.worker_memory``.
        """
        await self._pool.start()
        self._open = True

    async def close(self) -> None:
        """Take no more queries, finish those that were taken, and end all workers. May be called twice."""
        self._open = False
        try:
            while self._running:
                self._done.clear()
                await self._done.wait()
        finally:
            await self._pool.close()

    async def _evaluate(self, query: Query, reading: Reading) -> Answer:
        if not self._open:
            raise door.unavailable()
        choice = query.choice
        request = {
            "text": query.text,
            "base": self.base or None,
            "prologue": reading.prologue,
            "from": reading.merged,
            "from_named": reading.named,
            "default_graphs": query.default_graphs,
            "named_graphs": query.named_graphs,
            "results": choice.results and choice.results.media_type,
            "graph": choice.graph and choice.graph.media_type,
            "limit": self.settings.answer_bytes,
            "buffer": self.settings.answer_bytes if query.hold else self.settings.answer_buffer,
            "gzip": query.gzip,
        }
        self._running += 1
        try:
            outcome, body = await self._ask(json.dumps(request).encode(), self.deadline(query))
        finally:
            self._running -= 1
            self._done.set()
        kind = outcome["outcome"]
        if kind not in ("answer", "begun", "not acceptable"):
            raise self._problem(outcome)
        form = outcome["form"]
        media_type = choice.of(form).content_type
        if isinstance(body, Stream):
            return Answer(media_type, b"", form, outcome["gzip"], body)
        return Answer(media_type, body, form, outcome["gzip"])

    async def _ask(self, request: bytes, seconds: float) -> Reply:
        """Take a request through the lanes, and to another worker if one is killed by somebody else.

        That may be the system, whose memory the query has used up; so a long one has only one more try.
        """
        lane, killed = self._durations.lane(request), 0
        loop = asyncio.get_running_loop()
        while True:
            seat = await self._pool.seat(lane)
            begin = loop.time()
            try:
                reply = await self._sit(seat, request, seconds)
            except WorkerEndedError as error:
                killed += 1
                long = loop.time() - begin >= self.settings.middle_seconds
                if error.code != -signal.SIGKILL or killed > (1 if long else _TRIES):
                    raise self._ended(error) from None
            else:
                if not isinstance(reply, int):
                    return reply
                lane = reply

    async def _sit(self, seat: Seat, request: bytes, seconds: float) -> Reply | int:
        """Let the worker of a seat answer, or give the number of the lane in which the query must begin anew."""
        loop = asyncio.get_running_loop()
        begin, last = loop.time(), len(self._pool.lanes) - 1
        until = begin + seconds
        kept = False
        try:
            seat.worker.ask(request)
            while (reply := await seat.worker.reply(min(until, seat.until) - loop.time())) is None:
                if loop.time() >= until:
                    self._durations.note(request, seconds)
                    raise door.timed_out(seconds)
                if seat.overdue() and not seat.rise(seat.lane + 1):
                    return seat.lane + 1
            if isinstance(reply[1], Stream):
                if not seat.rise(last):
                    reply[1].close()
                    return last
                self._running += 1
                task = asyncio.create_task(self._see_through(seat, reply[1], until, seconds))
                self._streams.add(task)
                task.add_done_callback(self._streams.discard)
                kept = True
            else:
                self._durations.note(request, min(seat.worked, loop.time() - begin))
                kept = True
                seat.leave(whole=True)
            return reply
        finally:
            if not kept:
                seat.leave(whole=False)

    async def _see_through(self, seat: Seat, stream: Stream, until: float, seconds: float) -> None:
        """Wait for the end of an answer that has begun, up to the deadline, and let its reader know how it ended."""
        problem: Problem | None = None
        kept = False
        try:
            async with asyncio.timeout_at(until):
                outcome = await stream.outcome()
            kept = True
            if outcome["outcome"] != "answer":
                problem = self._problem(outcome)
        except TimeoutError:
            problem = door.timed_out(seconds)
        except WorkerEndedError as error:
            problem = self._ended(error)
        except AbandonedError:
            problem = door.unfinished()
        finally:
            if problem or not kept:
                self.stats.count("broken off")
            stream.finish(problem if kept or problem else door.unfinished())
            seat.leave(whole=kept)
            self._running -= 1
            self._done.set()

    def _ended(self, error: WorkerEndedError) -> Problem:
        if error.code == -signal.SIGABRT:  # how the engine library ends when it is given no more memory
            return door.out_of_memory(self.settings.worker_memory)
        return door.unfinished()

    def _problem(self, outcome: dict[str, Any]) -> Problem:
        kind = outcome["outcome"]
        problems: dict[str, Callable[[], Problem]] = {
            "invalid": lambda: door.invalid(outcome["message"]),
            "unsupported": lambda: Problem(400, f"The query cannot be evaluated: {outcome['message']}."),
            "bad graph": lambda: Problem(400, f"A graph of the dataset is not an absolute IRI: {outcome['message']}."),
            "too large": lambda: door.too_large(self.settings.answer_bytes),
            "out of memory": lambda: door.out_of_memory(self.settings.worker_memory),
        }
        if kind in problems:
            return problems[kind]()
        _log.error("a worker failed: %s", outcome.get("message"))
        return Problem(500, "The query could not be finished: the store could not be read.")


def answer_once(store_dir: Path, text: str, choice: Choice, settings: Settings) -> Answer:
    """Answer one query without a server, by the same guard and the same kind of worker. Not inside an event loop.

    Raises:
        Problem: as ``Engine.answer``.
        ReleaseError: the store cannot be opened.
    """

    async def run() -> Answer:
        engine = EmbeddedEngine(store_dir, replace(settings, query_workers=1, spare_workers=0))
        await engine.start()
        try:
            return await engine.answer(Query(text, choice=choice))
        finally:
            await engine.close()

    return asyncio.run(run())
