"""Small queries while queries run that never end by themselves."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.load import Load, put_load
from benchmarks.processes import settle
from benchmarks.servers import DEADLINE, Server
from benchmarks.workloads import JSON, WORKLOADS, query

RUNAWAYS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT ?a { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?f LIMIT 1",
    "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a ?p ?b . ?c ?q ?d FILTER (STRLEN(STR(?b)) + STRLEN(STR(?d)) = 7) }",
    "SELECT ?a (SUM(STRLEN(STR(?f))) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ORDER BY ?n",
)
_GRACE = 5
_CLIENTS = 4


@dataclass(frozen=True)
class Pressure:
    """What one server did under runaways.

    ``ends`` says of each runaway after how many seconds its answer came and what that was; ``rests`` whether the server
    had stopped working on them some seconds after the limit; ``answers`` whether it answered afterwards. Bytes.
    """

    load: Load | None
    ends: list[str]
    alive: bool
    answers: bool
    rests: bool
    memory_before: int
    memory_after: int

    def data(self) -> dict[str, Any]:
        """Give it as it goes into JSON."""
        return asdict(self)


def press(server: Server, iris: Path) -> Pressure:
    """Start the runaways, ask small queries until the limit is near, and see what is left of the server."""
    before = server.memory()
    ends: list[str] = [""] * len(RUNAWAYS)
    threads = [
        threading.Thread(target=_run_away, args=(server, text, ends, index), daemon=True)
        for index, text in enumerate(RUNAWAYS)
    ]
    for thread in threads:
        thread.start()
    time.sleep(1)
    load = None
    try:
        path = server.query_path(query(WORKLOADS[0]))
        load = put_load(server.address, path, JSON, iris, clients=_CLIENTS, seconds=DEADLINE - 3)
    except RuntimeError:
        pass
    for thread in threads:
        thread.join(DEADLINE + _GRACE)
    rests = server.alive and settle(server.process, most=_GRACE)
    alive = server.alive
    return Pressure(load, ends, alive, alive and server.answers(), rests, before, server.memory() if alive else 0)


def _run_away(server: Server, text: str, ends: list[str], index: int) -> None:
    ends[index] = f"still running after {DEADLINE + _GRACE} s"
    request = urllib.request.Request(server.address + server.query_path(text), headers={"Accept": JSON})
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=3 * DEADLINE) as response:
            response.read()
            outcome = f"status {response.status}"
    except urllib.error.HTTPError as error:
        outcome = f"status {error.code}"
    except OSError as error:
        outcome = f"broken off ({type(error).__name__})"
    except Exception as error:  # the body ended early: http.client has many ways to say so
        outcome = f"cut answer ({type(error).__name__})"
    seconds = time.monotonic() - begun
    if seconds < DEADLINE + _GRACE:
        ends[index] = f"{outcome} after {seconds:.1f} s"
