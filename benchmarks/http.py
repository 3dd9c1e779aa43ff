"""Compare ``planatlas serve`` with other SPARQL servers, all started here, on the same data, in the same run.

``python -m benchmarks.http`` takes a few minutes: one generated plan. ``--full`` asks everything with 1, 8 and 64
clients, ``--plans 100`` for a large graph. The table and all figures go to ``build/benchmarks/``.

Each cell is measured in rounds, in which all servers take their turn, in the opposite order every other round (ABBA).
Quote the ratios: both of their sides were measured within seconds of each other.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import shutil
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.answers import differences
from benchmarks.load import WRK_MISSING, put_load
from benchmarks.plans import DATA, SEED, base_release, generate
from benchmarks.pressure import press
from benchmarks.processes import settle
from benchmarks.report import Report, Sample
from benchmarks.servers import ALL, MissingError, Oxigraph, PlanAtlas, Server, running
from benchmarks.workloads import JSON, PAGE, WORKLOADS, Workload, query, write_lists
from graph_builder.release import read_manifest

OUTPUT = Path("build/benchmarks")
PEERS = Path("build/peers/bin")
IN_MEMORY_QUADS = 500_000
"""Peers that hold all in memory (and whose store on disk is compared too) are started up to so many quads."""

_FEW, _LONGER = 2, 4
"""A turn in which a client got fewer answers than the first number is taken again, the second number times as long."""


@dataclass(frozen=True)
class Cell:
    """One thing to measure: a workload, the same again or never seen before, with so many clients."""

    workload: Workload
    new: bool
    clients: int

    @property
    def name(self) -> str:
        """How it is called in tables."""
        return f"{self.workload.name}, {'new each time' if self.new else 'repeated'}"


def cells(*, full: bool) -> Iterator[Cell]:
    """Give what is measured, in order."""
    for workload in (*WORKLOADS, PAGE):
        for new in (False, True):
            for clients in (1, 8, 64) if full or workload is WORKLOADS[0] else (8,):
                yield Cell(workload, new, clients)


def measure(server: Server, cell: Cell, lists: Path, chosen: dict[str, list[str]], seconds: int) -> Sample:
    """Measure one cell on one server, once it rests."""
    settle(server.process)
    given = {} if cell.new else {"iri": chosen[cell.workload.entities][0], "number": "0"}
    path = server.query_path(query(cell.workload, **given))
    media_type, names = JSON, lists / f"{cell.workload.entities}.txt"
    if cell.workload is PAGE:
        media_type = "text/turtle"
        if isinstance(server, PlanAtlas):
            media_type, names = "text/html", lists / "pages.txt"
            path = "/page/" + ("@IRI@" if cell.new else names.read_text(encoding="utf-8").split("\n", 1)[0])
    sample = _turn(server, path, media_type, names, cell.clients, seconds)
    if sample.load.requests < _FEW * cell.clients:
        settle(server.process)
        sample = _turn(server, path, media_type, names, cell.clients, _LONGER * seconds)
    return sample


def _turn(server: Server, path: str, media_type: str, names: Path, clients: int, seconds: int) -> Sample:
    before = server.processor_seconds()
    load = put_load(server.address, path, media_type, names, clients=clients, seconds=seconds)
    return Sample(load, server.processor_seconds() - before)


def present(data: Path, folder: Path, peers: Path, wanted: list[str], report: Report) -> list[Server]:
    """Make the servers that can be run here; tell of the others why not."""
    large = report.quads > IN_MEMORY_QUADS
    servers = []
    for kind in ALL:
        server = kind(data.resolve(), folder / kind.__name__, peers.resolve())
        if isinstance(server, PlanAtlas):
            server.processes = report.processes
        if wanted and kind is not PlanAtlas and kind.__name__ not in wanted:
            continue
        try:
            if large and kind.in_memory and kind.__name__ not in wanted:
                raise MissingError(f"in memory only up to {IN_MEMORY_QUADS} quads, unless named with --servers")
            server.check()
        except MissingError as error:
            report.skipped[server.name] = str(error)
            print(f"skipped: {server.name}: {error}", flush=True)
            continue
        servers.append(server)
    return servers


def run(options: argparse.Namespace, copies: int) -> None:
    """Generate, start, check, measure and write down."""
    data = generate(base_release(options.release), DATA, copies)
    counts = read_manifest(data)["counts"]
    report = Report(copies, counts["quads"], counts["triples"], machine(), options.rounds, options.seconds)
    report.processes = options.processes
    home = (OUTPUT / "servers" / data.name).resolve()
    chosen = write_lists(data / "planatlas.nt", home / "lists", SEED)
    servers = present(data, home, options.peers, options.servers, report)
    with running(servers):
        for server in servers:
            report.load_seconds[server.name] = server.load_seconds
            report.memory[server.name] = [server.memory()]
        report.differences = differences(servers, chosen, data / "store")
        for cell in cells(full=options.full):
            if options.only and not cell.workload.name.startswith(tuple(options.only)):
                continue
            for number in range(options.rounds):
                for server in servers if number % 2 == 0 else reversed(servers):
                    sample = measure(server, cell, home / "lists", chosen, options.seconds)
                    report.add(cell.name, cell.clients, server.name, sample)
            print(report.line(cell.name, cell.clients), flush=True)
        for server in servers:
            report.memory[server.name].append(server.memory())
        if not options.only:
            for server in servers:
                if isinstance(server, Oxigraph):
                    server.stop()
                    server.limited = True
                    server.start()
                settle(server.process)
                report.pressure[server.name] = press(server, home / "lists" / "entities.txt")
                server.stop()  # some go on working on what was asked
    name = f"http-{copies}"
    (OUTPUT / f"{name}.json").write_text(json.dumps(report.data(), ensure_ascii=False, indent=1), encoding="utf-8")
    (OUTPUT / f"{name}.md").write_text(report.text(), encoding="utf-8")
    print(f"\n{report.text()}\nwritten to {OUTPUT / name}.md and .json", flush=True)


def machine() -> str:
    """Tell when and on what this was measured."""
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    today = datetime.datetime.now(datetime.UTC).date()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    return (
        f"{today}, {os.cpu_count()} × {model}, {memory} GiB, Python {platform.python_version()}, "
        f"load before the run {load}"
    )


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, nargs="+", default=[1], help="copies of each real plan (1)")
    parser.add_argument("--full", action="store_true", help="everything with 1, 8 and 64 clients")
    parser.add_argument("--rounds", type=int, default=2, help="turns of each server for each figure (2)")
    parser.add_argument("--seconds", type=int, default=1, help="length of a turn (1)")
    parser.add_argument("--release", type=Path, help="release of real plans; else the default one, built if need be")
    parser.add_argument("--peers", type=Path, default=PEERS, help="where the peers' python and oxigraph are")
    names = [kind.__name__ for kind in ALL if kind is not PlanAtlas]
    parser.add_argument("--servers", nargs="+", default=[], choices=names, help="only these peers")
    parser.add_argument("--processes", type=int, default=1, help="in how many processes ours answers requests (1)")
    parser.add_argument("--only", nargs="+", help="only workloads that begin so; no runaways")
    options = parser.parse_args()
    if not Path("/proc/self/smaps_rollup").exists():
        sys.exit("this benchmark reads /proc and needs Linux")
    if not shutil.which("wrk"):
        sys.exit(WRK_MISSING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are ended too
    for copies in options.plans:
        run(options, copies)


if __name__ == "__main__":
    main()
