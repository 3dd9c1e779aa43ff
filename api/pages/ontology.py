"""The page of the ontology: every term with its meaning, its ties and an example that leads into the plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from api.dumps import file_answer
from api.ontology import FOLDER, Match, Ontology, OntologyTerm, Rule, Scheme
from api.pages.language import Language, language_of
from api.pages.render import page
from api.pages.results import best_label, local_name
from api.release import Release
from api.sparql.engine import Engine, Query
from api.sparql.negotiation import GRAPHS, Choice, Format, best, choose, not_acceptable
from graph_builder.namespaces import ID, PREFIXES

_NAMESPACES = {
    **PREFIXES,
    "cco": "https://www.commoncoreontologies.org/",
    "cids": "http://ontology.commonapproach.org/owl/cids_v2.1#",
    "crm": "http://www.cidoc-crm.org/cidoc-crm/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "doco": "http://purl.org/spar/doco/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "fibo": "https://spec.edmcouncil.org/fibo/ontology/",
    "iop": "https://w3id.org/iadopt/ont/",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "m8g": "http://data.europa.eu/m8g/",
    "np": "http://www.nanopub.org/nschema#",
    "obo": "http://purl.obolibrary.org/obo/",
    "oeo": "https://openenergyplatform.org/ontology/oeo/",
    "p-plan": "http://purl.org/net/p-plan#",
    "sdg": "http://metadata.un.org/sdg/",
    "sdgo": "http://metadata.un.org/sdg/ontology#",
    "time": "http://www.w3.org/2006/time#",
}
"""Prefixes by which the page writes terms of others."""

_EXAMPLE = re.compile(r"(?:第(?P<zh>\d+)行:|Line (?P<en>\d+): )「(?P<quote>[^」]+)」(?P<note>.*)", re.DOTALL)

GROUPS = (
    ("ontology.classes", "class", False),
    ("ontology.statements", "link", True),
    ("ontology.links", "link", False),
    ("ontology.values", "value", False),
)
"""Parts of the page that hold terms: (message key, kind of term, whether its properties are statement properties)."""

FORMATS = (("Turtle", "ttl"), ("RDF/XML", "rdf"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"))
"""Formats of the ontology that the page offers, with their values of ``format=``."""

_FILES = ("alignments.ttl", "context.jsonld")
"""Files beside the ontology that the page offers."""

_HTML = Format("html", "text/html", ("application/xhtml+xml",))


def shorten(iri: str) -> str:
    """Write an IRI with a prefix where its vocabulary has one here, else in full."""
    fitting = [(len(start), name) for name, start in _NAMESPACES.items() if iri.startswith(start) and iri != start]
    if not fitting:
        return iri
    length, name = max(fitting)
    return f"{name}:{iri[length:]}"


@dataclass(frozen=True, slots=True)
class Link:
    """A term, value or scheme that the page refers to; without ``href`` it is only named.

    ``note`` is its name where the label alone does not tell.
    """

    label: str
    href: str
    note: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A quotation of the plan; ``address`` leads to it, and is empty where the release lacks that plan."""

    line: str
    quote: str
    note: str
    address: str


@dataclass(frozen=True)
class Entry:
    """A term as the page shows it; ``depth`` counts our own terms above it; ``ties`` are (message key, links)."""

    term: OntologyTerm
    label: str
    other: str
    definition: str
    depth: int
    example: Example | None
    ties: Sequence[tuple[str, Sequence[Link]]]


