"""Namespaces, and the IRIs below our own base (not registered: a PlanAtlas server answers for them itself)."""

from __future__ import annotations

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, Namespace

BASE = "https://w3id.org/planatlas/"
PA = Namespace(f"{BASE}ontology#")
ID = Namespace(f"{BASE}id/")
GRAPH = Namespace(f"{BASE}graph/")
OA = Namespace("http://www.w3.org/ns/oa#")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")

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
"""Prefixes that the dumps declare."""
