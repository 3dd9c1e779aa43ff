"""The outermost layer: what holds for every request, whoever answers it.

It knows the place behind a proxy, numbers requests, holds clients to their rate, adds the headers that every answer
carries, and tells the log and the counters how it went.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import time
from collections.abc import Callable, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.client_rate import ClientRate, Verdict
from api.headers import secured
from api.logs import REQUEST_ID, REQUESTS
from api.metrics import Metrics
from api.prefix import in_header
from api.problems import Problem
from api.sparql.repeats import REMEMBER, Known

_NUMBER = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_UNCOUNTED = ("/healthz", "/metrics", "/static/")
"""Addresses for which no client pays: those that watch the service, and what pages load."""

Headers = tuple[tuple[bytes, bytes], ...]
_Door = tuple[ASGIApp, Headers]
"""Who answers a request, and the headers that go with every answer to it."""

_log = logging.getLogger(REQUESTS)


class Front:
    """Wraps the application. ``root_path`` is the prefix below which a proxy shows it, such as ``/atlas``, or empty.

    A proxy may take the prefix away or leave it. ``direct`` are addresses that are answered without the application's
    own layers; ``known`` gives the answer to a request if it went out before and is still the right one. ``refusing``
    makes the answer to a request that is not let in.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        root_path: str,
        rate: ClientRate | None,
        metrics: Metrics,
        refusing: Callable[[Problem], ASGIApp],
        direct: Mapping[str, ASGIApp],
        known: Callable[[Scope], Known | None],
    ) -> None:
        self._app = app
        self._direct = {root_path + path: door for path, door in direct.items()}
        self._known = known
        self._root = root_path.encode()
        self._root_path = root_path
        self._rate = rate
        self._metrics = metrics
        self._refusing = refusing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._root_path:
            scope = self._below(scope)
        app, told = self._door(scope)
        visit = _Visit(scope, send, self._root, self._metrics, told)
        if app is self._app:
            app = self._direct.get(scope["path"], app)
            if app is not self._app and (known := self._known(scope)):
                await visit.repeat(known)
                return
        await visit.answer(app, receive)

    def _below(self, scope: Scope) -> Scope:
        """Give the scope as the ASGI specification wants it below a prefix: the path with the prefix."""
        path, root = scope["path"], self._root_path
        if path == root or path.startswith(f"{root}/"):
            return {**scope, "root_path": root}
        raw = scope.get("raw_path")
        return {**scope, "root_path": root, "path": root + path, "raw_path": raw and self._root + raw}

    def _door(self, scope: Scope) -> _Door:
        """Choose who answers, and what clients are told of their rate."""
        if self._rate is None or scope["path"].removeprefix(self._root_path).startswith(_UNCOUNTED):
            return self._app, ()
        client = scope.get("client")
        verdict = self._rate.take(client[0] if client else "")
        told = (
            (b"ratelimit-policy", self._rate.policy.encode()),
            (b"ratelimit", f'"client";r={verdict.remaining};t={verdict.reset}'.encode()),
        )
        return (self._refusing(_too_many(verdict)) if verdict.wait else self._app), told


def _too_many(verdict: Verdict) -> Problem:
    return Problem(
        429,
        f"This client asks too often. Ask again in {verdict.wait} s, or take the files at /dumps/.",
        headers={
            "Retry-After": str(verdict.wait),
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": "Retry-After, RateLimit, RateLimit-Policy, X-Request-Id",
        },
        limit="client_rate",
    )


class _Visit:
    """One request on its way through."""

    def __init__(self, scope: Scope, send: Send, root: bytes, metrics: Metrics, told: Headers) -> None:
        self._scope = scope
        self._send = send
        self._root = root
        self._metrics = metrics
        self._status = 0
        self._bytes = 0
        self._complete = False
        self._told = told
        self._sent: list[tuple[bytes, bytes]] = []
        given = {name: value for name, value in scope["headers"] if name in (b"host", b"x-request-id")}
        self._host = given.get(b"host", b"")
        number = given.get(b"x-request-id", b"")
        self._number = number if _NUMBER.fullmatch(number) else secrets.token_hex(8).encode()

    async def repeat(self, known: Known) -> None:
        """Answer as before, and tell that."""
        started = time.perf_counter()
        self._metrics.begin()
        self._status = 200
        headers = [*known.headers, (b"x-request-id", self._number), *self._told]
        try:
            await self._send({"type": "http.response.start", "status": 200, "headers": headers})
            await self._send({"type": "http.response.body", "body": known.body})
            self._bytes, self._complete = len(known.body), True
        finally:
            self._end(time.perf_counter() - started)

    async def answer(self, app: ASGIApp, receive: Receive) -> None:
        """Let the request be answered, and tell how it went."""
        started = time.perf_counter()
        token = REQUEST_ID.set(self._number.decode())
        self._metrics.begin()
        try:
            await app(self._scope, receive, self.send)
        except asyncio.CancelledError:  # the service stops, and its grace is over
            if not self._status:
                await Problem(503, "The service is being stopped.", headers={"Retry-After": "5"}).response()(
                    self._scope, receive, self.send
                )
        finally:
            self._end(time.perf_counter() - started)
            REQUEST_ID.reset(token)

    async def send(self, message: Message) -> None:
        """Send a part of the answer on."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            message = {**message, "headers": self._headers(list(message.get("headers", ())))}
        elif message["type"] == "http.response.body":
            self._bytes += len(message.get("body", b""))
            self._complete = not message.get("more_body", False)
            if self._complete and REMEMBER in self._scope:
                self._scope[REMEMBER](self._sent)
        await self._send(message)

    def _headers(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        if self._root:
            headers = [(name, in_header(name, value, self._root)) for name, value in headers]
        found = secured(headers, self._status, scheme=self._scope.get("scheme", "http"), host=self._host)
        self._sent = found
        return [*found, (b"x-request-id", self._number), *self._told]

    def _end(self, seconds: float) -> None:
        method = self._scope["method"]
        self._metrics.end(method, self._scope, self._status, self._bytes, seconds)
        if _log.isEnabledFor(logging.INFO):
            values = {
                "id": self._number.decode(),
                "method": method,
                "path": self._scope["path"],
                "status": self._status or None,
                "bytes": self._bytes,
                "ms": round(seconds * 1000, 1),
                "complete": self._complete,
            }
            _log.info("answered", extra={"values": values})
