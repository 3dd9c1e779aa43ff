"""What is asked: six questions and a page, each over and over the same, and each never seen before."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

from graph_builder.namespaces import BASE

JSON = "application/sparql-results+json"
PREFIXES = """PREFIX pa: <https://w3id.org/planatlas/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
"""
THINGS = ("Plan", "Task", "BoxItem", "SafeguardMeasure", "Directive", "Goal", "Technology", "Domain", "Facility")
THINGS += ("Scenario", "Instrument", "Organization", "Place")
"""Classes whose members have pages that people read."""
RECORDS = ("Mention", "Assertion", "Involvement")
_MOST = 20_000
_SUBJECT = re.compile(
    r"<([^>]+)> <http://www\.w3\.org/1999/02/22-rdf-syntax-ns#type> <https://w3id\.org/planatlas/ontology#(\w+)> \.\n"
)


@dataclass(frozen=True)
class Workload:
    """A question. ``@IRI@`` in its text stands for an entity, ``@K@`` for a number.

    Asked over and over the same, both stay the same; never seen before, ``@K@`` is another with each request and
    ``@IRI@`` the next of a long list, so that neither the text nor the names in the answer were there before.
    """

    name: str
    text: str
    entities: str = "entities"
    rows: int | None = None
    """What ``LIMIT`` without ``ORDER BY`` asks for: any so many of the rows that there are."""


WORKLOADS = (
    Workload("lookup", "SELECT ?p@K@ ?o@K@ { <@IRI@> ?p@K@ ?o@K@ }"),
    Workload("label search", 'SELECT ?s@K@ ?l@K@ { ?s@K@ rdfs:label ?l@K@ FILTER (CONTAINS(?l@K@, "金融")) }'),
    Workload(
        "co-occurrence",
        "SELECT ?a ?b (COUNT(DISTINCT ?d) AS ?n@K@) { ?d a pa:Directive ; pa:usesTechnology ?a, ?b "
        "FILTER (STR(?a) < STR(?b)) } GROUP BY ?a ?b ORDER BY DESC(?n@K@) ?a ?b",
    ),
    Workload("property path", "SELECT ?unit@K@ { ?unit@K@ pa:partOf+ <@IRI@> }", entities="sections"),
    Workload(
        "1,000 rows",
        "SELECT ?m@K@ ?begin@K@ ?quote@K@ { ?m@K@ a pa:Mention ; nif:beginIndex ?begin@K@ ; nif:anchorOf ?quote@K@ } "
        "LIMIT 1000",
        rows=1000,
    ),
)
PAGE = Workload("entity page", "DESCRIBE <@IRI@>", entities="things")
"""What peers are asked where we give a page."""


def query(workload: Workload, *, iri: str = "@IRI@", number: str = "@K@") -> str:
    """Write out the query of a workload."""
    return PREFIXES + workload.text.replace("@IRI@", iri).replace("@K@", number)


def write_lists(triples: Path, folder: Path, seed: int) -> dict[str, list[str]]:
    """Choose what is asked about from the triples of a release, in an order that the seed decides.

    Writes ``NAME.txt`` with the IRIs as they go into a query of an address; ``pages.txt`` with what follows ``/page/``.
    """
    lists: dict[str, set[str]] = {"entities": set(), "sections": set(), "things": set()}
    with triples.open(encoding="utf-8") as lines:
        for line in lines:
            found = _SUBJECT.fullmatch(line)
            if found and found[1].startswith(f"{BASE}id/"):
                if found[2] in THINGS:
                    lists["things"].add(found[1])
                if found[2] in THINGS or found[2] in RECORDS:
                    lists["entities"].add(found[1])
                if found[2] == "Section":
                    lists["sections"].add(found[1])
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    chosen = {}
    for name, found_iris in lists.items():
        ordered = sorted(found_iris)
        chosen[name] = chance.sample(ordered, min(len(ordered), _MOST))
        (folder / f"{name}.txt").write_text("".join(f"{quote_plus(iri)}\n" for iri in chosen[name]), encoding="utf-8")
    pages = (f"{iri.removeprefix(f'{BASE}id/')}\n" for iri in chosen["things"])
    (folder / "pages.txt").write_text("".join(pages), encoding="utf-8")
    return chosen
