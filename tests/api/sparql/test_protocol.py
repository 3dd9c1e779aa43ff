"""What the endpoint does with its engine, beyond the compliance suite, which asks every engine the same."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route

from api.problems import Problem
from api.sparql import Engine, SparqlEndpoint

from .asking import problem, target, truth
from .conftest import ENDLESS, SETTINGS, Server, calm, until

__all__ = ["problem", "target"]


def test_a_client_that_goes_away_ends_its_query(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(f"GET {target(ENDLESS)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        asyncio.run(until(lambda: not calm(server.engine)))
    asyncio.run(until(lambda: calm(server.engine)))
    assert truth(server.ask("GET", target()))


def test_the_engine_is_asked_for_each_time() -> None:
    """A release switch hands over another engine between two requests; until there is one, 503."""

    def none_yet() -> Engine:
        raise Problem(503, "There is no release yet.", headers={"Retry-After": "1"})

    app = Starlette(routes=[Route("/sparql", SparqlEndpoint(none_yet, SETTINGS))])
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/sparql", "query_string": b"query=ASK{}", "headers": []}
    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 503
    scope |= {"query_string": b"", "headers": [(b"accept", b"text/html"), (b"host", b"localhost")]}
    sent.clear()
    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 406  # no page was given
