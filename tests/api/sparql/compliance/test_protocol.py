"""The protocol over HTTP: how queries come, what is refused, and how answers are labelled."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from urllib.parse import quote

import pytest
import rdflib
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

from api.sparql import GRAPHS, RESULTS, Format
from tests.api.sparql.asking import ASK, COUNT, DIRECT, FORM, number, problem, target, truth
from tests.api.sparql.conftest import EX, Reply, Server

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


def test_the_three_ways_to_send_a_query(server: Server) -> None:
    body = f"query={quote(ASK)}".encode()
    assert truth(server.ask("GET", target()))
    assert truth(server.ask("GET", "/sparql?query=ASK+%7b+?s%20?p+7}"))
    assert truth(server.ask("POST", "/sparql", body, Content_Type=FORM))
    assert truth(server.ask("POST", "/sparql", body, Content_Type=f"{FORM.upper()}; charset=UTF-8"))
    assert truth(server.ask("POST", "/sparql", ASK.encode(), Content_Type=DIRECT))
    assert truth(server.ask("POST", "/sparql", ASK.encode(), Content_Type=f'{DIRECT};charset="utf-8"'))


def test_text_beyond_ascii_arrives(server: Server) -> None:
    query = 'ASK { ?s ?p ?o FILTER(STRSTARTS(STR(?o), "第7项")) }'
    assert truth(server.ask("GET", target(query)))
    assert truth(server.ask("POST", "/sparql", f"query={quote(query)}".encode(), Content_Type=FORM))
    assert truth(server.ask("POST", "/sparql", query.encode(), Content_Type=DIRECT))


def test_the_dataset_of_the_request(server: Server) -> None:
    even, odd = f"{EX}graph/0", f"{EX}graph/1"
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert number(server.ask("GET", target(COUNT))) == 300
    assert number(server.ask("GET", target(COUNT, default_graph_uri=even))) == 150
    assert number(server.ask("GET", target(COUNT, default_graph_uri=[even, odd]))) == 300
    assert number(server.ask("GET", target(named, named_graph_uri=[even, odd]))) == 300
    assert number(server.ask("GET", target(named, named_graph_uri=odd))) == 150
    assert number(server.ask("GET", target(f"SELECT (COUNT(*) AS ?n) FROM <{odd}> {{ ?s ?p 7 }}"))) == 1
    over = target(f"SELECT (COUNT(*) AS ?n) FROM <{odd}> {{ ?s ?p 7 }}", default_graph_uri=even)
    assert number(server.ask("GET", over)) == 0
    form = target(COUNT, default_graph_uri=even).partition("?")[2].encode()
    assert number(server.ask("POST", "/sparql", form, Content_Type=FORM)) == 150
    address = f"/sparql?default-graph-uri={quote(even)}"
    assert number(server.ask("POST", address, COUNT.encode(), Content_Type=DIRECT)) == 150
    problem(server.ask("GET", target(COUNT, default_graph_uri="graph/0")), 400)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/sparql?query=", "not valid"),
        ("/sparql?query", "not valid"),
        ("/sparql?format=json", "there are 0"),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "there are 2"),
        ("/sparql?query=ASK%7B%7D&format=json&format=xml", "more than once"),
        ("/sparql?query=ASK%7B%7D&format=pdf", "pdf"),
        ("/sparql?query=%ZZ", "percent sign"),
        ("/sparql?query=ASK%7B%7D%2", "percent sign"),
        ("/sparql?query=ASK%7B%7D%20%23%FF", "UTF-8"),
        ("/sparql?query=ASK%7B%7D%20%23%ED%A0%80", "UTF-8"),
        ("/sparql?%FF=x&query=ASK%7B%7D", "UTF-8"),
        ("/sparql?update=CLEAR+ALL", "this endpoint takes queries only"),
        ("/sparql?query=CLEAR+ALL", "this endpoint takes queries only"),
        ("/sparql?query=ASK%7BSERVICE%20%3Cx:y%3E%7B%7D%7D", "SERVICE is refused"),
    ],
)
def test_bad_requests(server: Server, address: str, words: str) -> None:
    assert words in problem(server.ask("GET", address), 400)["detail"]


@pytest.mark.parametrize(
    ("encoded", "status"),
    [
        ("query={ask}&format=json", 200),
        ("format=json&query={ask}", 200),
        ("&&query={ask}&", 200),
        ("format=json;query={ask}", 400),
        ("query={ask};format=json", 400),
        ("Query={ask}", 400),
        ("%71uery={ask}", 200),
        ("query=ASK{{%ZZ}}", 400),
        ("query={ask}&default-graph-uri=%FF", 400),
        ("query={ask}&unknown=1&unknown=2", 200),
    ],
)
def test_parameters_are_escaped_and_separated_by_ampersands_in_any_order(
    server: Server, encoded: str, status: int
) -> None:
    encoded = encoded.format(ask=quote(ASK))
    assert server.ask("GET", f"/sparql?{encoded}").status == status
    assert server.ask("POST", "/sparql", encoded.encode(), Content_Type=FORM).status == status


def test_a_body_sent_by_get_is_not_read(server: Server) -> None:
    for body, kind in ((b"query=ASK{}", FORM), (b"ASK {", DIRECT), (b"query=%ZZ", FORM)):
        assert truth(server.ask("GET", target(), body, Content_Type=kind))


@pytest.mark.parametrize("body", [quote(ASK), f"query={quote(ASK)}", f"{ASK}&format=json", f"\ufeff\x00{ASK}"])
def test_a_body_that_is_not_the_bare_query_is_refused(server: Server, body: str) -> None:
    problem(server.ask("POST", "/sparql", body.encode(), Content_Type=DIRECT), 400)


@pytest.mark.parametrize(
    ("method", "address", "body", "kind", "status"),
    [
        ("GET", "/sparql?update=CLEAR+ALL", None, "", 400),
        ("GET", "/sparql?query=DROP+ALL", None, "", 400),
        ("POST", "/sparql", b"update=CLEAR+ALL", FORM, 400),
        ("POST", "/sparql", b"query=INSERT+DATA+%7B%3Cx:a%3E+%3Cx:b%3E+%3Cx:c%3E%7D", FORM, 400),
        ("POST", "/sparql", b"PREFIX x: <x:> LOAD <http://127.0.0.1:9/>", DIRECT, 400),
        ("POST", "/sparql", b"CLEAR ALL", "application/sparql-update", 415),
        ("POST", "/sparql?using-graph-uri=x:g", ASK.encode(), DIRECT, 400),
        ("POST", "/sparql", b"query=ASK+%7B%7D&using-named-graph-uri=x:g", FORM, 400),
    ],
)
def test_updates_are_refused_plainly(
    server: Server, method: str, address: str, body: bytes | None, kind: str, status: int
) -> None:
    reply = server.ask(method, address, body, Content_Type=kind)
    assert "this endpoint takes queries only" in problem(reply, status)["detail"]


def test_bad_bodies(server: Server) -> None:
    def post(body: bytes, kind: str, address: str = "/sparql") -> Reply:
        return server.ask("POST", address, body, Content_Type=kind)

    assert "there are 0" in problem(post(b"", FORM), 400)["detail"]
    assert "there are 2" in problem(post(b"query=ASK{}&query=ASK{}", FORM), 400)["detail"]
    assert "there are 2" in problem(post(ASK.encode(), DIRECT, target()), 400)["detail"]
    assert "queries only" in problem(post(b"update=CLEAR+ALL", FORM), 400)["detail"]
    assert "UTF-8" in problem(post("ASK {?s ?p 'é'}".encode("latin-1"), DIRECT), 400)["detail"]
    assert problem(post(b"ASK {\n ?s }", DIRECT), 400)["line"] == 2
    assert problem(post(b"x" * 30_000, DIRECT), 413)["limit"] == "request_bytes"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (None, "posted as"),
        ("", "posted as"),
        ("text/plain", "posted as"),
        ("multipart/form-data; boundary=x", "posted as"),
        ("application/sparql-update", "queries only"),
        (f"{DIRECT}; charset=utf-16", "UTF-8"),
        (f"{FORM}; charset=latin-1", "UTF-8"),
        (f"{DIRECT}; charset=klingon", "UTF-8"),
    ],
)
def test_media_types_that_are_no_query(server: Server, kind: str | None, words: str) -> None:
    headers = {} if kind is None else {"Content_Type": kind}
    reply = server.ask("POST", "/sparql", ASK.encode(), **headers)
    assert words in problem(reply, 415)["detail"]
    assert reply.headers["Accept-Post"] == f"{DIRECT}, {FORM}"


def test_an_encoded_body_is_refused(server: Server) -> None:
    problem(server.ask("POST", "/sparql", b"x", Content_Type=DIRECT, Content_Encoding="gzip"), 415)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "QUERY"])
def test_other_methods_are_refused(server: Server, method: str) -> None:
    reply = server.ask(method, target())
    problem(reply, 405)
    assert reply.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_options_lets_any_page_ask(server: Server) -> None:
    reply = server.ask("OPTIONS", "/sparql", Origin="https://example.org", Access_Control_Request_Method="POST")
    assert (reply.status, reply.body) == (204, b"")
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in reply.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in reply.headers["Access-Control-Allow-Headers"]
    assert reply.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize("address", [target(), target("ASK {"), "/sparql"])
def test_head_is_get_without_the_body(server: Server, address: str) -> None:
    get, head = server.ask("GET", address), server.ask("HEAD", address)
    assert head.body == b""
    assert get.body
    for name in ("Content-Type", "Content-Length", "Vary", "Access-Control-Allow-Origin"):
        assert head.headers[name] == get.headers[name]
    assert head.status == get.status


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        (COUNT, "text/csv", "text/csv; charset=utf-8"),
        (COUNT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (COUNT, "application/xml", "application/sparql-results+xml"),
        (COUNT, "application/json, text/turtle;q=0.9", "application/sparql-results+json"),
        (ASK, "text/csv", "text/csv; charset=utf-8"),
        (ASK, ["text/csv;q=0.1", "application/sparql-results+xml"], "application/sparql-results+xml"),
        (f"DESCRIBE <{EX}s7>", "application/sparql-results+json, text/turtle;q=0.1", "text/turtle"),
        (f"DESCRIBE <{EX}s7>", "application/json", "application/ld+json"),
        (f"DESCRIBE <{EX}s7>", "application/n-quads", "application/n-quads"),
    ],
)
def test_negotiation(server: Server, query: str, accept: str | list[str], kind: str) -> None:
    reply = server.ask("GET", target(query), Accept=accept)
    assert (reply.status, reply.type) == (200, kind)


@pytest.mark.parametrize(
    ("query", "offers"),
    [(COUNT, RESULTS), (ASK, RESULTS), (f"DESCRIBE <{EX}s7>", GRAPHS), ("CONSTRUCT WHERE { ?s ?p 7 }", GRAPHS)],
)
@pytest.mark.parametrize("spelling", [str, str.upper])
def test_every_answer_is_labelled_with_the_type_of_its_format(
    server: Server, query: str, offers: tuple[Format, ...], spelling: Callable[[str], str]
) -> None:
    for offer in offers:
        for asked in (offer.media_type, *offer.aliases):
            reply = server.ask("GET", target(query), Accept=f"image/png, {spelling(asked)};q=0.1, */*;q=0")
            assert reply.status == 200
            assert reply.type.partition(";")[0] == offer.media_type
            head = server.ask("HEAD", target(query), Accept=asked)
            assert (head.type, head.body) == (reply.type, b"")


def test_format_is_a_shortcut(server: Server) -> None:
    assert server.ask("GET", target(COUNT, format="csv"), Accept="image/png").body == b"n\r\n300\r\n"
    reply = server.ask("POST", "/sparql", f"query={quote(COUNT)}&format=tsv".encode(), Content_Type=FORM)
    assert reply.body == b"?n\n300\n"
    assert server.ask("POST", "/sparql?format=xml", COUNT.encode(), Content_Type=DIRECT).body.startswith(b"<?xml")


def test_what_cannot_be_had_names_what_can(server: Server) -> None:
    body = problem(server.ask("GET", target(), Accept="text/turtle"), 406)
    assert body["available"][0] == "application/sparql-results+json"
    assert "text/turtle" in problem(server.ask("GET", target(f"DESCRIBE <{EX}s7>", format="csv")), 406)["available"]
    problem(server.ask("GET", target(), Accept="image/png"), 406)


@pytest.mark.parametrize(
    ("accept", "parser"),
    [(None, "turtle"), ("*/*", "turtle"), ("application/rdf+xml", "xml"), ("text/turtle, text/html;q=0.9", "turtle")],
)
def test_programs_get_the_service_description(server: Server, accept: str | None, parser: str) -> None:
    reply = server.ask("GET", "/sparql", **({"Accept": accept} if accept else {}))
    assert reply.status == 200
    graph = rdflib.Graph().parse(data=reply.body, format=parser)
    service = rdflib.URIRef(server.address)
    assert graph.value(service, SD.endpoint) == service
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert rdflib.URIRef("http://www.w3.org/ns/formats/SPARQL_Results_JSON") in set(
        graph.objects(service, SD.resultFormat)
    )


def test_people_get_the_page(server: Server) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for address in ("/sparql", "/sparql?lang=en"):
        reply = server.ask("GET", address, Accept=browser)
        assert reply.body == b"<h1>editor</h1>"
        assert "Accept" in reply.headers["Vary"]
    assert server.ask("HEAD", "/sparql", Accept=browser).type == reply.type
    assert truth(server.ask("GET", target(), Accept="text/html,*/*;q=0.8"))
    problem(server.ask("GET", "/sparql", Accept="image/png"), 406)


def test_a_host_that_makes_no_address_is_refused(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(b"GET /sparql HTTP/1.1\r\nHost: a<b>\r\nConnection: close\r\n\r\n")
        assert b" 500 " not in connection.makefile("rb").readline()


def test_the_address_is_exact(server: Server) -> None:
    assert server.ask("GET", "/sparql/x").status == 404
    assert truth(server.ask("GET", target()))  # without a redirect: this client follows none


def test_query_texts_are_not_logged(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "api.sparql"):
        for query in ("ASK { ?secret ?p ?o }", "ASK { ?secret", "ASK { SERVICE ?secret {} }"):
            server.ask("GET", target(query))
    assert "secret" not in caplog.text


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_a_client_library_reads_the_answers(server: Server) -> None:
    client = SPARQLWrapper(server.address)
    for method in ("GET", "POST"):
        client.setMethod(method)
        client.setQuery(COUNT)
        client.setReturnFormat(JSON)
        assert client.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == "300"  # type: ignore[call-overload, index]
        client.setReturnFormat(CSV)
        assert client.queryAndConvert() == b"n\r\n300\r\n"
        client.setQuery(ASK)
        client.setReturnFormat(XML)
        assert "true" in client.queryAndConvert().toxml()  # type: ignore[union-attr]
        client.setQuery(f"DESCRIBE <{EX}s7>")
        client.setReturnFormat(TURTLE)
        assert b"7" in client.queryAndConvert()  # type: ignore[operator]
