"""An answer of another server, read and written anew in one of our formats while it comes.

The reading and writing is done by the engine library in a thread; what comes from the event loop waits in a ``Feed``.
"""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Iterator
from typing import IO, cast

import pyoxigraph as ox

from api.sparql.negotiation import Form, Format
from api.sparql.worker import Sink

_AHEAD = 4
"""Chunks that may wait for the thread."""
RESULTS = "application/sparql-results+json"
"""The one format of bindings that is asked for: it has an end, so that a cut answer does not look whole."""
GRAPHS = "application/n-triples, text/turtle;q=0.5, application/rdf+xml;q=0.1"
"""The formats of graphs that are asked for, the plainest first."""
_ASK_COLUMN = "__ASK_RETVAL"
_TRUTHS = {truth: b'{"head":{},"boolean":%s}' % str(truth).lower().encode() for truth in (True, False)}


class NotAnAnswerError(Exception):
    """What came is not what was asked for."""


class Feed:
    """Bytes on their way from the event loop to a thread that reads them as a file."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._room = asyncio.Semaphore(_AHEAD)
        self._chunks: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()
        self._held: bytes | Exception = b""
        self._used = 0
        self._ended = False

    async def put(self, chunk: bytes) -> None:
        """Add bytes, none for the end; wait while the reader is behind."""
        await self._room.acquire()
        self._chunks.put(chunk)

    def fail(self, error: Exception) -> None:
        """Raise this where the thread reads, as soon as it comes to it."""
        self._chunks.put(error)

    def read(self, size: int = -1) -> bytes:
        """Give up to ``size`` bytes, waiting for them; none at the end. Only in the thread."""
        if isinstance(self._held, bytes) and self._used >= len(self._held) and not self._ended:
            self._held, self._used = self._chunks.get(), 0
            self._ended = not self._held
            self._loop.call_soon_threadsafe(self._room.release)
        if isinstance(self._held, Exception):
            raise self._held
        taken = self._held[self._used : None if size < 0 else self._used + size]
        self._used += len(taken)
        return taken


def form_of(query_form: str) -> Form:
    """Give the kind of answer that a query with this first word gets."""
    return {"SELECT": "bindings", "ASK": "boolean"}.get(query_form, "graph")  # type: ignore[return-value]


def convert(feed: Feed, media_type: str, form: Form, into: Format, sink: Sink) -> bytes:
    """Read an answer of this media type from ``feed`` and write it to ``sink``; give what ``Sink.end`` gives.

    Raises:
        NotAnAnswerError: it is of another kind or format, or ends before its end.
        TooLarge: the sink does not take so much.
    """
    try:
        _convert(feed, media_type, form, into, sink)
        return sink.end()
    except Exception as error:
        failure = NotAnAnswerError(f"what ends or errs: {error.msg}") if isinstance(error, SyntaxError) else error
        failure = failure.with_traceback(None)  # its frames hold objects of the library that must end in this thread
        failure.__context__ = None
    raise failure


def _convert(feed: Feed, media_type: str, form: Form, into: Format, sink: Sink) -> None:
    source, target = cast("IO[bytes]", feed), cast("IO[bytes]", sink)  # of files, they have what the library needs
    if form == "graph":
        given, written = ox.RdfFormat.from_media_type(media_type), ox.RdfFormat.from_media_type(into.media_type)
        if given is None or written is None:
            raise NotAnAnswerError(f"a graph as {media_type}")
        ox.serialize(_triples(ox.parse(source, given)), target, format=written)
        return
    if media_type not in (RESULTS, "application/json"):
        raise NotAnAnswerError(f"results as {media_type}")
    results = ox.parse_query_results(source, ox.QueryResultsFormat.JSON)
    if form == "boolean":
        results = ox.parse_query_results(_TRUTHS[_truth(results)], ox.QueryResultsFormat.JSON)
    elif isinstance(results, ox.QueryBoolean):
        raise NotAnAnswerError("a boolean instead of bindings")
    results.serialize(target, format=ox.QueryResultsFormat.from_media_type(into.media_type))


def _triples(quads: Iterator[ox.Quad]) -> Iterator[ox.Triple]:
    for quad in quads:
        yield quad.triple


def _truth(results: ox.QuerySolutions | ox.QueryBoolean) -> bool:
    """Read the answer to an ASK; Virtuoso 7 gives one row for true and none for false."""
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    if [variable.value for variable in results.variables] != [_ASK_COLUMN]:
        raise NotAnAnswerError("bindings instead of a boolean")
    return any(isinstance(row[0], ox.Literal) and row[0].value == "1" for row in results)
