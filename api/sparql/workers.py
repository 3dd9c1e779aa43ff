"""The embedded engine: worker processes on a store that is opened read-only, and that can be killed.

The engine library can neither be interrupted nor limited from within, so each query runs in a process of its own while
it runs, under a limit of address space, and a deadline or a client that goes away ends that process.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from api.problems import Problem
from api.settings import Settings
from api.sparql import engine as door
from api.sparql.engine import Answer, Engine, Query
from api.sparql.guard import Reading
from api.sparql.negotiation import Choice
from api.sparql.process import Reply, Worker, WorkerEndedError
from api.sparql.stream import AbandonedError, Room, Stream
from graph_builder.errors import ReleaseError

_PAUSE_SECONDS = 1.0
_log = logging.getLogger(__name__)


class EmbeddedEngine(Engine):
    """Answers from an on-disk store with ``settings.query_workers`` processes.

    A query that finds no free worker waits its turn, and only then does its deadline begin. Each slot has a keeper that
    starts the next process as soon as one has ended, for whatever reason.
    """

    def __init__(self, store_dir: Path, settings: Settings, *, release: str = "", base: str = "") -> None:
        super().__init__(settings, release=release, base=base)
        self._store_dir = store_dir
        self._room = Room(settings.answers_waiting, settings.answer_buffer)
        self._streams: set[asyncio.Task[None]] = set()
        self._keepers: list[asyncio.Task[None]] = []
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._running = 0
        self._done = asyncio.Event()
        self._open = False

    @property
    def processes(self) -> tuple[int, ...]:
        """The process numbers of the workers that live now."""
        return tuple(worker.process.pid for worker in self._workers)

    async def start(self) -> None:
        """Start all workers.

        Raises:
            ReleaseError: the store cannot be opened, or not with ``settings.worker_memory``.
        """
        loop = asyncio.get_running_loop()
        ready: list[asyncio.Future[None]] = [loop.create_future() for _ in range(self.settings.query_workers)]
        self._keepers = [asyncio.create_task(self._keep(first)) for first in ready]
        try:
            await asyncio.gather(*ready)
        except BaseException:
            await self.close()
            raise
        self._open = True

    async def close(self) -> None:
        """Take no more queries, finish those that were taken, and end all workers. May be called twice."""
        self._open = False
        try:
            while self._running:
                self._done.clear()
                await self._done.wait()
        finally:
            for keeper in self._keepers:
                keeper.cancel()
            await asyncio.gather(*self._keepers, return_exceptions=True)
            self._keepers.clear()

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
        worker = await self._acquire()
        until = asyncio.get_running_loop().time() + seconds
        kept = False
        try:
            async with asyncio.timeout_at(until):
                reply = await worker.ask(request)
            kept = True
        except TimeoutError:
            raise door.timed_out(seconds) from None
        except WorkerEndedError as error:
            raise self._ended(error) from None
        finally:
            if not kept:
                worker.kill()
        if isinstance(reply[1], Stream):
            self._running += 1
            task = asyncio.create_task(self._see_through(worker, reply[1], until, seconds))
            self._streams.add(task)
            task.add_done_callback(self._streams.discard)
        else:
            self._offer(worker)
        return reply

    async def _see_through(self, worker: Worker, stream: Stream, until: float, seconds: float) -> None:
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
            stream.finish(problem if kept or problem else door.unfinished())
            if kept:
                self._offer(worker)
            else:
                worker.kill()
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

    async def _acquire(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if not worker.ended:
                return worker
        if len(self._waiting) >= self.settings.query_waiting:
            raise door.busy()
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and not turn.exception():
                self._offer(turn.result())
            raise
        finally:
            with suppress(ValueError):
                self._waiting.remove(turn)

    def _offer(self, worker: Worker) -> None:
        """Give a free worker to the query that has waited longest, or keep it."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._idle.append(worker)

    async def _keep(self, ready: asyncio.Future[None]) -> None:
        """Fill one slot, tell whether that worked, and keep it filled until cancelled."""
        try:
            worker = await self._start_worker()
        except (ReleaseError, OSError) as error:
            ready.set_exception(error)
            return
        ready.set_result(None)
        try:
            while True:
                self._workers.add(worker)
                self._offer(worker)
                code = await worker.wait()
                self._forget(worker)
                _log.info("worker %d ended with code %d and is replaced", worker.process.pid, code)
                worker = await self._restart()
        finally:
            self._forget(worker)
            await worker.end()

    async def _restart(self) -> Worker:
        while True:
            try:
                return await self._start_worker()
            except (ReleaseError, OSError):
                _log.exception("no worker could be started; trying again")
                if not self._workers:
                    while self._waiting:
                        self._waiting.popleft().set_exception(door.unavailable())
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _start_worker(self) -> Worker:
        return await Worker.start(self._store_dir, self.settings.worker_memory, self._room)

    def _forget(self, worker: Worker) -> None:
        self._workers.discard(worker)
        with suppress(ValueError):
            self._idle.remove(worker)


def answer_once(store_dir: Path, text: str, choice: Choice, settings: Settings) -> Answer:
    """Answer one query without a server, by the same guard and the same kind of worker. Not inside an event loop.

    Raises:
        Problem: as ``Engine.answer``.
        ReleaseError: the store cannot be opened.
    """

    async def run() -> Answer:
        engine = EmbeddedEngine(store_dir, replace(settings, query_workers=1))
        await engine.start()
        try:
            return await engine.answer(Query(text, choice=choice))
        finally:
            await engine.close()

    return asyncio.run(run())
