"""The page about the graph: how it was made, what it is not, its licence, how to cite it, and background knowledge."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from api.linked_data import LinkedData, page_address
from api.pages.entity import Name, Namer
from api.pages.language import Language, language_of
from api.pages.render import page
from api.pages.results import PREFIXES, Row, best_label
from api.quality import COVERAGE

METHOD = ("text", "readings", "statements", "derived", "checks")
LIMITS = ("person", "excerpt", "english", "status", "address")


@dataclass(frozen=True, slots=True)
class Known:
    """A statement of background knowledge in words, with where it is from."""

    subject: Name
    relation: str
    object: Name
    subject_href: str
    object_href: str
    source: str
    href: str


async def about_page(request: Request, linked: LinkedData) -> Response:
    """Answer ``/about``."""
    release = linked.release
    language = language_of(request)
    return page(
        request,
        "about.html",
        release,
        method=METHOD,
        limits=LIMITS,
        background=await _background(linked, language),
        quality=release.dump(COVERAGE) is not None,
        ontology=release.dump("ontology/planatlas.ttl") is not None,
    )


_QUERY = (
    PREFIXES
    + """PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?a ?s ?p ?o ?source WHERE {
  ?a pa:assertionMethod ?method ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; dcterms:source ?source .
  FILTER(STRENDS(STR(?method), "/background"))
} ORDER BY ?s ?p ?o"""
)


async def _background(linked: LinkedData, language: Language) -> list[Known]:
    rows = await linked.ask(_QUERY)
    sources: dict[str, dict[str, str]] = {}
    heads: dict[str, Row] = {}
    for row in rows:
        heads.setdefault(row["a"].value, row)
        sources.setdefault(row["a"].value, {})[row["source"].language] = row["source"].value
    terms = [row[name] for row in heads.values() for name in ("s", "p", "o")]
    labels, naming = await linked.entities.names(term.value for term in terms if term.is_iri)
    base = linked.release.manifest.base
    namer = Namer(labels, naming, base, language)
    return [
        Known(
            namer.name(row["s"].value),
            namer.term(row["p"].value),
            namer.name(row["o"].value) if row["o"].is_iri else Name(row["o"].value),
            page_address(row["s"].value, base),
            page_address(row["o"].value, base) if row["o"].is_iri else "",
            best_label(sources[iri], language),
            page_address(iri, base),
        )
        for iri, row in heads.items()
    ]
