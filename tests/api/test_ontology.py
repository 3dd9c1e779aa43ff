"""The ontology at its address: a page for people, RDF for programs, and its files."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import RDFS, Graph

from api.app import create_app
from api.settings import Settings
from graph_builder import resources
from graph_builder.namespaces import PA
from tests.api.server import serving
from tests.plans import ontology

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
TERMS = {str(term).removeprefix(str(PA)) for term in ontology().subjects(RDFS.isDefinedBy)}


@pytest.fixture(scope="module")
def base(small_release: Path) -> Iterator[str]:
    with serving(create_app(small_release, Settings(query_workers=1))) as address:
        yield address


@pytest.fixture
def built(base: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base) as client:
        yield client


@pytest.fixture(params=["zh", "en"])
def page(request: pytest.FixtureRequest, built: httpx.Client) -> str:
    answer = built.get(f"/ontology?lang={request.param}", headers=BROWSER)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-language"] == {"zh": "zh-CN", "en": "en"}[request.param]
    assert "Accept" in answer.headers["vary"]
    return answer.text


def test_every_term_has_its_place(page: str) -> None:
    places = re.findall(r'<article class="term" id="(\w+)">', page)
    assert sorted(places) == sorted(TERMS)


def test_places_are_unique_and_links_within_the_page_lead_to_one(page: str) -> None:
    places = re.findall(r'\bid="([^"]+)"', page)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(places)


def test_links_to_this_server_answer(page: str, built: httpx.Client) -> None:
    for href in {html.unescape(href).partition("#")[0] for href in re.findall(r'href="(/[^"]*)"', page)}:
        assert built.get(href, headers=BROWSER, follow_redirects=True).status_code == 200, href


def test_a_term_is_told_in_full(built: httpx.Client) -> None:
    page = built.get("/ontology?lang=en", headers=BROWSER).text
    term = page[page.index('<article class="term" id="usesTechnology">') :]
    term = html.unescape(term[: term.index("</article>")])
    for words in (
        "uses technology",
        "应用技术",
        "https://w3id.org/planatlas/ontology#usesTechnology",
        "An existing technology that is applied.",
        "「运用虚拟现实、增强现实、全息技术等数字化技术」",
        "line 55",
        'href="#concernsTechnology"',
        'href="#Directive"',
        'href="#Technology"',
    ):
        assert words in term, words
    assert "/plans/" not in term  # this release lacks the plan that the examples quote


def test_values_rules_and_alignments_are_told(built: httpx.Client) -> None:
    page = html.unescape(built.get("/ontology?lang=zh", headers=BROWSER).text)
    for words in ("统筹协调", "id:role/coordinator", "cco:ont00000476", "rules/targets.rq", "CONSTRUCT {", "引用方式"):
        assert words in page, words


@pytest.mark.parametrize(
    ("accept", "media_type", "form"),
    [
        ("text/turtle", "text/turtle", "turtle"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("text/html;q=0.3, text/turtle;q=0.9", "text/turtle", "turtle"),
    ],
)
@pytest.mark.parametrize("path", ["/ontology", "/ontology/1.0.0"])
def test_programs_get_the_ontology_alone(
    built: httpx.Client, path: str, accept: str, media_type: str, form: str
) -> None:
    answer = built.get(path, headers={"accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["vary"] == "Accept"
    assert set(Graph().parse(data=answer.text, format=form)) == set(ontology())


def test_format_comes_before_accept(built: httpx.Client) -> None:
    answer = built.get("/ontology?format=ttl", headers=BROWSER)
    assert answer.text == resources.path("ontology/planatlas.ttl").read_text("utf-8")
    assert built.get("/ontology?format=nonsense").status_code == 400


def test_what_is_not_on_offer(built: httpx.Client) -> None:
    answer = built.get("/ontology", headers={"accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["available"]


def test_without_a_wish_there_is_the_page(built: httpx.Client) -> None:
    assert built.get("/ontology", headers={"accept": "*/*"}).headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("planatlas.ttl", "text/turtle"),
        ("alignments.ttl", "text/turtle"),
        ("context.jsonld", "application/ld+json"),
        ("rules/targets.rq", "application/sparql-query"),
    ],
)
def test_files(built: httpx.Client, name: str, media_type: str) -> None:
    answer = built.get(f"/ontology/{name}")
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.content == resources.path(f"ontology/{name}").read_bytes()


@pytest.mark.parametrize("name", ["0.0.1", "nothing.ttl", "../manifest.json", "rules/"])
def test_what_there_is_not(built: httpx.Client, name: str) -> None:
    assert built.get(f"/ontology/{name}").status_code == 404


def test_the_version_before_is_gone(built: httpx.Client) -> None:
    answer = built.get("/ontology/0.1.0")
    assert answer.status_code == 410
    assert "version 1.0.0" in answer.json()["detail"]


def test_a_release_without_ontology(client: httpx.Client) -> None:
    assert client.get("/ontology").status_code == 404
    assert '"/ontology"' not in client.get("/", headers=BROWSER).text


def test_home_leads_here(built: httpx.Client) -> None:
    assert 'href="/ontology"' in built.get("/", headers=BROWSER).text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_examples_lead_to_their_place_in_the_plan(real_release: Path, language: str) -> None:
    with serving(create_app(real_release, Settings(query_workers=1))) as address:
        page = httpx.get(f"{address}/ontology?lang={language}", headers=BROWSER).text
        text = httpx.get(f"{address}/plans/xicheng-145/text.txt").text
    found = re.findall(r'<a href="/plans/xicheng-145#char=(\d+),(\d+)"><span lang="zh-CN">「([^<]+)」</span>', page)
    assert len(found) == len(TERMS)
    for begin, end, quote in found:
        assert text[int(begin) : int(end)] == html.unescape(quote)
