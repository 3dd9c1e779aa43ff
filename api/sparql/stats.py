"""What has become of queries, counted in one event loop for whoever watches the service."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from api.problems import Problem

OUTCOMES = ("answered", "kept", "refused", "deadline", "too large", "busy", "failed", "abandoned", "broken off")
"""How a query can end: ``kept`` ones are answered from the cache, ``refused`` ones are wrong or not allowed, of
``broken off`` ones a part had been sent."""

_BY_STATUS = {400: "refused", 406: "refused", 413: "too large", 503: "busy", 504: "deadline"}


@dataclass(slots=True)
class Stats:
    """Counts since the start, over all releases: ``outcomes`` by name, ``worker_ends`` by reason.

    ``running`` and ``waiting`` are how many queries do so now.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    worker_ends: Counter[str] = field(default_factory=Counter)
    running: int = 0
    waiting: int = 0

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count the outcome of the query that is answered inside."""
        outcome = "failed"
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
            self.outcomes[outcome] += 1
