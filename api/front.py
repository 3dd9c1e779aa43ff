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
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.client_rate import ClientRate, Verdict
from api.headers import secured
from api.logs import REQUEST_ID, REQUESTS
from api.metrics import Metrics
from api.prefix import in_header
from api.problems import Problem

_NUMBER = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_UNCOUNTED = ("/healthz", "/metrics", "/static/")
"""Addresses for which no client pays: those that watch the service, and what pages load."""

Headers = tuple[tuple[bytes, bytes], ...]
_Door = tuple[ASGIApp, Headers]
"""Who answers a request, and the headers that go with every answer to it."""

_log = logging.getLogger(REQUESTS)


class Front:
    """Wraps the application. ``root_path`` is the prefix below which a proxy shows it, such as ``/atlas``, or empty.

    A proxy may take the prefix away or leave it. ``refusing`` makes the answer to a request that is not let in.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        root_path: str,
        rate: ClientRate | None,
        metrics: Metrics,
        refusing: Callable[[Problem], ASGIApp],
    ) -> None:
        self._app = app
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
        await _Visit(scope, send, self._root, self._metrics).answer(self._door(scope), receive)

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

    def __init__(self, scope: Scope, send: Send, root: bytes, metrics: Metrics) -> None:
        self._scope = scope
        self._send = send
        self._root = root
        self._metrics = metrics
        self._status = 0
        self._bytes = 0
        self._complete = False
        self._told: Headers = ()
        given = {name: value for name, value in scope["headers"] if name in (b"host", b"x-request-id")}
        self._host = given.get(b"host", b"")
        number = given.get(b"x-request-id", b"")
        self._number = number if _NUMBER.fullmatch(number) else secrets.token_hex(8).encode()

    async def answer(self, door: _Door, receive: Receive) -> None:
        """Let the request be answered, and tell how it went."""
        app, self._told = door
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
        await self._send(message)

    def _headers(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        if self._root:
            headers = [(name, in_header(name, value, self._root)) for name, value in headers]
        found = secured(headers, self._status, scheme=self._scope.get("scheme", "http"), host=self._host)
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
