"""The lists of classes, vocabularies and what belongs to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from rdflib import RDF, SKOS, Graph, URIRef

from api.app import create_app
from api.settings import Settings
from graph_builder.namespaces import ID, PA
from tests.api.server import serving

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def base(small_release: Path) -> Iterator[str]:
    with serving(create_app(small_release, Settings(query_workers=2))) as address:
        yield address


@pytest.fixture
def atlas(base: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base, headers=BROWSER) as client:
        yield client


@pytest.fixture(scope="module")
def graph(small_release: Path) -> Graph:
    return Graph().parse(small_release / "planatlas.nt", format="nt")


def listed(page: str) -> list[str]:
    """The addresses of a list, in its order."""
    part = page[page.index('<ul class="members">') : page.index("</ul>", page.index('<ul class="members">'))]
    return [unescape(link) for link in re.findall(r'<li[^>]*><a href="([^"]+)"', part)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_overview_counts_every_class_and_vocabulary(atlas: httpx.Client, graph: Graph, language: str) -> None:
    page = atlas.get(f"/browse?lang={language}").text
    shown = dict(re.findall(r'<a href="/browse/([\w/-]+)"><strong>[^<]+</strong> <small>([\d,]+)</small>', page))
    classes = {str(name).removeprefix(str(PA)) for name in graph.objects(None, RDF.type) if name in PA}
    assert classes >= {"Technology", "Directive", "Assertion", "Plan"}
    assert set(shown) == classes | {
        f"scheme/{str(name).removeprefix(f'{ID}scheme/')}" for name in graph.objects(None, SKOS.inScheme)
    }
    for name in ("Technology", "Directive", "Involvement"):
        assert int(shown[name].replace(",", "")) == len(set(graph.subjects(RDF.type, PA[name])))


def test_a_class_lists_all_that_belong_to_it(atlas: httpx.Client, graph: Graph) -> None:
    page = atlas.get("/browse/Technology?lang=zh").text
    expected = {f"/page/{str(iri).removeprefix(str(ID))}" for iri in graph.subjects(RDF.type, PA.Technology)}
    assert sorted(listed(page)) == sorted(expected)
    assert listed(page)[0] == "/page/technology/blockchain"  # mentioned most
    assert atlas.get(listed(page)[-1]).status_code == 200


def test_orders(atlas: httpx.Client) -> None:
    by_name = listed(atlas.get("/browse/Technology?lang=en&order=name").text)
    assert by_name.index("/page/technology/5g") < by_name.index("/page/technology/blockchain")
    directives = listed(atlas.get("/browse/Directive?order=name").text)
    assert directives.index("/page/plan/yunxi/directive/1.1.1.1") < directives.index(
        "/page/plan/yunxi/directive/1.1.2.1.1"
    )
    assert atlas.get("/browse/Technology?order=size").status_code == 400


def test_narrower_concepts_follow_their_broader_one(atlas: httpx.Client, graph: Graph) -> None:
    scheme = URIRef(f"{ID}scheme/technology")
    page = atlas.get("/browse/scheme/technology?lang=en").text
    order = listed(page)
    assert len(order) == len(set(graph.subjects(SKOS.inScheme, scheme)))
    pairs = [
        (order.index(f"/page/{str(up).removeprefix(str(ID))}"), order.index(f"/page/{str(one).removeprefix(str(ID))}"))
        for one, up in graph.subject_objects(SKOS.broader)
        if {(one, SKOS.inScheme, scheme), (up, SKOS.inScheme, scheme)} <= set(graph)
    ]
    assert pairs
    assert all(up < one for up, one in pairs)
    assert '<li class="d1">' in page


def test_the_list_can_be_had_as_data(atlas: httpx.Client) -> None:
    page = atlas.get("/browse/Technology").text
    link = unescape(next(iter(re.findall(r'href="(/sparql\?[^"]+format=csv)"', page))))
    table = atlas.get(link, headers={"accept": "*/*"})
    assert table.headers["content-type"].startswith("text/csv")
    assert len(table.text.splitlines()) == len(listed(page)) + 1
    assert "区块链,blockchain" in table.text


@pytest.mark.parametrize("path", ["Nothing", "scheme/nothing", "technology", "Technology/", "Technology?page=9"])
def test_what_there_is_not(atlas: httpx.Client, path: str) -> None:
    assert atlas.get(f"/browse/{path}").status_code == 404


def test_long_lists_come_in_pages(real_release: Path) -> None:
    with serving(create_app(real_release, Settings(query_workers=1))) as address:
        for name in ("Directive", "Assertion"):
            first = httpx.get(f"{address}/browse/{name}", headers=BROWSER).text
            second = httpx.get(f"{address}/browse/{name}?page=2", headers=BROWSER).text
            assert len(listed(first)) == 200
            assert not set(listed(first)) & set(listed(second))
            assert 'aria-current="page">2</a>' in second


def test_a_release_of_other_making(client: httpx.Client) -> None:
    assert sorted(listed(client.get("/browse/Technology", headers=BROWSER).text)) == [
        "/page/technology/big-data",
        "/page/technology/blockchain",
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_about(real_release: Path, language: str) -> None:
    with (
        serving(create_app(real_release, Settings(query_workers=1))) as address,
        httpx.Client(base_url=address, headers=BROWSER) as client,
    ):
        page = client.get(f"/about?lang={language}").text
        links = {unescape(link) for link in re.findall(r'href="(/[^"#]*)', page)}
        failed = [link for link in links if client.get(link, follow_redirects=True).status_code != 200]
        release = client.get("/healthz").json()["release"]
    assert failed == []
    assert release in page  # the citation names it
    assert {"zh": "未经人工审核", "en": "No person has reviewed it"}[language] in page
    assert "CC BY 4.0" in page
    known = page[page.index('id="background"') : page.index('id="report"')]
    assert "110102" in known
    assert {"zh": "民政部", "en": "Ministry of Civil Affairs"}[language] in known


def test_about_a_release_without_background(client: httpx.Client) -> None:
    answer = client.get("/about?lang=en", headers=BROWSER)
    assert answer.status_code == 200
    assert "This release holds none." in answer.text
