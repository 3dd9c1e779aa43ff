"""Data that are held in memory, what happens if they cannot be, and the process that holds them."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path

from api.sparql import EmbeddedEngine, Query

from .conftest import SETTINGS, dumps, until

ASK = Query("SELECT * { ?s ?p 7 }")


def test_data_that_do_not_fit_are_read_from_disk(store_dir: Path) -> None:
    async def run() -> None:
        size = sum(path.stat().st_size for path in dumps(store_dir))
        answers = []
        for limit, loaded in ((size, True), (size - 1, False)):
            engine = EmbeddedEngine(store_dir, replace(SETTINGS, load_bytes=limit), dumps=dumps(store_dir))
            await engine.start()
            assert (engine.loader is not None) is loaded
            answers.append((await engine.answer(ASK)).body)
            await engine.close()
        assert answers[0] == answers[1]

    asyncio.run(run())


def test_data_that_cannot_be_loaded_are_read_from_disk(store_dir: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.nq"
    broken.write_text("no quads", encoding="utf-8")

    async def run() -> None:
        engine = EmbeddedEngine(store_dir, SETTINGS, dumps=(broken, dumps(store_dir)[1]))
        await engine.start()
        assert engine.loader is None
        assert (await engine.answer(ASK)).body
        await engine.close()

    asyncio.run(run())


def test_the_loader_is_replaced_with_all_workers_that_shared_its_data(store_dir: Path) -> None:
    async def run() -> None:
        engine = EmbeddedEngine(store_dir, SETTINGS, dumps=dumps(store_dir))
        await engine.start()
        loader, workers = engine.loader, set(engine.processes)
        assert loader is not None
        os.kill(loader, signal.SIGKILL)
        assert (await engine.answer(ASK)).body  # a worker does not need it
        os.kill(min(workers), signal.SIGKILL)
        await until(lambda: engine.loader not in (None, loader))
        while workers & set(engine.processes):
            assert (await engine.answer(ASK)).body
            await asyncio.sleep(0.01)
        await until(lambda: len(engine.processes) == 2)
        processes = [engine.loader, *engine.processes]
        await engine.close()
        assert not any(Path(f"/proc/{process}").exists() for process in processes)

    asyncio.run(run())
