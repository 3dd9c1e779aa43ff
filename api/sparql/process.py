"""One worker process, seen from the parent: how it is asked, heard and killed, however it was started."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, Self, cast

from api.sparql.clock import Clock
from api.sparql.stream import Room, Stream
from api.sparql.worker import FORMS, LENGTH, WHOLE
from graph_builder.errors import Place, ReleaseError

_PROGRAM = Path(__file__).with_name("worker.py")
_START_SECONDS = 60.0

Reply = tuple[dict[str, Any], bytes | Stream]
"""An outcome, and the body of an answer or the stream in which it comes."""


class WorkerEndedError(Exception):
    """The worker's process ended; ``code`` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(f"worker ended with code {code}")
        self.code = code


class Process(Protocol):
    """A process of ours, for as long as it has not been waited for."""

    @property
    def pid(self) -> int:
        """Its number."""

    def kill(self) -> None:
        """End it at once, if it has not ended."""

    async def wait(self) -> int:
        """Wait until it is gone, and give its exit code, negative for a signal. To be called once."""


def start_program(program: Path, *arguments: str, wire: socket.socket) -> subprocess.Popen[bytes]:
    """Start one of our programs with a socket as its standard input.

    It gets a process group of its own, so that Ctrl+C in a terminal is for the parent to deal with. The session stays
    the same, for Linux may weigh priorities only within a session.
    """
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", str(program), *arguments],
        stdin=wire.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # the engine's last words could quote a query
        process_group=0,
        env={**os.environ, "MALLOC_ARENA_MAX": "2"},  # else each idle thread takes its share of the limit
    )


def _processor_clock(pid: int) -> int:
    """Give the number of the clock that counts the processor time of a process (clock_getcpuclockid(3) of Linux)."""
    return ~pid << 3 | 2


class _Spawned:
    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pid = process.pid

    def kill(self) -> None:
        self._process.kill()

    async def wait(self) -> int:
        return await asyncio.to_thread(self._process.wait)


