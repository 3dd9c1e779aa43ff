"""Tags, conditions, compression and what else the headers settle, over HTTP."""

from __future__ import annotations

import gzip
import json

import httpx
import pytest
import rdflib

from api.settings import Settings
from tests.api.sparql.asking import ASK, COUNT, DIRECT, problem, target, truth
from tests.api.sparql.conftest import EX, Server

SMALL = target("SELECT * { ?s ?p 7 }")
ALL = target("SELECT * { ?s ?p ?o } LIMIT 100")
VARY = "Accept, Accept-Encoding"


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_compression_changes_the_bytes_only(server: Server, name: str) -> None:
    address = target("SELECT * { ?s ?p ?o } ORDER BY ?s ?p LIMIT 100", format=name)
    plain, packed = server.ask("GET", address), server.ask("GET", address, Accept_Encoding="gzip")
    assert (plain.headers["Content-Encoding"], packed.headers["Content-Encoding"]) == (None, "gzip")
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) * 3 < len(plain.body)
    assert packed.headers["Content-Length"] == str(len(packed.body))
    for header in ("Content-Type", "Vary", "ETag"):
        assert packed.headers[header] == plain.headers[header]
    assert plain.headers["Vary"] == VARY


def test_little_is_not_compressed(server: Server) -> None:
    reply = server.ask("GET", target(), Accept_Encoding="gzip")
    assert reply.headers["Content-Encoding"] is None
    assert truth(reply)


def test_large_answers_are_compressed_as_they_come(server: Server) -> None:
    address = target("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 20000", format="csv")
    packed = server.ask("GET", address, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Transfer-Encoding"] == "chunked"
    assert gzip.decompress(packed.body).count(b"\r\n") == 20_001


def test_problems_are_not_compressed_but_vary_all_the_same(server: Server) -> None:
    reply = server.ask("GET", target("ASK {"), Accept_Encoding="gzip")
    problem(reply, 400)
    assert (reply.headers["Vary"], reply.headers["ETag"]) == (VARY, None)


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("form", ["{}", "{}, {}", '"other", {}', '"a,b" ,{} , W/"c"', "*"])
def test_who_holds_the_answer_gets_no_other(server: Server, encoding: str, method: str, form: str) -> None:
    first = server.ask("GET", ALL, Accept_Encoding=encoding)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    assert first.headers["Cache-Control"] == "no-cache"
    again = server.ask(method, ALL, Accept_Encoding=encoding, If_None_Match=form.replace("{}", tag))
    assert (again.status, again.body) == (304, b"")
    for header in ("ETag", "Vary", "Cache-Control", "Access-Control-Allow-Origin"):
        assert again.headers[header] == first.headers[header]


@pytest.mark.parametrize("held", ['"other"', 'W/"other"', "", "garbage", '"*"', 'W/"'])
def test_who_holds_another_answer_gets_this_one(server: Server, held: str) -> None:
    assert truth(server.ask("GET", target(), If_None_Match=held))


def test_a_tag_belongs_to_query_format_and_dataset(server: Server) -> None:
    addresses = [
        target(COUNT),
        target(f"{COUNT} "),
        target(COUNT, format="csv"),
        target(COUNT, default_graph_uri=f"{EX}graph/0"),
        target(COUNT, named_graph_uri=f"{EX}graph/0"),
    ]
    tags = [server.ask("GET", address).headers["ETag"] for address in addresses]
    assert len(set(tags)) == len(addresses)
    assert server.ask("GET", addresses[0], If_None_Match=", ".join(tags[1:])).status == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [(target("ASK {"), 400), (target("ASK { SERVICE <x:y> {} }"), 400), (target(format="ttl"), 406)],
)
def test_nothing_is_held_of_what_there_is_not(server: Server, address: str, status: int) -> None:
    problem(server.ask("GET", address, If_None_Match="*"), status)


def test_time_and_chance_have_no_tag(server: Server) -> None:
    query = target("SELECT (RAND() AS ?r) {}")
    first, second = server.ask("GET", query), server.ask("GET", query, If_None_Match="*")
    assert (first.headers["ETag"], first.headers["Cache-Control"]) == (None, "no-store")
    assert second.status == 200
    assert first.body != second.body


def test_a_post_has_no_tag(server: Server) -> None:
    reply = server.ask("POST", "/sparql", ASK.encode(), Content_Type=DIRECT, If_None_Match="*")
    assert truth(reply)
    assert reply.headers["ETag"] is None


@pytest.mark.parametrize("given", ["0", "-1", "", "abc", "1e9", "nan", "inf", "1;2", " 1", "١"])
def test_a_deadline_that_is_no_number_of_seconds_is_refused(server: Server, given: str) -> None:
    assert "timeout" in problem(server.ask("GET", target(timeout=given)), 400)["detail"]


@pytest.mark.parametrize("given", ["1", "0.5", "99999", "2.500"])
def test_a_deadline_is_a_number_of_seconds(server: Server, given: str) -> None:
    assert truth(server.ask("GET", target(timeout=given)))
    assert "timeout" in problem(server.ask("GET", target(timeout=[given, given])), 400)["detail"]


def test_relative_iris_are_resolved_against_the_base_of_the_release(server: Server) -> None:
    assert truth(server.ask("GET", target("ASK { <s7> <value> 7 }")))
    assert truth(server.ask("GET", target("BASE <http://other.org/> ASK { FILTER(<s7> = <http://other.org/s7>) }")))
    count = "SELECT (COUNT(*) AS ?n) FROM <graph/0> { ?s ?p ?o }"
    assert json.loads(server.ask("GET", target(count)).body)["results"]["bindings"][0]["n"]["value"] == "150"


def test_a_page_elsewhere_may_read_what_it_needs_but_not_as_somebody(server: Server) -> None:
    preflight = server.ask(
        "OPTIONS",
        "/sparql",
        Origin="https://example.org",
        Access_Control_Request_Method="GET",
        Access_Control_Request_Headers="if-none-match",
    )
    assert "If-None-Match" in preflight.headers["Access-Control-Allow-Headers"]
    for reply in (preflight, server.ask("GET", target(), Origin="https://example.org", Cookie="a=b")):
        assert reply.headers["Access-Control-Allow-Origin"] == "*"
        assert reply.headers["Access-Control-Allow-Credentials"] is None
        assert {"ETag", "Retry-After"} <= set(reply.headers["Access-Control-Expose-Headers"].split(", "))


def test_clients_that_unpack_read_what_was_sent(server: Server) -> None:
    with httpx.Client() as client:
        url = server.address + ALL.removeprefix("/sparql")
        reply = client.get(url)
        assert reply.headers["content-encoding"] == "gzip"
        assert len(reply.json()["results"]["bindings"]) == 100
        assert client.get(url, headers={"If-None-Match": reply.headers["etag"]}).status_code == 304


def test_the_limits_are_announced(server: Server) -> None:
    graph = rdflib.Graph().parse(data=server.ask("GET", "/sparql").body, format="turtle")
    words = {o.language: str(o) for o in graph.objects(rdflib.URIRef(server.address), rdflib.RDFS.comment)}  # type: ignore[attr-defined]
    assert set(words) == {"zh", "en"}
    for text in words.values():
        for limit in ("30", "2000000", "10000", str(Settings().worker_memory)):
            assert limit in text
        for name in ("query_timeout", "answer_bytes", "answer_buffer", "worker_memory"):
            assert name in text
