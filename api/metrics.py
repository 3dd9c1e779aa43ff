"""Counters and gauges of the service in the text formats of Prometheus."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from api.sparql.stats import OUTCOMES, Stats
from graph_builder import __version__

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_OTHER = "other"
_SPARQL = "/sparql"


class Watched(Protocol):
    """What can be seen of the engine in service."""

    @property
    def waiting(self) -> int:
        """How many queries wait."""

    @property
    def processes(self) -> tuple[int, ...]:
        """The process numbers of the workers."""


class Metrics:
    """What is counted while the service runs. Each instance counts by itself; ``queries`` is filled by the engines."""

    def __init__(self) -> None:
        self.queries = Stats()
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(_Queries(self.queries))
        self._requests = Counter(
            "planatlas_http_requests", "Answered requests.", ("method", "route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "planatlas_http_request_seconds",
            "Time from a request to the end of its answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._bytes = Counter("planatlas_http_answer_bytes", "Bytes of answers.", ("route",), registry=self._registry)
        self._under_way = Gauge("planatlas_http_requests_under_way", "Requests under way.", registry=self._registry)
        self._waiting = Gauge("planatlas_queries_waiting", "Queries that wait for a worker.", registry=self._registry)
        self._workers = Gauge("planatlas_workers", "Query workers that live.", registry=self._registry)
        self._release = Gauge(
            "planatlas_release", "The release in service.", ("release", "version"), registry=self._registry
        )

    def begin(self) -> None:
        """A request has come."""
        self._under_way.inc()

    def end(self, method: str, scope: Scope, status: int, size: int, seconds: float) -> None:
        """A request has been answered, or its client has gone (status 0).

        Addresses are counted by their template, and methods that nobody asked us for as one, so that clients cannot
        make the number of counters grow.
        """
        route = getattr(scope.get("route"), "path", _SPARQL if scope["path"].endswith(_SPARQL) else _OTHER)
        named = method if method in _METHODS else _OTHER
        self._under_way.dec()
        self._requests.labels(named, route, str(status) if status else "none").inc()
        self._seconds.labels(route).observe(seconds)
        self._bytes.labels(route).inc(size)

    def answer(self, request: Request, release: str, engine: Watched) -> Response:
        """Answer ``/metrics`` in the format that the client prefers."""
        self._waiting.set(engine.waiting)
        self._workers.set(len(engine.processes))
        self._release.clear()
        self._release.labels(release[:12], __version__).set(1)
        write, content_type = choose_encoder(request.headers.get("accept", ""))
        return Response(write(self._registry), headers={"content-type": content_type, "cache-control": "no-store"})


class _Queries:
    """Reads the counts of the engines when they are asked for."""

    def __init__(self, stats: Stats) -> None:
        self._stats = stats

    def collect(self) -> Iterable[Metric]:
        """Give the counts of queries and workers."""
        queries = CounterMetricFamily("planatlas_queries", "SPARQL queries by how they ended.", labels=("outcome",))
        for outcome in OUTCOMES:
            queries.add_metric((outcome,), self._stats.outcomes[outcome])
        yield queries
        ends = CounterMetricFamily("planatlas_worker_ends", "Query workers that ended.", labels=("reason",))
        for reason, count in sorted(self._stats.worker_ends.items()):
            ends.add_metric((reason,), count)
        yield ends
        yield GaugeMetricFamily("planatlas_queries_under_way", "Queries that run or wait.", self._stats.under_way)
