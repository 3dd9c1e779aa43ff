"""The service in several processes, started as a person starts it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from typer.testing import CliRunner

from api.cli import app
from api.settings import Settings
from graph_builder.errors import ReleaseError
from tests.api.sample import write_release
from tests.api.test_running import Running, alive, running

on_linux = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are looked at in /proc")
CLIENTS = 8


@contextmanager
def two(folder: Path, **settings: object) -> Iterator[Running]:
    """Start the service in two processes, and wait until both answer and have their workers."""
    few = {"query_workers": 2, "spare_workers": 2, "release_poll": 0.2}
    with running(folder, "--processes", "2", **few | settings) as service:
        until(lambda: whole(service))
        yield service


def whole(service: Running) -> bool:
    found = figures(service.address)
    return (found["planatlas_processes",], found.get(("planatlas_workers",))) == (2, 4)


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def figures(address: str) -> dict[tuple[str, ...], float]:
    """Give what ``/metrics`` tells on a new connection."""
    answer = httpx.get(f"{address}/metrics", headers={"accept": "*/*"}, timeout=60)
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def serving(service: Running) -> list[int]:
    """Give the numbers of the processes that answer requests, or soon will."""
    path = Path(f"/proc/{service.process.pid}/task/{service.process.pid}/children")
    found = map(int, path.read_text().split())
    return [number for number in found if b"spawn_main" in Path(f"/proc/{number}/cmdline").read_bytes()]


def connections(service: Running, process: int) -> int:
    """Count the connections to the service that a process holds."""
    port = f":{int(service.address.rpartition(':')[2]):04X}"
    lines = [line.split() for line in Path(f"/proc/{process}/net/tcp").read_text().splitlines()[1:]]
    ours = {f"socket:[{line[9]}]" for line in lines if line[1].endswith(port) and line[3] == "01"}
    return sum(str(file.readlink()) in ours for file in Path(f"/proc/{process}/fd").iterdir())


@on_linux
def test_processes_share_connections_and_figures_and_replace_one_that_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    with two(tmp_path) as service, ExitStack() as stack:
        processes = serving(service)
        assert len(processes) == 2
        clients = [stack.enter_context(httpx.Client(base_url=service.address, timeout=60)) for _ in range(CLIENTS)]
        first = clients[0].get("/healthz").json()["release"]
        for client in clients:
            answers = [client.get("/sparql", params={"query": query}) for query in ("ASK {}", "nonsense")]
            assert [answer.status_code for answer in answers] == [200, 400]
        until(lambda: [connections(service, process) for process in processes] == [CLIENTS // 2] * 2)

        counted = ("planatlas_http_requests_total", "GET", "/sparql", "200")
        timed = ("planatlas_http_request_seconds_count", "/sparql")
        until(lambda: figures(service.address)[timed] == 2 * CLIENTS)  # they are counted after their answers
        for _ in processes:  # one after the other answers
            found = figures(service.address)
            assert found[timed] == 2 * found[counted] == 2 * CLIENTS
            assert found["planatlas_queries_total", "refused"] == CLIENTS
            assert found["planatlas_queries_total", "answered"] == 2  # once by each process, which keeps its own
            assert found["planatlas_queries_total", "kept"] == CLIENTS - 2
            assert found["planatlas_queries_waiting",] == found["planatlas_queries_under_way",] == 0
            assert found["process_resident_memory_bytes",] > 0
        until(lambda: figures(service.address)["planatlas_http_requests_under_way",] == 1)  # the one that asks

        write_release(tmp_path, "0.2.0")
        until(lambda: all(client.get("/healthz").json()["release"] != first for client in clients))
        second = clients[0].get("/healthz").json()["release"]
        told = [key[1:] for key in figures(service.address) if key[0] == "planatlas_release"]
        assert [release for release, _ in told] == [second[:12]]
        tags = {client.get("/sparql", params={"query": "ASK {}"}).headers["etag"] for client in clients}
        assert len(tags) == 1
        until(lambda: whole(service))

        os.kill(processes[0], signal.SIGKILL)
        until(lambda: not alive(processes[0]))
        for _ in range(20):
            assert httpx.get(f"{service.address}/healthz", timeout=60).status_code == 200
        until(lambda: len(serving(service)) == 2 and whole(service))
        assert processes[1] in serving(service)
        assert processes[0] not in serving(service)
        assert figures(service.address)[counted] == 2 * CLIENTS  # what it had counted is not lost

        below = service.children()
        lines = service.end()
    assert [line for line in lines if "ended with code -9" in line.get("message", "") and "service" in line["message"]]
    until(lambda: not any(map(alive, below)))
    assert not list((tmp_path / "temporary").glob("planatlas-figures-*"))


@on_linux
def test_none_outlives_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with running(tmp_path, "--processes", "2") as service:
        assert httpx.get(f"{service.address}/healthz", timeout=60).status_code == 200
        until(lambda: len(serving(service)) == 2)  # of which one answers, and the other one is just starting
        below = service.children()
        service.process.kill()
        until(lambda: not any(map(alive, below)))


def test_a_release_that_is_damaged_is_told_at_once(tmp_path: Path) -> None:
    link = write_release(tmp_path)
    shutil.rmtree(link / "store")
    done = CliRunner().invoke(app, ["serve", "--port", "0", "--release", str(link), "--processes", "2"])
    assert isinstance(done.exception, ReleaseError)
    assert "store: missing" in str(done.exception)
    assert not done.output


def test_a_first_process_that_cannot_start_ends_the_service(tmp_path: Path) -> None:
    link = write_release(tmp_path)
    for path in (link / "store").iterdir():
        path.unlink()
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--release", link, "--processes", "2"],
        capture_output=True,
        text=True,
        env=os.environ | {"PLANATLAS_LOAD_BYTES": "1"},  # so that the store itself is opened
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "ReleaseError: " in done.stderr
    assert "planatlas: the service cannot be started" in done.stderr
    assert "\n  → " in done.stderr


@pytest.mark.parametrize("number", ["0", "-1", "65", "two", "1.5", ""])
def test_a_number_of_processes_that_is_none_is_refused(number: str) -> None:
    told = CliRunner().invoke(app, ["serve", "--processes", number])
    assert told.exit_code == 2
    assert "--processes" in told.output
    if number:
        told = CliRunner().invoke(app, ["serve"], env={"PLANATLAS_PROCESSES": number})
        assert told.exit_code == 2
        assert "processes" in told.output.lower()


def test_limits_of_the_whole_are_divided() -> None:
    whole_limits = {
        "query_workers", "long_workers", "spare_workers", "remote_queries", "query_waiting", "load_bytes",
        "answers_waiting", "cache_bytes", "search_threads", "search_waiting",
    }  # fmt: skip
    settings = Settings(query_workers=9, client_rate=3.0)
    assert settings.part(1) == settings
    for number in (2, 4, 64):
        part = settings.part(number)
        for item in fields(Settings):
            mine, its = getattr(settings, item.name), getattr(part, item.name)
            assert its == (max(1, mine // number) if item.name in whole_limits else mine), item.name
            assert type(its) is type(mine)
    assert Settings(spare_workers=0).part(2).spare_workers == 0
