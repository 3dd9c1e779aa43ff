"""The other room behind the door: queries are answered by a SPARQL 1.1 server elsewhere, which holds the release.

Nothing reaches it that ``guard`` and ``portable`` have not passed. What it answers is read and written anew, so that
formats, tags, compression, caps and honest ends are those of the embedded engine. Its address stands in no answer.
"""

from __future__ import annotations

import asyncio
import csv
import logging
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Self

import httpx

from api.problems import Problem
from api.release import Manifest
from api.settings import Settings
from api.sparql import engine as door
from api.sparql.conversion import GRAPHS, RESULTS, Feed, NotAnAnswerError, convert, form_of
from api.sparql.engine import Answer, Engine, Query
from api.sparql.guard import Reading, check
from api.sparql.negotiation import Choice, Form, Format, choose
from api.sparql.portable import Portable, portable
from api.sparql.stream import AbandonedError, Room, Stream
from api.sparql.upstream import Remote, Upstream
from api.sparql.worker import PART, Sink, TooLarge
from graph_builder.errors import ReleaseError

_LONG = 10_000
_START_SECONDS = 60.0
_MERGE = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_EACH = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_CSV = choose(name="csv")
_log = logging.getLogger(__name__)


class RemoteEngine(Engine):
    """Answers by asking a server, ``settings.remote_queries`` queries at a time; others wait their turn.

    ``graphs`` are the graphs of the release with the number of triples in each, and ``triples`` is that of their merge.
    The deadline of a query closes the connection; whether the server then stops its work is up to it.
    """

    def __init__(
        self,
        remote: Remote,
        settings: Settings,
        *,
        graphs: Mapping[str, int],
        triples: int,
        release: str = "",
        base: str = "",
    ) -> None:
        super().__init__(settings, release=release, base=base)
        self._remote = remote
        self._graphs = graphs
        self._triples = triples
        self._room = Room(settings.answers_waiting, settings.answer_buffer)
        self._turns = asyncio.Semaphore(settings.remote_queries)
        self._waiting = 0
        self._at_work: set[asyncio.Task[None]] = set()
        self._threads = ThreadPoolExecutor(settings.remote_queries, thread_name_prefix="remote-answer")
        self._upstream: Upstream | None = None

    @classmethod
    def of(cls, manifest: Manifest, remote: Remote, settings: Settings) -> Self:
        """Make the engine for the release with this manifest."""
        counts = manifest.counts
        return cls(
            remote,
            settings,
            graphs=counts.graphs,
            triples=counts.triples,
            release=f"{manifest.release} {remote.shown}",  # another server may answer otherwise, under another tag
            base=manifest.base,
        )

    async def start(self) -> None:
        """Make sure that the server holds the release.

        Raises:
            ReleaseError: it cannot be asked, or holds other data.
        """
        self._upstream = Upstream(self._remote, self.settings.remote_queries)
        try:
            await self._check_contents()
        except BaseException:
            await self.close()
            raise

    async def _check_contents(self) -> None:
        """Compare how many triples there are with how many there should be, graph by graph."""
        remedy = (
            f"load planatlas.nq, and planatlas.nt as the default graph, into {self._remote.shown}; "
            "docs/sparql-protocol.md says how"
        )
        try:
            merge, each = await self._count(_MERGE), await self._count(_EACH)
        except Problem as problem:
            raise ReleaseError(
                f"the server that is to answer queries does not: {problem.detail}",
                remedy=f"start it at {self._remote.shown}, or name another address",
            ) from None
        wanted = {"": self._triples, **self._graphs}
        found = {**merge, **each}
        if wrong := [iri for iri, count in wanted.items() if found.get(iri, 0) != count]:
            raise ReleaseError(
                "the server that is to answer queries does not hold this release",
                remedy=remedy,
                details=[
                    f"{iri or 'the default graph'}: {found.get(iri, 0)} triples instead of {wanted[iri]}"
                    for iri in wrong
                ],
            )

    async def _count(self, text: str) -> dict[str, int]:
        query = Query(text, choice=_CSV)
        answer = await self._ask(query, check(text, self.settings), _START_SECONDS)
        rows = list(csv.reader(answer.body.decode().splitlines()))[1:]
        return {row[0] if len(row) > 1 else "": int(row[-1]) for row in rows}

    async def close(self) -> None:
        """Take no more queries, finish those that were taken, and end the connections. May be called twice."""
        upstream, self._upstream = self._upstream, None
        while self._at_work:
            await asyncio.wait(self._at_work)
        if upstream is not None:
            await upstream.close()
        await asyncio.to_thread(self._threads.shutdown)

    async def _evaluate(self, query: Query, reading: Reading) -> Answer:
        return await self._ask(query, reading, self.deadline(query))

    async def _ask(self, query: Query, reading: Reading, seconds: float) -> Answer:
        if self._upstream is None:
            raise door.unavailable()
        upstream = self._upstream

        def prepare() -> Portable:
            dataset = (query.default_graphs, query.named_graphs)
            return portable(query.text, reading, base=self.base, graphs=self._graphs, dataset=dataset)

        sent = await asyncio.to_thread(prepare) if len(query.text) > _LONG else prepare()
        into = query.choice.of(form_of(sent.form))
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        work = asyncio.create_task(self._work(upstream, query, sent, into, seconds, answered))
        self._at_work.add(work)
        work.add_done_callback(self._at_work.discard)
        try:
            return await answered
        except asyncio.CancelledError:
            work.cancel()
            if answered.done() and not answered.cancelled() and not answered.exception():
                untaken = answered.result().parts
                if untaken is not None:
                    untaken.close()
            raise

    async def _work(
        self,
        upstream: Upstream,
        query: Query,
        sent: Portable,
        into: Format,
        seconds: float,
        answered: asyncio.Future[Answer],
    ) -> None:
        """See one query through to its end: a held answer, the end of a stream, or a problem."""
        loop = asyncio.get_running_loop()
        work = asyncio.current_task()
        form = form_of(sent.form)
        stream: Stream | None = None

        async def begin() -> None:
            nonlocal stream
            if answered.done():
                raise AbandonedError
            stream = Stream(self._room)
            assert work is not None
            leaving = loop.create_task(_cancel_when_left(stream, work))
            work.add_done_callback(lambda _: leaving.cancel())
            answered.set_result(Answer(into.content_type, b"", form, sink.packed, stream))

        async def put(part: bytes) -> None:
            assert stream is not None
            await stream.put(part)

        sink = Sink(
            lambda: asyncio.run_coroutine_threadsafe(begin(), loop).result(),
            lambda part: asyncio.run_coroutine_threadsafe(put(part), loop).result(),
            limit=self.settings.answer_bytes,
            buffer=self.settings.answer_bytes if query.hold else self.settings.answer_buffer,
            gzip=query.gzip,
        )
        problem: Problem | None = door.unfinished()
        body = b""
        try:
            async with self._turn(), asyncio.timeout(seconds):
                body = await self._exchange(upstream, sent, form, into, sink)
            problem = None
        except TimeoutError:
            problem = door.timed_out(seconds)
        except TooLarge:
            problem = door.too_large(self.settings.answer_bytes)
        except NotAnAnswerError as error:
            _log.error("the server of queries gave %s", error)
            problem = Problem(502, "The server behind this endpoint gave no whole and valid answer.")
        except httpx.HTTPError as error:
            _log.error("the server of queries cannot be asked: %s", type(error).__name__)
            problem = Problem(502, "The server behind this endpoint cannot be reached.")
        except Problem as told:
            problem = told
        finally:
            if stream is not None:
                if problem is not None:
                    self.stats.count("broken off")
                stream.finish(problem)
            elif not answered.done():
                if problem is None:
                    answered.set_result(Answer(into.content_type, body, form, sink.packed))
                else:
                    answered.set_exception(problem)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._turns.locked() and self._waiting >= self.settings.query_waiting:
            raise door.busy()
        self._waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._turns.release()

    async def _exchange(self, upstream: Upstream, sent: Portable, form: Form, into: Format, sink: Sink) -> bytes:
        """Ask, and write the answer to the sink as it comes; gives what the sink held to the end."""
        accept = GRAPHS if form == "graph" else RESULTS
        async with upstream.ask(sent, tuple(self._graphs), accept) as response:
            media_type = await upstream.check(response, sent)
            feed = Feed()
            loop = asyncio.get_running_loop()
            converting = loop.run_in_executor(self._threads, convert, feed, media_type, form, into, sink)
            converting.add_done_callback(lambda done: done.cancelled() or done.exception())  # seen, not logged
            passing = asyncio.create_task(_pass_on(response, feed))
            try:
                return await asyncio.shield(converting)
            finally:
                feed.fail(AbandonedError())
                passing.cancel()
                await asyncio.gather(passing, return_exceptions=True)


