"""A thing as its page needs it: names, sentences, relations with their claims, neighbours; and the ontology's terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.pages.results import PREFIXES, Ask, Labels, Term, labels_of, local_name
from api.passages import Passage

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
_OA = "http://www.w3.org/ns/oa#"
_PA = "https://w3id.org/planatlas/ontology#"

TYPE = f"{_RDF}type"
SUBJECT, PREDICATE, OBJECT = f"{_RDF}subject", f"{_RDF}predicate", f"{_RDF}object"
PART_OF, DENOTES, DIRECTIVE = f"{_PA}partOf", f"{_PA}denotes", f"{_PA}Directive"
AGENT, ROLE, INVOLVES = f"{_PA}involvedAgent", f"{_PA}involvementRole", f"{_PA}hasInvolvement"
IS_STRING = f"{_NIF}isString"
QUOTE, EXACT = f"{_NIF}anchorOf", f"{_OA}exact"
START, END = f"{_OA}start", f"{_OA}end"
LABELS = (f"{_RDFS}label", f"{_SKOS}prefLabel")
TITLES = ("http://purl.org/dc/terms/title", "http://xmlns.com/foaf/0.1/name")
OTHER_NAMES = f"{_SKOS}altLabel"
DEFINITION = f"{_SKOS}definition"


Naming = Mapping[str, Mapping[str, tuple[str, ...]]]
"""What names things that have no label: values by IRI and property."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An assertion of a statement: its IRI, how it came about, how far it is checked, and what it rests on.

    ``method`` and ``review`` are IRIs, ``sources`` by language belong to background knowledge.
    """

    iri: str
    method: str
    review: str = ""
    passages: tuple[Passage, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def way(self) -> str:
        """The local name of the method."""
        return local_name(self.method)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a relation with the claims that it rests on; ``role`` is that in which an agent is involved."""

    term: Term
    claims: tuple[Claim, ...] = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one relation; where ``incoming``, they are the subjects that point here. ``count`` counts all."""

    predicate: str
    incoming: bool
    count: int
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A thing that shares directives with another, and how many."""

    iri: str
    count: int


@dataclass(frozen=True)
class Entity:
    """All that the page of a thing needs. ``naming`` holds what names things without labels, by IRI and property."""

    iri: str
    types: tuple[str, ...]
    other_names: tuple[Term, ...]
    definitions: Mapping[str, str]
    groups: tuple[Group, ...]
    passages: tuple[Passage, ...]
    passage_count: int
    neighbours: tuple[Neighbour, ...]
    above: tuple[str, ...]
    claim: Claim | None
    labels: Labels = field(repr=False)
    naming: Naming = field(repr=False)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of the ontology: statement properties, classes with those above them, labels, definitions."""

    statements: frozenset[str]
    classes: Mapping[str, frozenset[str]]
    labels: Labels
    definitions: Labels


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a thing that is asked for: all values of one relation, or all sentences; ``page`` counts from 1."""

    predicate: str
    incoming: bool = False
    page: int = 1

    @property
    def passages(self) -> bool:
        """Whether the sentences are asked for."""
        return self.predicate == "sentences"


async def read_vocabulary(ask: Ask) -> Vocabulary:
    """Ask a release for the terms of its ontology."""
    rows = await ask(
        f"""{PREFIXES}PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?term ?class ?definition WHERE {{
  VALUES ?class {{ owl:Class pa:StatementProperty owl:ObjectProperty owl:DatatypeProperty }}
  ?term a ?class . OPTIONAL {{ ?term skos:definition ?definition }}
}}"""
    )
    above = await ask(f"{PREFIXES}SELECT ?term ?super WHERE {{ ?term rdfs:subClassOf+ ?super }}")
    statements: set[str] = set()
    classes: dict[str, set[str]] = {}
    definitions: dict[str, dict[str, str]] = {}
    for row in rows:
        term, kind = row["term"].value, local_name(row["class"].value)
        definitions.setdefault(term, {})
        if kind == "StatementProperty":
            statements.add(term)
        elif kind == "Class":
            classes.setdefault(term, set())
        if "definition" in row:
            definitions[term][row["definition"].language] = row["definition"].value
    for row in above:
        if row["term"].value in classes:
            classes[row["term"].value].add(row["super"].value)
    return Vocabulary(
        frozenset(statements),
        {name: frozenset(supers) for name, supers in classes.items()},
        await labels_of(ask, definitions),
        definitions,
    )
