"""What the endpoint says of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

import pyoxigraph as ox

from api.problems import Problem
from api.sparql.negotiation import GRAPHS, RESULTS, Format

_SD = "http://www.w3.org/ns/sparql-service-description#"
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_FORMATS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nq": "N-Quads",
}


def describe(endpoint: str, form: Format) -> bytes:
    """Write the description of the endpoint with this address, in one of the graph formats.

    Raises:
        Problem: 400 if the address, which comes from the request, is not an IRI.
    """
    try:
        service = ox.NamedNode(endpoint)
    except ValueError:
        raise Problem(400, "The request's Host header and path do not make an address.") from None

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    formats = [ox.NamedNode(f"http://www.w3.org/ns/formats/{_FORMATS[offer.name]}") for offer in RESULTS + GRAPHS]
    triples = [
        ox.Triple(service, _RDF_TYPE, sd("Service")),
        ox.Triple(service, sd("endpoint"), service),
        ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        *(ox.Triple(service, sd("resultFormat"), iri) for iri in formats),
    ]
    rdf_format = ox.RdfFormat.from_media_type(form.media_type)
    assert rdf_format is not None
    written = ox.serialize(triples, format=rdf_format, prefixes={"sd": _SD, "formats": "http://www.w3.org/ns/formats/"})
    assert written is not None
    return written
