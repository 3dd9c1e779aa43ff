"""The ontology of a release: its terms, its alignments, the values it controls and its rules, asked of the release."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from api.pages.results import PREFIXES, Ask, Labels, Row, Term, labels_of, local_name
from api.problems import Problem
from api.release import Release

FOLDER = "ontology"
"""The folder of a release that holds the ontology's files."""

_OWL = "http://www.w3.org/2002/07/owl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCTERMS = "http://purl.org/dc/terms/"
_SDO = "https://schema.org/"

_MARKS = {f"{_OWL}SymmetricProperty": "symmetric", f"{_OWL}AsymmetricProperty": "asymmetric"}
_TIES = {
    f"{_RDFS}subClassOf": "sub",
    f"{_SKOS}closeMatch": "close",
    f"{_SKOS}relatedMatch": "related",
}
"""How a term is tied to one of another vocabulary: properties of the alignments by the name of the tie."""


@dataclass(frozen=True, slots=True)
class Match:
    """A tie to a term of another vocabulary: ``tie`` is sub, close or related."""

    subject: str
    tie: str
    object: str


@dataclass(frozen=True)
class OntologyTerm:
    """A class or a property. ``kind`` is class, link (values are things) or value (values are literals)."""

    iri: str
    kind: str
    statement: bool
    marks: tuple[str, ...]
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    examples: Mapping[str, str]
    supers: tuple[str, ...]
    domains: tuple[str, ...]
    ranges: tuple[str, ...]
    disjoint: tuple[str, ...]
    schemes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The local name, which is its place on the page too."""
        return local_name(self.iri)


@dataclass(frozen=True)
class Scheme:
    """The values that some properties take, broader ones before their narrower ones; ``broader`` by value."""

    iri: str
    values: tuple[str, ...]
    broader: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that derives triples: its file, what it does (its comments, by language), and its text."""

    name: str
    meanings: Mapping[str, str]
    text: str


@dataclass(frozen=True)
class Ontology:
    """The ontology of one release. ``facts`` are its metadata by property; ``text`` is what its examples quote."""

    iri: str
    facts: Mapping[str, tuple[Term, ...]]
    terms: tuple[OntologyTerm, ...]
    matches: tuple[Match, ...]
    schemes: tuple[Scheme, ...]
    rules: tuple[Rule, ...]
    labels: Labels = field(repr=False)
    plan: str = ""
    text: str = field(default="", repr=False)

    def fact(self, name: str, language: str = "") -> str:
        """Give a metadata value in a language, else one without, else any; empty where there is none."""
        values = self.facts.get(name, ())
        for wanted in (language, "", "zh"):
            for value in values:
                if value.language == wanted:
                    return value.value
        return values[0].value if values else ""


class Ontologies:
    """The ontology of one release, read once."""

    def __init__(self, release: Release, ask: Ask) -> None:
        self._release = release
        self._ask = ask
        self._task: asyncio.Task[Ontology] | None = None

    async def read(self) -> Ontology:
        """Give the ontology; those who ask at the same time wait for the same work.

        Raises:
            Problem: the release has no ontology (404).
        """
        task = self._task
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._task = asyncio.create_task(read_ontology(self._ask, self._release))
        return await asyncio.shield(task)


async def read_ontology(ask: Ask, release: Release) -> Ontology:
    """Ask a release for its ontology and all that documents it.

    Raises:
        Problem: the release has no ontology (404).
    """
    base = release.manifest.base
    rows = await ask(_ALL.format(graph=f"{base}graph/ontology"))
    of_subject = _by_subject(rows)
    iri = next((name for name, facts in of_subject.items() if _has(facts, f"{_RDF}type", f"{_OWL}Ontology")), None)
    if iri is None:
        raise Problem(404, "This release has no ontology.")
    own = {name: facts for name, facts in of_subject.items() if _has(facts, f"{_RDFS}isDefinedBy", iri)}
    order = _order(release)
    names = sorted(own, key=lambda name: (order.get(local_name(name), len(order)), local_name(name)))
    terms = tuple(_term(name, own[name], set(own)) for name in names)
    matches = tuple(_matches(await ask(_ALL.format(graph=f"{base}graph/alignments"))))
    schemes = await _schemes(ask, {scheme for term in terms for scheme in term.schemes})
    plan, text = await _source(ask, release, of_subject[iri])
    wanted = {match.subject for match in matches} | {match.object for match in matches}
    wanted |= {scheme.iri for scheme in schemes} | {value for scheme in schemes for value in scheme.values}
    return Ontology(
        iri=iri,
        facts={local_name(name): tuple(values) for name, values in of_subject[iri].items()},
        terms=terms,
        matches=matches,
        schemes=schemes,
        rules=tuple(_rules(release)),
        labels=await labels_of(ask, wanted | set(own)),
        plan=plan,
        text=text,
    )


_ALL = "SELECT ?subject ?property ?value WHERE {{ GRAPH <{graph}> {{ ?subject ?property ?value }} }}"

