"""The ontology as files of a release: the Turtle as it is written, the rules, and a JSON-LD context for all terms."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef

from graph_builder import resources
from graph_builder.namespaces import PA, PREFIXES

FILES = ("planatlas.ttl", "alignments.ttl", "context.jsonld")
"""The files of the ontology's folder that a release holds, besides ``rules/*.rq``."""

_RANGE_INCLUDES = URIRef("https://schema.org/rangeIncludes")
_LINK = {"@type": "@id"}
_WORDS = {"@container": "@language"}
_OFFSET = {"@type": "xsd:nonNegativeInteger"}

_OTHERS: dict[str, dict[str, str]] = {
    "label": {"@id": "rdfs:label", **_WORDS},
    "prefLabel": {"@id": "skos:prefLabel", **_WORDS},
    "altLabel": {"@id": "skos:altLabel", **_WORDS},
    "definition": {"@id": "skos:definition", **_WORDS},
    "example": {"@id": "skos:example", **_WORDS},
    "anchorOf": {"@id": "nif:anchorOf", **_WORDS},
    "broader": {"@id": "skos:broader", **_LINK},
    "inScheme": {"@id": "skos:inScheme", **_LINK},
    "subject": {"@id": "rdf:subject", **_LINK},
    "predicate": {"@id": "rdf:predicate", **_LINK},
    "object": {"@id": "rdf:object", **_LINK},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", **_LINK},
    "referenceContext": {"@id": "nif:referenceContext", **_LINK},
    "hasSource": {"@id": "oa:hasSource", **_LINK},
    "hasSelector": {"@id": "oa:hasSelector", **_LINK},
    "beginIndex": {"@id": "nif:beginIndex", **_OFFSET},
    "endIndex": {"@id": "nif:endIndex", **_OFFSET},
    "start": {"@id": "oa:start", **_OFFSET},
    "end": {"@id": "oa:end", **_OFFSET},
    "isString": {"@id": "nif:isString"},
    "exact": {"@id": "oa:exact"},
    "prefix": {"@id": "oa:prefix"},
    "suffix": {"@id": "oa:suffix"},
}
"""Terms of other vocabularies that the data use."""


def json_ld_context(ontology: Graph) -> dict[str, Any]:
    """Give a JSON-LD 1.1 context in which every term of the ontology is a word.

    Values of object properties are IRIs, those of datatype properties have the property's datatype, and texts in a
    language stand in a map by language, with a list where one language has several.
    """
    terms: dict[str, Any] = {"@version": 1.1}
    terms |= {prefix: {"@id": iri, "@prefix": True} for prefix, iri in sorted(PREFIXES.items())}
    terms |= _OTHERS
    own: dict[str, Any] = {}
    for term in sorted(term for term in ontology.subjects(RDFS.isDefinedBy) if isinstance(term, URIRef)):
        name = term.removeprefix(str(PA))
        own[name] = {"@id": f"pa:{name}", **_coercion(ontology, term)}
    return {"@context": terms | own}


def _coercion(ontology: Graph, term: URIRef) -> dict[str, str]:
    if (term, RDF.type, OWL.ObjectProperty) in ontology:
        return _LINK
    datatype = ontology.value(term, _RANGE_INCLUDES)
    if (term, RDF.type, OWL.DatatypeProperty) not in ontology or datatype in (None, XSD.string):
        return {}
    if datatype == RDF.langString:
        return _WORDS
    return {"@type": f"xsd:{str(datatype).removeprefix(str(XSD))}"}


def context_file(ontology: Graph) -> str:
    """Write the context as ``ontology/context.jsonld`` holds it; a test tells when that file is out of date."""
    return json.dumps(json_ld_context(ontology), ensure_ascii=False, indent=2) + "\n"


def write_ontology(folder: Path) -> None:
    """Copy the ontology, its alignments, its context and its rules into a folder of a release.

    Raises:
        ResourceError: the installation lacks one of them.
    """
    (folder / "rules").mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(resources.path(f"ontology/{name}"), folder / name)
    for rule in sorted(resources.path("ontology/rules").glob("*.rq")):
        shutil.copyfile(rule, folder / "rules" / rule.name)
