"""The one door to whatever evaluates SPARQL queries, and the ways in which that can fail.

Each engine fulfils the same contract: a whole answer or a ``Problem``, never a part that looks like the whole.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Hashable
from dataclasses import dataclass, field

from starlette.types import Scope

from api.problems import Problem
from api.settings import Settings
from api.sparql.cache import Cache
from api.sparql.guard import Reading, check
from api.sparql.negotiation import Choice, Form, choose
from api.sparql.repeats import Known, Repeats
from api.sparql.stats import Stats
from api.sparql.stream import Stream

_LONG = 10_000
_OVERHEAD = 1024


@dataclass(frozen=True, slots=True)
class Query:
    """A query as a client sends it.

    ``default_graphs`` and ``named_graphs`` are absolute IRIs; if there is any, they are the query's dataset instead of
    what ``FROM`` says (SPARQL 1.1 Protocol section 2.1.4). ``timeout`` is in seconds and can only shorten the deadline.
    ``gzip`` allows a compressed answer. Unless ``hold``, what is larger than ``Settings.answer_buffer`` may come in
    parts, of which the last may never come.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    choice: Choice = field(default_factory=choose)
    timeout: float | None = None
    gzip: bool = False
    hold: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: the ``Content-Type``, the bytes, and what kind of answer it is.

    It is whole, unless the query let it come in ``parts``: then there is no body, and the parts are iterated once and
    closed; a ``Problem`` instead of a part means that there is no whole answer. ``tag`` stands for the query and the
    release: whoever asks the same of the same gets the same. There is none where time or chance come in.
    """

    media_type: str
    body: bytes
    form: Form
    gzip: bool = False
    parts: Stream | None = None
    tag: str | None = None


class Engine(ABC):
    """Something that answers queries. Used in one event loop, from ``start`` to ``close``.

    ``release`` names what is asked; it never changes, so answers are kept and given again, and carry a tag. Without it
    neither is done. ``base`` is the base IRI of queries that declare none (SPARQL 1.1 Protocol section 2.3); without it
    they hold no relative IRIs.
    """

    def __init__(self, settings: Settings, *, release: str = "", base: str = "") -> None:
        self.settings = settings
        self.release = release
        self.base = base
        self.stats = Stats()
        self._kept: Cache[Hashable, Answer] = Cache(settings.cache_bytes)
        self.repeats = Repeats(self._kept.get)
        """For the endpoint: what it has answered from memory."""
        self._under_way: dict[Hashable, asyncio.Future[Answer | Problem | None]] = {}

    def tag(self, query: Query) -> str | None:
        """Give the entity tag that an answer to this query would have; ``None`` without a release.

        It is a weak one: rows without ORDER BY, and compressed bytes, may differ between two equivalent answers.
        """
        if not self.release:
            return None
        formats = [kind and kind.name for kind in (query.choice.results, query.choice.graph)]
        asked = (self.release, query.text, query.default_graphs, query.named_graphs, formats)
        return f'W/"{hashlib.sha256(repr(asked).encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'

    @abstractmethod
    async def start(self) -> None:
        """Make ready to answer.

        Raises:
            ReleaseError: the data cannot be opened.
        """

    def held(self, query: Query) -> Answer | None:
        """Give the answer to this query if it is kept."""
        answer = self._kept.get(key(query))
        if answer is not None:
            self.stats.count("kept")
        return answer

    def known(self, scope: Scope) -> Known | None:
        """Give the answer to a request as it went out before, if it was answered from memory and can be again."""
        known = self.repeats.find(scope)
        if known is not None:
            self.stats.count("kept")
        return known

    async def answer(self, query: Query) -> Answer:
        """Answer a query; cancelling this ends the work at once.

        Raises:
            Problem: 400 the query is refused (see ``guard.check``), not valid, or names a graph by a relative IRI;
                406 no format fits; 500 the engine failed; 503 too many queries wait, or the engine is closed;
                504 the deadline passed; 413 the query needs more memory, or the answer more bytes, than the limits
                allow. What the request asks for is too large: the same one will fail again, a smaller one will not.
        """
        if held := self.held(query):
            return held
        with self.stats.counted():
            return await self._answer_anew(query)

    async def _answer_anew(self, query: Query) -> Answer:
        if len(query.text) > _LONG:
            reading = await asyncio.to_thread(check, query.text, self.settings)  # else others would wait meanwhile
        else:
            reading = check(query.text, self.settings)
        if not self.release or reading.volatile:
            return await self._evaluate(query, reading)
        return await self._answer_once(query, reading)

    async def _answer_once(self, query: Query, reading: Reading) -> Answer:
        """Answer a query whose answer may be kept; let the same query of others wait for it and have it too."""
        asked = (key(query), query.timeout, query.hold)
        while asked in self._under_way:
            outcome = await asyncio.shield(self._under_way[asked])
            if isinstance(outcome, Problem):
                raise outcome.again()
            if outcome is not None:
                return outcome
        under_way = self._under_way[asked] = asyncio.get_running_loop().create_future()
        outcome = None  # nothing for others: the client went away, or the answer comes in parts
        try:
            found = await self._evaluate(query, reading)
            answer = Answer(found.media_type, found.body, found.form, found.gzip, found.parts, self.tag(query))
            if answer.parts is None:
                outcome = answer
                self._kept.put(key(query), answer, len(answer.body) + 4 * len(query.text) + _OVERHEAD)
        except Problem as problem:
            outcome = problem
            raise
        finally:
            del self._under_way[asked]
            under_way.set_result(outcome)
        return answer

    @abstractmethod
    async def _evaluate(self, query: Query, reading: Reading) -> Answer:
        """Answer a query that has passed the guard, which read it so."""

    @abstractmethod
    async def close(self) -> None:
        """Take no more queries, finish those that were taken, and let go of everything. May be called twice."""

    def deadline(self, query: Query) -> float:
        """Give the seconds that this query may take."""
        limit = self.settings.query_timeout
        return limit if query.timeout is None else min(limit, query.timeout)


def key(query: Query) -> Hashable:
    """Give what tells the answer to this query from others."""
    return query.text, query.default_graphs, query.named_graphs, query.choice, query.gzip


_PLACE = re.compile(r"error at ([0-9]+):([0-9]+): expected (?:one of )?(.*)", re.DOTALL)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)+"')
_SENTENCE = re.compile(r"[A-Z][a-z]* [A-Za-z ]+[a-z]|[A-Z][A-Z]+ [a-z][A-Za-z ]+[a-z]|[A-Z]{2,} parsing failed")


def invalid(message: str) -> Problem:
    """Turn the engine's words on a syntax error into a problem with ``line`` and ``column``.

    The engine gives the furthest place that it came to, with what could follow there; character classes and keywords of
    its own grammar are left out of that.
    """
    match = _PLACE.match(message)
    if match is None:
        return Problem(400, f"The query is not valid SPARQL: {message}.")
    line, column, rest = int(match[1]), int(match[2]), match[3]
    hint = ""
    if reasons := _SENTENCE.findall(rest):
        hint = f": {reasons[0].removeprefix('The ')}"
    elif len(quoted := _QUOTED.findall(rest)) in range(1, 7):
        hint = f"; there could be {' '.join(quoted)}"
    return Problem(
        400,
        f"The query is not valid SPARQL, at or before line {line}, column {column}{hint}.",
        line=line,
        column=column,
    )


def timed_out(seconds: float) -> Problem:
    """The query reached its deadline and was ended."""
    return Problem(
        504,
        f"The query was ended after {seconds:g} s, the most that one may take (query_timeout). "
        "Ask for less: name the entity or the graph, or take parts with LIMIT inside a sub-SELECT.",
        limit="query_timeout",
    )


def too_large(limit: int) -> Problem:
    """The answer is larger than an answer may be; no part of it is given."""
    return Problem(
        413,
        f"The answer is larger than {limit} bytes (answer_bytes), and no part of it is given. "
        "Use LIMIT and OFFSET with ORDER BY, or the dumps.",
        limit="answer_bytes",
    )


def out_of_memory(mebibytes: int) -> Problem:
    """The query needs more memory than a worker may take."""
    return Problem(
        413,
        f"The query needs more memory than {mebibytes} MiB (worker_memory). Sort or group fewer rows.",
        limit="worker_memory",
    )


def unfinished() -> Problem:
    """The process that worked on the query ended by itself."""
    return Problem(500, "The query could not be finished: it ended the process that worked on it. Try a simpler one.")


def busy() -> Problem:
    """As many queries wait as may."""
    return Problem(503, "Too many queries are waiting. Try again in a moment.", headers={"Retry-After": "1"})


def unavailable() -> Problem:
    """There is nothing that could take the query now."""
    return Problem(503, "Queries are not answered at the moment. Try again soon.", headers={"Retry-After": "5"})
