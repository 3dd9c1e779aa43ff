"""What fails when workers are killed, and when the next release is taken into service, under load.

``python -m benchmarks.robustness [--release DIR] [--seconds N]``. Clients ask without a pause, each time another query,
whose answer is known. First every worker is killed again and again, then the process that holds the data with them, and
then the link to the release is switched to and fro between two folders. It counts the requests that failed, and those
that were answered wrongly.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import signal
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from benchmarks.processes import tree
from benchmarks.runaways import ask
from benchmarks.servers import PlanAtlas
from graph_builder import resources
from graph_builder.release import build_release, shipped_plans

_CLIENTS = 8
_PREF_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
_LABEL = re.compile(rf'^<([^>]+)> <{_PREF_LABEL}> "([^"\\]+)"@en \.$', re.MULTILINE)


class _Clients:
    """Asks for English labels and compares them; counts what comes."""

    def __init__(self, server: PlanAtlas) -> None:
        text = (server.data / "planatlas.nt").read_text(encoding="utf-8")
        self._labels = _LABEL.findall(text)
        self._server = server
        self._number = 0
        self.counts: Counter[str] = Counter()

    async def run(self, seconds: float, trouble: Callable[[], Awaitable[str]]) -> str:
        """Ask for so long while trouble is made; say what that was."""
        self.counts.clear()
        until = time.monotonic() + seconds
        clients = [asyncio.create_task(self._ask(until)) for _ in range(_CLIENTS)]
        made: Counter[str] = Counter()
        while time.monotonic() < until:
            await asyncio.sleep(0.5)
            made[await trouble()] += 1
        await asyncio.gather(*clients)
        wrong = self.counts.pop("wrong", 0)
        answered = self.counts.pop("200", 0)
        told = ", ".join(f"{number} × {name}" for name, number in self.counts.items()) or "none"
        return f"{dict(made)}: {answered} answered, {wrong} of them wrongly; failed: {told}"

    async def _ask(self, until: float) -> None:
        while time.monotonic() < until:
            self._number += 1
            iri, label = self._labels[self._number % len(self._labels)]
            name = f"l{self._number}"
            query = f"SELECT ?{name} {{ <{iri}> <{_PREF_LABEL}> ?{name} FILTER(LANG(?{name}) = 'en') }}"
            outcome, _, _, body = await ask(self._server.port, query, kept=100_000)
            self.counts[outcome] += 1
            if outcome == "200":
                rows = json.loads(body)["results"]["bindings"]
                self.counts["wrong"] += [row[name]["value"] for row in rows] != [label]


async def _loader(server: PlanAtlas) -> int:
    """Give the one child of the server that has children; just after all were killed there is none for a while."""
    while True:
        for child in tree(server.process)[1:]:
            if len(tree(child)) > 1:
                return child
        await asyncio.sleep(0.05)


def _kill(processes: list[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _served(server: PlanAtlas) -> str:
    with urllib.request.urlopen(f"{server.address}/healthz") as answer:
        return str(json.load(answer)["release"])


def _switch(link: Path, folders: list[Path]) -> str:
    folders.reverse()
    following = link.with_name("following")
    following.symlink_to(folders[0])
    following.replace(link)
    return "link switched"


async def measure(server: PlanAtlas, folders: list[Path], seconds: float) -> None:
    """Print a line for each kind of trouble."""
    clients = _Clients(server)

    async def none() -> str:
        return "nothing"

    async def workers() -> str:
        _kill(tree(await _loader(server))[1:])
        return "every worker killed"

    async def everything() -> str:
        _kill(tree(await _loader(server)))
        await asyncio.sleep(5)
        return "every worker killed, and the process that holds the data"

    async def switch() -> str:
        told = _switch(server.data, folders)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if (await asyncio.to_thread(_served, server))[0] == folders[0].name:
                return f"{told}, and served"
            await asyncio.sleep(0.5)
        return f"{told}, but not served"

    for trouble in (none, workers, everything, switch):
        print(await clients.run(seconds, trouble), flush=True)


def main() -> None:
    """Read the arguments, serve a copy of the release, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", type=Path, default=resources.default_release())
    parser.add_argument("--seconds", type=float, default=20)
    arguments = parser.parse_args()
    if not arguments.release.exists():
        build_release(shipped_plans(), arguments.release)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folders = [folder / "a", folder / "b"]
        for copy in folders:
            shutil.copytree(arguments.release.resolve(), copy)
            manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
            manifest["release"] = copy.name * 64
            (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        _switch(folder / "release", folders)
        server = PlanAtlas(folder / "release", folder / "home", folder)
        server.start()
        try:
            asyncio.run(measure(server, folders, arguments.seconds))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
