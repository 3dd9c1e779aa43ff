from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from api.problems import Problem
from api.sparql import EmbeddedEngine, Query, answer_once, choose
from api.sparql import worker as worker_program
from graph_builder.errors import ReleaseError
from tests.needs import lacking

from .conftest import ENDLESS, EX, RUNAWAY, SETTINGS, calm, dumps, until

Start = Callable[..., AbstractAsyncContextManager[EmbeddedEngine]]


def lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def exists(process: int) -> bool:
    """Also a zombie exists."""
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False


async def rows(engine: EmbeddedEngine, text: str, **more: Any) -> list[dict[str, str]]:
    answer = await engine.answer(Query(text, **more))
    bindings = json.loads(answer.body)["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in bindings]


async def failure(engine: EmbeddedEngine, text: str, **more: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        await engine.answer(Query(text, **more))
    return caught.value


def whole(engine: EmbeddedEngine) -> Callable[[], bool]:
    return lambda: len(engine.processes) == engine.settings.query_workers and all(map(lives, engine.processes))


def test_the_dataset_is_the_requests_then_the_querys_then_the_store(engine: Start) -> None:
    count = "(COUNT(*) AS ?n)"
    default, named = f"SELECT {count} {{ ?s ?p ?o }}", f"SELECT {count} {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    even, odd = f"{EX}graph/0", f"{EX}graph/1"

    async def run() -> None:
        async with engine(query_workers=1) as running:

            async def number(text: str, *graphs: tuple[str, ...]) -> int:
                return int(
                    (await rows(running, text, **dict(zip(("default_graphs", "named_graphs"), graphs, strict=False))))[
                        0
                    ]["n"]
                )

            assert (await number(default), await number(named)) == (300, 300)
            assert (await number(default, (even,)), await number(named, (even,))) == (150, 0)
            assert (await number(default, (even, odd)), await number(named, (), (odd,))) == (300, 150)
            assert await number(default, (), (odd,)) == 0
            from_odd = default.replace("{", f"FROM <{odd}> FROM NAMED <{even}> {{", 1)
            assert await number(from_odd) == 150
            assert await number(from_odd, (f"{EX}none",)) == 0
            problem = await failure(running, default, default_graphs=("relative",))
            assert (problem.status, "absolute IRI" in problem.detail) == (400, True)

    asyncio.run(run())


def test_wrong_queries_are_the_clients_fault(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=1) as running:
            before = running.processes
            problem = await failure(running, "SELECT * {\n ?s ?p ]")
            assert (problem.status, problem.members["line"]) == (400, 2)
            assert (await failure(running, "SELECT * { ?s ?p ?o FILTER(<x:no>(?o)) }")).status == 400
            assert (await failure(running, "CONSTRUCT WHERE {?s ?p ?o}", choice=choose("text/csv"))).status == 406
            assert (await failure(running, "ASK {?s ?p ?o}", choice=choose("text/turtle"))).status == 406
            assert (await failure(running, "DELETE WHERE {?s ?p ?o}")).status == 400
            assert running.processes == before

    asyncio.run(run())


def test_an_answer_over_the_limit_is_refused_whole(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=1, answer_bytes=8_000) as running:
            for text in ("SELECT * {?s ?p ?o}", "CONSTRUCT WHERE {?s ?p ?o}"):
                problem = await failure(running, text)
                assert (problem.status, problem.members["limit"]) == (413, "answer_bytes")
            assert len(await rows(running, "SELECT * {?s ?p ?o} LIMIT 20")) == 20

    asyncio.run(run())


def test_a_runaway_is_ended_while_others_are_answered(engine: Start) -> None:
    async def run() -> None:
        async with engine() as running:
            before = set(running.processes)
            runaway = asyncio.create_task(failure(running, RUNAWAY, timeout=1.0))
            answered = 0
            while not runaway.done():
                assert len(await rows(running, "SELECT * {?s ?p 7}")) == 1
                answered += 1
                await asyncio.sleep(0.01)
            problem = await runaway
            assert (problem.status, problem.members["limit"]) == (504, "query_timeout")
            assert "1 s" in problem.detail
            assert answered >= 5
            await until(lambda: not before <= set(running.processes))
            await until(whole(running))
            assert len(before & set(running.processes)) == 1
            ended = (before - set(running.processes)).pop()
            assert not exists(ended)

    asyncio.run(run())


def test_waiting_does_not_count_and_has_a_bound(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=1, query_waiting=2, short_seconds=60.0) as running:
            runaway = asyncio.create_task(failure(running, ENDLESS, timeout=2.0))
            await asyncio.sleep(0.1)
            patient = [asyncio.create_task(rows(running, "SELECT * {?s ?p 7}", timeout=1.5)) for _ in range(2)]
            await asyncio.sleep(0.1)
            problem = await failure(running, "ASK {}")
            assert (problem.status, problem.headers["Retry-After"]) == (503, "1")
            patient[0].cancel()
            await asyncio.sleep(0)
            replacement = asyncio.create_task(rows(running, "SELECT * {?s ?p 8}"))
            assert (await runaway).status == 504
            assert len(await patient[1]) == 1
            assert len(await replacement) == 1

    asyncio.run(run())


def test_a_cancelled_query_ends_its_worker(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=1) as running:
            (before,) = running.processes
            query = asyncio.create_task(running.answer(Query(ENDLESS)))
            await asyncio.sleep(0.2)
            query.cancel()
            with pytest.raises(asyncio.CancelledError):
                await query
            await until(lambda: not exists(before))
            assert len(await rows(running, "SELECT * {?s ?p 7}")) == 1

    asyncio.run(run())


def kill(processes: Iterable[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):  # one that took too long was ended in the meantime
            os.kill(process, signal.SIGKILL)


def test_workers_that_die_are_replaced(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=2) as running:
            before = running.processes
            kill(before)
            await until(lambda: not any(map(exists, before)))
            assert len(await rows(running, "SELECT * {?s ?p 7}")) == 1
            await until(whole(running))
            assert not set(before) & set(running.processes)

    asyncio.run(run())


def test_killing_all_workers_again_and_again_fails_no_short_query(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=2) as running:
            asked = dict.fromkeys("abcd", 0)

            async def client(name: str) -> None:
                while min(asked.values()) < 15:
                    variable = f"{name}{asked[name]}"
                    found = await rows(running, f"SELECT ?{variable} {{ ?{variable} <{EX}value> 7 }}")
                    assert found == [{variable: f"{EX}s7"}]
                    asked[name] += 1

            clients = asyncio.gather(*[client(name) for name in asked])
            for number in (3, 6, 9):
                await until(lambda number=number: min(asked.values()) > number)  # type: ignore[misc]
                kill(running.processes)
            await clients

    asyncio.run(run())


def test_a_long_query_whose_worker_is_killed_has_one_more_try(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=1, short_seconds=0.01, middle_seconds=0.01) as running:
            query = asyncio.create_task(failure(running, ENDLESS))
            for _ in range(2):
                await until(lambda: not calm(running) and len(running.processes) >= 2)
                assert not query.done()
                before = running.processes
                kill(before)
                await until(lambda before=before: not any(map(exists, before)))  # type: ignore[misc]
            problem = await query
            assert (problem.status, "could not be finished" in problem.detail) == (500, True)

    asyncio.run(run())


def test_nesting_that_no_bracket_shows_costs_only_one_worker(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=1) as running:
            assert (await failure(running, "ASK { FILTER(" + "! " * 40_000 + "true) }")).status == 500
            assert (await failure(running, "ASK " + "{" * 40_000)).status == 400
            assert len(await rows(running, "SELECT * {?s ?p 7}")) == 1

    asyncio.run(run())


def test_a_worker_may_take_only_so_much_memory(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=1, worker_memory=600) as running:
            problem = await failure(running, RUNAWAY)
            assert (problem.status, problem.members["limit"]) == (413, "worker_memory")
            assert len(await rows(running, "SELECT * {?s ?p 7}")) == 1

    asyncio.run(run())


def test_no_process_is_left_after_close(store_dir: Path) -> None:
    async def run() -> tuple[int, ...]:
        engine = EmbeddedEngine(store_dir, SETTINGS)
        await engine.start()
        processes = engine.processes
        taken = asyncio.create_task(rows(engine, "SELECT * {?s ?p 7}"))
        await asyncio.sleep(0)
        await engine.close()
        await engine.close()
        assert len(await taken) == 1
        assert (await failure(engine, "ASK {}")).status == 503
        return processes

    processes = asyncio.run(run())
    assert len(processes) == 2
    assert not any(map(exists, processes))


def test_a_store_that_cannot_be_opened_is_an_error_with_a_place(tmp_path: Path, store_dir: Path) -> None:
    with pytest.raises(ReleaseError) as caught:
        answer_once(tmp_path / "none", "ASK {}", choose(), SETTINGS)
    assert str(tmp_path / "none") in str(caught.value)
    with pytest.raises(ReleaseError, match="PLANATLAS_WORKER_MEMORY"):
        answer_once(store_dir, "ASK {}", choose(), replace(SETTINGS, worker_memory=100))


def test_a_store_that_is_gone_is_waited_for(tmp_path: Path, store_dir: Path) -> None:
    link = tmp_path / "store"
    link.symlink_to(store_dir)

    async def run() -> None:
        engine = EmbeddedEngine(link, replace(SETTINGS, query_workers=1))
        await engine.start()
        link.unlink()
        os.kill(engine.processes[0], signal.SIGKILL)
        await until(lambda: not engine.processes)
        assert (await failure(engine, "ASK {}")).status == 503
        link.symlink_to(store_dir)
        await until(whole(engine))
        assert len(await rows(engine, "SELECT * {?s ?p 7}")) == 1
        await engine.close()

    asyncio.run(run())


PARENT = """
import asyncio, sys
from pathlib import Path
from api.settings import Settings
from api.sparql import EmbeddedEngine, Query

async def main():
    store, *dumps = map(Path, sys.argv[2:])
    settings = Settings(query_workers=2, spare_workers=0, query_timeout=60.0)
    engine = EmbeddedEngine(store, settings, dumps=tuple(dumps) or None)
    await engine.start()
    query = asyncio.create_task(engine.answer(Query(sys.argv[1])))
    while len(engine.processes) < 3:
        await asyncio.sleep(0.02)
    print(*engine.processes, *[engine.loader] if dumps else [], flush=True)
    await query

asyncio.run(main())
"""


@pytest.mark.parametrize("loaded", [True, False])
def test_the_parents_death_ends_idle_and_busy_workers(store_dir: Path, loaded: bool) -> None:
    command = [sys.executable, "-c", PARENT, ENDLESS, store_dir, *(dumps(store_dir) if loaded else ())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        processes = [int(number) for number in parent.stdout.readline().split()]
        assert len(processes) == 3 + loaded
        assert all(map(lives, processes))
        parent.kill()
    asyncio.run(until(lambda: not any(map(lives, processes))))


def test_a_worker_ends_even_if_nobody_read_what_it_said(store_dir: Path) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        worker = subprocess.Popen(
            [sys.executable, "-P", worker_program.__file__, store_dir, "2048"], stdin=theirs.fileno()
        )
    select.select([ours], [], [], 20)
    ours.close()
    assert worker.wait(20) == 0


def test_answer_once_is_guarded_and_leaves_nothing(store_dir: Path) -> None:
    answer = answer_once(store_dir, "SELECT ?s {?s ?p 7}", choose(name="csv"), SETTINGS)
    assert answer.body == f"s\r\n{EX}s7\r\n".encode()
    with pytest.raises(Problem, match="SERVICE"):
        answer_once(store_dir, "ASK { SERVICE <x:y> {} }", choose(), SETTINGS)


def test_service_reaches_nobody(engine: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"

        async def run() -> None:
            async with engine(query_workers=1) as running:
                for call in (
                    f"SERVICE <{address}> {{?a ?b ?c}}",
                    f"sErViCe<{address}>{{}}",
                    f"SERVICE SILENT <{address}> {{}}",
                    f"trueSERVICE<{address}>{{}}",
                    "SERVICEex:a{}",
                    f"FILTER('a'<'>' ) SERVICE <{address}> {{}} #'\n",
                    f"FILTER(1<2)SERVICE#>\n<{address}>{{}}",
                    f"\\u0053ERVICE <{address}> {{}}",
                ):
                    prologue = f"PREFIX ex: <{address}> PREFIX SERVICEex: <x:y>"
                    text = f"{prologue} SELECT * {{ ?s ?p {'' if 'true' in call else '?o .'} {call} }}"
                    assert (await failure(running, text)).status == 400
                assert await rows(running, f"SELECT * FROM <{address}> {{ ?s ?p ?o }}") == []

        asyncio.run(run())
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()

        listener.settimeout(20)  # the engine library by itself does call
        query = f"SELECT * {{ SERVICE SILENT <{address}> {{?a ?b ?c}} }}"
        caller = threading.Thread(target=lambda: list(ox.Store().query(query)), daemon=True)
        caller.start()
        connection, _ = listener.accept()
        connection.close()
        caller.join()


def test_a_worker_has_no_network_where_the_system_allows_that(store_dir: Path) -> None:
    """Also what the guard would have overlooked calls nobody."""
    alone = "import sys; from api.sparql.worker import leave_network; sys.exit(not leave_network())"
    if subprocess.run([sys.executable, "-c", alone], check=False).returncode:
        lacking("this system does not let a process leave the network")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        request = {
            "text": f"SELECT * {{ SERVICE <{address}> {{ ?a ?b ?c }} }}",
            "base": None,
            "prologue": "",
            **{key: [] for key in ("default_graphs", "named_graphs", "from", "from_named")},
            "results": "text/csv",
            "graph": None,
            "limit": 10_000,
            "buffer": 10_000,
            "gzip": False,
        }
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-P", worker_program.__file__, store_dir, "2048"]
            worker = subprocess.Popen(command, stdin=theirs.fileno())
        ours.settimeout(20)
        with ours, ours.makefile("rb") as said:

            def hear() -> dict[str, Any]:
                return dict(json.loads(said.read(*worker_program.LENGTH.unpack(said.read(4)))))

            assert hear() == {"outcome": "ready"}
            encoded = json.dumps(request).encode()
            ours.sendall(worker_program.LENGTH.pack(len(encoded)) + encoded)
            assert hear()["outcome"] != "answer"
        assert worker.wait(20) == 0
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_large_answers_come_whole(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=1) as running:
            started = time.monotonic()
            answer = await running.answer(Query("SELECT * { ?a ?b ?c . ?d ?e ?f }", choice=choose(name="tsv")))
            assert answer.body.count(b"\n") == 300 * 300 + 1
            assert time.monotonic() - started < SETTINGS.query_timeout

    asyncio.run(run())
