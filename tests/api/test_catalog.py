"""The descriptions as clients get them: every address in them is one of this server and answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import DCTERMS, RDF, Graph, Namespace, URIRef

from api.app import create_app
from api.settings import Settings
from tests.api.server import serving

BASE = "https://w3id.org/planatlas/"
DATASET = URIRef(f"{BASE}id/dataset/planatlas")
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VOID = Namespace("http://rdfs.org/ns/void#")
FORMATS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@pytest.fixture(scope="module")
def built(small_release: Path) -> Iterator[str]:
    """The address of a server of a release that the builder made."""
    with serving(create_app(small_release, Settings(query_workers=1))) as base:
        yield base


@pytest.fixture
def server(built: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=built, headers={"accept": "*/*"}) as made:
        yield made


def _read(answer: httpx.Response) -> Graph:
    assert answer.status_code == 200, answer.text
    kind = answer.headers["content-type"].partition(";")[0]
    return Graph().parse(data=answer.content, format=FORMATS[kind])


@pytest.mark.parametrize("path", ["/.well-known/void", "/catalog"])
@pytest.mark.parametrize("media_type", FORMATS)
def test_formats_say_the_same(server: httpx.Client, path: str, media_type: str) -> None:
    answer = server.get(path, headers={"accept": media_type})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["vary"] == "Accept"
    assert answer.headers["access-control-allow-origin"] == "*"
    turtle = _read(server.get(path))
    assert set(_read(answer)) == set(turtle)
    assert len(turtle) > 300


@pytest.mark.parametrize("path", ["/.well-known/void", "/catalog"])
def test_negotiation(server: httpx.Client, path: str) -> None:
    def kind(accept: str) -> str:
        return server.get(path, headers={"accept": accept}).headers["content-type"].partition(";")[0]

    assert kind(BROWSER["accept"]) == "text/turtle"
    assert kind("application/rdf+xml, text/html;q=0.5") == "application/rdf+xml"
    assert server.get(path, params={"format": "nt"}).headers["content-type"] == "application/n-triples"
    assert server.get(path, headers={"accept": "image/png"}).status_code == 406
    assert server.get(path, params={"format": "pdf"}).status_code == 400
    assert server.head(path).headers["content-length"] == str(len(server.get(path).content))


def test_conditional_request(server: httpx.Client) -> None:
    tags = {server.get("/catalog", params={"format": name}).headers["etag"] for name in ("ttl", "nt")}
    assert len(tags) == 2
    etag = server.get("/catalog").headers["etag"]
    again = server.get("/catalog", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    elsewhere = server.get("/catalog", headers={"host": "atlas.example:8080"})
    assert elsewhere.headers["etag"] != etag


def test_a_harvester_can_fetch_and_check_every_file(server: httpx.Client, built: str) -> None:
    graph = _read(server.get("/catalog"))
    distributions = list(graph.subjects(RDF.type, DCAT.Distribution))
    assert len(distributions) > 30
    for node in distributions:
        address = str(graph.value(node, DCAT.downloadURL))
        assert address.startswith(f"{built}/dumps/")
        answer = server.get(address)
        assert answer.status_code == 200, address
        checksum = graph.value(node, SPDX.checksum)
        if checksum is None:
            assert address.endswith("/dcat.ttl")
            continue
        assert answer.headers["etag"] == f'"{graph.value(checksum, SPDX.checksumValue)}"'
        assert int(str(graph.value(node, DCAT.byteSize))) == int(answer.headers["content-length"])
        packed = graph.value(node, DCAT.compressFormat) is not None
        kind = answer.headers["content-type"].partition(";")[0]
        named = graph.value(node, DCAT.mediaType)
        assert named is None or packed or str(named).endswith(f"/{kind}"), address
        assert not packed or kind == "application/gzip"


def test_the_catalog_leads_to_the_endpoint(server: httpx.Client, built: str) -> None:
    for path in ("/.well-known/void", "/catalog"):
        graph = _read(server.get(path))
        assert not [node for node in graph.all_nodes() if str(node).startswith(f"{BASE}dumps/")]
        assert URIRef(f"{BASE}sparql") not in set(graph.all_nodes())
    endpoint = _read(server.get("/.well-known/void")).value(DATASET, VOID.sparqlEndpoint)
    assert endpoint == URIRef(f"{built}/sparql")
    answer = server.get(str(endpoint), params={"query": "ASK { ?dataset a <http://www.w3.org/ns/dcat#Dataset> }"})
    assert answer.json()["boolean"] is True
    service = _read(server.get("/catalog")).value(predicate=RDF.type, object=DCAT.DataService)
    assert service == endpoint


def test_names_of_things_stay(server: httpx.Client) -> None:
    graph = _read(server.get("/.well-known/void"))
    assert (DATASET, RDF.type, VOID.Dataset) in graph
    parts = {str(part) for part in graph.objects(DATASET, VOID.classPartition)}
    assert f"{BASE}.well-known/void#class/pa:Task" in parts


def test_dumps_of_the_void_description_answer(server: httpx.Client) -> None:
    dumps = list(_read(server.get("/.well-known/void")).objects(DATASET, VOID.dataDump))
    assert len(dumps) == 12
    assert all(server.head(str(dump)).status_code == 200 for dump in dumps)


def test_behind_another_host(server: httpx.Client, built: str) -> None:
    graph = _read(server.get("/.well-known/void", headers={"host": "atlas.example:8080"}))
    assert graph.value(DATASET, VOID.sparqlEndpoint) == URIRef("http://atlas.example:8080/sparql")
    graph = _read(server.get("/.well-known/void", headers={"host": "a<b>"}))
    assert graph.value(DATASET, VOID.sparqlEndpoint) == URIRef(f"{built}/sparql")


def test_release_without_descriptions(client: httpx.Client) -> None:
    """The small release of the doors' tests has none."""
    for path in ("/.well-known/void", "/catalog"):
        assert client.get(path).status_code == 404
        assert path not in client.get("/", headers=BROWSER).text
    assert client.get("/sparql").status_code == 200


def test_home_names_both(server: httpx.Client) -> None:
    page = server.get("/", headers=BROWSER).text
    assert 'href="/.well-known/void"' in page
    assert 'href="/catalog"' in page


def test_service_description_names_the_graphs(server: httpx.Client, built: str) -> None:
    graph = _read(server.get("/sparql"))
    service = URIRef(f"{built}/sparql")
    assert set(graph.subjects(RDF.type, SD.Service)) == {service}
    assert (service, SD.feature, SD.UnionDefaultGraph) in graph
    dataset = graph.value(service, SD.defaultDataset)
    names = {str(name).removeprefix(f"{BASE}graph/") for name in graph.objects(dataset, SD.namedGraph)}
    counts = server.get("/dumps/manifest.json").json()["counts"]["graphs"]
    assert names == {name.removeprefix(f"{BASE}graph/") for name in counts}
    for name in graph.objects(dataset, SD.namedGraph):
        triples = graph.value(graph.value(name, SD.graph), VOID.triples)
        assert triples is None or int(str(triples)) == counts[str(name)]
    assert graph.value(graph.value(dataset, SD.defaultGraph), DCTERMS.title) is not None
    stored = _read(server.get("/.well-known/void"))
    assert set(stored.objects(service, SD.resultFormat)) == set(graph.objects(service, SD.resultFormat))
