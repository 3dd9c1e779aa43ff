"""What there is to browse: the classes and vocabularies of a release with counts, and what belongs to each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from api.entities import Entities
from api.entity_model import Naming
from api.pages.results import PREFIXES, Ask, Labels, is_speakable
from api.problems import Problem
from api.release import Release

SORTED = 2_000
"""Members up to which a list is sorted; a longer one comes in the order of the store."""

PAGE = 200
"""Members on a page."""

_KEPT = 64
"""Lists that are kept."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind:
    """A class or a vocabulary with the number of its members; ``name`` is the last part of its address."""

    iri: str
    name: str
    count: int


@dataclass(frozen=True)
class Overview:
    """The classes and vocabularies that have members."""

    classes: tuple[Kind, ...]
    schemes: tuple[Kind, ...]
    labels: Labels


@dataclass(frozen=True)
class Members:
    """What belongs to a class or vocabulary. ``mentions`` counts by IRI; ``broader`` holds the concept above."""

    kind: Kind
    iris: tuple[str, ...]
    mentions: Mapping[str, int]
    broader: Mapping[str, str]
    labels: Labels
    naming: Naming


class Browse:
    """The lists of one release; each is asked for once while it is kept."""

    def __init__(self, release: Release, ask: Ask, entities: Entities) -> None:
        self.release = release
        self.entities = entities
        self._ask = ask
        self._tasks: dict[str, asyncio.Task[Any]] = {}

    async def overview(self) -> Overview:
        """Give all classes and vocabularies."""
        return await self._once("", self._overview)

    async def members(self, address: str, page: int = 1) -> Members:
        """Give what belongs to the class or vocabulary at an address behind ``/browse/``; ``page`` counts from 1.

        Up to ``SORTED`` members come at once, whatever the page.

        Raises:
            Problem: there is no such class or vocabulary (404).
        """
        overview = await self.overview()
        scheme = address.removeprefix("scheme/") if address.startswith("scheme/") else ""
        among = overview.schemes if scheme else overview.classes
        kind = next((kind for kind in among if kind.name == (scheme or address)), None)
        if kind is None:
            raise Problem(404, f"This release has no class or vocabulary {address}; /browse lists those it has.")
        start = (page - 1) * PAGE if kind.count > SORTED else -1

        async def read() -> Members:
            return await self._members(kind, bool(scheme), start)

        return await self._once(f"{address} {start}", read)

    async def _once(self, key: str, read: Callable[[], Coroutine[Any, Any, T]]) -> T:
        task = self._tasks.pop(key, None)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = asyncio.create_task(read())
        self._tasks[key] = task
        while len(self._tasks) > _KEPT:
            del self._tasks[next(iter(self._tasks))]
        found: T = await asyncio.shield(task)
        return found

    async def _overview(self) -> Overview:
        base = self.release.manifest.base
        terms, things = f"{base}ontology#", f"{base}id/scheme/"
        classes = await self._counts("?x a ?kind", terms)
        schemes = await self._counts(f"?x <{_IN_SCHEME}> ?kind", things)
        labels, _ = await self.entities.names([kind.iri for kind in (*classes, *schemes)])
        return Overview(classes, schemes, labels)

    async def _counts(self, pattern: str, start: str) -> tuple[Kind, ...]:
        rows = await self._ask(f"SELECT ?kind (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }} GROUP BY ?kind")
        found = [
            Kind(row["kind"].value, row["kind"].value.removeprefix(start), int(row["n"].value))
            for row in rows
            if row["kind"].value.startswith(start) and is_speakable(row["kind"].value)
        ]
        return tuple(sorted(found, key=lambda kind: (-kind.count, kind.iri)))

    async def _members(self, kind: Kind, scheme: bool, start: int) -> Members:
        pattern = f"?x {f'<{_IN_SCHEME}>' if scheme else 'a'} <{kind.iri}>"
        limit = f"LIMIT {PAGE} OFFSET {start}" if start >= 0 else ""
        rows = await self._ask(f"SELECT DISTINCT ?x WHERE {{ {pattern} }} {limit}")
        iris = tuple(sorted(row["x"].value for row in rows))
        counted = await self._ask(
            f"{PREFIXES}SELECT ?x (COUNT(?mention) AS ?n) WHERE {{ {pattern} . ?mention pa:denotes ?x }} GROUP BY ?x"
        )
        above = await self._ask(f"{PREFIXES}SELECT ?x ?up WHERE {{ {pattern} . ?x skos:broader ?up }} ORDER BY ?x ?up")
        labels, naming = await self.entities.names(iris)
        return Members(
            kind,
            iris,
            {row["x"].value: int(row["n"].value) for row in counted},
            {row["x"].value: row["up"].value for row in above},
            labels,
            naming,
        )


_IN_SCHEME = "http://www.w3.org/2004/02/skos/core#inScheme"


def members_query(kind: Kind, scheme: bool) -> str:
    """Write the query that gives the list as data."""
    pattern = "skos:inScheme" if scheme else "a"
    return f"""\
PREFIX pa: <https://w3id.org/planatlas/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?thing ?zh ?en (COUNT(DISTINCT ?mention) AS ?mentions) WHERE {{
  ?thing {pattern} <{kind.iri}> .
  OPTIONAL {{ ?thing rdfs:label ?zh FILTER(LANG(?zh) = "zh") }}
  OPTIONAL {{ ?thing rdfs:label ?en FILTER(LANG(?en) = "en") }}
  OPTIONAL {{ ?mention pa:denotes ?thing }}
}}
GROUP BY ?thing ?zh ?en
ORDER BY DESC(?mentions) ?zh ?thing
"""
