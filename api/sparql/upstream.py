"""The server that the remote engine asks: where it is, how it is asked, and what its refusals mean for a client."""

from __future__ import annotations

import re
import ssl
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from email.message import Message
from typing import Any

import httpx

from api.problems import Problem
from api.settings import SettingsError
from api.sparql import engine as door
from api.sparql.portable import NO_GRAPH, Portable
from graph_builder import __version__

_WORDS = 300
"""Characters of the server's own words on an error that are passed on."""
_PLACE = re.compile(r"(?<=error at )([0-9]+):([0-9]+)(?=: )")
_LINE = re.compile(r"\bline:? ([0-9]+)(?:, col(?:umn)?:? ([0-9]+))?")
_OUT_OF_TIME = re.compile(r"\bS1T[0-9A-Z]{2}\b")
_CUT = {
    "X-SPARQL-MaxRows": "its number of rows (ResultSetMaxRows)",
    "X-SQL-State": "its time (MaxQueryExecutionTime)",
}
"""Headers with which Virtuoso says under status 200 that it has cut an answer, and at what."""


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a server is: the address of its query operation, with a name and password if it asks for them.

    ``default_graph`` is the IRI of the graph that holds the merge of the release; without it, the server's own default
    graph does.

    Raises:
        SettingsError: the address is none of a server.
    """

    address: str
    default_graph: str = ""

    def __post_init__(self) -> None:
        try:
            url = httpx.URL(self.address)
            fits = url.scheme in ("http", "https") and bool(url.host) and not url.fragment
        except (httpx.InvalidURL, ValueError):
            fits = False
        if not fits:
            raise SettingsError(
                "the endpoint is not the address of a SPARQL server",
                remedy="give one such as http://127.0.0.1:7878/query",
            )

    @property
    def shown(self) -> str:
        """The address without what is secret in it. It is for the operator alone."""
        return str(httpx.URL(self.address).copy_with(username=None, password=None, query=None))


class Upstream:
    """Connections to a server, as many as there are queries at a time.

    No redirect is followed, and neither proxies nor passwords are taken from the environment: the queries go to the one
    address that the operator named. The certificates that the system trusts are.
    """

    def __init__(self, remote: Remote, connections: int) -> None:
        self.remote = remote
        self._client = httpx.AsyncClient(
            timeout=None,  # noqa: S113 - each query has its own deadline
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
            headers={"User-Agent": f"planatlas/{__version__}", "Accept-Encoding": "identity"},
            verify=ssl.create_default_context(),
            trust_env=False,
            follow_redirects=False,
        )

    async def close(self) -> None:
        """End all connections."""
        await self._client.aclose()

    def ask(self, query: Portable, named: tuple[str, ...], accept: str) -> AbstractAsyncContextManager[httpx.Response]:
        """Send a query; gives the response before its body. ``named`` are all graphs that there are."""
        default, others = query.default_graphs, query.named_graphs
        data: dict[str, str | list[str]] = {"query": query.text}
        if default is not None and others is not None:
            data["default-graph-uri"] = list(default) or [NO_GRAPH]
            data["named-graph-uri"] = list(others) or [NO_GRAPH]
        elif self.remote.default_graph:
            data["default-graph-uri"] = self.remote.default_graph
            data["named-graph-uri"] = list(named) or [NO_GRAPH]
        return self._client.stream("POST", self.remote.address, data=data, headers={"Accept": accept})

    async def check(self, response: httpx.Response, query: Portable) -> str:
        """Give the media type of an answer.

        Raises:
            Problem: it is no answer, or not a whole one.
        """
        if response.status_code != httpx.codes.OK:
            raise await self._refusal(response, query)
        for header, limit in _CUT.items():
            if header in response.headers:
                raise Problem(
                    413,
                    f"The server behind this endpoint cuts answers at {limit}, and no part of a cut one is given. "
                    "Use LIMIT and OFFSET with ORDER BY, or the dumps.",
                )
        message = Message()
        message["content-type"] = response.headers.get("content-type", "")
        return message.get_content_type()

    async def _refusal(self, response: httpx.Response, query: Portable) -> Problem:
        words, status = await self._words(response), response.status_code
        if status == httpx.codes.BAD_REQUEST:
            return _invalid(words, query.ahead)
        if status in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE):
            problem = door.unavailable()
            if response.headers.get("retry-after", "").isdecimal():
                problem.headers["Retry-After"] = response.headers["retry-after"]
            return problem
        if status == httpx.codes.GATEWAY_TIMEOUT or _OUT_OF_TIME.search(words):
            return Problem(504, "The server behind this endpoint ended the query at a time limit of its own.")
        said = f": {words}" if words and status == httpx.codes.INTERNAL_SERVER_ERROR else ""
        return Problem(502, f"The server behind this endpoint could not answer (status {status}){said}.")

    async def _words(self, response: httpx.Response) -> str:
        """Read what a server says in plain text on an error, without the query, which it may repeat, or its address."""
        if not response.headers.get("content-type", "text/plain").startswith("text/plain"):
            return ""
        body = b""
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > 10 * _WORDS:
                break
        text = body.decode("utf-8", "replace").partition("\n\nSPARQL query:")[0]
        url = httpx.URL(self.remote.address)
        for secret in filter(None, (url.netloc.decode(), url.host, url.username, url.password)):
            text = text.replace(secret, "…")
        return " ".join(text.split()).rstrip(".")


def _invalid(words: str, ahead: int) -> Problem:
    """Turn the server's words on a query into a problem with their place, without ``ahead`` characters put before."""
    if place := _PLACE.search(words):
        line, column = int(place[1]), int(place[2])
        column = max(1, column - ahead) if line == 1 else column
        return door.invalid(f"{words[: place.start()]}{line}:{column}{words[place.end() :]}")
    members: dict[str, Any] = {}
    if line_only := _LINE.search(words):
        members = {"line": int(line_only[1])}
        if line_only[2]:
            members["column"] = max(1, int(line_only[2]) - (ahead if line_only[1] == "1" else 0))
    said = f": {words[:_WORDS]}" if words else ""
    return Problem(400, f"The server behind this endpoint refuses the query{said}.", **members)
