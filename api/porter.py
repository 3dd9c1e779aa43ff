"""One port for several processes: connections are accepted in one and handed to the others in turn.

Left to themselves, processes that listen on one socket take very unequal parts, for the first that wakes takes all that
wait. So the ``Porter`` accepts, and each ``Receiver`` has a socket of its own to it, over which it gets connections. By
that socket each side also sees that the other is ready or gone.
"""

from __future__ import annotations

import asyncio
import logging
import selectors
import socket
import threading
import time
from collections import deque
from contextlib import suppress
from typing import Any

import uvicorn

POSSIBLE = hasattr(socket, "send_fds")
"""Whether this system can hand a connection to another process."""

_CONNECTION = b"c"
_READY = b"r"
_FULL_SECONDS = 0.01
"""Until the next try where all processes have more connections waiting than their sockets hold."""
_NO_MORE_SECONDS = 0.1
"""Until the next try where the system gives this process no more descriptors."""
_log = logging.getLogger(__name__)


class Porter(threading.Thread):
    """Accepts connections as long as there is somebody to hand them to."""

    def __init__(self, listener: socket.socket) -> None:
        super().__init__(name="porter", daemon=True)
        self.served = threading.Event()
        """Whether there was ever anybody."""
        self._listener = listener
        self._listener.setblocking(False)
        self._listening = False
        self._selector = selectors.DefaultSelector()
        self._lock = threading.Lock()
        self._rota: deque[socket.socket] = deque()
        self._come: deque[socket.socket] = deque()
        self._bell, self._rope = socket.socketpair()
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._open = True

    def add(self, receiver: socket.socket) -> None:
        """Listen to the socket of one more process; it gets connections when it says that it is ready."""
        self._come.append(receiver)
        self._rope.send(b".")

    def is_ready(self, receiver: socket.socket) -> bool:
        """Tell whether a process gets connections."""
        with self._lock:
            return receiver in self._rota

    def close(self) -> None:
        """Accept no more."""
        self._open = False
        self._rope.send(b".")
        self.join()

    def run(self) -> None:
        """Accept, hand on, and listen to the processes."""
        while self._open:
            for key, _ in self._selector.select():
                if key.fileobj is self._bell:
                    self._bell.recv(1)
                    while self._come:
                        self._selector.register(self._come.popleft(), selectors.EVENT_READ)
                elif key.fileobj is self._listener:
                    self._accept()
                else:
                    assert isinstance(key.fileobj, socket.socket)
                    self._hear(key.fileobj)
            self._listen(bool(self._rota))
        self._listener.close()

    def _listen(self, wanted: bool) -> None:
        """Let connections wait in the queue of the system while there is nobody to take them."""
        if wanted and not self._listening:
            self._selector.register(self._listener, selectors.EVENT_READ)
        elif self._listening and not wanted:
            self._selector.unregister(self._listener)
        self._listening = wanted

    def _hear(self, receiver: socket.socket) -> None:
        try:
            told = receiver.recv(1)
        except OSError:
            told = b""
        with self._lock:
            if told:
                self._rota.append(receiver)
                self.served.set()
            else:
                self._forget(receiver)

    def _forget(self, receiver: socket.socket) -> None:
        with suppress(ValueError):
            self._rota.remove(receiver)
        self._selector.unregister(receiver)
        receiver.close()

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return
        except OSError as error:
            _log.error("a connection cannot be accepted: %s", error.strerror or error)
            time.sleep(_NO_MORE_SECONDS)
            return
        with connection:
            while not self._hand_on(connection) and self._rota and self._open:
                time.sleep(_FULL_SECONDS)

    def _hand_on(self, connection: socket.socket) -> bool:
        """Give a connection to the process whose turn it is, or else to one that can take it."""
        with self._lock:
            for _ in range(len(self._rota)):
                receiver = self._rota[0]
                self._rota.rotate(-1)
                try:
                    socket.send_fds(receiver, [_CONNECTION], [connection.fileno()], socket.MSG_DONTWAIT)
                except ConnectionError:
                    self._rota.remove(receiver)  # its end will be heard of
                except OSError:  # too many wait there already
                    continue
                else:
                    return True
        return False


class Receiver(uvicorn.Server):
    """A server that is handed its connections; its only socket is the one to the porter. Without a porter it ends."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the application, and say that connections may come."""
        assert sockets
        await super().startup(sockets=[])
        self._loop = asyncio.get_running_loop()
        self._porter = sockets[0]
        self._porter.setblocking(False)
        self._coming: set[asyncio.Task[Any]] = set()
        with suppress(OSError):  # it has gone; that is seen at once
            self._porter.send(_READY)
        self._loop.add_reader(self._porter, self._take)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take what was handed over already, and end in good order."""
        self._loop.remove_reader(self._porter)
        while self._take():
            pass
        if self._coming:
            await asyncio.wait(self._coming)
        await super().shutdown(sockets=sockets)

    def _take(self) -> bool:
        """Take one connection; tell whether there was one."""
        try:
            told, descriptors, _, _ = socket.recv_fds(self._porter, len(_CONNECTION), 1)
        except BlockingIOError:
            return False
        except OSError:
            told, descriptors = b"", []
        if not told:
            self._loop.remove_reader(self._porter)
            self.should_exit = True
            return False
        if not descriptors:
            _log.error("a connection was lost: this process may open no more files")
        for descriptor in descriptors:
            connection = socket.socket(fileno=descriptor)
            connection.setblocking(False)
            # asyncio sends at once only where the socket says by itself that it is one of TCP
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            task = self._loop.create_task(self._serve_connection(connection))
            self._coming.add(task)
            task.add_done_callback(self._coming.discard)
        return True

    async def _serve_connection(self, connection: socket.socket) -> None:
        def protocol() -> asyncio.Protocol:
            made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
                config=self.config, server_state=self.server_state, app_state=self.lifespan.state
            )
            return made

        try:
            await self._loop.connect_accepted_socket(protocol, connection)
        except OSError:  # the client has gone
            connection.close()
