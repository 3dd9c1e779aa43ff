"""Where workers come from: forked from a process that holds the data in memory, or started on the store on disk."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

from api.settings import Settings
from api.sparql.clock import Clock
from api.sparql.loader import PACKET
from api.sparql.process import Worker, start_program
from api.sparql.stream import Room
from graph_builder.errors import ReleaseError

_PROGRAM = Path(__file__).with_name("loader.py")
_LOAD_SECONDS = 600.0
_log = logging.getLogger(__name__)


class LoaderEndedError(Exception):
    """The process that holds the data has ended, or never came to hold them."""


class _Forked:
    """A child of the loader. The descriptor stands for this process and no other, whatever becomes of its number."""

    def __init__(self, pid: int, descriptor: int, code: asyncio.Future[int]) -> None:
        self.pid = pid
        self._descriptor = descriptor
        self._code = code

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)

    async def wait(self) -> int:
        try:
            return await self._code
        finally:
            os.close(self._descriptor)


class Loader:
    """The process that holds a release in memory, seen from the parent."""

    def __init__(self, process: subprocess.Popen[bytes], control: socket.socket) -> None:
        self.process = process
        self.ended = False
        self._control = control
        self._answers: deque[asyncio.Future[tuple[dict[str, Any], int]]] = deque()
        self._codes: dict[int, asyncio.Future[int]] = {}
        self._loop = asyncio.get_running_loop()
        self._loaded: asyncio.Future[None] = self._loop.create_future()
        control.setblocking(False)
        self._loop.add_reader(control, self._hear)

    @classmethod
    async def start(cls, quads: Path, triples: Path) -> Loader:
        """Start the process and wait until it holds the named graphs and their merge.

        Raises:
            LoaderEndedError: it cannot; or this system has not what it takes.
        """
        if not (hasattr(os, "fork") and hasattr(os, "pidfd_open")):
            raise LoaderEndedError("this system cannot fork, or has no descriptors of processes")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                process = start_program(_PROGRAM, str(quads), str(triples), wire=theirs)
            except OSError as error:
                ours.close()
                raise LoaderEndedError(str(error)) from error
        loader = cls(process, ours)
        try:
            async with asyncio.timeout(_LOAD_SECONDS):
                await loader._loaded
        except TimeoutError:
            await loader.close()
            raise LoaderEndedError("loading takes too long") from None
        except BaseException:
            await loader.close()
            raise
        return loader

    async def fork(self, store_dir: Path, memory: int, room: Room, clock: Clock) -> Worker:
        """Give a new worker that may take ``memory`` MiB beyond the data.

        Raises:
            LoaderEndedError: the process has ended.
            OSError: the system has no process left to give.
            ReleaseError: as ``Worker.connect``.
        """
        if self.ended:
            raise LoaderEndedError
        ours, theirs = socket.socketpair()
        answer: asyncio.Future[tuple[dict[str, Any], int]] = self._loop.create_future()
        try:
            with theirs:
                socket.send_fds(self._control, [json.dumps({"memory": memory}).encode()], [theirs.fileno()])
            self._answers.append(answer)
            words, descriptor = await asyncio.shield(answer)
            if "failed" in words:
                raise OSError(words["failed"])
        except ConnectionError:
            ours.close()
            raise LoaderEndedError from None
        except BaseException:
            ours.close()  # which ends a worker that has come about all the same
            answer.add_done_callback(_let_go)
            raise
        process = _Forked(words["pid"], descriptor, self._codes[words["pid"]])
        worker = await Worker.connect(Worker(process, room, clock), ours, store_dir, memory)
        worker.origin = self
        return worker

    async def close(self) -> None:
        """End the process; its workers are ended before."""
        self._end()
        self.process.kill()
        await asyncio.shield(asyncio.to_thread(self.process.wait))

    def _hear(self) -> None:
        try:
            packet, descriptors, _, _ = socket.recv_fds(self._control, PACKET, 1)
        except BlockingIOError:
            return
        except ConnectionError:
            packet = b""
        if not packet:
            self._end()
            return
        words = json.loads(packet)
        if "outcome" in words:
            self._loaded.set_result(None)
        elif "ended" in words:
            self._codes.pop(words["ended"]).set_result(words["code"])
        else:
            if "pid" in words:
                self._codes[words["pid"]] = self._loop.create_future()
            self._answers.popleft().set_result((words, descriptors[0] if descriptors else -1))

    def _end(self) -> None:
        """Let all who wait know that nothing more is heard; who ended a worker then cannot be known."""
        if self.ended:
            return
        self.ended = True
        self._loop.remove_reader(self._control)
        self._control.close()
        for code in self._codes.values():
            code.set_result(-signal.SIGKILL)
        waiting: list[asyncio.Future[Any]] = [self._loaded, *self._answers]
        for told in waiting:
            if not told.done():
                told.set_exception(LoaderEndedError("the process that loads the data ended"))
                told.exception()  # also if nobody waits any more


def _let_go(answer: asyncio.Future[tuple[dict[str, Any], int]]) -> None:
    if not answer.cancelled() and not answer.exception() and answer.result()[1] >= 0:
        os.close(answer.result()[1])


class Nursery:
    """Starts workers on one release: from memory if the data are loaded, else from disk.

    ``dumps`` are the named graphs as N-Quads and their merge as N-Triples, the same data as in the store. Without them,
    or if they are larger than ``Settings.load_bytes``, nothing is loaded.
    """

    def __init__(self, store_dir: Path, settings: Settings, dumps: tuple[Path, Path] | None) -> None:
        self._store_dir = store_dir
        self._memory = settings.worker_memory
        self._room = Room(settings.answers_waiting, settings.answer_buffer)
        self._clock = Clock()
        self._dumps = dumps if dumps and _size(dumps) <= settings.load_bytes else None
        self._loading = asyncio.Lock()
        self.loader: Loader | None = None
        """The process that holds the data, if there is one."""

    async def start(self) -> None:
        """Load the data if they are to be loaded; if that fails, they are read from disk."""
        async with self._loading:
            if self._dumps and (self.loader is None or self.loader.ended):
                if self.loader is not None:
                    await self.loader.close()
                    _log.error("the process that holds the data ended; they are loaded again")
                try:
                    self.loader = await Loader.start(*self._dumps)
                except LoaderEndedError as error:
                    _log.warning("the data are read from disk and not held in memory: %s", error)
                    self.loader = self._dumps = None

    async def worker(self) -> Worker:
        """Start a worker and wait until it is ready.

        Raises:
            ReleaseError: the store cannot be opened, or not with ``Settings.worker_memory``.
            OSError: the system has no process left to give.
        """
        while self._dumps:
            await self.start()
            if self.loader is not None:
                with suppress(LoaderEndedError):
                    return await self.loader.fork(self._store_dir, self._memory, self._room, self._clock)
        return await Worker.spawn(self._store_dir, self._memory, self._room, self._clock)

    def is_from_before(self, worker: Worker) -> bool:
        """Tell whether a worker shares its data with a process that has ended, and so with no new one."""
        return worker.origin is not None and worker.origin is not self.loader

    async def close(self) -> None:
        """End the process that holds the data."""
        if self.loader is not None:
            await self.loader.close()


def _size(paths: tuple[Path, ...]) -> int:
    try:
        return sum(path.stat().st_size for path in paths)
    except OSError as error:
        raise ReleaseError(f"the dumps cannot be read: {error}") from error
