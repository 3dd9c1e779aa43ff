"""Put load on a server with ``wrk``, and read what it measured."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("wrk.lua")
WRK_MISSING = "wrk is needed to make load: apt-get install wrk (Debian), brew install wrk (macOS)"
_TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Load:
    """What one run of ``wrk`` measured. Milliseconds; ``generator`` is the part of one core that wrk itself took."""

    requests: int
    seconds: float
    bytes: int
    p50: float
    p99: float
    max: float
    errors: int
    generator: float

    @property
    def rate(self) -> float:
        """Good answers per second."""
        return (self.requests - self.errors) / self.seconds


class Counter:
    """Numbers the requests of a whole run, so that none that is to be new was ever sent before."""

    def __init__(self) -> None:
        self.next = 1

    def take(self, most: int) -> int:
        """Give the first of so many numbers that nobody else gets."""
        first, self.next = self.next, self.next + most
        return first


NUMBERS = Counter()
_MOST_A_SECOND = 200_000


def put_load(server: str, path: str, media_type: str, iris: Path, *, clients: int, seconds: int) -> Load:
    """Ask an address over and over with so many clients at a time, each waiting for its answer before it asks again.

    Raises:
        RuntimeError: wrk told nothing.
    """
    wrk = shutil.which("wrk")
    assert wrk, WRK_MISSING
    first = NUMBERS.take(_MOST_A_SECOND * seconds)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [wrk, "-t1", f"-c{clients}", f"-d{seconds}s", f"--timeout={_TIMEOUT_SECONDS}s", "-s", str(SCRIPT), server]
    ended = subprocess.run(
        [*command, "--", path, media_type, str(iris), str(first)],
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    last = ended.stdout.strip().rpartition("\n")[2]
    if ended.returncode or not last.startswith("{"):
        raise RuntimeError(f"wrk failed: {ended.stderr or ended.stdout}")
    told = json.loads(last.replace("-nan", "0").replace("nan", "0"))
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Load(
        requests=told["requests"],
        seconds=told["seconds"],
        bytes=told["bytes"],
        p50=told["p50"],
        p99=told["p99"],
        max=told["max"],
        errors=told["status"] + told["broken"] + told["timeouts"],
        generator=spent / told["seconds"],
    )
