"""One table of limits, each documented, each settable by an environment variable ``PLANATLAS_<NAME>``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from graph_builder.errors import PlanAtlasError


class SettingsError(PlanAtlasError):
    """An environment variable holds a value that its setting cannot take."""


def _limit(default: int | float, unit: str, meaning: str, *, whole: bool = False) -> int:
    """Declare one setting; typed ``int`` for mypy, the dataclass field's own annotation decides the real type.

    A setting whose default is 0 may be 0, which turns it off. One that is ``whole`` is the limit of the whole service,
    of which each of several processes gets a part; others hold for one query, one client or one process.
    """
    told = {"unit": unit, "meaning": meaning, "whole": whole}
    return field(default=default, metadata=told)  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Settings:
    """The limits of the service. All are positive numbers, or 0 where that is the default."""

    query_timeout: float = _limit(10.0, "s", "time that one query may take before its worker is killed")
    query_workers: int = _limit(3, "processes", "short queries that run at the same time", whole=True)
    long_workers: int = _limit(
        4, "processes", "queries that run at the same time in each of the two longer lanes", whole=True
    )
    spare_workers: int = _limit(
        8,
        "processes",
        "workers that stand ready for when others are ended; one where data are read from disk",
        whole=True,
    )
    short_seconds: float = _limit(0.05, "s", "processor time after which a query is no longer a short one")
    middle_seconds: float = _limit(1.0, "s", "processor time after which a query is a long one")
    remote_queries: int = _limit(8, "queries", "queries that are asked of a remote server at the same time", whole=True)
    query_waiting: int = _limit(
        64, "queries", "queries that may wait in each lane; one more is answered 503", whole=True
    )
    query_length: int = _limit(100_000, "characters", "length of a query text")
    query_depth: int = _limit(60, "levels", "nesting of brackets in a query text")
    worker_memory: int = _limit(
        2048, "MiB", "address space that one worker process may take beyond the data that it shares"
    )
    load_bytes: int = _limit(
        512 * 1024 * 1024,
        "bytes",
        "N-Quads and N-Triples of a release that are loaded into memory; a larger release is read from disk",
        whole=True,
    )
    answer_bytes: int = _limit(
        64 * 1024 * 1024, "bytes", "size of one answer; a larger one is refused or breaks off, and never looks whole"
    )
    answer_buffer: int = _limit(
        8 * 1024 * 1024, "bytes", "part of an answer that is held before it is sent; a larger one is sent as it comes"
    )
    answers_waiting: int = _limit(
        256 * 1024 * 1024, "bytes", "answers that wait in memory for slow clients, all together", whole=True
    )
    client_timeout: float = _limit(60.0, "s", "time that a client may take for one part of an answer")
    cache_bytes: int = _limit(
        64 * 1024 * 1024, "bytes", "answers that are kept and given again to the same query", whole=True
    )
    request_bytes: int = _limit(1024 * 1024, "bytes", "size of a request body")
    client_rate: float = _limit(
        0.0,
        "requests/s",
        "requests that one client may make on average; one more is answered 429; 0 sets no limit",
    )
    client_burst: int = _limit(60, "requests", "requests that one client may make at once, where client_rate is set")
    stop_grace: float = _limit(
        8.0, "s", "time that requests under way have when the service is told to stop, before they are broken off"
    )
    search_timeout: float = _limit(2.0, "s", "time that one search may take, waiting included")
    search_threads: int = _limit(2, "threads", "searches that run at the same time", whole=True)
    search_waiting: int = _limit(
        64, "searches", "searches that may wait for a thread; one more is answered 503", whole=True
    )
    release_poll: float = _limit(2.0, "s", "time between two looks for a new release")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read every setting from ``PLANATLAS_<NAME>``, upper case.

        Raises:
            SettingsError: a value is not a number of the setting's kind, or not positive.
        """
        values: dict[str, float | int] = {}
        for item in fields(cls):
            name = f"PLANATLAS_{item.name.upper()}"
            raw = environment.get(name)
            if raw is None:
                continue
            kind: type[int] | type[float] = float if isinstance(item.default, float) else int
            try:
                value = kind(raw)
            except ValueError:
                value = kind(-1)
            if not 0 < value < float("inf") and not (value == item.default == 0):
                raise SettingsError(
                    f"{name}={raw!r} is not a positive {'number' if kind is float else 'whole number'}",
                    remedy=f"unset it (default {item.default}) or give {item.metadata['unit']} as a number",
                )
            values[item.name] = value
        return cls(**values)  # type: ignore[arg-type]

    def part(self, processes: int) -> Settings:
        """Give the limits of each of so many processes that together keep to these; at least 1 of each."""
        whole = {item.name: getattr(self, item.name) for item in fields(self) if item.metadata["whole"]}
        return replace(self, **{name: max(1, value // processes) for name, value in whole.items() if value})
