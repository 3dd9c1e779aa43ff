"""Requests that were answered before are known again by their bytes, before anything of them is read.

Most of the time that an answer from memory takes goes into reading the request and writing the headers; both are the
same when the same client program sends the same query again. So the headers of an answer are kept as they went out,
with the key of the answer in the engine's cache. They live and die with that engine, and so with its release.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import NamedTuple, Protocol

from starlette.types import Scope

REMEMBER = "planatlas.remember"
"""Where the endpoint leaves, in the scope of a request, a function that takes the headers with which it was answered
(without those that are of this request alone)."""

_MOST = 4096
_CONDITIONS = frozenset((b"if-none-match", b"content-length", b"transfer-encoding"))

Headers = list[tuple[bytes, bytes]]
Remember = Callable[[Headers], None]


class Known(NamedTuple):
    """An answer as it went out before."""

    headers: Headers
    body: bytes


class Answer(Protocol):
    """What is in the cache."""

    @property
    def body(self) -> bytes:
        """The bytes of the answer."""


class Repeats:
    """The requests by GET whose answers are in a cache: for each the key of its answer, and the headers."""

    def __init__(self, kept: Callable[[Hashable], Answer | None]) -> None:
        self._kept = kept
        self._known: OrderedDict[Hashable, tuple[Hashable, Headers]] = OrderedDict()

    def find(self, scope: Scope) -> Known | None:
        """Give the answer to this request if it is known and still kept."""
        asked = _asked(scope)
        known = self._known.get(asked)
        if known is None:
            return None
        answer = self._kept(known[0])
        if answer is None:
            del self._known[asked]
            return None
        return Known(known[1], answer.body)

    def remember(self, scope: Scope, key: Hashable) -> Remember:
        """Give a function that keeps the headers of the answer to this request, which is in the cache under a key."""

        def remember(headers: Headers) -> None:
            asked = _asked(scope)
            if asked is not None:
                self._known[asked] = (key, headers)
                if len(self._known) > _MOST:
                    self._known.popitem(last=False)

        return remember


def _asked(scope: Scope) -> Hashable:
    """Give all of a request that its answer depends on, or ``None`` if there may be more."""
    if scope["method"] != "GET":
        return None
    accept, encoding, host = b"", b"", b""
    for name, value in scope["headers"]:
        if name == b"accept":
            accept += b"\n" + value
        elif name == b"accept-encoding":
            encoding += b"\n" + value
        elif name == b"host":
            host = value
        elif name in _CONDITIONS:
            return None
    return scope["query_string"], accept, encoding, host, scope["scheme"]
