"""The servers that are compared: how each is given the data, started and ended.

Each has the graphs of the release and, as its default graph, their merge, in which a triple stands once.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.processes import memory, processor_seconds
from graph_builder.namespaces import BASE

DEADLINE = 10
"""Seconds that a query may take: our default, and set for every peer that has such a setting."""
_READY_SECONDS = 900
_APPLICATION = Path(__file__).with_name("rdflib_application.py")
_MERGED = f"{BASE}graph/merged"


class MissingError(Exception):
    """A peer is not installed; the message says how to."""


class Server(ABC):
    """One server on its own port of 127.0.0.1, over the release in ``data``; ``home`` is a folder of its own."""

    name: str
    path = "/sparql"
    parameters: Mapping[str, str] = {}
    """What each request says besides the query."""
    on_disk = False
    """Whether what it loads into its folder serves for later runs too."""
    in_memory = False
    """Whether it holds all in memory in a way that does not fit for large graphs, while another way does."""

    def __init__(self, data: Path, home: Path, peers: Path) -> None:
        self.data = data
        self.home = home
        self.peers = peers
        self.port = 0
        self.limited = False
        """Whether it is started with its limit on the time of a query, if that costs all queries something."""
        self.load_seconds = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The address of the server, without a path."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def process(self) -> int:
        """The number of its first process."""
        assert self._process is not None
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def query_path(self, query: str) -> str:
        """Give the address of a query without the server's own; ``@IRI@`` and ``@K@`` stay as they are."""
        address = f"{self.path}?{urlencode({**self.parameters, 'query': query})}"
        return address.replace("%40IRI%40", "@IRI@").replace("%40K%40", "@K@")

    def memory(self) -> int:
        """Give the bytes that it holds."""
        return memory(self.process)

    def processor_seconds(self) -> float:
        """Give the processor time that it has taken."""
        return processor_seconds(self.process)

    @abstractmethod
    def check(self) -> None:
        """Raise ``MissingError`` if it cannot be run here."""

    @abstractmethod
    def command(self) -> Sequence[str | Path]:
        """Give the command that starts it."""

    def prepare(self) -> None:  # noqa: B027 - most need nothing here
        """Load the data, where that is done before the start."""

    def started(self) -> None:  # noqa: B027 - most need nothing here
        """Load the data, where that is done after the start."""

    def environment(self) -> dict[str, str]:
        """Give the environment of its process."""
        return dict(os.environ)

    def start(self) -> None:
        """Load the data if need be, start, and wait for the first answer."""
        begun = time.monotonic()
        loaded = self.home / "loaded"
        if not loaded.exists():
            shutil.rmtree(self.home, ignore_errors=True)
            self.home.mkdir(parents=True)
            self.prepare()
        self.port = _free_port()
        with (self.home / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(
                [str(part) for part in self.command()],
                cwd=self.home,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()
        self.started()
        self.load_seconds = time.monotonic() - begun
        if self.on_disk and loaded.exists():
            self.load_seconds = float(loaded.read_text(encoding="ascii"))
        elif self.on_disk:
            loaded.write_text(str(self.load_seconds), encoding="ascii")

    def answers(self, seconds: float = 5.0) -> bool:
        """Tell whether a small query is answered within so many seconds."""
        request = urllib.request.Request(
            self.address + self.query_path("ASK { ?s ?p ?o }"),
            headers={"Accept": "application/sparql-results+json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=seconds) as response:
                return bool(response.read())
        except urllib.error.HTTPError:
            return False
        except OSError:
            return False

    def stop(self) -> None:
        """End it, by force if it does not end by itself."""
        if self._process is None:
            return
        for number, seconds in ((signal.SIGTERM, 15), (signal.SIGKILL, 15)):
            if self._process.poll() is None:
                os.killpg(self._process.pid, number)
                try:
                    self._process.wait(seconds)
                except subprocess.TimeoutExpired:
                    continue
        self._process = None

    def _wait(self) -> None:
        until = time.monotonic() + _READY_SECONDS
        while not self.answers():
            if not self.alive or time.monotonic() > until:
                log = (self.home / "log.txt").read_text(encoding="utf-8", errors="replace")
                self.stop()
                raise RuntimeError(f"{self.name} does not start:\n{log[-2000:]}")
            time.sleep(0.1)

    def _run(self, *command: str | Path) -> None:
        subprocess.run([str(part) for part in command], cwd=self.home, check=True, capture_output=True)


class PlanAtlas(Server):
    """``planatlas serve``, with its default limits, in the environment that runs the benchmark."""

    name = "PlanAtlas"
    processes = 1
    """In how many it answers requests."""

    def check(self) -> None:
        """Nothing is missing: it is here."""

    def environment(self) -> dict[str, str]:
        """Let the command find the packages of this checkout, also where it is not installed."""
        here = str(Path(__file__).resolve().parents[1])
        return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))}

    def command(self) -> Sequence[str | Path]:
        """Give the command."""
        options = ("--release", self.data, "--port", str(self.port), "--processes", str(self.processes))
        return sys.executable, "-m", "api.cli", "serve", *options


class Oxigraph(Server):
    """``oxigraph serve`` on disk, as its documentation starts it."""

    name = "oxigraph serve"
    path = "/query"
    on_disk = True

    def check(self) -> None:
        """Look for the program."""
        if not (self.peers / "oxigraph").exists() and not shutil.which("oxigraph"):
            raise MissingError("pip install oxigraph")

    def _program(self) -> Path:
        own = self.peers / "oxigraph"
        return own if own.exists() else Path(shutil.which("oxigraph") or "oxigraph")

    def prepare(self) -> None:
        """Load the release."""
        for name in ("planatlas.nq", "planatlas.nt"):
            self._run(self._program(), "load", "--location", "store", "--file", self.data / name)
        self._run(self._program(), "optimize", "--location", "store")

    def command(self) -> Sequence[str | Path]:
        """Give the command."""
        at = f"127.0.0.1:{self.port}"
        return self._program(), "serve", "--location", "store", "--bind", at, *self._limit()

    def _limit(self) -> Sequence[str]:
        """Give the option of its limit, under which each query leaves a thread asleep until the limit has passed.

        At some thousand lookups a second the system has no threads left and the server ends; so only runaways are
        asked under it.
        """
        return ("--timeout-s", str(DEADLINE)) if self.limited else ()


class OxigraphInMemory(Oxigraph):
    """``oxigraph serve`` without a folder: all in memory."""

    name = "oxigraph serve, in memory"
    on_disk = False
    in_memory = True

    def prepare(self) -> None:
        """Nothing is loaded before the start."""

    def started(self) -> None:
        """Send the release."""
        for name, query, kind in (("nq", "", "application/n-quads"), ("nt", "?default", "application/n-triples")):
            with (self.data / f"planatlas.{name}").open("rb") as body:
                request = urllib.request.Request(
                    f"{self.address}/store{query}", data=body, method="POST", headers={"Content-Type": kind}
                )
                with urllib.request.urlopen(request, timeout=_READY_SECONDS):
                    pass

    def command(self) -> Sequence[str | Path]:
        """Give the command."""
        return self._program(), "serve", "--bind", f"127.0.0.1:{self.port}", *self._limit()


class RdflibEndpoint(Server):
    """rdflib-endpoint under uvicorn with all that it recommends, over rdflib's own store in memory."""

    name = "rdflib-endpoint"
    path = "/"
    store = "memory"
    in_memory = True

    def check(self) -> None:
        """Look for the package."""
        python = self._python()
        found = (
            python.exists()
            and not subprocess.run(
                [str(python), "-c", "import rdflib_endpoint, oxrdflib, uvicorn"], capture_output=True, check=False
            ).returncode
        )
        if not found:
            raise MissingError("pip install 'rdflib-endpoint[web,oxigraph]'")

    def _python(self) -> Path:
        return self.peers / "python"

    def command(self) -> Sequence[str | Path]:
        """Give the command; ``-P`` because the file lies beside one that is called ``http``."""
        return self._python(), "-P", _APPLICATION, self.data, self.store, str(self.port)


class RdflibEndpointOxigraph(RdflibEndpoint):
    """rdflib-endpoint over pyoxigraph by oxrdflib; it evaluates queries itself all the same (0.6.3)."""

    name = "rdflib-endpoint, oxrdflib"
    store = "oxigraph"
    in_memory = False


class Virtuoso(Server):
    """Virtuoso 7, open source. Its own default graph holds a triple once per graph, so it is asked for the merge."""

    name = "Virtuoso"
    on_disk = True
    parameters: Mapping[str, str] = {"default-graph-uri": _MERGED}

    def __init__(self, data: Path, home: Path, peers: Path) -> None:
        super().__init__(data, home, peers)
        self._isql = 0

    def check(self) -> None:
        """Look for the programs."""
        if not shutil.which("virtuoso-t") or not shutil.which("isql-vt"):
            raise MissingError("apt-get install virtuoso-opensource-7-bin (Debian)")

    def environment(self) -> dict[str, str]:
        """Write the settings: the port is known only now."""
        (self.home / "virtuoso.lck").unlink(missing_ok=True)  # left behind when it was ended by force
        self._isql = _free_port()
        quads = (self.data / "planatlas.nq").stat().st_size // 200
        buffers = max(40_000, min(340_000, quads // 20))  # of 8 KiB: about twice what the data take
        (self.home / "virtuoso.ini").write_text(
            _VIRTUOSO.format(
                isql=self._isql, http=self.port, buffers=buffers, dirty=buffers * 3 // 4, data=self.data,
                deadline=DEADLINE,
            ),
            encoding="utf-8",
        )  # fmt: skip
        return dict(os.environ)

    def command(self) -> Sequence[str | Path]:
        """Give the command."""
        return "virtuoso-t", "+configfile", self.home / "virtuoso.ini", "+foreground"

    def started(self) -> None:
        """Load the release, the first time."""
        if (self.home / "loaded").exists():
            return
        steps = (
            f"ld_dir('{self.data}', 'planatlas.nt', '{_MERGED}');",
            f"ld_dir('{self.data}', 'planatlas.nq', '{_MERGED}/other');",
            "rdf_loader_run();",
            "checkpoint;",
        )
        self._run("isql-vt", str(self._isql), "dba", "dba", "exec=" + " ".join(steps))


_VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{isql}
ServerThreads = 100
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = {data}
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 80
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = {deadline}
"""

ALL: tuple[type[Server], ...] = (
    PlanAtlas,
    Oxigraph,
    OxigraphInMemory,
    RdflibEndpoint,
    RdflibEndpointOxigraph,
    Virtuoso,
)


def _free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(servers: Sequence[Server]) -> Iterator[None]:
    """Start servers one after another, and end all of them whatever happens."""
    try:
        for server in servers:
            server.start()
            print(f"{server.name}: ready after {server.load_seconds:.0f} s, {server.memory() >> 20} MiB", flush=True)
        yield
    finally:
        for server in servers:
            server.stop()
