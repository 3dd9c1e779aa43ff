"""What has become of queries and workers, counted in one event loop for whoever watches the service."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from signal import SIGABRT, SIGKILL

from api.problems import Problem

OUTCOMES = ("answered", "kept", "refused", "deadline", "too large", "busy", "failed", "abandoned", "broken off")
"""How a query can end: ``kept`` ones are answered from the cache, ``refused`` ones are wrong or not allowed,
``abandoned`` ones have lost their client, and ``broken off`` ones ended after a part of the answer had been sent."""

_BY_STATUS = {400: "refused", 406: "refused", 413: "too large", 503: "busy", 504: "deadline"}
_BY_CODE = {-SIGKILL: "killed", -SIGABRT: "memory", 0: "ended"}


@dataclass(slots=True)
class Stats:
    """Counts since the start, over all releases: ``outcomes`` by name, ``worker_ends`` by reason.

    A worker is ``killed`` by its deadline, a longer lane or the loss of its client, ended by its limit of ``memory``,
    ``ended`` by itself when there was no more to do, or ``failed``. ``under_way`` are queries that run or wait now,
    ``waiting`` those that wait for a place in a lane, ``workers`` those that live. Whoever wants to be told of each
    change takes a class of their own with these methods.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    worker_ends: Counter[str] = field(default_factory=Counter)
    under_way: int = 0
    waiting: int = 0
    workers: int = 0

    def count(self, outcome: str) -> None:
        """Count how a query ended."""
        self.outcomes[outcome] += 1

    def change_under_way(self, change: int) -> None:
        """Count a query that begins (1) or is through (-1)."""
        self.under_way += change

    def change_waiting(self, change: int) -> None:
        """Count a query that begins to wait (1) or does not wait any more (-1)."""
        self.waiting += change

    def change_workers(self, change: int) -> None:
        """Count a worker that has started (1) or ended (-1)."""
        self.workers += change

    def count_end(self, reason: str) -> None:
        """Count why a worker ended."""
        self.worker_ends[reason] += 1

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count the outcome of the query that is answered inside."""
        outcome = "failed"
        self.change_under_way(1)
        try:
            yield
            outcome = "answered"
        except Problem as problem:
            outcome = _BY_STATUS.get(problem.status, "failed")
            raise
        except asyncio.CancelledError:
            outcome = "abandoned"
            raise
        finally:
            self.change_under_way(-1)
            self.count(outcome)

    def worker_ended(self, code: int | None) -> None:
        """Count a worker by its exit code, negative for a signal."""
        self.change_workers(-1)
        self.count_end(_BY_CODE.get(code, "failed") if code is not None else "failed")
