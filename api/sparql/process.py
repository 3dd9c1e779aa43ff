"""One worker process, seen from the parent: how it is started, asked, heard and killed."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from api.sparql.stream import Room, Stream
from api.sparql.worker import LENGTH
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


class Worker:
    """One worker process and the wire to it."""

    def __init__(
        self, process: subprocess.Popen[bytes], reader: asyncio.StreamReader, writer: asyncio.StreamWriter, room: Room
    ) -> None:
        self.process = process
        self._room = room
        self._stream: Stream | None = None
        self._reader = reader
        self._writer = writer
        self._reply: asyncio.Future[Reply] | None = None
        self._listening = asyncio.create_task(self._listen())
        self.ended = False

    @classmethod
    async def start(cls, store_dir: Path, memory: int, room: Room) -> Self:
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
        worker = cls(process, reader, writer, room)
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

    async def ask(self, request: bytes) -> Reply:
        """Send a request and wait for its outcome and body, or for the beginning of its stream.

        A worker that is asked must not be asked again before it has answered; if the wait is cancelled, kill it.

        Raises:
            WorkerEndedError: the process ended first.
        """
        if not self.ended:
            self._writer.write(LENGTH.pack(len(request)) + request)
        try:
            return await self._next()
        except asyncio.CancelledError:
            if self._reply and self._reply.done() and not self._reply.cancelled() and not self._reply.exception():
                _, untaken = self._reply.result()
                if isinstance(untaken, Stream):
                    untaken.close()
            raise

    def kill(self) -> None:
        """End the process at once, whatever it does, and whatever it said that nobody has taken."""
        if self._stream is not None:
            self._stream.close()
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

    async def _next(self) -> Reply:
        if self.ended:
            raise WorkerEndedError(self.process.returncode)
        self._reply = asyncio.get_running_loop().create_future()
        return await self._reply

    async def _listen(self) -> int:
        """Pass on what the worker says until it ends; then reap it. This is the one place that sees it end."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                outcome = json.loads(await self._message())
                body: bytes | Stream = b""
                if outcome["outcome"] == "answer":
                    body = await self._message()
                elif outcome["outcome"] == "begun":
                    body = self._stream = Stream(self._room)
                if self._reply and not self._reply.done():
                    self._reply.set_result((outcome, body))
                elif self._stream is not None:
                    self._stream.close()
                if self._stream is not None:
                    while part := await self._message():
                        await self._stream.put(part)
                    self._stream.end(json.loads(await self._message()))
                    self._stream = None
        with suppress(ProcessLookupError):
            self.process.kill()
        code = await asyncio.to_thread(self.process.wait)
        self.ended = True
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()
        if self._reply and not self._reply.done():
            self._reply.set_exception(WorkerEndedError(code))
        if self._stream is not None:
            self._stream.end(WorkerEndedError(code))
        return code

    async def _message(self) -> bytes:
        (length,) = LENGTH.unpack(await self._reader.readexactly(LENGTH.size))
        return await self._reader.readexactly(length)
