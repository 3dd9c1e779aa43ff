"""Namespaces, and the IRIs below our own base (not registered: a PlanAtlas server answers for them itself)."""

from __future__ import annotations

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, Namespace

BASE = "https://w3id.org/planatlas/"
PA = Namespace(f"{BASE}ontology#")
ID = Namespace(f"{BASE}id/")
GRAPH = Namespace(f"{BASE}graph/")
OA = Namespace("http://www.w3.org/ns/oa#")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SDO = Namespace("https://schema.org/")
SHACL = Namespace("http://www.w3.org/ns/shacl#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VOID = Namespace("http://rdfs.org/ns/void#")
VOID_EXT = Namespace("http://ldf.fi/void-ext#")

PREFIXES = {
    "dcterms": str(DCTERMS),
    "geo": "http://www.opengis.net/ont/geosparql#",
    "id": str(ID),
    "nif": str(NIF),
    "oa": str(OA),
    "org": "http://www.w3.org/ns/org#",
    "owl": str(OWL),
    "pa": str(PA),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "sdo": "https://schema.org/",
    "skos": str(SKOS),
    "xsd": str(XSD),
}
"""Prefixes that the dumps and the JSON-LD context declare."""

CATALOG_PREFIXES = PREFIXES | {
    "dcat": str(DCAT),
    "foaf": str(FOAF),
    "sd": str(SD),
    "sh": str(SHACL),
    "spdx": str(SPDX),
    "time": "http://www.w3.org/2006/time#",
    "void": str(VOID),
    "void-ext": str(VOID_EXT),
}
"""The same with those of the catalog graph."""
