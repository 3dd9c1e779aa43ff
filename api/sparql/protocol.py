"""SPARQL 1.1 Protocol, the query operation, as a plain ASGI application for one address.

``docs/sparql-protocol.md`` maps each MUST of the recommendation to its test. Nothing here writes a query text to a log.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Sequence

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Problem
from api.settings import Settings
from api.sparql.clock import Clock
from api.sparql.connection import while_connected
from api.sparql.description import About, describe
from api.sparql.engine import Engine, Query, key
from api.sparql.guard import QUERIES_ONLY
from api.sparql.negotiation import GRAPHS, Format, best, choose, not_acceptable, takes_gzip
from api.sparql.parameters import content_type, parameters, text
from api.sparql.repeats import REMEMBER
from api.sparql.stream import Stream

_DIRECT = "application/sparql-query"
_FORM = "application/x-www-form-urlencoded"
_METHODS = "GET, HEAD, POST, OPTIONS"
_ACCEPT_POST = f"{_DIRECT}, {_FORM}"
_PAGE = Format("html", "text/html")
_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
_SECONDS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_TAGS = re.compile(r'(?:W/)?("[^"]*")|(\*)')
_PREFLIGHT = {
    "Allow": _METHODS,
    "Accept-Post": _ACCEPT_POST,
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_EXPOSED = "Accept-Post, Allow, Content-Encoding, ETag, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"
_VARY = "Accept, Accept-Encoding"
_ALWAYS = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED.encode()),
    (b"vary", _VARY.encode()),
)
_log = logging.getLogger(__name__)


class SparqlEndpoint:
    """The endpoint: ``Route("/sparql", endpoint=SparqlEndpoint(...))``.

    ``engine`` gives the engine for each request, so that another can take over between two. ``human_page`` answers a
    GET without a query by those who prefer HTML; all others get the service description (SPARQL 1.1 Service
    Description), to which ``about`` adds what the data say of the endpoint. Any web page may read the answers
    (CORS ``*``), errors too.
    """

    def __init__(
        self,
        engine: Callable[[], Engine],
        settings: Settings,
        human_page: ASGIApp | None = None,
        about: About = lambda root: (),
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._human_page = human_page
        self._about = about
        self._clock = Clock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        seconds = self._settings.client_timeout
        try:
            response = await self._respond(request)
        except Problem as problem:
            response = problem.response()
        except ClientDisconnect:
            return
        try:
            if isinstance(response, _Whole):
                async with asyncio.timeout(seconds):
                    await response(scope, receive, send)
            else:
                await response(scope, receive, _finished(send, seconds, without_body=request.method == "HEAD"))
        except TimeoutError:
            _log.warning("an answer was broken off: the client took nothing for too long (client_timeout)")

    async def _respond(self, request: Request) -> ASGIApp:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_PREFLIGHT)
        if request.method not in ("GET", "HEAD", "POST"):
            raise Problem(405, "Queries are sent by GET or POST.", headers={"Allow": _METHODS})
        given = parameters(request.scope["query_string"])
        if request.method == "POST":
            for name, values in (await self._body(request)).items():
                given[name] = given.get(name, []) + values
        elif given.keys() <= {"lang"}:  # the one parameter that a page has of its own
            return self._introduction(request)
        engine, query = self._engine(), _query(given, request)
        held_by_client = () if request.method == "POST" else _TAGS.findall(_header(request, b"if-none-match"))
        if held_by_client and _is_known(held_by_client, engine.tag(query)):
            return Response(status_code=304, headers=_validators(engine.tag(query)))
        answer = engine.held(query)
        if answer is None:
            answer = await while_connected(self._clock, request.receive, engine.answer(query))
        elif request.method == "GET":
            request.scope[REMEMBER] = engine.repeats.remember(request.scope, key(query))
        if held_by_client and _is_known(held_by_client, answer.tag, there=True):
            if answer.parts is not None:
                answer.parts.close()
            return Response(status_code=304, headers=_validators(answer.tag))
        headers = {"content-type": answer.media_type}
        if answer.gzip:
            headers["content-encoding"] = "gzip"
        if request.method != "POST":
            headers |= _validators(answer.tag)
        return _Whole(answer.body, headers) if answer.parts is None else _Parts(answer.parts, headers, self._clock)

    async def _body(self, request: Request) -> dict[str, list[str]]:
        kind, known_charset = content_type(request.headers.get("content-type", ""))
        if kind == "application/sparql-update":
            raise _unsupported(f"An update was sent, and {QUERIES_ONLY}")
        if kind not in (_DIRECT, _FORM) or "content-type" not in request.headers:
            raise _unsupported(f"A query is posted as {_DIRECT} or as {_FORM}")
        if not known_charset:
            raise _unsupported("A query is posted in UTF-8")
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            raise _unsupported("A query is posted without a content encoding")
        body = await self._read(request)
        return parameters(body) if kind == _FORM else {"query": [text(body)]}

    async def _read(self, request: Request) -> bytes:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self._settings.request_bytes:
                raise Problem(
                    413,
                    f"The request body is larger than {self._settings.request_bytes} bytes (request_bytes).",
                    limit="request_bytes",
                )
        return bytes(body)

    def _introduction(self, request: Request) -> ASGIApp:
        offers = GRAPHS if self._human_page is None else (*GRAPHS, _PAGE)
        chosen = best(_accept(request), offers)
        if chosen is None:
            raise not_acceptable(offers)
        if chosen is _PAGE and self._human_page is not None:
            return self._human_page
        about = self._about(str(request.base_url))
        body = describe(str(request.url.replace(query="")), chosen, self._settings, about)
        return Response(body, headers={"Content-Type": chosen.content_type})


class _Whole:
    """A response with all headers and in one piece."""

    def __init__(self, body: bytes, headers: dict[str, str]) -> None:
        self._body = body
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(name.encode(), value.encode()) for name, value in self._headers.items()]
        headers += [(b"content-length", str(len(self._body)).encode()), *_ALWAYS]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else self._body})


class _Parts:
    """A response in parts. If the answer breaks off, so does the transfer: without the end that HTTP/1.1 asks for."""

    def __init__(self, parts: Stream, headers: dict[str, str], clock: Clock) -> None:
        self._parts = parts
        self._clock = clock
        self._start = Response(headers=headers)
        del self._start.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await while_connected(self._clock, receive, self._send(send, without_body=scope["method"] == "HEAD"))
        except Problem as problem:  # the server closes a connection on which a response has not been completed
            _log.warning("an answer was broken off after it had begun: %d %s", problem.status, problem.detail)
        except ClientDisconnect:
            pass
        finally:
            self._parts.close()

    async def _send(self, send: Send, *, without_body: bool) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self._start.raw_headers})
        if not without_body:
            async for part in self._parts:
                await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def _is_known(held: Sequence[tuple[str, str]], tag: str | None, *, there: bool = False) -> bool:
    """Tell whether the client says that it holds the answer (``If-None-Match``, RFC 9110 section 13.1.2).

    ``*`` means any answer; so it must be ``there``, while a tag is known only to who has had an answer before.
    """
    return tag is not None and any((star and there) or f"W/{opaque}" == tag for opaque, star in held)


def _validators(tag: str | None) -> dict[str, str]:
    """The next release may answer otherwise, so an answer is kept only to ask whether it still holds."""
    return {"cache-control": "no-store"} if tag is None else {"cache-control": "no-cache", "etag": tag}


def _query(given: dict[str, list[str]], request: Request) -> Query:
    for name in _UPDATES:
        if name in given:
            raise Problem(400, f"The parameter {name} was sent, and {QUERIES_ONLY}.")
    queries, formats = given.get("query", []), given.get("format", [])
    if len(queries) != 1:
        raise Problem(400, f"One query is needed, as the parameter query or as the body; there are {len(queries)}.")
    return Query(
        queries[0],
        tuple(given.get("default-graph-uri", [])),
        tuple(given.get("named-graph-uri", [])),
        choose(_accept(request), formats),
        _seconds(given.get("timeout", [])),
        takes_gzip(_header(request, b"accept-encoding")),
        hold=request.scope.get("http_version") == "1.0",  # there the end of the connection is the end of an answer
    )


def _seconds(values: list[str]) -> float | None:
    if not values:
        return None
    seconds = float(values[0]) if len(values) == 1 and _SECONDS.fullmatch(values[0]) else 0.0
    if seconds <= 0:
        raise Problem(400, "The parameter timeout is one number of seconds above 0, such as 2.5.")
    return seconds


def _accept(request: Request) -> str | None:
    return _header(request, b"accept") or None


def _header(request: Request, wanted: bytes) -> str:
    """Give all values of a header as one; a header that is not there is empty."""
    return b", ".join([value for name, value in request.scope["headers"] if name == wanted]).decode("latin-1")


def _unsupported(sentence: str) -> Problem:
    return Problem(415, f"{sentence}.", headers={"Accept-Post": _ACCEPT_POST})


def _finished(send: Send, seconds: float, *, without_body: bool) -> Send:
    """Add the headers that every response has; keep the body back for HEAD.

    A client that takes nothing for so many seconds raises ``TimeoutError``: it would keep its release in service.
    """

    async def finish(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = "*"
            headers["Access-Control-Expose-Headers"] = _EXPOSED
            headers.add_vary_header(_VARY)
        elif message["type"] == "http.response.body" and without_body:
            message = {**message, "body": b""}
        async with asyncio.timeout(seconds):
            await send(message)

    return finish