_VALUES = (
    PREFIXES
    + """
SELECT ?scheme ?value ?broader WHERE {{
  VALUES ?scheme {{ {schemes} }}
  ?value skos:inScheme ?scheme .
  OPTIONAL {{ ?value skos:broader ?broader }}
}}"""
)

Facts = dict[str, list[Term]]


def _by_subject(rows: Iterable[Row]) -> dict[str, Facts]:
    found: dict[str, Facts] = {}
    for row in sorted(rows, key=lambda row: (row["subject"].value, row["value"].value, row["value"].language)):
        found.setdefault(row["subject"].value, {}).setdefault(row["property"].value, []).append(row["value"])
    return found


def _has(facts: Facts, name: str, value: str) -> bool:
    return any(term.is_iri and term.value == value for term in facts.get(name, ()))


def _term(iri: str, facts: Facts, own: set[str]) -> OntologyTerm:
    types = {term.value for term in facts.get(f"{_RDF}type", ())}

    def iris(name: str) -> tuple[str, ...]:
        """Give the values of a property, our own terms first."""
        values = {term.value for term in facts.get(name, ()) if term.is_iri}
        return tuple(sorted(values, key=lambda value: (value not in own, value)))

    def texts(name: str) -> dict[str, str]:
        return {term.language: term.value for term in facts.get(name, ())}

    links = f"{_OWL}ObjectProperty" in types
    return OntologyTerm(
        iri=iri,
        kind="class" if f"{_OWL}Class" in types else "link" if links else "value",
        statement=any(local_name(name) == "StatementProperty" for name in types),
        marks=tuple(mark for name, mark in _MARKS.items() if name in types),
        labels=texts(f"{_RDFS}label"),
        definitions=texts(f"{_SKOS}definition"),
        examples=texts(f"{_SKOS}example"),
        supers=iris(f"{_RDFS}subClassOf") + iris(f"{_RDFS}subPropertyOf"),
        domains=iris(f"{_SDO}domainIncludes"),
        ranges=iris(f"{_SDO}rangeIncludes"),
        disjoint=iris(f"{_OWL}disjointWith"),
        schemes=iris(f"{_RDFS}seeAlso"),
    )


def _matches(rows: Iterable[Row]) -> list[Match]:
    found = [
        Match(row["subject"].value, _TIES[row["property"].value], row["value"].value)
        for row in rows
        if row["property"].value in _TIES
    ]
    return sorted(found, key=lambda match: (match.subject, list(_TIES.values()).index(match.tie), match.object))


async def _schemes(ask: Ask, wanted: set[str]) -> tuple[Scheme, ...]:
    if not wanted:
        return ()
    rows = await ask(_VALUES.format(schemes=" ".join(f"<{iri}>" for iri in sorted(wanted))))
    values: dict[str, set[str]] = {iri: set() for iri in sorted(wanted)}
    broader: dict[str, str] = {}
    for row in rows:
        values[row["scheme"].value].add(row["value"].value)
        if "broader" in row:
            broader[row["value"].value] = row["broader"].value

    def path(value: str) -> list[str]:
        above = [value]
        while above[0] in broader and broader[above[0]] not in above:
            above.insert(0, broader[above[0]])
        return above

    return tuple(
        Scheme(iri, tuple(sorted(held, key=path)), {value: broader[value] for value in held if value in broader})
        for iri, held in values.items()
    )


async def _source(ask: Ask, release: Release, facts: Facts) -> tuple[str, str]:
    """Give the identifier and text of the plan that the examples quote; empty where the release lacks it."""
    for source in facts.get(f"{_DCTERMS}source", ()):
        for plan in release.manifest.plans:
            if source.value == f"{plan.iri}/text":
                rows = await ask(f"{PREFIXES}SELECT ?text WHERE {{ <{source.value}> nif:isString ?text }}")
                return plan.id, rows[0]["text"].value if rows else ""
    return "", ""


def _order(release: Release) -> dict[str, int]:
    """Give the order in which the ontology's file describes the terms, which has a sense that an alphabet has not."""
    dump = release.dump(f"{FOLDER}/planatlas.ttl")
    text = dump.path.read_text(encoding="utf-8") if dump is not None else ""
    return {name: index for index, name in enumerate(re.findall(r"^pa:(\w+) a ", text, re.MULTILINE))}


def _rules(release: Release) -> list[Rule]:
    found = []
    for dump in release.dumps():
        if dump.name.startswith(f"{FOLDER}/rules/"):
            text = dump.path.read_text(encoding="utf-8")
            name = dump.name.removeprefix(f"{FOLDER}/")
            found.append(Rule(name, _meanings(text), text))
    return found


_HAN = re.compile("[\u3400-\u9fff]")


def _meanings(text: str) -> dict[str, str]:
    """Read the comments at the head of a rule: lines with Chinese characters are Chinese, others English."""
    said: dict[str, list[str]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        words = line.lstrip("# ")
        said.setdefault("zh" if _HAN.search(words) else "en", []).append(words)
    return {language: " ".join(lines) for language, lines in said.items()}
