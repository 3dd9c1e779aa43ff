"""The gallery of queries and the prefixes, in SHACL's words, so that editors find both at the endpoint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef

from graph_builder import resources
from graph_builder.errors import Place, ResourceError
from graph_builder.namespaces import CATALOG_PREFIXES, ID, SDO, SHACL
from graph_builder.release.void import SERVICE, in_both

PREFIXES = ID["prefixes"]
"""What declares the prefixes."""

_HEADER = re.compile(r"^#\s*(zh|en|group):\s*(\S.*?)\s*$", re.MULTILINE)
_HEAD = re.compile(r"\A(?:#\s*(?:zh|en|group):[^\n]*(?:\n|\Z))+\s*")
_FORM = re.compile(r"^\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.MULTILINE | re.IGNORECASE)
_EXECUTABLE = {
    "select": SHACL.SPARQLSelectExecutable,
    "ask": SHACL.SPARQLAskExecutable,
    "construct": SHACL.SPARQLConstructExecutable,
}


@dataclass(frozen=True)
class GalleryQuery:
    """A query of the gallery: its questions, its group, its text without these headers, and its form in lower case."""

    name: str
    zh: str
    en: str
    group: str
    text: str
    form: str


def read_gallery() -> tuple[GalleryQuery, ...]:
    """Read ``data/queries/*.rq``, by name.

    Raises:
        ResourceError: a query lacks its question in Chinese or English, or is of no known form.
    """
    return tuple(_read(path) for path in sorted(resources.path("data/queries").glob("*.rq")))


def _read(path: Path) -> GalleryQuery:
    text = path.read_text(encoding="utf-8")
    headers = dict(_HEADER.findall(text))
    body = _HEAD.sub("", text)
    form = _FORM.search(body)
    if not {"zh", "en"} <= headers.keys() or form is None:
        raise ResourceError(
            "is no query of the gallery",
            place=Place(path, 1),
            remedy="begin with # zh: … and # en: …, the question in both languages, and write SELECT on its own line",
        )
    return GalleryQuery(path.stem, headers["zh"], headers["en"], headers.get("group", ""), body, form[1].lower())


def gallery_graph() -> Graph:
    """Describe the queries (``sh:SPARQLExecutable``) and the prefixes (``sh:declare``).

    Raises:
        ResourceError: as :func:`read_gallery`.
    """
    about = Graph()
    about.add((PREFIXES, RDF.type, OWL.Ontology))
    in_both(about, PREFIXES, RDFS.label, ("查询所用的前缀", "Prefixes for queries"))
    for prefix, namespace in CATALOG_PREFIXES.items():
        node = URIRef(f"{PREFIXES}/{prefix}")
        about.add((PREFIXES, SHACL.declare, node))
        about.add((node, RDF.type, SHACL.PrefixDeclaration))
        about.add((node, SHACL.prefix, Literal(prefix)))
        about.add((node, SHACL.namespace, Literal(namespace, datatype=XSD.anyURI)))
    for query in read_gallery():
        node = ID[f"query/{query.name}"]
        about.add((node, RDF.type, SHACL.SPARQLExecutable))
        if query.form in _EXECUTABLE:
            about.add((node, RDF.type, _EXECUTABLE[query.form]))
        for predicate in (RDFS.label, RDFS.comment):
            in_both(about, node, predicate, (query.zh, query.en))
        about.add((node, SHACL[query.form], Literal(query.text)))
        about.add((node, SHACL.prefixes, PREFIXES))
        about.add((node, SDO.target, SERVICE))
        if query.group:
            about.add((node, SDO.keywords, Literal(query.group)))
    return about