class Worker(asyncio.Protocol):
    """One worker process and the wire to it."""

    def __init__(self, process: Process, room: Room, clock: Clock) -> None:
        self.process = process
        self.code: int | None = None
        """The exit code, once the process has ended."""
        self.gone: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        """The exit code, as something to wait for."""
        self.origin: object = None
        """Whose memory it shares."""
        self._room = room
        self._clock = clock
        self._wire: asyncio.Transport | None = None
        self._received = bytearray()
        self._stream: Stream | None = None
        self._full: asyncio.Task[None] | None = None
        self._said: Reply | None = None
        self._waiting: asyncio.Future[None] | None = None
        self._burying: asyncio.Task[None] | None = None

    @classmethod
    async def spawn(cls, store_dir: Path, memory: int, room: Room, clock: Clock) -> Self:
        """Start a process on the store on disk and wait until it has opened it. ``memory`` is in MiB.

        Raises:
            ReleaseError: the store cannot be opened, or not with this much memory.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                process = start_program(_PROGRAM, str(store_dir), str(memory), wire=theirs)
            except OSError:
                ours.close()
                raise
        return await cls.connect(cls(_Spawned(process), room, clock), ours, store_dir, memory)

    @classmethod
    async def connect(cls, worker: Self, wire: socket.socket, store_dir: Path, memory: int) -> Self:
        """Take up the wire to a worker's process, and give the worker when it is ready.

        Raises:
            ReleaseError: it has no store to answer from, or not enough memory.
        """
        try:
            await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=wire)
        except BaseException:
            wire.close()
            worker.process.kill()
            await asyncio.shield(worker.process.wait())
            raise
        remedy = f"build the release again, or allow more than {memory} MiB of address space (PLANATLAS_WORKER_MEMORY)"
        failure: object = "it does not get ready"
        try:
            if reply := await worker.reply(_START_SECONDS):
                if reply[0]["outcome"] == "ready":
                    return worker
                failure = reply[0]["message"]
        except WorkerEndedError as error:
            failure = error
        except BaseException:
            await worker.end()
            raise
        await worker.end()
        raise ReleaseError(f"no worker could be started on the store: {failure}", place=Place(store_dir), remedy=remedy)

    @property
    def ended(self) -> bool:
        """Whether the wire is closed, after which there is nothing to ask."""
        return self._wire is None or self._wire.is_closing()

    def ask(self, request: bytes) -> None:
        """Send a request; a worker that is asked must not be asked again before it has answered."""
        if self._wire is not None:
            self._wire.write(LENGTH.pack(len(request)) + request)

    async def reply(self, seconds: float) -> Reply | None:
        """Wait so long for the outcome and body, or for the beginning of a stream; ``None`` if it has not come yet.

        A worker whose reply is no longer waited for is to be killed.

        Raises:
            WorkerEndedError: the process ended first.
        """
        if self._said is None and self.code is None:
            loop = asyncio.get_running_loop()
            self._waiting = loop.create_future()
            alarm = self._clock.set(loop.time() + seconds, self._wake)
            try:
                await self._waiting
            finally:
                alarm.stop()
                self._waiting = None
        if (said := self._said) is not None:
            self._said = None
            return said
        if self.code is not None:
            raise WorkerEndedError(self.code)
        return None

    def kill(self) -> None:
        """End the process at once, whatever it does, and whatever it said that nobody has taken."""
        if self._stream is not None:
            self._stream.close()
        if self.code is None:
            self.process.kill()

    def processor_seconds(self) -> float:
        """Give the processor time that the process has taken; where the system does not tell, the time of the clock."""
        try:
            return time.clock_gettime(_processor_clock(self.process.pid))
        except OSError:
            return time.monotonic()

    def be_nice(self, nice: int) -> None:
        """Let the process take processor time after those that are less nice than ours and so much (up to 19)."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.process.pid, os.getpriority(os.PRIO_PROCESS, 0) + nice)

    async def wait(self) -> int:
        """Wait until the process has ended, and give its exit code."""
        return await asyncio.shield(self.gone)

    async def end(self) -> None:
        """Kill the process, wait until it is gone, and close the wire."""
        self.kill()
        await self.wait()

    # ------------------------------------------------------------ what asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to listen."""
        self._wire = cast(asyncio.Transport, transport)  # uvloop's transports are of no class of asyncio

    def data_received(self, data: bytes) -> None:
        """Take what the worker says."""
        if not self._received and self._stream is None and data[4:5] == WHOLE:
            (length,) = LENGTH.unpack_from(data)
            if length + LENGTH.size == len(data):  # as nearly always: one answer, all of it
                self._take(data[LENGTH.size :])
                return
        self._received += data
        self._read()

    def connection_lost(self, error: Exception | None) -> None:
        """Reap the process: the wire closes when it ends, and without the wire it is of no use."""
        self._burying = asyncio.get_running_loop().create_task(self._bury())

    async def _bury(self) -> None:
        self.process.kill()
        self.code = await self.process.wait()
        if self._full is not None:
            self._full.cancel()
        if self._stream is not None:
            self._stream.end(WorkerEndedError(self.code))
        self._wake()
        self.gone.set_result(self.code)

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def _read(self) -> None:
        """Take whole messages from what was received."""
        position, size = 0, len(self._received)
        with memoryview(self._received) as received:
            while self._full is None and size - position >= LENGTH.size:
                end = position + LENGTH.size + LENGTH.unpack_from(received, position)[0]
                if end > size:
                    break
                message = bytes(received[position + LENGTH.size : end])
                position = end
                self._take(message)
        del self._received[:position]

    def _take(self, message: bytes) -> None:
        if self._stream is None:
            if message[:1] == WHOLE:
                form = FORMS[message[1]]
                self._say({"outcome": "answer", "form": form, "gzip": bool(message[2])}, message[3:])
                return
            head = json.loads(message)
            if head["outcome"] == "begun":
                self._stream = Stream(self._room)
                self._say(head, self._stream)
            else:
                self._say(head, b"")
        elif self._stream.ending:
            self._stream.end(json.loads(message))
            self._stream = None
        elif not message:
            self._stream.ending = True
        else:
            self._stream.add(message)
            if self._stream.full:
                self._hold(self._stream)

    def _say(self, outcome: dict[str, Any], body: bytes | Stream) -> None:
        self._said = outcome, body
        self._wake()

    def _hold(self, stream: Stream) -> None:
        """Take nothing more until there is room, so that the worker waits."""
        assert self._wire is not None
        self._wire.pause_reading()

        async def go_on() -> None:
            await stream.emptied()
            self._full = None
            if self._wire is not None and not self._wire.is_closing():
                self._wire.resume_reading()
            self._read()

        self._full = asyncio.get_running_loop().create_task(go_on())
