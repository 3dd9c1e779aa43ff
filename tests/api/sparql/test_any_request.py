"""Whatever is sent, the endpoint answers it in good order, and no fault of a request becomes a fault of the service."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.settings import Settings
from api.sparql import Answer, Engine, Query, SparqlEndpoint
from api.sparql.guard import Reading


class Willing(Engine):
    """Answers everything that passes the guard as a SELECT."""

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def _evaluate(self, query: Query, reading: Reading) -> Answer:
        return Answer(query.choice.of("bindings").content_type, query.text.encode(), "bindings")


SETTINGS = replace(Settings(), query_length=200, request_bytes=300)
NAMES = ["query", "format", "timeout", "default-graph-uri", "named-graph-uri", "update", "using-graph-uri", "lang", ""]
VALUES = ["ASK {}", "json", "1", "0", "x:y", "SELECT * { ?s ?p '", "ASK { SERVICE <x:y> {} }", "%", "%ff", "%ED%A0%80"]
PIECES = st.one_of(
    st.sampled_from([*NAMES, *VALUES, "=", "&", ";", "+", "%20", "%7B", "%00"]).map(str.encode),
    st.binary(max_size=4),
)
RAW = st.lists(PIECES, max_size=8).map(b"".join)
TIDY = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), max_size=4).map(
    lambda pairs: "&".join(f"{name}={value.replace(' ', '+')}" for name, value in pairs).encode()
)
HEADERS = st.lists(
    st.one_of(
        st.tuples(
            st.just(b"content-type"),
            st.sampled_from(
                [b"application/sparql-query", b"application/x-www-form-urlencoded", b"application/sparql-update"]
            ),
        ),
        st.tuples(
            st.sampled_from([b"accept", b"accept-encoding", b"if-none-match", b"content-encoding", b"content-type"]),
            st.one_of(
                st.sampled_from([b"*/*", b"text/turtle", b"text/csv;q=0", b"*", b'W/"x"', b"gzip;q=0, *"]),
                st.binary(max_size=12),
            ),
        ),
    ),
    max_size=5,
)


def request(method: str, query: bytes, headers: list[tuple[bytes, bytes]], body: bytes) -> tuple[dict[str, Any], bytes]:
    scope: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "scheme": "http",
        "server": ("localhost", 80),
        "path": "/sparql",
    }
    scope |= {"method": method, "query_string": query, "headers": [(b"host", b"localhost"), *headers]}
    sent: list[dict[str, Any]] = []
    incoming = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if incoming:
            return incoming.pop()
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Any) -> None:
        sent.append(message)

    engine = Willing(SETTINGS, release="r1")
    asyncio.run(SparqlEndpoint(lambda: engine, SETTINGS)(scope, receive, send))
    assert [message["type"] for message in sent[:1]] == ["http.response.start"]
    assert not sent[-1].get("more_body")
    return sent[0], b"".join(message["body"] for message in sent[1:])


@settings(deadline=None, max_examples=300)
@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "PUT", "QUERY"]),
    query=st.one_of(RAW, TIDY),
    headers=HEADERS,
    body=st.one_of(RAW, TIDY, st.binary(max_size=400)),
)
@example("GET", b"query=ASK+%7B%7D", [(b"accept", b"\xff\xfe")], b"")
@example("GET", b"query=ASK+%7B%7D&format=%F0%9F%98%80", [], b"")
@example("GET", b"query=ASK+%7B%7D&default-graph-uri=%00", [(b"if-none-match", b"*")], b"")
@example("POST", b"", [(b"content-type", b"application/sparql-query; charset=\xe9")], b"ASK {}")
@example("POST", b"", [(b"content-type", b"application/sparql-query; charset*=utf-16''x")], b"ASK {}")
@example("POST", b"", [(b"content-type", b'application/sparql-query; charset="\x00"')], b"ASK {}")
def test_any_request_is_answered(method: str, query: bytes, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    start, content = request(method, query, headers, body)
    status, given_headers = start["status"], dict(start["headers"])
    assert status in (200, 204, 304, 400, 405, 406, 413, 415)
    assert given_headers[b"access-control-allow-origin"] == b"*"
    assert given_headers[b"vary"] == b"Accept, Accept-Encoding"
    if method == "HEAD" or status in (204, 304):
        assert content == b""
    elif status >= 400:
        assert given_headers[b"content-type"] == b"application/problem+json"
        assert json.loads(content)["status"] == status
    assert (b"allow" in given_headers) is (status == 405 or method == "OPTIONS")
    assert (b"accept-post" in given_headers) is (status == 415 or method == "OPTIONS")
    assert (b"etag" in given_headers) <= (status in (200, 304))


def test_the_property_reaches_answers() -> None:
    start, content = request("GET", b"query=ASK+%7B%7D", [], b"")
    assert (start["status"], content) == (200, b"ASK {}")
