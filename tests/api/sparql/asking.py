"""Requests as they go over the wire, and what is always true of their replies."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from .conftest import Reply

ASK = "ASK { ?s ?p 7 }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"


def target(query: str = ASK, **more: str | list[str]) -> str:
    pairs = [("query", query), *((name.replace("_", "-"), value) for name, value in more.items())]
    flat = [(name, value) for name, given in pairs for value in ([given] if isinstance(given, str) else given)]
    return "/sparql?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in flat)


def problem(reply: Reply, status: int) -> dict[str, Any]:
    assert reply.status == status, reply.body
    assert reply.type == "application/problem+json"
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    body = json.loads(reply.body)
    assert body["status"] == status
    assert body["detail"].endswith(".")
    return dict(body)


def truth(reply: Reply) -> bool:
    assert reply.status == 200, reply.body
    assert reply.type == "application/sparql-results+json"
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert reply.headers["Access-Control-Allow-Credentials"] is None
    assert "Accept" in reply.headers["Vary"]
    return bool(json.loads(reply.body)["boolean"])


def number(reply: Reply) -> int:
    return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])
