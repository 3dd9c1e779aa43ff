"""A plan to read: its text, its units, the mentions in it and the statements made from it, asked of a release."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.pages.results import PREFIXES, Ask, Labels, Row, Term, labels_of, local_name
from api.release import PlanEntry
from graph_builder.errors import ReleaseError

CONTAINERS = ("Task", "Directive", "Goal", "Target", "Heading", "Problem")
"""Types of mentions that may contain other mentions; nothing else nests."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the plan's text. ``kind`` is the local name of its class, ``level`` that of a section's type.

    ``heading`` holds the offsets of its heading, box title, label or lead sentence, None where it has none.
    """

    iri: str
    kind: str
    parent: str
    order: int
    begin: int
    end: int
    heading: tuple[int, int] | None = None
    level: str = ""
    status: str = "present"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the text that refers to things. ``types`` are local names of annotation types."""

    iri: str
    begin: int
    end: int
    types: tuple[str, ...]
    denotes: tuple[str, ...]

    @property
    def container(self) -> bool:
        """Whether the mention may contain others."""
        return all(name in CONTAINERS for name in self.types)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement made from the text, with the offsets of its evidence.

    ``assertion`` is the IRI under which the statement has its evidence, ``review`` its status.
    Where the object is an involvement, ``agent`` is who is involved and ``role`` how.
    """

    subject: str
    predicate: str
    object: Term
    stated_in: str
    begin: int
    end: int
    method: str
    review: str
    assertion: str
    agent: str = ""
    role: str = ""


@dataclass(frozen=True)
class Document:
    """All that the reader of a plan needs; offsets count Unicode code points from 0, ends are exclusive."""

    plan: PlanEntry
    text: str
    sha256: str
    units: tuple[Unit, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    labels: Labels = field(repr=False)
    forces: Mapping[str, str] = field(default_factory=dict)
    """How firmly each directive speaks: the IRI of its force by that of the directive."""

    def data(self) -> dict[str, Any]:
        """Give mentions and statements as data, with one table of labels."""
        return {
            "plan": self.plan.iri,
            "text": {"sha256": self.sha256, "characters": len(self.text), "offsets": "Unicode code points from 0"},
            "mentions": [
                {
                    "iri": mention.iri,
                    "begin": mention.begin,
                    "end": mention.end,
                    "quote": self.text[mention.begin : mention.end],
                    "types": mention.types,
                    "denotes": mention.denotes,
                }
                for mention in self.mentions
            ],
            "statements": [
                {
                    "subject": statement.subject,
                    "predicate": statement.predicate,
                    "object": _object(statement),
                    "statedIn": statement.stated_in,
                    "begin": statement.begin,
                    "end": statement.end,
                    "method": statement.method,
                    "review": statement.review,
                    "assertion": statement.assertion,
                }
                for statement in self.statements
            ],
            "forces": self.forces,
            "labels": self.labels,
        }


def _object(statement: Statement) -> dict[str, str]:
    term = statement.object
    if statement.agent:
        return {"iri": term.value, "agent": statement.agent, "role": statement.role}
    if term.is_iri:
        return {"iri": term.value}
    literal = {"value": term.value}
    if term.language:
        literal["language"] = term.language
    elif term.datatype:
        literal["datatype"] = term.datatype
    return literal


class Documents:
    """The documents of one release, each asked for once."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._tasks: dict[str, asyncio.Task[Document]] = {}
        self._data: dict[str, bytes] = {}

    async def document(self, plan: PlanEntry) -> Document:
        """Give a plan's document; those who ask at the same time wait for the same work."""
        task = self._tasks.get(plan.id)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = asyncio.create_task(read_document(self._ask, plan))
            self._tasks[plan.id] = task
        return await asyncio.shield(task)

    def data(self, document: Document) -> bytes:
        """Write a document's mentions and statements as JSON, once."""
        if document.plan.id not in self._data:
            self._data[document.plan.id] = json.dumps(document.data(), ensure_ascii=False).encode()
        return self._data[document.plan.id]


async def read_document(ask: Ask, plan: PlanEntry) -> Document:
    """Ask a release for all that belongs to a plan's text.

    Raises:
        ReleaseError: the release holds no text of the plan.
    """
    scope = f'"{plan.iri}/"'
    text, sha256 = await _text(ask, plan)
    units = tuple(_units(await ask(_UNITS.format(scope=scope)), len(text)))
    mentions = tuple(_mentions(await ask(_MENTIONS.format(scope=scope))))
    statements = tuple(_statements(await ask(_STATEMENTS.format(scope=scope))))
    things = {thing for mention in mentions for thing in mention.denotes}
    for statement in statements:
        things |= {statement.subject, statement.predicate, statement.stated_in, statement.agent, statement.role} - {""}
        if statement.object.is_iri:
            things.add(statement.object.value)
    forces = {row["directive"].value: row["force"].value for row in await ask(_FORCES.format(scope=scope))}
    things |= {unit.iri for unit in units} | set(forces.values())
    return Document(plan, text, sha256, units, mentions, statements, await labels_of(ask, things), forces)


