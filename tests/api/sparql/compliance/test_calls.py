"""Nobody is called: whatever a query holds, no connection arrives at a listener on this machine."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.sparql.asking import DIRECT, FORM, problem, target
from tests.api.sparql.conftest import Server

CALL = "http://LISTENER/"
"""Stands for the address of the listener."""
HEAD = f"PREFIX s: <{CALL}> PREFIX SERVICEs: <{CALL}> "
OWN = "PREFIX bi: <bif:> PREFIX o: <http://www.openlinksw.com/schemas/> "
"""Names under which Virtuoso keeps functions of its own."""
SERVICES = {
    "plain": f"SELECT * {{ SERVICE <{CALL}> {{ ?a ?b ?c }} }}",
    "case": f"SELECT * {{ sErViCe<{CALL}>{{ ?a ?b ?c }} }}",
    "silent": f"SELECT * {{ SERVICE SILENT <{CALL}> {{ ?a ?b ?c }} }}",
    "comment": f"SELECT * {{ SERVICE#'\n<{CALL}>#}}\n{{ ?a ?b ?c }} }}",
    "prefix": HEAD + "SELECT * { SERVICE s:x { ?a ?b ?c } }",
    "glued": HEAD + "SELECT * { SERVICEs:x { ?a ?b ?c } }",
    "after a literal": f"SELECT * {{ ?s ?p trueSERVICE<{CALL}>{{ ?a ?b ?c }} }}",
    "escape": f"SELECT * {{ \\u0053ERVICE <{CALL}> {{ ?a ?b ?c }} }}",
    "variable": f"SELECT * {{ VALUES ?g {{ <{CALL}> }} SERVICE ?g {{ ?a ?b ?c }} }}",
    "subquery": f"SELECT * {{ {{ SELECT ?a {{ {{ SERVICE <{CALL}> {{ ?a ?b ?c }} }} }} }} }}",
    "exists": f"ASK {{ FILTER EXISTS {{ OPTIONAL {{ SERVICE <{CALL}> {{ ?a ?b ?c }} }} }} }}",
    "base": f"BASE <{CALL}> SELECT * {{ SERVICE <x> {{ ?a ?b ?c }} }}",
    "behind a string": f"SELECT * {{ FILTER('a'<'>' ) SERVICE <{CALL}> {{ ?a ?b ?c }} #'\n }}",
    "behind a comparison": f"SELECT * {{ FILTER(1<2)SERVICE#>\n<{CALL}>{{ ?a ?b ?c }} }}",
    "graph": f"SELECT * {{ GRAPH ?g {{ SERVICE <{CALL}> {{ ?a ?b ?c }} }} }}",
}
SOURCES = {
    "from": f"SELECT * FROM <{CALL}> {{ ?a ?b ?c }}",
    "from named": f"SELECT * FROM NAMED <{CALL}> {{ GRAPH ?g {{ ?a ?b ?c }} }}",
    "two": f"SELECT * FROM <{CALL}x.ttl> FROM <{CALL}y.ttl> {{ ?a ?b ?c }}",
    "case and comment": f"SELECT * fRoM#\n<{CALL}> {{ ?a ?b ?c }}",
    "prefix": HEAD + "SELECT * FROM s:x.ttl { ?a ?b ?c }",
    "base": f"BASE <{CALL}> SELECT * FROM <x.ttl> {{ ?a ?b ?c }}",
    "base without a scheme": f"BASE <{CALL}> SELECT * FROM <//LISTENER/x> {{ ?a ?b ?c }}",
    "escape": "SELECT * FROM <\\u0068ttp://LISTENER/> { ?a ?b ?c }",
    "percent": f"SELECT * FROM <{CALL}%78.ttl> {{ ?a ?b ?c }}",
    "graph": f"SELECT * {{ GRAPH <{CALL}> {{ ?a ?b ?c }} }}",
    "describe": f"DESCRIBE <{CALL}>",
    "describe from": f"DESCRIBE <{CALL}> FROM <{CALL}>",
    "construct from": f"CONSTRUCT FROM <{CALL}> WHERE {{ ?a ?b ?c }}",
    "ask from": f"ASK FROM <{CALL}> {{ ?a ?b ?c }}",
}
COMMANDS = {
    "sponge": f'DEFINE get:soft "replacing" SELECT * FROM <{CALL}> {{ ?a ?b ?c }}',
    "declared sponge": f'PREFIX get: <x:y> DEFINE get:soft "replacing" SELECT * FROM <{CALL}> {{ ?a ?b ?c }}',
    "option": f'PREFIX get: <x:y> SELECT * FROM <{CALL}> OPTION (get:soft "replacing") {{ ?a ?b ?c }}',
    "function": f'SELECT (bif:http_get("{CALL}") AS ?x) {{}}',
    "function by iri": f'SELECT (<bif:http_get>("{CALL}") AS ?x) {{}}',
    "function by escape": f'SELECT (<\\u0062if:http_get>("{CALL}") AS ?x) {{}}',
    "function by prefix": OWN + f'SELECT (bi:http_get("{CALL}") AS ?x) {{}}',
    "declared function": f'PREFIX bif: <http://example.org/> SELECT (bif:http_get("{CALL}") AS ?x) {{}}',
    "function by its second name": OWN + f'SELECT (o:bif\\#http_get("{CALL}") AS ?x) {{}}',
    "function in a filter": OWN + f'ASK {{ FILTER(bi:http_get("{CALL}") != "") }}',
    "function as a predicate": OWN + f'SELECT * {{ ?a <bif:http_get> "{CALL}" }}',
    "java": f"SELECT (<java:java.net.URL>('{CALL}') AS ?x) {{}}",
    "sql": f"SELECT (sql:RDF_SPONGE_UP('{CALL}') AS ?x) {{}}",
}
UPDATES = {
    "load": f"LOAD <{CALL}>",
    "silent": f"LOAD SILENT <{CALL}> INTO GRAPH <{CALL}>",
    "case": f"#SELECT\nlOaD<{CALL}>",
    "prefix": HEAD + "LOAD s:x.ttl",
    "second": f"SELECT * {{ ?a ?b ?c }} ; LOAD <{CALL}>",
    "after insert": f"INSERT DATA {{ <x:a> <x:b> <x:c> }} ; LOAD <{CALL}>",
}


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        made.settimeout(20)
        yield made


def fill(text: str, listener: socket.socket) -> str:
    return text.replace("LISTENER", f"127.0.0.1:{listener.getsockname()[1]}")


def nobody_came(listener: socket.socket) -> None:
    listener.setblocking(False)
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize("disguise", [*SERVICES])
def test_service_calls_nobody(server: Server, listener: socket.socket, disguise: str) -> None:
    problem(server.ask("GET", target(fill(SERVICES[disguise], listener))), 400)
    nobody_came(listener)


@pytest.mark.parametrize("disguise", [*SOURCES])
def test_a_graph_elsewhere_is_not_fetched(server: Server, listener: socket.socket, disguise: str) -> None:
    reply = server.ask(
        "GET", target(fill(SOURCES[disguise], listener), format="csv" if "SELECT" in SOURCES[disguise] else [])
    )
    assert reply.status == 200, reply.body
    assert b"127.0.0.1" not in reply.body
    nobody_came(listener)


@pytest.mark.parametrize("name", ["default_graph_uri", "named_graph_uri"])
def test_a_graph_of_the_request_is_not_fetched(server: Server, listener: socket.socket, name: str) -> None:
    reply = server.ask(
        "GET",
        target(
            "SELECT * { { ?a ?b ?c } UNION { GRAPH ?g { ?a ?b ?c } } }", **{name: fill(CALL, listener)}, format="tsv"
        ),
    )
    assert (reply.status, len(reply.body.splitlines())) == (200, 1)
    nobody_came(listener)


@pytest.mark.parametrize("disguise", [*COMMANDS])
def test_a_servers_own_commands_call_nobody(server: Server, room: str, listener: socket.socket, disguise: str) -> None:
    reply = server.ask("GET", target(fill(COMMANDS[disguise], listener)))
    assert reply.status == 400 or (room == "embedded" and reply.status == 200)
    nobody_came(listener)


@pytest.mark.parametrize("disguise", [*UPDATES])
def test_load_calls_nobody(server: Server, listener: socket.socket, disguise: str) -> None:
    text = fill(UPDATES[disguise], listener)
    problem(server.ask("GET", target(text)), 400)
    problem(server.ask("GET", f"/sparql?update={quote(text)}"), 400)
    problem(server.ask("POST", "/sparql", f"update={quote(text)}".encode(), Content_Type=FORM), 400)
    problem(server.ask("POST", "/sparql", text.encode(), Content_Type=DIRECT), 400)
    problem(server.ask("POST", "/sparql", text.encode(), Content_Type="application/sparql-update"), 415)
    nobody_came(listener)


PIECES = st.sampled_from(
    [
        *(
            "?a ?b ?c .",
            "{ ?a ?b ?c }",
            "{",
            "}",
            ")",
            "OPTIONAL {",
            "UNION",
            "GRAPH ?g",
            "FILTER(",
            "EXISTS {",
            "true",
        ),
        *(f"SERVICE <{CALL}>", "service?g", f"\\u0053ERVICE <{CALL}>", "SERVICEs:x", f"GRAPH <{CALL}>", f"<{CALL}#>"),
        *(f"BIND(<{CALL}> AS ?g)", f"VALUES ?g {{ <{CALL}> }}", "{ SELECT * {", f"FROM <{CALL}>", "FROM NAMED s:x"),
        *(f'bif:http_get("{CALL}")', f'<bif:http_get>("{CALL}")', f'bi:http_get("{CALL}")', 'OPTION (get:soft "soft")'),
        *("'", "#", "\n", "<", ">", "'>'", "1", "true"),
    ]
)
SOURCE = st.sampled_from(
    [
        "",
        f"FROM <{CALL}>",
        f"FROM NAMED <{CALL}>",
        "FROM s:x",
        "FROM<\\u0068ttp://LISTENER/>",
        f"FROM <{CALL}> OPTION(x)",
    ]
)
FRAMES = st.sampled_from(
    [
        "SELECT * SOURCE { PIECES }",
        "SELECT * SOURCE { ?a ?b ?c PIECES }",
        "SELECT (PIECES AS ?x) SOURCE {}",
        "ASK SOURCE { PIECES }",
        f"DESCRIBE <{CALL}> SOURCE",
    ]
)
HEADS = st.sampled_from(
    ["", HEAD, OWN + HEAD, f"BASE <{CALL}> ", "PREFIX get: <x:y> ", 'DEFINE get:soft "soft" ', f"{HEAD}BASE <bif:> "]
)


def test_no_query_that_is_accepted_calls_anybody(server: Server) -> None:
    answered = 0
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)

        @settings(max_examples=120, deadline=None, database=None)
        @given(HEADS, FRAMES, SOURCE, st.lists(PIECES, max_size=4).map(" ".join))
        def check(head: str, frame: str, source: str, pieces: str) -> None:
            nonlocal answered
            text = head + frame.replace("SOURCE", source).replace("PIECES", pieces)
            reply = server.ask("GET", target(fill(text, listener), timeout="2"))
            answered += reply.status == 200
            assert reply.status in (200, 400, 502, 504)
            with pytest.raises(BlockingIOError):
                listener.accept()

        check()
    assert answered > 3


OWN_CALLS = {
    "remote-oxigraph": "SELECT * {{ SERVICE SILENT <{}> {{ ?a ?b ?c }} }}",
    "remote-virtuoso": 'SELECT (<bif:http_get>("{}") AS ?x) {{}}',
}


def test_the_servers_by_themselves_would_call(server: Server, room: str, listener: socket.socket) -> None:
    """Without this the checks above could pass for nothing."""
    if room not in OWN_CALLS:
        return
    address = server.engine._upstream.remote.address  # type: ignore[attr-defined]
    data = {"query": OWN_CALLS[room].format(fill(CALL, listener))}

    def call() -> None:
        with contextlib.suppress(httpx.HTTPError):
            httpx.post(address, data=data, timeout=20, trust_env=False)

    caller = threading.Thread(target=call)
    caller.start()
    connection, _ = listener.accept()
    connection.close()
    caller.join()