async def _pass_on(response: httpx.Response, feed: Feed) -> None:
    try:
        async for chunk in response.aiter_bytes(PART):
            await feed.put(chunk)
        await feed.put(b"")
    except httpx.HTTPError as error:
        feed.fail(NotAnAnswerError(f"an answer that broke off: {type(error).__name__}"))


async def _cancel_when_left(stream: Stream, work: asyncio.Task[None]) -> None:
    try:
        await stream.outcome()
    except AbandonedError:
        work.cancel()


def check_remote(manifest: Manifest, remote: Remote, settings: Settings) -> None:
    """Make sure that a server answers, and holds the release with this manifest. Not inside an event loop.

    Raises:
        ReleaseError: it does not.
    """

    async def run() -> None:
        engine = RemoteEngine.of(manifest, remote, settings)
        await engine.start()
        await engine.close()

    asyncio.run(run())


def answer_remotely(engine: RemoteEngine, text: str, choice: Choice) -> Answer:
    """Answer one query without a server of our own. Not inside an event loop.

    Raises:
        Problem: as ``Engine.answer``.
        ReleaseError: the server cannot be asked, or does not hold the release.
    """

    async def run() -> Answer:
        await engine.start()
        try:
            return await engine.answer(Query(text, choice=choice))
        finally:
            await engine.close()

    return asyncio.run(run())
