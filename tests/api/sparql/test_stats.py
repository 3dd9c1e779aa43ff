from __future__ import annotations

import asyncio
from signal import SIGABRT, SIGKILL

import pytest

from api.problems import Problem
from api.sparql.stats import OUTCOMES, Stats
from tests.api.sparql.test_workers import Start, failure, rows


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, "answered"),
        (Problem(400, ""), "refused"),
        (Problem(406, ""), "refused"),
        (Problem(413, ""), "too large"),
        (Problem(500, ""), "failed"),
        (Problem(503, ""), "busy"),
        (Problem(504, ""), "deadline"),
        (asyncio.CancelledError(), "abandoned"),
        (RuntimeError(), "failed"),
    ],
)
def test_outcomes(error: BaseException | None, outcome: str) -> None:
    stats = Stats()

    def answer() -> None:
        with stats.counted():
            assert stats.under_way == 1
            if error is not None:
                raise error

    if error is None:
        answer()
    else:
        with pytest.raises(type(error)):
            answer()
    assert stats.under_way == 0
    assert stats.outcomes == {outcome: 1}
    assert outcome in OUTCOMES


@pytest.mark.parametrize(
    ("code", "reason"), [(-SIGKILL, "killed"), (-SIGABRT, "memory"), (0, "ended"), (1, "failed"), (None, "failed")]
)
def test_ends_of_workers(code: int | None, reason: str) -> None:
    stats = Stats()
    stats.worker_ended(code)
    assert stats.worker_ends == {reason: 1}


def test_an_engine_counts(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=1, query_timeout=1.0) as running:
            await rows(running, "SELECT * {?s ?p 7}")
            assert (await failure(running, "nonsense")).status == 400
            endless = "SELECT * {" + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(9)) + "} ORDER BY ?s1"
            assert (await failure(running, endless)).status in (413, 504)
            counted = running.stats
            assert counted.outcomes["answered"] == 1
            assert counted.outcomes["refused"] == 1
            assert counted.outcomes["deadline"] + counted.outcomes["too large"] == 1
            assert counted.under_way == 0
            while not counted.worker_ends:
                await asyncio.sleep(0.01)

    asyncio.run(run())
