"""A process that holds a release in memory and forks workers that share it: ``python loader.py NQUADS NTRIPLES``.

The first file holds the named graphs, the second their merge, which becomes the default graph. It talks over the socket
that is its standard input (``SOCK_SEQPACKET``, JSON in each packet): it says ``{"outcome": "loaded"}`` once; then each
``{"memory": MIB}`` with the wire of a new worker as file descriptor is answered by ``{"pid": PID}`` with a descriptor
that stands for the process (pidfd), or by ``{"failed": REASON}``. It tells of each worker that has ended as
``{"ended": PID, "code": CODE}``.

It has one thread only, for a process with several cannot be forked safely: an in-memory load leaves none behind, while
a store that is opened from disk brings its own. When the other end closes, it ends, and so do its workers by their
wires. Like ``worker.py`` it runs as a file of its own.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import select
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

PACKET = 4096
"""Bytes of the largest packet."""


class Loader:
    """The loaded store and the socket to the parent."""

    def __init__(self, control: socket.socket, store: Any, serve: Callable[..., NoReturn]) -> None:
        self._control = control
        self._store = store
        self._serve = serve

    def run(self) -> None:
        """Fork and reap until the other end closes."""
        ended, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # without a handler nothing is written to the pipe
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        gc.collect()
        gc.freeze()  # so that no worker copies pages by collecting what it shares
        self.say({"outcome": "loaded"})
        while True:
            readable, _, _ = select.select([self._control.fileno(), ended], [], [])
            if ended in readable:
                with suppress(BlockingIOError):
                    os.read(ended, PACKET)
                self._reap()
            if self._control.fileno() in readable:
                packet, descriptors, _, _ = socket.recv_fds(self._control, PACKET, 1)
                if not packet:
                    return
                self._fork(socket.socket(fileno=descriptors[0]), json.loads(packet)["memory"])

    def _fork(self, wire: socket.socket, memory: int) -> None:
        with wire:
            try:
                pid = os.fork()
            except OSError as error:
                self.say({"failed": str(error)})
                return
            if not pid:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                self._control.close()
                self._serve(wire, lambda: self._store, memory)
        process = os.pidfd_open(pid)
        try:
            self.say({"pid": pid}, process)
        finally:
            os.close(process)

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                self.say({"ended": found[0], "code": os.waitstatus_to_exitcode(found[1])})

    def say(self, words: dict[str, Any], *descriptors: int) -> None:
        """Send a packet, with file descriptors where it has any."""
        socket.send_fds(self._control, [json.dumps(words).encode()], descriptors)


def main(quads: str, triples: str) -> None:
    """Load both files and serve."""
    import pyoxigraph as ox

    control = socket.socket(fileno=os.dup(0))
    with Path(os.devnull).open() as nothing:
        os.dup2(nothing.fileno(), 0)  # else each worker would hold this end of the control socket open
    os.close(os.pidfd_open(os.getpid()))  # fails where the system is too old for this
    worker = runpy.run_path(str(Path(__file__).with_name("worker.py")))
    worker["leave_network"]()  # for all workers at once
    store = ox.Store()
    store.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
    store.bulk_load(path=triples, format=ox.RdfFormat.N_TRIPLES)
    with suppress(ConnectionError):  # nobody listens any more, and so it ends
        Loader(control, store, worker["serve"]).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
