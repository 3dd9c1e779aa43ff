"""Search a release.

What is shown first: a name that is what was typed; one that begins with it; one that holds it as whole words; other
names; names that hold its words apart or begun; names that sound so; then directives and sentences. Among equals what
is mentioned more, then the label. Sentences stand by BM25 (S. Robertson, H. Zaragoza: The Probabilistic Relevance
Framework: BM25 and Beyond. 2009), as FTS5 computes it, with k1 = 1.2 and b = 0.75.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph_builder.errors import Place, PlanAtlasError, ReleaseError
from graph_builder.search.entries import SENTENCE, Kind, Role
from graph_builder.search.fold import Run, pairs, runs, spaced
from graph_builder.search.index import FORMAT, SHORT
from graph_builder.search.marks import Match, marks_of, sounding
from graph_builder.search.readings import SOUNDING, Reading, heard, typed

LONGEST = 100
"""Characters that a query may have."""

_RUNS = 40
"""Words and stretches of characters that a query may have."""

_STEPS = 20_000
"""Steps of SQLite between two looks at the clock."""

WAYS = (
    *("exact", "exactOther", "begins", "phrase", "other", "started", "words"),
    *SOUNDING,
    *("wordingPhrase", "wording", "sentencePhrase", "sentence"),
)
"""How a hit matches, the best first."""


class SearchError(PlanAtlasError):
    """A query cannot be searched: it is too long, or names a type or plan that there is not."""


class SearchTimeout(PlanAtlasError):  # noqa: N818 - it names an outcome
    """A search did not end within its time."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found.

    ``types`` are its classes, the narrower first, ``labels`` its names by language (of a sentence, its text), ``way``
    is one of :data:`WAYS`, ``match`` the text that matches with the characters that do. ``place`` is plan, begin and
    end of where it stands first (of a sentence, where it stands), ``context`` the sentence there with it marked.
    """

    iri: str
    types: tuple[str, ...]
    labels: Mapping[str, str]
    mentions: int
    way: str
    match: Match
    place: tuple[str, int, int] | None = None
    context: Match | None = None


@dataclass(frozen=True)
class Found:
    """What a search found: hits from ``offset`` on, how many there are, and counts by type without the type filter."""

    hits: tuple[Hit, ...]
    total: int
    types: Mapping[str, int]


class SearchIndex:
    """The search file of one release. It is opened anew, read-only, for each search: any thread may search.

    ``kinds`` are the types of what it holds by their names, ``plans`` the identifiers of the plans.

    Raises:
        ReleaseError: there is no such file, or none of this format.
    """

    def __init__(self, path: Path) -> None:
        self._address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._read_kinds()
        except (sqlite3.Error, ValueError) as error:
            raise ReleaseError(
                f"cannot be searched: {error}", place=Place(path), remedy="build the release again: planatlas build"
            ) from error

    def _read_kinds(self) -> None:
        with self._open(float("inf")) as database:
            found = database.execute("PRAGMA user_version").fetchone()[0]
            if found != FORMAT:
                raise ValueError(f"its format is {found}, and this version reads format {FORMAT}")
            self.kinds = {
                name: Kind(
                    name, iri, {tag: text for tag, text in (("zh", zh), ("en", en)) if text}, tuple(above.split())
                )
                for name, iri, zh, en, above in database.execute(
                    "SELECT name, iri, zh, en, above FROM kind ORDER BY name"
                )
            }
            self.plans = [plan for (plan,) in database.execute("SELECT DISTINCT plan FROM entry_plan ORDER BY plan")]

    @contextmanager
    def _open(self, deadline: float) -> Iterator[sqlite3.Connection]:
        if time.monotonic() > deadline:
            raise _late()
        with closing(sqlite3.connect(self._address, uri=True)) as database:
            database.execute("PRAGMA temp_store = MEMORY")
            database.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
            try:
                yield database
            except sqlite3.OperationalError as error:
                if time.monotonic() <= deadline:
                    raise
                raise _late() from error

    def search(
        self,
        text: str,
        *,
        kind: str = "",
        plan: str = "",
        limit: int = 20,
        offset: int = 0,
        typing: bool = False,
        deadline: float = float("inf"),
    ) -> Found:
        """Search for a text; ``kind`` and ``plan`` filter, ``deadline`` is a time of ``time.monotonic``.

        While somebody is ``typing``, only names are found, and what is typed may be the beginning of a short word or
        end amid a syllable. Otherwise so only where nothing else is found.

        Raises:
            SearchError: the text is too long, or there is no such type or plan.
            SearchTimeout: the deadline came first.
        """
        if kind and kind not in self.kinds:
            raise SearchError(f"there is no type {kind}", remedy=f"choose one of {', '.join(self.kinds)}")
        if plan and plan not in self.plans:
            raise SearchError(f"there is no plan {plan}", remedy=f"choose one of {', '.join(self.plans)}")
        query = runs(text) if len(text) <= LONGEST else []
        if len(text) > LONGEST or len(query) > _RUNS:
            raise SearchError("the query is too long", remedy=f"search for at most {LONGEST} characters")
        if not query:
            return Found((), 0, {})
        with self._open(deadline) as database:
            self._collect(database, query, Role.OTHER if typing else Role.SENTENCE, begun=typing)
            if not typing and database.execute("SELECT 1 FROM best LIMIT 1").fetchone() is None:
                self._collect(database, query, Role.SENTENCE, begun=True)
            return self._read(database, query, {"kind": kind, "plan": plan, "limit": limit, "offset": offset})

    def _collect(self, database: sqlite3.Connection, query: list[Run], roles: Role, *, begun: bool) -> None:
        """Put the best match of each entry into a passing table; ``begun``: words and syllables may be incomplete."""
        plain, sound = spaced(query), typed(query)
        begin = plain if query[-1].word else plain[:-1]
        inside = begin if query[0].word else begin[1:]
        values = {
            "expression": _expression(query, begun=begun),
            "plain": plain,
            "begin": begin,
            "inside": inside,
            "started": plain[:-1],
            "roles": roles,
            "sound": sound,
            "sounds": f'"{sound}" *',
        }

        def way(syllables: str, initials: str) -> int | None:
            found = heard(_reading(syllables, initials), sound, partial=begun)
            return WAYS.index(found.way) if found else None

        database.create_function("way", 2, way, deterministic=True)
        database.execute("DROP TABLE IF EXISTS best")
        database.execute(_COLLECT.format(sounds=_SOUNDS if sound else ""), values)

    def _read(self, database: sqlite3.Connection, query: list[Run], values: Mapping[str, object]) -> Found:
        filters = _PLAN if values["plan"] else "1"
        types = dict(database.execute(_COUNTS.format(filters=filters), values).fetchall())
        filters += f" AND {_KIND}" if values["kind"] else ""
        total = database.execute(_TOTAL.format(filters=filters), values).fetchone()[0]
        rows = database.execute(_HITS.format(filters=filters), values).fetchall()
        return Found(tuple(self._hit(database, query, row) for row in rows), total, types)

    def _hit(self, database: sqlite3.Connection, query: list[Run], row: tuple[object, ...]) -> Hit:
        entry, way, reading, iri, zh, en, mentions, plan, begin, end, language, text = row
        kinds = database.execute("SELECT kind FROM entry_kind WHERE entry = ? ORDER BY kind", (entry,))
        types = tuple(sorted((kind for (kind,) in kinds), key=lambda kind: -len(self.kinds[kind].above)))
        assert isinstance(text, str)
        assert isinstance(way, int)
        marks = marks_of(text, query, str(language))
        if reading is not None:
            found = database.execute("SELECT syllables, initials FROM reading WHERE id = ?", (reading,)).fetchone()
            marks = sounding(text, _reading(*found), typed(query))
        place = (str(plan), int(str(begin)), int(str(end))) if plan is not None else None
        return Hit(
            iri=str(iri),
            types=types,
            labels={tag: str(label) for tag, label in (("zh", zh), ("en", en)) if label},
            mentions=int(str(mentions)),
            way=WAYS[way],
            match=Match(text, str(language), marks),
            place=place,
            context=_context(database, place) if place and SENTENCE not in types else None,
        )


def _late() -> SearchTimeout:
    return SearchTimeout("the search took too long", remedy="search for more characters, or again a little later")


def _reading(syllables: str, initials: str) -> Reading:
    return Reading(tuple(syllables.split()), tuple(initials.split()))


def _context(database: sqlite3.Connection, place: tuple[str, int, int]) -> Match | None:
    """Give the sentence in which a stretch begins, with the stretch marked."""
    row = database.execute(_SENTENCE, place[:2]).fetchone()
    if row is None or place[1] >= row[1]:
        return None
    begin, end, text = row
    return Match(text, "zh", ((place[1] - begin, min(place[2], end) - begin),))


def _expression(query: list[Run], *, begun: bool) -> str:
    """Write the query for the cut text: characters side by side, words whole or begun, all of them.

    Only letters and digits stand between the quotation marks, so nothing that is typed is read as a query's syntax.
    """
    parts = []
    for run in query:
        if run.word:
            parts.append(f'{{words tails}} : "{run.text}"{" *" if begun or len(run.text) > SHORT else ""}')
        elif len(run.text) == 1:
            parts.append(f'singles : "{run.text}"')
        else:
            parts.append(f'pairs : "{" ".join(pairs(run))}"')
    return " AND ".join(f"({part})" for part in dict.fromkeys(parts))


_SENTENCE = 'SELECT begin, "end", text FROM sentence WHERE plan = ? AND begin <= ? ORDER BY begin DESC LIMIT 1'
_PLAN = "EXISTS (SELECT 1 FROM entry_plan AS p WHERE p.entry = best.entry AND p.plan = :plan)"
_KIND = "EXISTS (SELECT 1 FROM entry_kind AS k WHERE k.entry = best.entry AND k.kind = :kind)"

_COLLECT = """
CREATE TEMP TABLE best AS
WITH matched (entry, name, reading, score, way) AS MATERIALIZED (
  SELECT n.entry, n.id, NULL, iif(n.role = 3, bm25(cut), 0),
    CASE
      WHEN n.role = 3 THEN iif(instr(n.spaced, :inside), 13, 14)
      WHEN n.role = 2 THEN iif(instr(n.spaced, :inside), 11, 12)
      WHEN n.spaced = :plain THEN n.role
      WHEN n.role = 0 AND substr(n.spaced, 1, length(:begin)) = :begin THEN 2
      WHEN n.role = 0 AND instr(n.spaced, :inside) THEN 3
      WHEN instr(n.spaced, :inside) THEN 4
      WHEN substr(n.spaced, 1, length(:started)) = :started THEN 5
      ELSE 6
    END
  FROM cut JOIN name AS n ON n.id = cut.rowid
  WHERE cut MATCH :expression AND n.role <= :roles
  {sounds}
)
SELECT entry, way, name, reading, score, min(way * 1000000000 + name) AS first
FROM matched WHERE way IS NOT NULL GROUP BY entry
"""
_SOUNDS = """
  UNION ALL
  SELECT n.entry, n.id, r.id, 0, way(r.syllables, r.initials)
  FROM sound JOIN reading AS r ON r.id = sound.rowid JOIN name AS n ON n.id = r.name
  WHERE sound MATCH :sounds"""
_COUNTS = """
SELECT k.kind, count(*) FROM best JOIN entry_kind AS k ON k.entry = best.entry
WHERE {filters} GROUP BY k.kind ORDER BY count(*) DESC, k.kind
"""
_TOTAL = "SELECT count(*) FROM best WHERE {filters}"
_HITS = """
SELECT e.id, best.way, best.reading, e.iri, e.zh, e.en, coalesce(own.mentions, e.mentions) AS named,
  iif(own.begin IS NULL, e.plan, own.plan), coalesce(own.begin, e.begin), coalesce(own."end", e."end"),
  n.language, n.text
FROM best JOIN entry AS e ON e.id = best.entry JOIN name AS n ON n.id = best.name
  LEFT JOIN entry_plan AS own ON own.entry = e.id AND own.plan = :plan
WHERE {filters}
ORDER BY best.way, best.score, named DESC, coalesce(e.zh, e.en), e.id
LIMIT :limit OFFSET :offset
"""
