"""Twenty queries of many kinds that never end by themselves, sent at once, while small queries are asked.

``python -m benchmarks.runaways [--release DIR]``. It tells how each of them ended, how long small
queries took before and meanwhile (each text another, so that none is answered from memory; sent at fixed times, so that
a slow answer does not keep the next query from being sent), and what the service holds before, at most, and afterwards.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from urllib.parse import quote

from benchmarks.processes import memory, settle, tree
from benchmarks.servers import PlanAtlas
from graph_builder import resources
from graph_builder.release import build_release, shipped_plans

_ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_VALUES = " ".join(f"VALUES ?v{number} {{ {' '.join(map(str, range(100)))} }}" for number in range(8))
_DOUBLED = " ".join(f"BIND(CONCAT(?s{number}, ?s{number}) AS ?s{number + 1})" for number in range(40))

RUNAWAYS: Mapping[str, str] = {
    "product, ORDER BY": f"SELECT * {{ {_ALL} }} ORDER BY ?c ?f ?i",
    "product, COUNT": f"SELECT (COUNT(*) AS ?n) {{ {_ALL} }}",
    "product, DISTINCT": f"SELECT DISTINCT ?c ?f ?i {{ {_ALL} }}",
    "product, all rows": f"SELECT * {{ {_ALL} }}",
    "product, CONSTRUCT": f"CONSTRUCT {{ ?a ?e ?i }} {{ {_ALL} }}",
    "product, ASK for what is not": f"ASK {{ {_ALL} FILTER(?a = ?d && ?d != ?a) }}",
    "product, GROUP BY": f"SELECT ?b (SUM(STRLEN(STR(?f))) AS ?n) {{ {_ALL} }} GROUP BY ?b ?h ORDER BY ?n",
    "product, GROUP_CONCAT": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f))) AS ?n) {{ {_ALL} }}",
    "product, NOT EXISTS": f"SELECT (COUNT(*) AS ?n) {{ {_ALL} FILTER NOT EXISTS {{ ?a ?h ?f . ?i ?b ?d }} }}",
    "product, MINUS": f"SELECT (COUNT(*) AS ?n) {{ {_ALL} MINUS {{ ?a ?x ?y . ?y ?z ?f }} }}",
    "product, OPTIONAL": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f FILTER(STR(?c) < STR(?f)) } }",
    "product, REGEX": f'SELECT (COUNT(*) AS ?n) {{ {_ALL} FILTER REGEX(CONCAT(STR(?c), STR(?f)), "(x+x+)+y", "i") }}',
    "product, SHA512": f'SELECT (COUNT(*) AS ?n) {{ {_ALL} FILTER STRSTARTS(SHA512(STR(?i)), "0000000") }}',
    "inline VALUES": f"SELECT (COUNT(*) AS ?n) {{ {_VALUES} }}",
    "nested CONCAT": f'SELECT (STRLEN(?s40) AS ?n) {{ BIND("xxxxxxxx" AS ?s0) {_DOUBLED} }}',
    "negated path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:none>|!^<x:none>)+ ?b . ?c (!<x:none>)+ ?d }",
    "path, star of alternatives": "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>|^!<x:b>)*/(!<x:c>)* ?b FILTER(?a != ?b) }",
    "paths into each other": "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>)* ?b . ?b (!<x:b>)* ?c . ?c (!<x:c>)* ?a }",
    "brackets, 20,000 deep": f"ASK {'{' * 20_000}{'}' * 20_000}",
    "operators, 20,000 deep": f"ASK {{ FILTER({'! ' * 20_000}true) }}",
}
_IRI = re.compile(r"^<([^>]+/id/[^>]+)> ", re.MULTILINE)
_EVERY = 0.02


async def ask(port: int, query: str, *, kept: int = 0) -> tuple[str, float, int, bytes]:
    """Send a query on a connection of its own.

    Gives what came of it, after how long, how many bytes, and the first of them, as many as are to be ``kept``.
    """
    begun = time.perf_counter()
    body = f"query={quote(query)}".encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    size, held = 0, b""
    try:
        head = "POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: application/json, text/turtle\r\n"
        form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write((head + form).encode() + body)
        begin = await reader.readuntil(b"\r\n\r\n")
        last = b""
        while part := await reader.read(1 << 20):
            size += len(part)
            last = (last + part)[-5:]
            held += part[: max(0, kept - len(held))]
        whole = b"chunked" not in begin.lower() or last == b"0\r\n\r\n"
        outcome = begin.split(b" ", 2)[1].decode() + ("" if whole else ", broken off")
    except (ConnectionError, asyncio.IncompleteReadError) as error:
        outcome = type(error).__name__
    finally:
        writer.close()
    return outcome, time.perf_counter() - begun, size, held


def _run_away(port: int, process: int) -> tuple[dict[str, tuple[str, float, int, bytes]], int]:
    """Send them all; give what came of each, and the most bytes that the service was seen to hold."""

    async def run() -> tuple[dict[str, tuple[str, float, int, bytes]], int]:
        asked = asyncio.gather(*[ask(port, query) for query in RUNAWAYS.values()])
        most = 0
        while not asked.done():
            await asyncio.wait({asked}, timeout=1)
            most = max(most, await asyncio.to_thread(memory, process))
        return dict(zip(RUNAWAYS, await asked, strict=True)), most

    return asyncio.run(run())


class _Probe:
    """Small queries at fixed times: how long each took, and how many failed."""

    def __init__(self, server: PlanAtlas, iris: list[str]) -> None:
        self._server = server
        self._iris = iris
        self._number = 0
        self.failed = 0

    async def run(self, seconds: float, until: Future[object] | None = None) -> list[float]:
        """Ask for so long, or until something is done; give the seconds of each query."""
        asked: list[asyncio.Task[float]] = []
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds and not (until and until.done()):
            await asyncio.sleep(max(0.0, begun + len(asked) * _EVERY - time.perf_counter()))
            asked.append(asyncio.create_task(self._one()))
        return await asyncio.gather(*asked)

    async def _one(self) -> float:
        self._number += 1
        query = f"SELECT ?p{self._number} ?o {{ <{random.choice(self._iris)}> ?p{self._number} ?o }}"
        outcome, seconds, *_ = await ask(self._server.port, query)
        self.failed += outcome != "200"
        return seconds


def _told(times: list[float]) -> str:
    ordered = sorted(times)
    p99 = ordered[int(len(ordered) * 0.99)]
    return (
        f"p50 {statistics.median(ordered) * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms, "
        f"longest {ordered[-1] * 1000:.1f} ms ({len(ordered)} queries)"
    )


async def measure(server: PlanAtlas) -> None:
    """Print the figures of one round."""
    iris = sorted(set(_IRI.findall((server.data / "planatlas.nt").read_text(encoding="utf-8"))))
    probe = _Probe(server, iris)
    await probe.run(2)
    before, processes = memory(server.process), len(tree(server.process))
    alone = await probe.run(10)
    with ProcessPoolExecutor(1) as other:
        sent = other.submit(_run_away, server.port, server.process)
        meanwhile = await probe.run(1000, sent)
        ends, most = sent.result()
        for name, (outcome, seconds, size, _) in ends.items():
            print(f"{name:<30}{outcome:<18}{seconds:6.1f} s {size:>12} bytes")
    rested = await asyncio.to_thread(settle, server.process)
    mebibytes = [f"{size / 2**20:.0f}" for size in (before, most, memory(server.process))]
    print(f"small queries alone:     {_told(alone)}")
    print(f"small queries meanwhile: {_told(meanwhile)}")
    print(f"small queries that failed: {probe.failed}")
    print(f"MiB before, at most, afterwards: {', '.join(mebibytes)}")
    print(
        f"processes before, afterwards: {processes}, {len(tree(server.process))}; at rest: {'yes' if rested else 'no'}"
    )


def main() -> None:
    """Read the arguments, serve the release, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", type=Path, default=resources.default_release())
    arguments = parser.parse_args()
    if not arguments.release.exists():
        build_release(shipped_plans(), arguments.release)
    with tempfile.TemporaryDirectory() as folder:
        server = PlanAtlas(arguments.release, Path(folder) / "home", Path(folder))
        server.start()
        try:
            asyncio.run(measure(server))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
