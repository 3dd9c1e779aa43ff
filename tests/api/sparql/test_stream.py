"""Answers larger than the buffer: sent as they come, and an answer that breaks off never looks whole."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import json
import os
import signal
import socket
import subprocess
import zlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import httpx
import pytest

from api.problems import Problem
from api.sparql import EmbeddedEngine, Query, SparqlEndpoint, choose
from api.sparql.stream import AbandonedError, Room, Stream
from tests.needs import command

from .conftest import BEGUN, ENDLESS, ROWS, SETTINGS, Server, calm, until
from .test_protocol import problem, target

Start = Callable[..., AbstractAsyncContextManager[EmbeddedEngine]]
TSV = choose(name="tsv")


def rows(text: str = ROWS, **more: object) -> Query:
    return Query(text, choice=TSV, hold=False, **more)  # type: ignore[arg-type]


async def read(stream: Stream | None) -> bytes:
    assert stream is not None
    try:
        return b"".join([part async for part in stream])
    finally:
        stream.close()


# ---------------------------------------------------------------- the engine


@pytest.mark.parametrize("packed", [False, True])
def test_a_stream_and_a_held_answer_say_the_same(engine: Start, packed: bool) -> None:
    unpack = gzip.decompress if packed else bytes

    async def run() -> None:
        async with engine(query_workers=1, answer_buffer=5_000) as running:
            held = await running.answer(Query(ROWS, choice=TSV, gzip=packed))
            streamed = await running.answer(rows(gzip=packed))
            assert (held.parts, streamed.body) == (None, b"")
            assert (held.gzip, streamed.gzip) == (packed, packed)
            whole = unpack(await read(streamed.parts))
            assert whole == unpack(held.body)
            assert whole.count(b"\n") == 45_001
            small = await running.answer(rows("SELECT * { ?s ?p 7 }"))
            assert small.parts is None
            assert small.body

    asyncio.run(run())


@pytest.mark.parametrize(
    ("query", "changes", "status", "limit"),
    [
        (rows(BEGUN, timeout=1.0), {}, 504, "query_timeout"),
        (rows(), {"answer_bytes": 100_000}, 413, "answer_bytes"),
    ],
)
def test_an_end_before_the_end_is_a_problem(
    engine: Start, query: Query, changes: dict[str, int], status: int, limit: str
) -> None:
    async def run() -> None:
        async with engine(query_workers=1, answer_buffer=5_000, **changes) as running:
            answer = await running.answer(query)
            with pytest.raises(Problem) as caught:
                await read(answer.parts)
            assert (caught.value.status, caught.value.members["limit"]) == (status, limit)
            assert await read((await running.answer(rows("SELECT * { ?s ?p ?o }"))).parts)

    asyncio.run(run())


def test_a_worker_that_dies_breaks_the_stream(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=1, answer_buffer=5_000) as running:
            answer = await running.answer(rows(BEGUN))
            os.kill(running.processes[0], signal.SIGKILL)
            with pytest.raises(Problem) as caught:
                await read(answer.parts)
            assert caught.value.status == 500

    asyncio.run(run())


def test_a_slow_reader_holds_no_worker(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=1, answer_buffer=5_000) as running:
            slow = await running.answer(rows())
            assert (await running.answer(Query("ASK { ?s ?p 7 }"))).body
            assert (await read(slow.parts)).count(b"\n") == 45_001

    asyncio.run(run())


def test_what_waits_for_slow_readers_has_a_bound(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=2, answer_buffer=5_000, answers_waiting=200_000) as running:
            before = set(running.processes)
            unread = await running.answer(rows(timeout=1.0))
            read_now = await read((await running.answer(rows())).parts)
            assert read_now.count(b"\n") == 45_001
            await asyncio.sleep(1.2)
            with pytest.raises(Problem) as caught:
                await read(unread.parts)
            assert caught.value.status == 504
            await until(lambda: not before & set(running.processes))
            assert (await read((await running.answer(rows())).parts)).count(b"\n") == 45_001

    asyncio.run(run())


def test_a_reader_that_leaves_ends_the_work(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=1, answer_buffer=5_000) as running:
            (before,) = running.processes
            answer = await running.answer(rows(BEGUN))
            assert answer.parts is not None
            answer.parts.close()
            await until(lambda: running.processes not in ((), (before,)))
            with pytest.raises((Problem, AbandonedError)):
                await read(answer.parts)

    asyncio.run(run())


def test_a_stream_that_lost_parts_does_not_end_as_if_whole() -> None:
    async def run() -> None:
        room = Room(100, 10)
        stream = Stream(room)
        await stream.put(b"row")
        stream.finish(None)
        stream.close()
        assert room.used == 0
        with pytest.raises(AbandonedError):
            await anext(stream)

    asyncio.run(run())


def test_those_who_read_are_not_held_up_by_those_who_do_not() -> None:
    async def run() -> None:
        room = Room(100, 10)
        unread, reads = Stream(room), Stream(room)
        holding = asyncio.create_task(unread.put(bytes(200)))
        await asyncio.sleep(0)
        for _ in range(50):
            await reads.put(bytes(9))
            assert await anext(reads) == bytes(9)
        assert not holding.done()
        unread.close()
        await holding
        assert room.used == 0

    asyncio.run(run())


def test_a_client_that_takes_nothing_is_left(store_dir: Path) -> None:
    sent: list[dict[str, Any]] = []
    scope = {"type": "http", "method": "GET", "path": "/sparql", "headers": [], "http_version": "1.1"}
    scope["query_string"] = target(ROWS).partition("?")[2].encode()

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Any) -> None:
        sent.append(message)
        if len(sent) == 3:
            await asyncio.Event().wait()

    async def run() -> None:
        settings = replace(SETTINGS, answer_buffer=5_000, client_timeout=0.3)
        engine = EmbeddedEngine(store_dir, settings)
        await engine.start()
        await SparqlEndpoint(lambda: engine, settings)(scope, receive, send)
        await engine.close()

    asyncio.run(run())
    assert len(sent) == 3
    assert sent[-1]["more_body"]  # never the end


def test_closing_waits_for_streams_that_were_begun(engine: Start) -> None:
    async def run() -> None:
        async with engine(query_workers=1, answer_buffer=5_000) as running:
            answer = await running.answer(rows())
            await running.close()
            assert (await read(answer.parts)).count(b"\n") == 45_001

    asyncio.run(run())


# ---------------------------------------------------------------- over HTTP


def test_a_large_answer_comes_in_chunks_and_whole(server: Server) -> None:
    reply = server.ask("GET", target("SELECT * { ?s ?p ?o }"))
    assert reply.status == 200
    assert reply.headers["Transfer-Encoding"] == "chunked"
    assert reply.headers["Content-Length"] is None
    assert reply.type == "application/sparql-results+json"
    assert len(json.loads(reply.body)["results"]["bindings"]) == 300
    small = server.ask("GET", target("SELECT * { ?s ?p 7 }"))
    assert small.headers["Content-Length"] == str(len(small.body))


def test_a_deadline_before_anything_was_sent_is_a_problem(server: Server) -> None:
    assert problem(server.ask("GET", target(ENDLESS, timeout="0.5")), 504)["limit"] == "query_timeout"


BROKEN = {
    "deadline": target(BEGUN, format="tsv", timeout="1"),
    "cap": target(ROWS, format="tsv"),
}


@pytest.mark.parametrize("address", BROKEN.values(), ids=BROKEN)
def test_every_client_sees_that_an_answer_broke_off(server: Server, address: str) -> None:
    url = server.address.removesuffix("/sparql") + address
    with pytest.raises(http.client.IncompleteRead):
        server.ask("GET", address)
    with pytest.raises((http.client.IncompleteRead, URLError)):
        urlopen(url).read()
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(url, headers={"Accept-Encoding": "identity"})


def test_curl_sees_that_an_answer_broke_off(server: Server) -> None:
    curl = command("curl", install="apt-get install curl")
    url = server.address.removesuffix("/sparql") + BROKEN["deadline"]
    done = subprocess.run([curl, "-sS", url], capture_output=True, check=False)
    assert done.returncode == 18, done.stderr  # a partial file


def test_a_packed_answer_that_broke_off_cannot_be_unpacked(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    with closing(connection):
        connection.request("GET", target(ROWS, format="json"), headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        assert response.headers["Content-Encoding"] == "gzip"
        with pytest.raises(http.client.IncompleteRead) as caught:
            response.read()
    unpacker = zlib.decompressobj(wbits=31)
    unpacker.decompress(caught.value.partial)
    assert not unpacker.eof


@pytest.mark.parametrize(("address", "status"), [(BROKEN["deadline"], b"504"), (BROKEN["cap"], b"413")])
def test_http_1_0_has_no_chunks_so_answers_are_held(server: Server, address: str, status: bytes) -> None:
    def ask(address: str) -> bytes:
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            connection.sendall(f"GET {address} HTTP/1.0\r\nHost: x\r\n\r\n".encode())
            return connection.makefile("rb").read()

    assert ask(address).split(b" ", 2)[1] == status
    head, _, body = ask(target("SELECT * { ?s ?p ?o }")).partition(b"\r\n\r\n")
    assert f"content-length: {len(body)}".encode() in head.lower()


def test_a_client_that_leaves_in_the_middle_ends_its_query(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(f"GET {target(BEGUN)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
        assert not calm(server.engine)
    asyncio.run(until(lambda: calm(server.engine)))


def test_head_of_a_large_answer_ends_the_query(server: Server) -> None:
    reply = server.ask("HEAD", target(BEGUN))
    assert (reply.status, reply.body, reply.headers["Content-Length"]) == (200, b"", None)
    asyncio.run(until(lambda: calm(server.engine)))