class View:
    """Lays out an ontology in a language."""

    def __init__(self, ontology: Ontology, language: Language) -> None:
        self.ontology = ontology
        self.language = language
        self.by_iri = {term.iri: term for term in ontology.terms}
        self.order = {term.iri: index for index, term in enumerate(ontology.terms)}
        self.scheme_iris = {scheme.iri for scheme in ontology.schemes}

    def fact(self, name: str) -> str:
        """Give a metadata value in the language of the page."""
        return self.ontology.fact(name, self.language)

    def groups(self) -> list[tuple[str, list[Entry]]]:
        """Give the terms in parts, narrower ones behind the broader one."""
        found = []
        for key, kind, statement in GROUPS:
            terms = [term for term in self.ontology.terms if term.kind == kind and term.statement == statement]
            entries = [self._entry(term, depth) for term, depth in _tree(terms)]
            if entries:
                found.append((key, entries))
        return found

    def link(self, iri: str) -> Link:
        """Refer to a term, ours or another's, or to a controlled value."""
        term = self.by_iri.get(iri)
        if term is not None:
            return Link(best_label(term.labels, self.language), f"#{term.name}", term.name)
        label = best_label(self.ontology.labels.get(iri, {}), self.language)
        if iri in self.scheme_iris:
            return Link(label or local_name(iri), f"#{anchor(iri)}")
        if label and iri.startswith(str(ID)):
            return Link(label, "", shorten(iri))
        return Link(shorten(iri), iri, label, outside=True)

    def schemes(self) -> list[tuple[Scheme, Link, list[tuple[str, str, str, int]]]]:
        """Give each scheme with its values: (IRI, label in Chinese, in English, depth)."""
        labels = self.ontology.labels
        return [
            (
                scheme,
                self.link(scheme.iri),
                [
                    (
                        value,
                        labels.get(value, {}).get("zh", ""),
                        labels.get(value, {}).get("en", ""),
                        _depth(value, scheme),
                    )
                    for value in scheme.values
                ],
            )
            for scheme in self.ontology.schemes
        ]

    def users(self, scheme: Scheme) -> list[Link]:
        """Give the properties that take their values from a scheme."""
        return [self.link(term.iri) for term in self.ontology.terms if scheme.iri in term.schemes]

    def matches(self) -> list[tuple[Link, list[tuple[Match, Link]]]]:
        """Give the alignments: ours, in the order of the page, with each tie and theirs."""
        ours = sorted({match.subject for match in self.ontology.matches}, key=self._place)
        return [
            (
                self.link(iri),
                [(match, self.link(match.object)) for match in self.ontology.matches if match.subject == iri],
            )
            for iri in ours
        ]

    def _place(self, iri: str) -> tuple[int, str]:
        """Tell where on the page a term stands; what is none of ours comes last."""
        return self.order.get(iri, len(self.order)), iri

    def meaning(self, rule: Rule) -> str:
        """Say in the language of the page what a rule does."""
        return best_label(rule.meanings, self.language)

    def _entry(self, term: OntologyTerm, depth: int) -> Entry:
        other = Language.EN if self.language is Language.ZH else Language.ZH
        narrower = [item.iri for item in self.ontology.terms if term.iri in item.supers]
        is_class = term.kind == "class"
        apart = {*term.disjoint, *(item.iri for item in self.ontology.terms if term.iri in item.disjoint)}
        ties = [
            ("ontology.super" if is_class else "ontology.superproperty", term.supers),
            ("ontology.sub" if is_class else "ontology.subproperty", narrower),
            ("ontology.domain", term.domains),
            ("ontology.range", term.ranges),
            ("ontology.scheme", term.schemes),
            ("ontology.has", [item.iri for item in self.ontology.terms if term.iri in item.domains]),
            ("ontology.of", [item.iri for item in self.ontology.terms if term.iri in item.ranges]),
            ("ontology.disjoint", [item.iri for item in self.ontology.terms if item.iri in apart]),
            *self._aligned(term.iri),
        ]
        return Entry(
            term,
            label=best_label(term.labels, self.language),
            other=term.labels.get(other, ""),
            definition=best_label(term.definitions, self.language),
            depth=depth,
            example=self._example(best_label(term.examples, self.language)),
            ties=[(key, [self.link(iri) for iri in sorted(iris, key=self._place)]) for key, iris in ties if iris],
        )

    def _aligned(self, iri: str) -> Iterable[tuple[str, list[str]]]:
        for tie in ("sub", "close", "related"):
            yield (
                f"ontology.{tie}match",
                [match.object for match in self.ontology.matches if match.subject == iri and match.tie == tie],
            )

    def _example(self, text: str) -> Example | None:
        match = _EXAMPLE.fullmatch(text)
        if match is None:
            return None
        number, quote = int(match["zh"] or match["en"]), match["quote"]
        return Example(str(number), quote, match["note"].strip(), self._address(number, quote))

    def _address(self, number: int, quote: str) -> str:
        lines = self.ontology.text.split("\n")
        at = lines[number - 1].find(quote) if 0 < number <= len(lines) else -1
        if at < 0:
            return ""
        begin = sum(len(line) + 1 for line in lines[: number - 1]) + at
        return f"/plans/{self.ontology.plan}#char={begin},{begin + len(quote)}"


def anchor(iri: str) -> str:
    """Name the place of a scheme on the page."""
    return f"scheme-{local_name(iri)}"


def _depth(value: str, scheme: Scheme) -> int:
    depth = 0
    while value in scheme.broader and depth < len(scheme.values):
        value, depth = scheme.broader[value], depth + 1
    return depth


def _tree(terms: Sequence[OntologyTerm]) -> list[tuple[OntologyTerm, int]]:
    """Order terms so that narrower ones follow the first of their broader ones."""
    known = {term.iri for term in terms}
    below: dict[str, list[OntologyTerm]] = {}
    for term in terms:
        above = next((iri for iri in term.supers if iri in known), "")
        below.setdefault(above, []).append(term)

    def walk(above: str, depth: int) -> Iterable[tuple[OntologyTerm, int]]:
        for term in below.get(above, ()):
            yield term, depth
            yield from walk(term.iri, depth + 1)

    return list(walk("", 0))


async def ontology_answer(request: Request, release: Release, ontology: Ontology, engine: Engine) -> Response:
    """Answer ``/ontology``: a page for people; for programs the ontology alone, without alignments, in an RDF format.

    Turtle comes as it is written, with its comments.

    Raises:
        Problem: no format on offer is acceptable (406), or ``format=`` names none (400).
    """
    named = request.query_params.getlist("format")
    form = choose(name=named).graph if named else best(request.headers.get("accept"), (_HTML, *GRAPHS))
    if form is _HTML:
        return _page(request, release, ontology)
    if form is None:
        raise not_acceptable((_HTML, *GRAPHS))
    headers = {"vary": "Accept"}
    dump = release.dump(f"{FOLDER}/planatlas.ttl")
    if form.name == "ttl" and dump is not None:
        return file_answer(request, dump, headers)
    graph = f"<{release.manifest.base}graph/ontology>"
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
    answer = await engine.answer(Query(query, choice=Choice(None, form)))
    headers |= {"access-control-allow-origin": "*", "cache-control": "no-cache"}
    return Response(answer.body, headers=headers, media_type=form.content_type)


def _page(request: Request, release: Release, ontology: Ontology) -> Response:
    view = View(ontology, language_of(request))
    return page(
        request,
        "ontology.html",
        release,
        ontology=ontology,
        view=view,
        groups=view.groups(),
        schemes=view.schemes(),
        anchor=anchor,
        shorten=shorten,
        formats=FORMATS,
        files=[name for name in _FILES if release.dump(f"{FOLDER}/{name}")],
    )
