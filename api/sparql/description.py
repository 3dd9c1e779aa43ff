"""What the endpoint says of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyoxigraph as ox

from api.problems import Problem
from api.settings import Settings
from api.sparql.negotiation import GRAPHS, RESULTS, Format
from graph_builder.namespaces import CATALOG_PREFIXES

About = Callable[[str], Iterable[ox.Triple]]
"""Gives, for the address of the server, what is known of the endpoint and of the graphs behind it."""

_SD = "http://www.w3.org/ns/sparql-service-description#"
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_COMMENT = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
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


def describe(endpoint: str, form: Format, settings: Settings, about: Iterable[ox.Triple] = ()) -> bytes:
    """Write the description of the endpoint with this address, in one of the graph formats.

    ``about`` are triples that belong to it: which graphs there are.

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
    triples = {
        *about,
        ox.Triple(service, _RDF_TYPE, sd("Service")),
        ox.Triple(service, sd("endpoint"), service),
        ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        *(ox.Triple(service, sd("resultFormat"), iri) for iri in formats),
        *(ox.Triple(service, _COMMENT, ox.Literal(words, language=tag)) for tag, words in _limits(settings).items()),
    }
    rdf_format = ox.RdfFormat.from_media_type(form.media_type)
    assert rdf_format is not None
    written = ox.serialize(
        sorted(triples, key=str),
        format=rdf_format,
        prefixes=CATALOG_PREFIXES | {"formats": "http://www.w3.org/ns/formats/"},
    )
    assert written is not None
    return written


def _limits(settings: Settings) -> dict[str, str]:
    """Announce what a query is held to, by language."""
    seconds, memory = f"{settings.query_timeout:g}", settings.worker_memory
    return {
        "en": f"Queries only. A query may take {seconds} s (query_timeout; the parameter timeout shortens it) and "
        f"{memory} MiB of memory (worker_memory), its answer {settings.answer_bytes} bytes (answer_bytes). "
        "A query over a limit gets a problem document (RFC 9457); if the answer has grown beyond "
        f"{settings.answer_buffer} bytes (answer_buffer), it is being sent, and the transfer breaks off. "
        "An answer that ends properly is whole.",
        "zh": f"只接受查询。一次查询最多用时 {seconds} 秒（query_timeout，可用参数 timeout 缩短），"
        f"最多占用内存 {memory} MiB（worker_memory），结果最大 {settings.answer_bytes} 字节（answer_bytes）。"
        "超出限制时返回问题说明（RFC 9457）；"
        f"结果超过 {settings.answer_buffer} 字节（answer_buffer）后边算边传，此后超限则中断传输。"
        "正常结束的结果都是完整的。",
    }
