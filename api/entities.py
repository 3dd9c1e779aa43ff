"""What a release knows of one thing: its names, its sentences, its relations with their evidence, and its neighbours.

Everything is asked of the release by SPARQL, so that any release with the same vocabulary can be read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from api.entity_model import (
    AGENT,
    DEFINITION,
    DENOTES,
    DIRECTIVE,
    END,
    EXACT,
    INVOLVES,
    IS_STRING,
    LABELS,
    OBJECT,
    OTHER_NAMES,
    PART_OF,
    PREDICATE,
    QUOTE,
    ROLE,
    START,
    SUBJECT,
    TITLES,
    TYPE,
    Claim,
    Entity,
    Group,
    Naming,
    Neighbour,
    Part,
    Value,
    Vocabulary,
    read_vocabulary,
)
from api.pages.results import PREFIXES, Ask, Labels, Row, Term, is_speakable, labels_of, local_name
from api.passages import Texts
from api.release import PlanEntry

SHOWN = 24
"""Values of one relation that the page of a thing shows at first."""

PAGE = 100
"""Values of one relation, or sentences, on a page of their own."""

PASSAGES = 12
"""Sentences that the page of a thing shows at first."""

NEIGHBOURS = 16
"""Neighbours that the page of a thing shows."""

_SORTED = 1000
"""Values of a relation up to which they are sorted; to sort more takes too long."""

_SUBJECTS = 2000
"""Subjects of statements among which neighbours are looked for."""

_TOLD = {TYPE, *LABELS, OTHER_NAMES, DEFINITION, IS_STRING}
"""Properties of a thing that its page tells elsewhere than among its relations."""

_MACHINERY = {SUBJECT, OBJECT, DENOTES}
"""Properties that lead to a thing and that its page tells elsewhere: its statements and its mentions."""

_NAMING = (*TITLES, TYPE, SUBJECT, PREDICATE, OBJECT, AGENT, ROLE, QUOTE, EXACT, START, END)
"""Properties by which a thing without label is named."""

_BATCH = 300


class Entities:
    """The things of one release."""

    def __init__(self, ask: Ask, base: str, plans: Sequence[PlanEntry]) -> None:
        self._ask = ask
        self._base = base
        self._texts = Texts(ask, plans)
        self._vocabulary: asyncio.Task[Vocabulary] | None = None

    async def vocabulary(self) -> Vocabulary:
        """Give the terms of the ontology, asked for once."""
        task = self._vocabulary
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._vocabulary = asyncio.create_task(read_vocabulary(self._ask))
        return await asyncio.shield(task)

    async def exists(self, iri: str) -> bool:
        """Tell whether the release says anything about a thing, or with it."""
        if not is_speakable(iri):
            return False
        return bool(await self._ask(f"SELECT ?p WHERE {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }} }} LIMIT 1"))

    async def withdrawn(self, iri: str) -> list[str] | None:
        """Give what replaces a thing that the release marks as withdrawn (owl:deprecated); None for any other."""
        rows = await self._ask(
            f"""SELECT ?next WHERE {{ <{iri}> <http://www.w3.org/2002/07/owl#deprecated> true
  OPTIONAL {{ <{iri}> <http://purl.org/dc/terms/isReplacedBy> ?next }} }}"""
        )
        return sorted({row["next"].value for row in rows if "next" in row}) if rows else None

    async def entity(self, iri: str, part: Part | None = None) -> Entity:
        """Read a thing, or the part of it that is asked for."""
        vocabulary = await self.vocabulary()
        facts = await self._facts(iri)
        groups = await self._groups(iri, part)
        groups = await self._claimed(iri, groups)
        own = await self._own_claim(iri) if SUBJECT in facts else None
        found = await self._passages(iri, facts, own)
        shown = found[(part.page - 1) * PAGE : part.page * PAGE] if part and part.passages else found[:PASSAGES]
        passages = [await self._texts.passage(*place) for place in shown] if not part or part.passages else []
        neighbours = () if part else await self._neighbours(iri)
        above = () if part else await self._above(iri) if PART_OF in facts else ()
        types = tuple(sorted({term.value for term in facts.get(TYPE, ())}, key=lambda name: _rank(name, vocabulary)))
        wanted = {iri, *types, *above, *(item.iri for item in neighbours)}
        for group in groups:
            wanted |= {group.predicate, *(value.role for value in group.values)} - {""}
            wanted |= {value.term.value for value in group.values if value.term.is_iri}
            wanted |= {
                name for value in group.values for claim in value.claims for name in (claim.method, claim.review)
            }
        if own:
            wanted |= {own.method, own.review}
        labels, naming = await self._names(wanted)
        return Entity(
            iri=iri,
            types=types,
            other_names=tuple(sorted(facts.get(OTHER_NAMES, ()), key=lambda term: (term.language, term.value))),
            definitions={term.language: term.value for term in facts.get(DEFINITION, ())},
            groups=tuple(groups),
            passages=tuple(item for item in passages if item),
            passage_count=len(found),
            neighbours=neighbours,
            above=above,
            claim=own,
            labels=labels,
            naming=naming,
        )

    async def names(self, iris: Iterable[str]) -> tuple[Labels, Naming]:
        """Give labels, and what names things without them."""
        return await self._names(set(iris))

    async def _facts(self, iri: str) -> dict[str, list[Term]]:
        properties = " ".join(f"<{name}>" for name in (TYPE, OTHER_NAMES, DEFINITION, SUBJECT, PART_OF, START, EXACT))
        rows = await self._ask(f"SELECT ?p ?o WHERE {{ VALUES ?p {{ {properties} }} <{iri}> ?p ?o }}")
        found: dict[str, list[Term]] = {}
        for row in rows:
            found.setdefault(row["p"].value, []).append(row["o"])
        return found

    async def _groups(self, iri: str, part: Part | None) -> list[Group]:
        """Count the relations in both directions and read the first values of each, or a page of one."""
        if part and part.passages:
            return []
        counts: dict[tuple[str, bool], int] = {}
        for incoming, pattern in ((False, f"<{iri}> ?p ?v"), (True, f"?v ?p <{iri}>")):
            rows = await self._ask(f"SELECT ?p (COUNT(*) AS ?n) WHERE {{ {pattern} }} GROUP BY ?p")
            hidden = _MACHINERY if incoming else _TOLD
            counts |= {(row["p"].value, incoming): int(row["n"].value) for row in rows if row["p"].value not in hidden}
        if part:
            counts = {key: count for key, count in counts.items() if key == (part.predicate, part.incoming)}
        if not counts:
            return []
        limit = f"LIMIT {PAGE} OFFSET {(part.page - 1) * PAGE}" if part else f"LIMIT {SHOWN}"
        branches = [
            f"{{ SELECT (<{name}> AS ?p) ({'true' if incoming else 'false'} AS ?in) ?v WHERE "
            f"{{ {'?v' if incoming else f'<{iri}>'} <{name}> {f'<{iri}>' if incoming else '?v'} }} "
            f"{'ORDER BY ?v ' if count <= _SORTED else ''}{limit} }}"
            for (name, incoming), count in sorted(counts.items())
        ]
        rows = await self._ask(f"SELECT ?p ?in ?v WHERE {{ {' UNION '.join(branches)} }}")
        values: dict[tuple[str, bool], list[Value]] = {}
        for row in rows:
            values.setdefault((row["p"].value, row["in"].value == "true"), []).append(Value(row["v"]))
        return [
            Group(name, incoming, counts[name, incoming], tuple(values.get((name, incoming), ())))
            for name, incoming in counts
        ]

    async def _claimed(self, iri: str, groups: Sequence[Group]) -> list[Group]:
        """Give each value the claims that it rests on; an agent's involvements become what they are made in."""
        rows = await self._ask(_CLAIMS.format(where=f"?a rdf:subject <{iri}> ; rdf:predicate ?p ; rdf:object ?v"))
        outgoing = await self._claims(rows)
        rows = await self._ask(_CLAIMS.format(where=f"?a rdf:object <{iri}> ; rdf:subject ?v ; rdf:predicate ?p"))
        shown = {(group.predicate, value.term) for group in groups if group.incoming for value in group.values}
        incoming = await self._claims(row for row in rows if (row["p"].value, row["v"]) in shown)
        found = []
        for group in groups:
            if group.incoming and group.predicate == AGENT:
                found.append(await self._involved(group))
                continue
            of_group = incoming if group.incoming else outgoing
            values = [Value(value.term, of_group.get((group.predicate, value.term), ())) for value in group.values]
            found.append(Group(group.predicate, group.incoming, group.count, tuple(values)))
        return found

    async def _involved(self, group: Group) -> Group:
        """Put in the place of each involvement the directive or unit that states it, and the role."""
        names = " ".join(f"<{value.term.value}>" for value in group.values if is_speakable(value.term.value))
        roles = {
            row["i"].value: row["role"].value
            for row in await self._ask(
                f"{PREFIXES}SELECT ?i ?role WHERE {{ VALUES ?i {{ {names} }} ?i pa:involvementRole ?role }}"
            )
        }
        where = f"VALUES ?i {{ {names} }} ?a rdf:object ?i ; rdf:subject ?v ; rdf:predicate ?p"
        rows = [
            row
            for row in await self._ask(_CLAIMS.format(where=where))
            if "method" not in row or local_name(row["method"].value) != "derived"
        ]
        role_of = {row["a"].value: roles.get(row["i"].value, "") for row in rows}

        def role(claim: Claim) -> str:
            return role_of[claim.iri]

        values = [
            Value(term, tuple(held), name)
            for (_, term), claims in (await self._claims(rows)).items()
            for name, held in groupby(
                sorted(claims, key=lambda item: role_of[item.iri]), lambda item: role_of[item.iri]
            )
        ]
        return Group(group.predicate, True, group.count, tuple(values) or group.values)

    async def _own_claim(self, iri: str) -> Claim | None:
        where = f"VALUES ?a {{ <{iri}> }} ?a rdf:subject ?v ; rdf:predicate ?p"
        claims = await self._claims(await self._ask(_CLAIMS.format(where=where)))
        return next((claim for of_value in claims.values() for claim in of_value), None)

    async def _claims(self, rows: Iterable[Row]) -> dict[tuple[str, Term], tuple[Claim, ...]]:
        """Gather the rows of each assertion, by property and value; what the text says first, derived ones last."""
        places: dict[str, set[tuple[str, int, int]]] = {}
        sources: dict[str, dict[str, str]] = {}
        heads: dict[str, Row] = {}
        for row in rows:
            iri = row["a"].value
            heads.setdefault(iri, row)
            if "begin" in row:
                place = (row["mention"].value, int(row["begin"].value), int(row["end"].value))
                places.setdefault(iri, set()).add(place)
            if "source" in row:
                sources.setdefault(iri, {})[row["source"].language] = row["source"].value
        found: dict[tuple[str, Term], list[Claim]] = {}
        for iri, row in heads.items():
            passages = [await self._texts.passage(*place) for place in sorted(places.get(iri, ()), key=_place)]
            claim = Claim(
                iri,
                row["method"].value if "method" in row else "",
                row["review"].value if "review" in row else "",
                tuple(item for item in passages if item),
                sources.get(iri, {}),
            )
            found.setdefault((row["p"].value, row["v"]), []).append(claim)
        return {
            key: tuple(sorted(held, key=lambda item: (item.way == "derived", item.iri))) for key, held in found.items()
        }

    async def _passages(
        self, iri: str, facts: Mapping[str, Sequence[Term]], own: Claim | None
    ) -> list[tuple[str, int, int]]:
        """Find where a thing stands: itself, else its mentions, else the evidence of what is said with it."""
        if START in facts or EXACT in facts:  # a selector: the mention that it belongs to
            iri = iri.rpartition("/")[0]
        rows = await self._ask(f"{PREFIXES}SELECT ?at ?begin ?end WHERE {{ VALUES ?at {{ <{iri}> }} ?at {_OFFSETS} }}")
        if not rows:
            rows = await self._ask(f"{PREFIXES}SELECT ?at ?begin ?end WHERE {{ ?at pa:denotes <{iri}> ; {_OFFSETS} }}")
        if not rows:
            link = f"<{iri}> pa:evidence ?at" if own else f"?a rdf:object <{iri}> ; pa:evidence ?at"
            rows = await self._ask(f"{PREFIXES}SELECT DISTINCT ?at ?begin ?end WHERE {{ {link} . ?at {_OFFSETS} }}")
        places = {(row["at"].value, int(row["begin"].value), int(row["end"].value)) for row in rows}
        return sorted(places, key=lambda place: (self._texts.order(place[0]), *_place(place)))

    async def _neighbours(self, iri: str) -> tuple[Neighbour, ...]:
        """Find what the directives that name a thing name besides it."""
        statements = (await self.vocabulary()).statements
        if not statements:
            return ()
        among = ", ".join(f"<{name}>" for name in sorted(statements))
        rows = await self._ask(_NAMED_IN.format(iri=iri, statements=among, limit=_SUBJECTS))
        subjects = sorted({row["subject"].value for row in rows if is_speakable(row["subject"].value)})
        found: dict[str, set[str]] = {}
        for start in range(0, len(subjects), _BATCH):
            names = " ".join(f"<{name}>" for name in subjects[start : start + _BATCH])
            rows = await self._ask(_NAMES_TOO.format(names=names))
            directives = {row["subject"].value for row in rows if row["other"].value == DIRECTIVE}
            for row in rows:
                subject, name = row["subject"].value, row["q"].value
                other = row["agent"].value if "agent" in row else row["other"].value
                if (
                    subject in directives
                    and other != iri
                    and name in statements
                    and ("agent" in row or name != INVOLVES)
                ):
                    found.setdefault(other, set()).add(subject)
        ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
        return tuple(Neighbour(other, len(held)) for other, held in ranked[:NEIGHBOURS])

    async def _above(self, iri: str) -> tuple[str, ...]:
        """Give what a part of a plan lies in, the plan first."""
        rows = await self._ask(
            f"{PREFIXES}SELECT ?unit ?parent WHERE {{ <{iri}> pa:partOf+ ?unit "
            "OPTIONAL { ?unit pa:partOf ?parent } }"
        )
        parents = {row["unit"].value: row["parent"].value if "parent" in row else "" for row in rows}

        def depth(unit: str, steps: int = 0) -> int:
            parent = parents.get(unit, "")
            return steps if not parent or steps > len(parents) else depth(parent, steps + 1)

        return tuple(sorted(parents, key=lambda unit: (depth(unit), unit)))

    async def _names(self, wanted: set[str]) -> tuple[Labels, dict[str, dict[str, tuple[str, ...]]]]:
        """Look up labels; what has none is named by its facts, and those who name it are looked up in their turn."""
        labels: dict[str, Mapping[str, str]] = dict((await self.vocabulary()).labels)
        naming: dict[str, dict[str, tuple[str, ...]]] = {}
        left = {iri for iri in wanted if is_speakable(iri) and ":" in iri and iri not in labels}
        for _ in range(4):
            if not left:
                break
            labels |= await labels_of(self._ask, left)
            lacking = sorted(left - set(labels))
            following: set[str] = set()
            for start in range(0, len(lacking), _BATCH):
                rows = await self._ask(_naming(lacking[start : start + _BATCH]))
                for row in rows:
                    if row["p"].value in TITLES:
                        titled = dict(labels.get(row["x"].value, {}))
                        labels[row["x"].value] = titled | {row["o"].language: row["o"].value}
                        continue
                    of_thing = naming.setdefault(row["x"].value, {})
                    held = of_thing.get(row["p"].value, ())
                    of_thing[row["p"].value] = tuple(sorted({*held, row["o"].value}))
                    if row["o"].is_iri and is_speakable(row["o"].value):
                        following.add(row["o"].value)
            left = following - set(labels) - set(naming)
        return labels, naming


_OFFSETS = "nif:beginIndex ?begin ; nif:endIndex ?end"

_CLAIMS = (
    PREFIXES
    + """PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT * WHERE {{
  {where} .
  OPTIONAL {{ ?a pa:assertionMethod ?method }}
  OPTIONAL {{ ?a pa:reviewStatus ?review }}
  OPTIONAL {{ ?a pa:evidence ?mention . ?mention nif:beginIndex ?begin ; nif:endIndex ?end }}
  OPTIONAL {{ ?a dcterms:source ?source }}
}}"""
)

_NAMED_IN = (
    PREFIXES
    + """
SELECT DISTINCT ?subject WHERE {{
  {{ ?subject ?p <{iri}> FILTER(?p IN ({statements})) }}
  UNION {{ ?involvement pa:involvedAgent <{iri}> . ?subject pa:hasInvolvement ?involvement }}
}} LIMIT {limit}"""
)

_NAMES_TOO = (
    PREFIXES
    + """
SELECT ?subject ?q ?other ?agent WHERE {{
  VALUES ?subject {{ {names} }}
  ?subject ?q ?other .
  OPTIONAL {{ ?other pa:involvedAgent ?agent }}
  FILTER(isIRI(?other))
}}"""
)


def _naming(iris: Iterable[str]) -> str:
    things, properties = " ".join(f"<{iri}>" for iri in iris), ", ".join(f"<{name}>" for name in _NAMING)
    return f"SELECT ?x ?p ?o WHERE {{ VALUES ?x {{ {things} }} ?x ?p ?o FILTER(?p IN ({properties})) }}"


def _place(place: tuple[str, int, int]) -> tuple[int, int, str]:
    return place[1], place[2], place[0]


def _rank(name: str, vocabulary: Vocabulary) -> tuple[bool, int, str]:
    """Put our own classes first, narrower ones before broader ones."""
    return name not in vocabulary.classes, -len(vocabulary.classes.get(name, ())), name
