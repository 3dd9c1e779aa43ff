"""Put figures into a table that people read and into JSON."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.load import Load
from benchmarks.pressure import Pressure

OURS = "PlanAtlas"


@dataclass(frozen=True)
class Sample:
    """One turn of one server."""

    load: Load
    processor_seconds: float

    @property
    def cost(self) -> float:
        """Processor time for one answer, in milliseconds."""
        return 1000 * self.processor_seconds / self.load.requests if self.load.requests else float("nan")


@dataclass
class Report:
    """All that one run has found. Memory in bytes: after the start, and after the load. ``processes`` are ours."""

    plans: int
    quads: int
    triples: int
    machine: str
    rounds: int
    seconds: int
    processes: int = 1
    skipped: dict[str, str] = field(default_factory=dict)
    differences: dict[str, dict[str, str]] = field(default_factory=dict)
    load_seconds: dict[str, float] = field(default_factory=dict)
    memory: dict[str, list[int]] = field(default_factory=dict)
    cells: dict[tuple[str, int], dict[str, list[Sample]]] = field(default_factory=dict)
    pressure: dict[str, Pressure] = field(default_factory=dict)

    def add(self, name: str, clients: int, server: str, sample: Sample) -> None:
        """Take the sample of a turn."""
        self.cells.setdefault((name, clients), {}).setdefault(server, []).append(sample)

    def ratios(self, name: str, clients: int, peer: str) -> list[float]:
        """Give for each round how many times the peer's rate ours is."""
        found = self.cells[name, clients]
        pairs = zip(found[OURS], found[peer], strict=True)
        return [ours.load.rate / theirs.load.rate for ours, theirs in pairs if theirs.load.rate]

    def line(self, name: str, clients: int) -> str:
        """Give a cell in one line, for who waits."""
        told = [
            f"{server} {_middle(samples, lambda sample: sample.load.rate):.0f}"
            for server, samples in self.cells[name, clients].items()
        ]
        return f"{name}, {clients}: {' | '.join(told)}"

    def data(self) -> dict[str, Any]:
        """Give everything for JSON."""
        return {
            "plans": self.plans,
            "quads": self.quads,
            "triples": self.triples,
            "machine": self.machine,
            "rounds": self.rounds,
            "seconds": self.seconds,
            "processes": self.processes,
            "skipped": self.skipped,
            "differences": self.differences,
            "load_seconds": self.load_seconds,
            "memory": self.memory,
            "cells": [
                {
                    "name": name,
                    "clients": clients,
                    "server": server,
                    "ratios": [] if server == OURS else self.ratios(name, clients, server),
                    "samples": [asdict(sample) for sample in samples],
                }
                for (name, clients), found in self.cells.items()
                for server, samples in found.items()
            ],
            "pressure": {server: found.data() for server, found in self.pressure.items()},
        }

    def text(self) -> str:
        """Write the tables in Markdown."""
        plans = "1 generated plan" if self.plans == 1 else f"{self.plans} generated plans"
        parts = [
            f"# {plans}: {self.quads:,} quads, {self.triples:,} triples",
            f"{self.machine}. {self.rounds} turns of {self.seconds} s for each figure, in ABBA order: medians, and of "
            "ratios also the least and the greatest."
            + (f" {OURS} answers in {self.processes} processes." if self.processes > 1 else ""),
            *(f"Skipped: {name}: {reason}." for name, reason in self.skipped.items()),
            self._differences(),
            "## Requests per second\n\n× is how many times the peer's rate ours is.",
            self._rates(),
            "## Latency: p50 / p99 in ms",
            self._table(_latency),
            "## Processor time for one answer, in ms",
            self._table(lambda samples: _number(_middle(samples, lambda sample: sample.cost))),
            self._memory(),
            self._pressure(),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _differences(self) -> str:
        told = [
            f"- {server}, {workload}: {text}"
            for server, found in self.differences.items()
            for workload, text in found.items()
        ]
        if not told:
            return "All answers were equal before anything was timed."
        return "Answers that differ from those of the store (all others were equal):\n\n" + "\n".join(told)

    def _rates(self) -> str:
        def cell(name: str, clients: int, server: str, samples: list[Sample]) -> str:
            rate = _number(_middle(samples, lambda sample: sample.load.rate))
            failed = sum(sample.load.errors for sample in samples)
            text = rate + (f" ({failed} failed)" if failed else "")
            if max(sample.load.generator for sample in samples) > 0.9:
                text += " (held back by wrk)"
            ratios = [] if server == OURS else self.ratios(name, clients, server)
            if not ratios:
                return text
            low, high = _number(min(ratios)), _number(max(ratios))
            return f"{text}<br>**{_number(statistics.median(ratios))}×** ({low}–{high})"

        return self._grid(cell)

    def _table(self, tell: Callable[[list[Sample]], str]) -> str:
        return self._grid(lambda name, clients, server, samples: tell(samples))

    def _grid(self, tell: Callable[[str, int, str, list[Sample]], str]) -> str:
        servers = list(next(iter(self.cells.values()), {}))
        rows = [["question", "clients", *servers], ["---"] * (2 + len(servers))]
        for (name, clients), found in self.cells.items():
            rows.append([name, str(clients), *(tell(name, clients, server, found[server]) for server in servers)])
        return _markdown(rows)

    def _memory(self) -> str:
        rows = [["server", "data loaded and ready, s", "MiB at the start", "MiB after the load"], ["---"] * 4]
        for server, found in self.memory.items():
            rows.append([server, f"{self.load_seconds[server]:.0f}", *(f"{size >> 20:,}" for size in found)])
        return "## Memory\n\nOf all its processes; what they share counts once.\n\n" + _markdown(rows)

    def _pressure(self) -> str:
        if not self.pressure:
            return ""
        heads = ["server", "lookups/s", "p50 / p99 ms", "failed", "how the runaways ended", "at rest again", "answers"]
        rows = [[*heads, "MiB before, after"], ["---"] * 8]
        for server, found in self.pressure.items():
            load = found.load
            rows.append(
                [
                    server,
                    _number(load.rate) if load else "–",
                    f"{_number(load.p50)} / {_number(load.p99)}" if load and load.requests else "–",
                    str(load.errors) if load else "all",
                    "<br>".join(found.ends),
                    "yes" if found.rests else "no",
                    "yes" if found.answers else "no" if found.alive else "died",
                    f"{found.memory_before >> 20:,}, {found.memory_after >> 20:,}",
                ]
            )
        return (
            "## New lookups by 4 clients while four queries run that never end by themselves\n\n"
            "The limit is 10 s, where a server has one.\n\n" + _markdown(rows)
        )


def _latency(samples: list[Sample]) -> str:
    answered = [sample for sample in samples if sample.load.requests]
    if not answered:
        return "–"
    return " / ".join(_number(_middle(answered, key)) for key in (lambda s: s.load.p50, lambda s: s.load.p99))


def _middle(samples: list[Sample], key: Callable[[Sample], float]) -> float:
    return statistics.median(map(key, samples))


def _number(value: float) -> str:
    if value != value:  # not a number: nothing was answered
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _markdown(rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
