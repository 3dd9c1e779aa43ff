"""The service as a process: its log, its end, its place behind a proxy."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from api.cli import app
from api.settings import Settings
from tests.api.sample import write_release

ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o } ORDER BY ?c ?f ?i"


class Running:
    """A process of ``planatlas serve``; ``log`` are its lines on standard error once it has ended."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address

    def end(self, number: int = signal.SIGTERM) -> list[dict[str, Any]]:
        """Send a signal, expect a clean end, and give the log."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=30)
        assert self.process.returncode == 0, errors
        assert "Traceback" not in errors
        return [json.loads(line) for line in errors.splitlines()]

    def children(self) -> list[int]:
        """The numbers of all processes below it."""
        found, edge = [], [self.process.pid]
        while edge:
            tasks = Path(f"/proc/{edge.pop()}/task").glob("*/children")
            below = [int(number) for path in tasks for number in path.read_text().split()]
            found += below
            edge += below
        return found


@contextmanager
def running(folder: Path, *options: str, **settings: object) -> Iterator[Running]:
    """Start ``planatlas serve`` on a small release."""
    link = write_release(folder)
    with subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--release", link, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ
        | {"PYTHONUNBUFFERED": "1", "PLANATLAS_QUERY_WORKERS": "1"}
        | {f"PLANATLAS_{name.upper()}": str(value) for name, value in settings.items()},
    ) as process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            assert found, process.communicate()
            yield Running(process, found[0])
        finally:
            process.kill()


def alive(number: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{number}/stat").read_text()
    except FileNotFoundError:
        return False


def test_log_has_a_line_for_each_request_and_no_query(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        with httpx.Client(base_url=service.address, timeout=30) as client:
            answers = [
                client.get("/sparql", params={"query": "ASK { ?secret ?s ?t }"}, headers={"accept": "text/csv"}),
                client.post("/sparql", data={"query": "SELECT ?secret { ?secret ?s 7 }"}),
                client.get("/sparql", params={"query": "secret nonsense"}),
                client.get("/nothing%0A%22?q=secret", headers={"x-request-id": "from.the-proxy_1"}),
                client.get("/", headers={"x-request-id": "not valid!"}),
            ]
        lines = service.end()
    requests = [line for line in lines if "path" in line]
    assert "secret" not in json.dumps(lines)
    assert "127.0.0.1" not in json.dumps(lines)
    for line, answer in zip(requests, answers, strict=True):
        assert list(line) == ["time", "level", "id", "method", "path", "status", "bytes", "ms", "complete"]
        assert line["id"] == answer.headers["x-request-id"]
        assert line["status"] == answer.status_code
        assert line["bytes"] == int(answer.headers["content-length"])
        assert line["complete"] is True
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
        assert line["ms"] >= 0
    assert [line["path"] for line in requests] == ["/sparql"] * 3 + ['/nothing\n"', "/"]
    assert requests[3]["id"] == "from.the-proxy_1"
    assert re.fullmatch("[0-9a-f]{16}", requests[4]["id"])


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are counted in /proc")
def test_running_queries_are_finished_before_the_end(tmp_path: Path) -> None:
    with running(tmp_path, query_timeout=1.5, middle_seconds=5) as service:
        assert httpx.get(f"{service.address}/healthz", timeout=30).status_code == 200
        workers = service.children()
        assert workers
        found: list[httpx.Response] = []
        address = f"{service.address}/sparql"
        asking = threading.Thread(target=lambda: found.append(httpx.post(address, data={"query": ENDLESS}, timeout=30)))
        asking.start()
        _under_way(service.address)
        workers += service.children()
        lines = service.end()
        asking.join(30)
    assert [answer.status_code for answer in found] == [504]
    assert [line["status"] for line in lines if line.get("path") == "/sparql"] == [504]
    assert not [number for number in workers if alive(number)]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are counted in /proc")
def test_what_outlasts_the_grace_is_broken_off(tmp_path: Path) -> None:
    with running(tmp_path, query_timeout=30, stop_grace=1) as service:
        assert httpx.get(f"{service.address}/healthz", timeout=30).status_code == 200
        found: list[httpx.Response] = []
        address = f"{service.address}/sparql"
        asking = threading.Thread(target=lambda: found.append(httpx.post(address, data={"query": ENDLESS}, timeout=60)))
        asking.start()
        _under_way(service.address)
        workers = service.children()
        begin = time.monotonic()
        lines = service.end()
        assert time.monotonic() - begin < 15
        asking.join(60)
    assert [answer.status_code for answer in found] == [503]
    assert found[0].headers["retry-after"]
    assert found[0].headers["content-type"] == "application/problem+json"
    assert [line["status"] for line in lines if line.get("path") == "/sparql"] == [503]
    assert not [number for number in workers if alive(number)]


def _under_way(address: str) -> None:
    """Wait until a query is being answered."""
    deadline = time.monotonic() + 30
    while "planatlas_queries_under_way 1.0" not in httpx.get(f"{address}/metrics", timeout=30).text:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_prefix_and_proxy(tmp_path: Path) -> None:
    with running(tmp_path, "--root-path", "/atlas/", "--no-request-log", client_rate=0.001, client_burst=2) as service:
        page = httpx.get(f"{service.address}/", headers={"accept": "text/html"}, timeout=30)
        assert 'href="/atlas/sparql"' in page.text
        assert "server" not in page.headers
        address = f"{service.address}/about"
        # the proxy on this machine is believed: each client that it names has a bucket of its own
        for client, statuses in (("192.0.2.1", [200, 200, 429]), ("192.0.2.2", [200, 200, 429])):
            headers = {"x-forwarded-for": f"203.0.113.9, {client}", "accept": "*/*"}
            assert [httpx.get(address, headers=headers).status_code for _ in statuses] == statuses
        assert not [line for line in service.end(signal.SIGINT) if "path" in line]


@pytest.mark.parametrize("prefix", ["atlas", "/a b", "/atlas?x", '/"', "/a//b", "//atlas"])
def test_a_prefix_that_is_none_is_refused(prefix: str) -> None:
    done = CliRunner().invoke(app, ["serve", "--root-path", prefix])
    assert done.exit_code == 2
    assert "root-path" in done.output


@pytest.mark.parametrize("name", ["running.md", "running.zh-CN.md"])
def test_options_and_variables_are_documented(name: str) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / name).read_text("utf-8")
    shown = CliRunner().invoke(app, ["serve", "--help"], env={"COLUMNS": "200", "TERM": "dumb"}).stdout
    options = set(re.findall(r"--[a-z-]+", shown)) - {"--help", "--request-log"}
    assert {"--root-path", "--no-request-log", "--port"} <= options
    for option in options:
        assert f"`{option}`" in text, option
    for variable in re.findall(r"PLANATLAS_([A-Z]+_[A-Z_]+)", text):
        assert variable == "ROOT_PATH" or variable.lower() in {item.name for item in fields(Settings)}, variable
