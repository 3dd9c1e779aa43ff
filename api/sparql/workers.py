"""The embedded engine: worker processes on a store that is opened read-only, and that can be killed.

The engine library can neither be interrupted nor limited from within, so each query runs in a process of its own while
it runs, under a limit of address space, and a deadline or a client that goes away ends that process.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from api.problems import Problem
from api.settings import Settings
from api.sparql import engine as door
from api.sparql.engine import Answer, Engine, Query
from api.sparql.negotiation import Choice
from api.sparql.worker import LENGTH
from graph_builder.errors import Place, ReleaseError

_PROGRAM = Path(__file__).with_name("worker.py")
_START_SECONDS = 60.0
_PAUSE_SECONDS = 1.0
_log = logging.getLogger(__name__)


class WorkerEndedError(Exception):
    """The worker's process ended; ``code`` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(f"worker ended with code {code}")
        self.code = code


class Worker:
    """One worker process and the wire to it."""

    def __init__(
        self, process: subprocess.Popen[bytes], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.process = process
        self._reader = reader
        self._writer = writer
        self._reply: asyncio.Future[tuple[dict[str, Any], bytes]] | None = None
        self._listening = asyncio.create_task(self._listen())
        self.ended = False

    @classmethod
    async def start(cls, store_dir: Path, memory: int) -> Self:
        """Start a process and wait until it has opened the store. ``memory`` is in MiB.

        Raises:
            ReleaseError: the store cannot be opened, or not with this much memory.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                process = subprocess.Popen(  # noqa: S603 - our own program
                    [sys.executable, "-P", str(_PROGRAM), str(store_dir), str(memory)],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,  # the engine's last words could quote a query
                    start_new_session=True,
                    env={**os.environ, "MALLOC_ARENA_MAX": "2"},  # else each idle thread takes its share of the limit
                )
            except OSError:
                ours.close()
                raise
        try:
            reader, writer = await asyncio.open_connection(sock=ours)
        except BaseException:
            ours.close()
            process.kill()
            process.wait()
            raise
        worker = cls(process, reader, writer)
        remedy = f"build the release again, or allow more than {memory} MiB of address space (PLANATLAS_WORKER_MEMORY)"
        try:
            async with asyncio.timeout(_START_SECONDS):
                outcome, _ = await worker._next()
        except (WorkerEndedError, TimeoutError) as error:
            await worker.end()
            raise ReleaseError(
                f"no worker could be started on the store: {error}", place=Place(store_dir), remedy=remedy
            ) from None
        except BaseException:
            await worker.end()
            raise
        if outcome["outcome"] != "ready":
            await worker.end()
            raise ReleaseError(
                f"the store cannot be opened: {outcome['message']}", place=Place(store_dir), remedy=remedy
            )
        return worker

    async def ask(self, request: bytes) -> tuple[dict[str, Any], bytes]:
        """Send a request and wait for its outcome and body.

        A worker that is asked must not be asked again before it has answered; if the wait is cancelled, kill it.

        Raises:
            WorkerEndedError: the process ended first.
        """
        if not self.ended:
            self._writer.write(LENGTH.pack(len(request)) + request)
        return await self._next()

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        with suppress(ProcessLookupError):
            self.process.kill()

    async def wait(self) -> int:
        """Wait until the process has ended, and give its exit code."""
        await asyncio.wait({self._listening})
        return self._listening.result()

    async def end(self) -> None:
        """Kill the process, wait until it is gone, and close the wire."""
        self.kill()
        await asyncio.shield(self._listening)

    async def _next(self) -> tuple[dict[str, Any], bytes]:
        if self.ended:
            raise WorkerEndedError(self.process.returncode)
        self._reply = asyncio.get_running_loop().create_future()
        return await self._reply

    async def _listen(self) -> int:
        """Pass on what the worker says until it ends; then reap it. This is the one place that sees it end."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                outcome = json.loads(await self._message())
                body = await self._message() if outcome["outcome"] == "answer" else b""
                if self._reply and not self._reply.done():
                    self._reply.set_result((outcome, body))
        self.kill()
        code = await asyncio.to_thread(self.process.wait)
        self.ended = True
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()
        if self._reply and not self._reply.done():
            self._reply.set_exception(WorkerEndedError(code))
        return code

    async def _message(self) -> bytes:
        (length,) = LENGTH.unpack(await self._reader.readexactly(LENGTH.size))
        return await self._reader.readexactly(length)


class EmbeddedEngine(Engine):
    """Answers from an on-disk store with ``settings.query_workers`` processes.

    A query that finds no free worker waits its turn, and only then does its deadline begin. Each slot has a keeper that
    starts the next process as soon as one has ended, for whatever reason.
    """

    def __init__(self, store_dir: Path, settings: Settings) -> None:
        super().__init__(settings)
        self._store_dir = store_dir
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

    async def _evaluate(self, query: Query) -> Answer:
        if not self._open:
            raise door.unavailable()
        choice = query.choice
        request = {
            "text": query.text,
            "default_graphs": query.default_graphs,
            "named_graphs": query.named_graphs,
            "results": choice.results and choice.results.media_type,
            "graph": choice.graph and choice.graph.media_type,
            "limit": self.settings.answer_bytes,
        }
        self._running += 1
        try:
            outcome, body = await self._ask(json.dumps(request).encode(), self.deadline(query))
        finally:
            self._running -= 1
            self._done.set()
        return self._read(outcome, body, choice)

    async def _ask(self, request: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        worker = await self._acquire()
        finished = False
        try:
            async with asyncio.timeout(seconds):
                reply = await worker.ask(request)
            finished = True
        except TimeoutError:
            raise door.timed_out(seconds) from None
        except WorkerEndedError as error:
            if error.code == -signal.SIGABRT:  # how the engine library ends when it is given no more memory
                raise door.out_of_memory(self.settings.worker_memory) from None
            raise door.unfinished() from None
        finally:
            if finished:
                self._offer(worker)
            else:
                worker.kill()
        return reply

    def _read(self, outcome: dict[str, Any], body: bytes, choice: Choice) -> Answer:
        kind = outcome["outcome"]
        if kind in ("answer", "not acceptable"):
            return Answer(choice.of(outcome["form"]).content_type, body, outcome["form"])
        problems: dict[str, Callable[[], Problem]] = {
            "invalid": lambda: door.invalid(outcome["message"]),
            "unsupported": lambda: Problem(400, f"The query cannot be evaluated: {outcome['message']}."),
            "bad graph": lambda: Problem(400, f"A graph of the dataset is not an absolute IRI: {outcome['message']}."),
            "too large": lambda: door.too_large(self.settings.answer_bytes),
            "out of memory": lambda: door.out_of_memory(self.settings.worker_memory),
        }
        if kind in problems:
            raise problems[kind]()
        _log.error("a worker failed: %s", outcome.get("message"))
        raise Problem(500, "The query could not be finished: the store could not be read.")

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
        return await Worker.start(self._store_dir, self.settings.worker_memory)

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