async def _text(ask: Ask, plan: PlanEntry) -> tuple[str, str]:
    rows = await ask(f"{PREFIXES}SELECT ?text ?hash WHERE {{ <{plan.iri}> pa:sourceText ?source . "
                     "?source nif:isString ?text ; pa:sha256 ?hash }")  # fmt: skip
    if len(rows) != 1:
        raise ReleaseError(
            f"the release holds {len(rows)} texts of plan {plan.id} instead of one",
            remedy="build the release again: planatlas build",
        )
    return rows[0]["text"].value, rows[0]["hash"].value


_UNITS = (
    PREFIXES
    + """
SELECT ?unit ?class ?parent ?order ?begin ?end ?headingBegin ?headingEnd ?level ?status WHERE {{
  VALUES ?class {{ pa:Section pa:Paragraph pa:Task pa:SafeguardMeasure pa:Box pa:BoxItem }}
  ?unit a ?class ; pa:partOf ?parent ; pa:orderIndex ?order ; nif:beginIndex ?begin ; nif:endIndex ?end .
  OPTIONAL {{ ?unit pa:headingBegin ?headingBegin ; pa:headingEnd ?headingEnd }}
  OPTIONAL {{ ?unit pa:sectionType ?level }}
  OPTIONAL {{ ?unit pa:textStatus ?status }}
  FILTER(STRSTARTS(STR(?unit), {scope}))
}}"""
)

_MENTIONS = (
    PREFIXES
    + """
SELECT ?mention ?type ?begin ?end ?thing WHERE {{
  ?mention a pa:Mention ; pa:mentionType ?type ; nif:beginIndex ?begin ; nif:endIndex ?end .
  OPTIONAL {{ ?mention pa:denotes ?thing }}
  FILTER(STRSTARTS(STR(?mention), {scope}))
}}"""
)

_STATEMENTS = (
    PREFIXES
    + """
SELECT ?assertion ?subject ?predicate ?object ?statedIn ?begin ?end ?method ?review ?agent ?role WHERE {{
  ?assertion a pa:Assertion ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
    pa:statedIn ?statedIn ; pa:evidence ?mention .
  ?mention nif:beginIndex ?begin ; nif:endIndex ?end .
  OPTIONAL {{ ?assertion pa:assertionMethod ?method }}
  OPTIONAL {{ ?assertion pa:reviewStatus ?review }}
  OPTIONAL {{ ?object pa:involvedAgent ?agent ; pa:involvementRole ?role }}
  FILTER(STRSTARTS(STR(?mention), {scope}))
}}"""
)

_FORCES = (
    PREFIXES
    + """
SELECT ?directive ?force WHERE {{
  ?directive a pa:Directive ; pa:force ?force .
  FILTER(STRSTARTS(STR(?directive), {scope}))
}}
ORDER BY ?directive ?force"""
)


def _number(row: Row, name: str) -> int:
    return int(row[name].value)


def _local(row: Row, name: str, default: str = "") -> str:
    return local_name(row[name].value) if name in row else default


def _units(rows: Iterable[Row], length: int) -> list[Unit]:
    """Read the units in the order of the text, parents before their parts."""
    found = {}
    for row in rows:
        heading = (_number(row, "headingBegin"), _number(row, "headingEnd")) if "headingEnd" in row else None
        unit = Unit(
            iri=row["unit"].value,
            kind=_local(row, "class"),
            parent=row["parent"].value,
            order=_number(row, "order"),
            begin=min(_number(row, "begin"), length),
            end=min(_number(row, "end"), length),
            heading=heading,
            level=_local(row, "level"),
            status=_local(row, "status", "present"),
        )
        found[unit.iri] = unit
    return sorted(found.values(), key=lambda unit: (unit.begin, -unit.end, unit.order, unit.iri))


def _mentions(rows: Iterable[Row]) -> list[Mention]:
    """Gather the rows of each mention; in the order of the text, outer before inner."""
    spans: dict[str, tuple[int, int]] = {}
    types: dict[str, set[str]] = {}
    things: dict[str, set[str]] = {}
    for row in rows:
        iri = row["mention"].value
        spans[iri] = (_number(row, "begin"), _number(row, "end"))
        types.setdefault(iri, set()).add(_local(row, "type"))
        of_mention = things.setdefault(iri, set())
        if "thing" in row:
            of_mention.add(row["thing"].value)
    found = [
        Mention(iri, begin, end, tuple(sorted(types[iri])), tuple(sorted(things[iri])))
        for iri, (begin, end) in spans.items()
    ]
    return sorted(found, key=lambda mention: (mention.begin, -mention.end, mention.iri))


def _statements(rows: Iterable[Row]) -> list[Statement]:
    """Read the statements in the order of their evidence; one with several evidences stands at the first."""
    found: dict[str, Statement] = {}
    for row in rows:
        iri = row["assertion"].value
        statement = Statement(
            subject=row["subject"].value,
            predicate=row["predicate"].value,
            object=row["object"],
            stated_in=row["statedIn"].value,
            begin=_number(row, "begin"),
            end=_number(row, "end"),
            method=_local(row, "method"),
            review=_local(row, "review"),
            assertion=iri,
            agent=row["agent"].value if "agent" in row else "",
            role=row["role"].value if "role" in row else "",
        )
        held = found.get(iri)
        if held is None or (statement.begin, statement.end) < (held.begin, held.end):
            found[iri] = statement
    return sorted(
        found.values(), key=lambda item: (item.begin, item.end, item.predicate, item.subject, item.object.value)
    )
