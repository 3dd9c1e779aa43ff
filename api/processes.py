"""The service in several processes of the operating system that share one port, for machines with several cores.

The process that was started accepts the connections (see ``porter``), starts others anew when they end, and ends them
when it is told to. uvicorn's supervisor does most of that; what differs is said below.
"""

from __future__ import annotations

import logging
import math
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from prometheus_client.multiprocess import mark_process_dead
from starlette.types import ASGIApp
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from api.logs import start_logging
from api.porter import POSSIBLE, Porter, Receiver
from api.release import open_release
from api.settings import Settings
from api.sparql.upstream import Remote
from graph_builder.errors import PlanAtlasError

FIGURES = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder to prometheus-client, which reads it when it is imported."""

_PAUSE_SECONDS = 5.0
"""Until another process is started instead of one that ended before it was ready."""
_HANGS_SECONDS = 10
"""A process whose interpreter does nothing for so long is ended."""
_log = logging.getLogger(__name__)


class ServiceError(PlanAtlasError):
    """The processes of the service cannot be started."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be served, and how. ``settings`` are the limits of the whole service."""

    link: Path
    settings: Settings
    root_path: str = ""
    remote: Remote | None = None
    forwarded_allow_ips: str = "127.0.0.1,::1"
    request_log: bool = True

    def application(self) -> ASGIApp:
        """Make the application.

        Raises:
            ReleaseError: there is no release that this version can serve.
        """
        from api.app import create_app  # only here, because the process that hands connections on has no need of it

        return create_app(self.link, self.settings, root_path=self.root_path, remote=self.remote)

    def config(self, app: Any, **more: Any) -> uvicorn.Config:
        """Give the settings of uvicorn for an application, or for what makes one with ``factory=True``."""
        return uvicorn.Config(
            app,
            http="api.packets:Protocol",
            log_config=None,
            access_log=False,
            server_header=False,
            forwarded_allow_ips=self.forwarded_allow_ips,
            timeout_graceful_shutdown=math.ceil(self.settings.stop_grace),
            **more,
        )


def serve_alone(order: Order, listener: socket.socket, opened: Callable[[], object]) -> None:
    """Serve in this process until SIGTERM or SIGINT; ``opened`` is called once the release is found good.

    Raises:
        ReleaseError: there is no release that this version can serve.
    """
    application = order.application()
    opened()
    start_logging(requests=order.request_log)
    server = uvicorn.Server(order.config(application))
    for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn ends in good order, and then hands the signal on
        signal.signal(number, lambda *_: sys.exit(0))
    server.run(sockets=[listener])


def serve_together(order: Order, listener: socket.socket, opened: Callable[[], object], processes: int) -> None:
    """Serve in so many processes until SIGTERM or SIGINT; ``opened`` is called once the release is found good.

    Raises:
        ReleaseError: there is no release that this version can serve.
        ServiceError: the first process has ended before it was ready, which the log explains; or this system cannot
            hand connections from process to process, or has no room for temporary files.
    """
    if not POSSIBLE:
        raise ServiceError(
            "this system cannot hand connections from process to process",
            remedy="serve in one: planatlas serve --processes 1",
        )
    open_release(order.link)
    opened()
    start_logging(requests=order.request_log)
    part = replace(order, settings=order.settings.part(processes))
    config = order.config(
        partial(_application, part), factory=True, workers=processes, timeout_worker_healthcheck=_HANGS_SECONDS
    )
    with _figures():
        supervisor = _Supervisor(config, listener)
        supervisor.run()
    if supervisor.broken:
        raise ServiceError(
            "the service cannot be started: its first process ended before it was ready",
            remedy="the lines above say why",
        )


@contextmanager
def _figures() -> Iterator[None]:
    """Make the folder in which the processes keep what they count, and name it to those that are started."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="planatlas-figures-", ignore_cleanup_errors=True)
    except OSError as error:
        raise ServiceError(
            f"there is no room for temporary files: {error.strerror or error}",
            remedy="name a folder that can be written to in TMPDIR, or serve in one process: --processes 1",
        ) from error
    with folder as path:
        os.environ[FIGURES] = path
        try:
            yield
        finally:
            del os.environ[FIGURES]


def _application(order: Order) -> ASGIApp:
    """Make the application in a process that was started for it; what is wrong is told, and ends that process."""
    start_logging(requests=order.request_log)
    try:
        return order.application()
    except PlanAtlasError as error:
        _log.error("%s", error)
        sys.exit(STARTUP_FAILURE)


class _Child(Process):
    """One process of the service."""

    receiver: socket.socket
    """Our end of the socket over which it gets connections."""
    ready = False
    """Whether it was ever seen to get connections."""

    @property
    def server(self) -> uvicorn.Server:
        """The server that runs in it."""
        if self._server is None:
            self._server = Receiver(self.config)
        return self._server


class _Supervisor(Multiprocess):
    """Starts one process, and when that one is ready the others: so what is wrong is told once.

    Unlike uvicorn's own it waits for no answer of a process that is still starting, for then it would hear no signal,
    and does not end a service that runs because one process cannot be started again.
    """

    processes: list[_Child]  # type: ignore[assignment]

    def __init__(self, config: uvicorn.Config, listener: socket.socket) -> None:
        super().__init__(config, [listener])
        self.broken = False
        """Whether the first process could not be started."""
        self._porter = Porter(listener)
        self._not_before = 0.0

    def init_processes(self) -> None:
        """Start the first process."""
        self._porter.start()
        self.processes.append(self._new())

    def _new(self) -> _Child:
        ours, theirs = socket.socketpair()
        with theirs:
            child = _Child(self.config, [theirs])
            child.start()
        child.receiver = ours  # only now, for what a process has when it is started goes with it
        self._porter.add(ours)
        return child

    def keep_subprocess_alive(self) -> None:
        """Start what is missing; called twice a second."""
        for child in list(self.processes):
            if self.should_exit.is_set():
                return
            if not self._lives(child):
                self._bury(child)
        if self._porter.served.is_set() and time.monotonic() >= self._not_before:
            while len(self.processes) < self.processes_num:
                self.processes.append(self._new())

    def _lives(self, child: _Child) -> bool:
        if not child.ready:
            child.ready = self._porter.is_ready(child.receiver)
            return child.process.is_alive()
        return child.is_alive(self.config.timeout_worker_healthcheck)

    def _bury(self, child: _Child) -> None:
        child.kill()
        child.join()
        mark_process_dead(child.pid)  # type: ignore[no-untyped-call]
        self.processes.remove(child)
        if not self._porter.served.is_set():
            self.broken = True
            self.should_exit.set()
            return
        _log.error("process %s of the service ended with code %s; another one is started", child.pid, child.exitcode)
        if not child.ready:
            self._not_before = time.monotonic() + _PAUSE_SECONDS

    def handle_hup(self) -> None:
        """End in good order when the terminal is closed; a new release is taken into service without a restart."""
        self.handle_term()

    def handle_ttin(self) -> None:
        """Do nothing: the limits are divided among the number of processes that was given."""

    handle_ttou = handle_ttin

    def terminate_all(self) -> None:
        """Accept no more connections, and tell all processes to end."""
        self._porter.close()
        super().terminate_all()
