"""The remote engine before a server that answers as servers do on bad days, byte by byte."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import logging
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs

import pytest

from api.problems import Problem
from api.settings import SettingsError
from api.sparql import Answer, Query, Remote, RemoteEngine, choose
from api.sparql.stream import AbandonedError
from graph_builder.errors import ReleaseError

from .conftest import EX, SETTINGS, until

JSON = "application/sparql-results+json"
GRAPH = f"{EX}graph/0"
TSV = choose(name="tsv")


def reply(body: str | bytes, status: int = 200, kind: str = JSON, **headers: str) -> bytes:
    content = body.encode() if isinstance(body, str) else body
    lines = {"Content-Type": kind, "Content-Length": str(len(content))} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + content


def table(*rows: dict[str, str]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in rows]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": cells}})


TRUE = reply('{"head":{},"boolean":true}')
ROWS = table(*({"x": f"{number:06d}"} for number in range(20_000)))


@dataclass
class Server:
    """Answers the questions for what it holds, and all others with ``says``; then waits or ends the connection."""

    says: bytes = TRUE
    stays: bool = True
    waits: bool = False
    graphs: dict[str, int] = field(default_factory=lambda: {GRAPH: 2})
    triples: int = 2
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    left: int = 0
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = int(head.lower().partition("content-length:")[2].split()[0])
                form = parse_qs((await reader.readexactly(length)).decode())
                text = form["query"][0]
                if "GROUP BY ?g" in text:
                    writer.write(reply(table(*({"g": iri, "n": str(n)} for iri, n in self.graphs.items()))))
                elif "(COUNT(*) AS ?n) {" in text:
                    writer.write(reply(table({"n": str(self.triples)})))
                else:
                    self.asked.append(form)
                    self.heads.append(head)
                    writer.write(self.says)
                    try:
                        await writer.drain()
                        if self.waits:
                            await reader.read()
                    finally:
                        self.left += self.waits
                    if self.waits or not self.stays:
                        break
        writer.close()


@contextlib.asynccontextmanager
async def asking(
    server: Server, *, user: str = "", default_graph: str = "", **changes: float
) -> AsyncIterator[RemoteEngine]:
    """Run the server, and an engine that asks it with changed settings."""
    running = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = running.sockets[0].getsockname()[1]
    engine = RemoteEngine(
        Remote(f"http://{user}127.0.0.1:{server.port}/query", default_graph),
        replace(SETTINGS, **changes),
        graphs={GRAPH: 2},
        triples=2,
        base=EX,
    )
    try:
        await engine.start()
        yield engine
    finally:
        await engine.close()
        running.close()


def answer(server: Server, query: Query | str, **more: str) -> Answer:
    async def run() -> Answer:
        async with asking(server, **more) as engine:
            return await engine.answer(Query(query) if isinstance(query, str) else query)

    return asyncio.run(run())


def failure(server: Server, query: Query | str = "ASK { ?s ?p ?o }", **more: str) -> Problem:
    with pytest.raises(Problem) as caught:
        answer(server, query, **more)
    assert str(server.port) not in caught.value.detail
    return caught.value


def test_the_query_goes_out_as_a_form_and_the_answer_comes_in_our_formats() -> None:
    server = Server(reply(table({"x": "专栏", "y": "b"})))
    given = answer(server, Query("SELECT ?x ?y { ?x ?p ?y }", choice=choose(name="csv")))
    assert given.body.decode() == "x,y\r\n专栏,b\r\n"
    assert server.asked == [{"query": ["SELECT ?x ?y { ?x ?p ?y }"]}]
    assert server.heads[0].startswith("POST /query HTTP/1.1")
    assert f"Accept: {JSON}" in server.heads[0]


@pytest.mark.parametrize(
    ("query", "default_graph", "sent"),
    [
        (Query("ASK {}"), "", {}),
        (Query("ASK {}"), "x:all", {"default-graph-uri": ["x:all"], "named-graph-uri": [GRAPH]}),
        (
            Query("ASK {}", (GRAPH, "x:no")),
            "",
            {"default-graph-uri": [GRAPH], "named-graph-uri": ["urn:planatlas:no-graph"]},
        ),
        (
            Query("ASK FROM <graph/0> {}"),
            "x:all",
            {"default-graph-uri": [GRAPH], "named-graph-uri": ["urn:planatlas:no-graph"]},
        ),
        (
            Query("ASK FROM NAMED <graph/0> {}"),
            "",
            {"default-graph-uri": ["urn:planatlas:no-graph"], "named-graph-uri": [GRAPH]},
        ),
    ],
)
def test_the_dataset_goes_beside_the_query(query: Query, default_graph: str, sent: dict[str, list[str]]) -> None:
    server = Server()
    answer(server, query, default_graph=default_graph)
    assert {name: values for name, values in server.asked[0].items() if name != "query"} == sent
    assert "FROM" not in server.asked[0]["query"][0]


def test_a_password_goes_to_the_server_and_nowhere_else(caplog: pytest.LogCaptureFixture) -> None:
    server = Server(reply("refused for analyst:geheim@127.0.0.1, password geheim", 500, "text/plain"))
    with caplog.at_level(logging.DEBUG, "api"):
        problem = failure(server, user="analyst:geheim@")
    assert f"Authorization: Basic {b64encode(b'analyst:geheim').decode()}" in server.heads[0]
    assert "geheim" not in problem.detail + caplog.text
    assert Remote("http://analyst:geheim@h:1/query?key=geheim").shown == "http://h:1/query"


@pytest.mark.parametrize(
    ("says", "status", "words", "members"),
    [
        (reply("error at 3:5: expected one of [_]", 400, "text/plain"), 400, "line 3", {"line": 3, "column": 5}),
        (
            reply("Virtuoso 37000 Error SP030: line 2: no\n\nSPARQL query:\nASK { secret", 400, "text/plain"),
            400,
            "SP030: line 2: no.",
            {"line": 2},
        ),
        (reply("Parse error: Line 1, column 9", 400, "text/plain"), 400, "refuses", {}),
        (reply("<h1>bad</h1>", 400, "text/html"), 400, "refuses the query.", {}),
        (reply("Virtuoso 22012 Error SR084: Division by 0.", 500, "text/plain"), 502, "Division by 0.", {}),
        (reply("Virtuoso S1T00 Error SR171: Transaction timed out", 500, "text/plain"), 504, "time limit", {}),
        (reply("Gateway", 504, "text/html"), 504, "time limit", {}),
        (reply("", 401), 502, "status 401", {}),
        (reply("", 404), 502, "status 404", {}),
        (reply("", 302, Location="http://127.0.0.1:9/"), 502, "status 302", {}),
        (reply("<h1>Welcome</h1>", kind="text/html"), 502, "valid answer", {}),
        (reply("<h1>Welcome</h1>"), 502, "valid answer", {}),
        (reply(table({"x": "1"})), 502, "valid answer", {}),
        (reply(TRUE[:20]), 502, "valid answer", {}),
        (reply(b"\xff\xfe"), 502, "valid answer", {}),
        (reply('{"head":{},"boolean":true}', X_SQL_State="S1TAT"), 413, "MaxQueryExecutionTime", {}),
        (reply('{"head":{},"boolean":true}', X_SPARQL_MaxRows="10000"), 413, "ResultSetMaxRows", {}),
        (b"HTTP/9 nonsense\r\n\r\n", 502, "reached", {}),
        (b"", 502, "reached", {}),
    ],
)
def test_what_goes_wrong_there_is_a_problem_here(says: bytes, status: int, words: str, members: dict[str, int]) -> None:
    problem = failure(Server(says, stays=False), "ASK { ?s ?p ?o }")
    assert (problem.status, problem.members) == (status, members)
    assert words in problem.detail
    assert "secret" not in problem.detail


def test_places_are_those_of_the_text_that_the_client_sent() -> None:
    for says in ("error at 1:40: expected [_]", "Parse error: line 1, column 40"):
        server = Server(reply(says, 400, "text/plain"))
        problem = failure(server, "ASK { <relative> ?p }")
        assert server.asked[0]["query"] == [f"BASE <{EX}> ASK {{ <relative> ?p }}"]
        assert problem.members == {"line": 1, "column": 40 - len(f"BASE <{EX}> ")}


def test_a_server_that_is_busy_says_when_to_come_again() -> None:
    assert failure(Server(reply("", 503, Retry_After="7"))).headers == {"Retry-After": "7"}
    assert failure(Server(reply("", 429))).headers == {"Retry-After": "5"}


@pytest.mark.parametrize("end", [1, len(ROWS) // 2, len(ROWS) - 1])
@pytest.mark.parametrize("told", [True, False])
def test_an_answer_that_was_cut_is_none(end: int, told: bool) -> None:
    """Also one that ends as if it were whole, without a word: then its own syntax tells."""
    length = "" if told else str(end)
    says = reply(ROWS[:end], Content_Length=str(len(ROWS)) if told else length)
    problem = failure(Server(says, stays=False), Query("SELECT ?x { ?x ?p ?o }", choice=TSV))
    assert problem.status == 502


async def read(given: Answer) -> bytes:
    assert given.parts is not None
    try:
        return b"".join([part async for part in given.parts])
    finally:
        given.parts.close()


@pytest.mark.parametrize("packed", [False, True])
def test_large_answers_stream(packed: bool) -> None:
    async def run() -> None:
        async with asking(Server(reply(ROWS)), answer_buffer=5_000) as engine:
            query = Query("SELECT ?x { ?x ?p ?o }", choice=TSV, gzip=packed)
            held = await engine.answer(query)
            streamed = await read(await engine.answer(replace(query, hold=False)))
            unpack = gzip.decompress if packed else bytes
            assert held.gzip is packed
            assert unpack(streamed) == unpack(held.body)
            assert unpack(streamed).count(b"\n") == 20_001

    asyncio.run(run())


@pytest.mark.parametrize(
    ("server", "changes", "status"),
    [
        (Server(reply(ROWS)[:-1000], stays=False), {}, 502),
        (Server(reply(ROWS)[:-1000], waits=True), {"query_timeout": 0.5}, 504),
        (Server(reply(ROWS)), {"answer_bytes": 50_000}, 413),
    ],
)
def test_a_stream_that_cannot_be_finished_breaks(server: Server, changes: dict[str, float], status: int) -> None:
    async def run() -> None:
        async with asking(server, answer_buffer=5_000, **changes) as engine:
            given = await engine.answer(Query("SELECT ?x { ?x ?p ?o }", choice=TSV, hold=False))
            with pytest.raises(Problem) as caught:
                await read(given)
            assert caught.value.status == status

    asyncio.run(run())


def test_the_deadline_ends_the_connection() -> None:
    async def run() -> None:
        server = Server(b"", waits=True)
        async with asking(server, remote_queries=1) as engine:
            for _ in range(2):
                with pytest.raises(Problem) as caught:
                    await engine.answer(Query("ASK {}", timeout=0.2))
                assert (caught.value.status, caught.value.members) == (504, {"limit": "query_timeout"})
            await until(lambda: server.left == 2)

    asyncio.run(run())


def test_a_client_that_leaves_ends_the_connection() -> None:
    async def run() -> None:
        server = Server(reply(ROWS)[:-1000], waits=True)
        async with asking(server, remote_queries=1, answer_buffer=5_000) as engine:
            held = asyncio.create_task(engine.answer(Query("SELECT ?x { ?x ?p ?o }")))
            await until(lambda: len(server.asked) == 1)
            held.cancel()
            await until(lambda: server.left == 1)
            given = await engine.answer(Query("SELECT ?x { ?x ?p ?o }", hold=False))
            assert given.parts is not None
            given.parts.close()
            await until(lambda: server.left == 2)
            with pytest.raises((Problem, AbandonedError)):
                await read(given)

    asyncio.run(run())


def test_only_so_many_are_asked_and_wait() -> None:
    async def run() -> None:
        server = Server(b"", waits=True)
        async with asking(server, remote_queries=2, query_waiting=1, query_timeout=0.5) as engine:
            asked = [asyncio.create_task(engine.answer(Query(f"ASK {{}} #{number}"))) for number in range(4)]
            outcomes = await asyncio.gather(*asked, return_exceptions=True)
            assert sorted(outcome.status for outcome in outcomes if isinstance(outcome, Problem)) == [
                503,
                504,
                504,
                504,
            ]

    asyncio.run(run())


def test_closing_waits_for_answers_and_then_there_are_none() -> None:
    async def run() -> None:
        async with asking(Server(reply(ROWS)), answer_buffer=5_000) as engine:
            given = await engine.answer(Query("SELECT ?x { ?x ?p ?o }", choice=TSV, hold=False))
            closing = asyncio.create_task(engine.close())
            assert (await read(given)).count(b"\n") == 20_001
            await closing
            with pytest.raises(Problem) as caught:
                await engine.answer(Query("ASK {}"))
            assert caught.value.status == 503

    asyncio.run(run())


@pytest.mark.parametrize(
    ("server", "words"),
    [
        (Server(triples=0), "the default graph: 0 triples instead of 2"),
        (Server(graphs={}), f"{GRAPH}: 0 triples instead of 2"),
        (Server(graphs={GRAPH: 3, "x:more": 1}), f"{GRAPH}: 3 triples instead of 2"),
    ],
)
def test_a_server_without_the_release_is_not_taken(server: Server, words: str) -> None:
    with pytest.raises(ReleaseError) as caught:
        answer(server, "ASK {}", user="analyst:geheim@")
    assert words in str(caught.value)
    assert "planatlas.nq" in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_a_server_that_is_not_there_is_told() -> None:
    async def run() -> None:
        listener = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        address = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/query"
        listener.close()
        engine = RemoteEngine(Remote(address), SETTINGS, graphs={}, triples=0)
        with pytest.raises(ReleaseError, match="cannot be reached"):
            await engine.start()

    asyncio.run(run())


@pytest.mark.parametrize(
    "address", ["", "localhost:7878", "ftp://h/x", "http://", "http://h:x/", "http://h/#x", "/sparql"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(SettingsError):
        Remote(address)
