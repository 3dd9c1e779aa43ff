"""Counters and gauges of the service in the text formats of Prometheus.

Where ``PROMETHEUS_MULTIPROC_DIR`` names a folder (see ``processes``), all processes of the service keep their figures
there, and each of them gives the sums. So every figure is told when it changes: nobody can ask another process.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from api.sparql.stats import OUTCOMES, Stats
from graph_builder import __version__

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_OTHER = "other"
_SPARQL = "/sparql"
_RELEASE = "planatlas_release"
_SUM: Final = "livesum"
"""How a gauge is told for several processes: the sum over those that live."""


class Metrics:
    """What is counted while the service runs; ``queries`` is filled by the engines.

    Each instance counts by itself, unless the figures of several processes are kept together.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
        self._together = bool(folder)
        own = None if folder else self._registry
        if folder:
            self._registry.register(_AllProcesses(Path(folder)))
        else:
            ProcessCollector(registry=self._registry)
        self.queries: Stats = _Queries(own)
        self._requests = Counter(
            "planatlas_http_requests", "Answered requests.", ("method", "route", "status"), registry=own
        )
        self._seconds = Histogram(
            "planatlas_http_request_seconds",
            "Time from a request to the end of its answer.",
            ("route",),
            buckets=_SECONDS,
            registry=own,
        )
        self._bytes = Counter("planatlas_http_answer_bytes", "Bytes of answers.", ("route",), registry=own)
        self._found: dict[tuple[str, str, int], tuple[Counter, Histogram, Counter]] = {}
        self._under_way = Gauge(
            "planatlas_http_requests_under_way", "Requests under way.", registry=own, multiprocess_mode=_SUM
        )
        self._release = Gauge(
            _RELEASE, "The release in service.", ("release", "version"), registry=own, multiprocess_mode="livemax"
        )
        self._told = ""
        processes = Gauge(
            "planatlas_processes", "Processes that answer requests.", registry=own, multiprocess_mode=_SUM
        )
        processes.set(1)

    def begin(self) -> None:
        """A request has come."""
        self._under_way.inc()

    def end(self, method: str, scope: Scope, status: int, size: int, seconds: float) -> None:
        """A request has been answered, or its client has gone (status 0).

        Addresses are counted by their template, and methods that nobody asked us for as one, so that clients cannot
        make the number of counters grow.
        """
        self._under_way.dec()
        route = getattr(scope.get("route"), "path", _SPARQL if scope["path"].endswith(_SPARQL) else _OTHER)
        named = method if method in _METHODS else _OTHER
        requests, times, sizes = self._counters(named, route, status)
        requests.inc()
        times.observe(seconds)
        sizes.inc(size)

    def _counters(self, method: str, route: str, status: int) -> tuple[Counter, Histogram, Counter]:
        """Give what counts such a request; looked up once, for that takes longer than to count."""
        key = method, route, status
        if key not in self._found:
            self._found[key] = (
                self._requests.labels(method, route, str(status) if status else "none"),
                self._seconds.labels(route),
                self._bytes.labels(route),
            )
        return self._found[key]

    def turn(self, release: str) -> None:
        """This release is in service from now on, and no other."""
        if not self._together:
            self._release.clear()
        elif self._told:
            self._release.labels(self._told, __version__).set(0)
        self._told = release[:12]
        self._release.labels(self._told, __version__).set(1)

    def answer(self, request: Request) -> Response:
        """Answer ``/metrics`` in the format that the client prefers."""
        write, content_type = choose_encoder(request.headers.get("accept", ""))
        return Response(write(self._registry), headers={"content-type": content_type, "cache-control": "no-store"})


class _Queries(Stats):
    """Counts what the engines tell, where ``/metrics`` finds it."""

    def __init__(self, registry: CollectorRegistry | None) -> None:
        super().__init__()
        self._outcomes = Counter(
            "planatlas_queries", "SPARQL queries by how they ended.", ("outcome",), registry=registry
        )
        for outcome in OUTCOMES:
            self._outcomes.labels(outcome)
        self._ends = Counter("planatlas_worker_ends", "Query workers that ended.", ("reason",), registry=registry)
        self._under_way = Gauge(
            "planatlas_queries_under_way", "Queries that run or wait.", registry=registry, multiprocess_mode=_SUM
        )
        self._waiting = Gauge(
            "planatlas_queries_waiting", "Queries that wait for a worker.", registry=registry, multiprocess_mode=_SUM
        )
        self._workers = Gauge(
            "planatlas_workers", "Query workers that live.", registry=registry, multiprocess_mode=_SUM
        )

    def count(self, outcome: str) -> None:
        """Count how a query ended."""
        self._outcomes.labels(outcome).inc()

    def change_under_way(self, change: int) -> None:
        """Count a query that begins or is through."""
        self._under_way.inc(change)

    def change_waiting(self, change: int) -> None:
        """Count a query that begins or ends to wait."""
        self._waiting.inc(change)

    def change_workers(self, change: int) -> None:
        """Count a worker that has started or ended."""
        self._workers.inc(change)

    def count_end(self, reason: str) -> None:
        """Count why a worker ended."""
        self._ends.labels(reason).inc()


class _AllProcesses(Collector):
    """Adds up what the processes of the service have written into a folder, and what the system says of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterable[Metric]:
        """Give the sums; no release that is no longer in service."""
        collector = MultiProcessCollector(None, str(self._folder))  # type: ignore[no-untyped-call]
        for metric in collector.collect():  # type: ignore[no-untyped-call]
            if metric.name == _RELEASE:
                metric.samples = [sample for sample in metric.samples if sample.value]
            yield metric
        alive = [path.stem.rpartition("_")[2] for path in self._folder.glob(f"gauge_{_SUM}_*.db")]
        metrics: dict[str, Metric] = {}
        for process in alive:
            for metric in ProcessCollector(pid=partial(str, process), registry=None).collect():
                metrics.setdefault(metric.name, metric)
                if metrics[metric.name] is not metric:
                    _add(metrics[metric.name], metric)
        yield from metrics.values()


def _add(total: Metric, metric: Metric) -> None:
    """Add the one sample of a metric of a process to that of others; of the times of their start take the first."""
    (mine,), (other,) = total.samples, metric.samples
    first = metric.name == "process_start_time_seconds"
    value = min(mine.value, other.value) if first else mine.value + other.value
    total.samples = [mine._replace(value=value)]
