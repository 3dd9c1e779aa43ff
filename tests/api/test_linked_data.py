"""Linked data: every IRI of a release leads to a page for people and to RDF for programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, Graph, URIRef

from api.app import create_app
from api.settings import Settings
from graph_builder.namespaces import BASE, PA
from tests.api.sample import write_release
from tests.api.server import serving
from tests.plans import SPREADS, TEXT, USES

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PLAN = "plan/yunxi"
CHAIN = "technology/blockchain"


@pytest.fixture(scope="module")
def base(small_release: Path) -> Iterator[str]:
    with serving(create_app(small_release, Settings(query_workers=2))) as address:
        yield address


@pytest.fixture
def atlas(base: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base) as client:
        yield client


@pytest.fixture(scope="module")
def store(small_release: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=str(small_release / "planatlas.nq"), format=ox.RdfFormat.N_QUADS)
    return store


def of_release(store: ox.Store) -> set[str]:
    """Every IRI below our base that the release holds, wherever it stands."""
    found = set()
    for quad in store:
        terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        found |= {term.value for term in terms if isinstance(term, ox.NamedNode) and term.value.startswith(BASE)}
    return found


def visible(page: str) -> str:
    """The words of a page between its tags, without what only machines read."""
    main = page[page.index("<main") : page.index("</main>")]
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<code>.*?</code>", " ", main)))


@pytest.mark.parametrize(
    ("accept", "leads_to"),
    [
        ("text/html", f"/page/{CHAIN}"),
        (BROWSER["accept"], f"/page/{CHAIN}"),
        ("*/*", f"/page/{CHAIN}"),
        ("text/turtle", f"/data/{CHAIN}.ttl"),
        ("application/ld+json", f"/data/{CHAIN}.jsonld"),
        ("application/rdf+xml", f"/data/{CHAIN}.rdf"),
        ("application/n-triples;q=0.5, text/html;q=0.1", f"/data/{CHAIN}.nt"),
        ("text/html;q=0, text/turtle", f"/data/{CHAIN}.ttl"),
    ],
)
def test_a_thing_leads_to_the_document_that_suits(atlas: httpx.Client, accept: str, leads_to: str) -> None:
    answer = atlas.get(f"/id/{CHAIN}", headers={"accept": accept})
    assert answer.status_code == 303
    assert answer.headers["location"] == leads_to
    assert "Accept" in answer.headers["vary"]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_format_in_the_address_comes_first(atlas: httpx.Client) -> None:
    answer = atlas.get(f"/id/{CHAIN}?format=ttl", headers=BROWSER)
    assert answer.headers["location"] == f"/data/{CHAIN}.ttl"
    assert atlas.get(f"/id/{CHAIN}?format=pdf").status_code == 400


def test_nothing_acceptable(atlas: httpx.Client) -> None:
    answer = atlas.get(f"/id/{CHAIN}", headers={"accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["available"]


def test_head(atlas: httpx.Client) -> None:
    assert atlas.head(f"/id/{CHAIN}").status_code == 303
    answer = atlas.head(f"/page/{CHAIN}", headers=BROWSER)
    assert answer.status_code == 200
    assert answer.content == b""


def test_every_iri_of_the_release_answers(atlas: httpx.Client, store: ox.Store) -> None:
    """In the form that fits it: a page, the ontology's own address, a graph's triples, a version's page."""
    known = {iri.partition("#")[0].removeprefix(BASE) for iri in of_release(store)}
    elsewhere = {path for path in known if re.fullmatch(r"ontology/0\..*|\.well-known/.*", path)}
    assert len(known) > 200
    failed = []
    for path in sorted(known - elsewhere):
        of_thing = path.startswith("id/")
        answer = atlas.get(f"/{path}", headers={"accept": "text/html"}, follow_redirects=not of_thing)
        if answer.status_code != (303 if of_thing else 200):
            failed.append((path, answer.status_code))
    assert failed == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_shows_a_bare_iri(atlas: httpx.Client, store: ox.Store, language: str) -> None:
    """One thing of each combination of classes; IRIs stand in code and texts only."""
    by_types: dict[tuple[str, ...], str] = {}
    for iri in sorted(of_release(store)):
        types = tuple(sorted(quad.object.value for quad in store.quads_for_pattern(ox.NamedNode(iri), _type(), None)))
        if iri.startswith(f"{BASE}id/"):
            by_types[types] = iri
    assert len(by_types) > 25
    for iri in by_types.values():
        page = atlas.get(f"/page/{iri.removeprefix(f'{BASE}id/')}?lang={language}", headers=BROWSER)
        assert page.status_code == 200, iri
        names = re.sub("<[^>]+>", " ", " ".join(found[0] for found in re.finditer(r"<(a|h[13])\b.*?</\1>", page.text)))
        found = re.findall(r"https?://\S+|\b(?:id|pa|nif|oa|prov|skos|rdf|rdfs|owl|dcterms|dcat|void):\w+", names)
        assert found == [], iri


def _type() -> ox.NamedNode:
    return ox.NamedNode(str(RDF.type))


def test_a_concept(atlas: httpx.Client) -> None:
    page = atlas.get(f"/page/{CHAIN}?lang=zh", headers=BROWSER).text
    words = visible(page)
    assert re.search(r"<h1[^>]*>区块链</h1>", page)
    assert "blockchain" in words
    assert "具名的技术" in words  # what its class means, where it has no definition of its own
    begin = TEXT.index("区块链", TEXT.index(SPREADS))
    assert f'href="/plans/yunxi#char={begin},{begin + 3}"' in page
    assert "<mark>区块链</mark>" in page
    assert "以此为“应用技术”的" in words
    assert SPREADS in words
    assert "金融" in words
    assert '<link rel="alternate" type="text/turtle" href="/data/technology/blockchain.ttl">' in page


@pytest.mark.parametrize("path", [PLAN, f"{PLAN}/text"])
def test_a_plan_leads_to_its_text(atlas: httpx.Client, path: str) -> None:
    assert '<a class="button" href="/plans/yunxi">' in atlas.get(f"/page/{path}", headers=BROWSER).text


def test_english(atlas: httpx.Client) -> None:
    answer = atlas.get(f"/page/{CHAIN}?lang=en", headers=BROWSER)
    assert answer.headers["content-language"] == "en"
    assert "Has this as “uses technology”" in visible(answer.text)
    assert f'<span lang="zh-CN">{SPREADS}</span>' in answer.text


def test_links_of_a_page_answer(atlas: httpx.Client) -> None:
    for path in (CHAIN, PLAN, f"{PLAN}/directive/1.1.2.1.1"):
        page = atlas.get(f"/page/{path}", headers=BROWSER).text
        links = {unescape(link) for link in re.findall(r'href="(/[^"#]*)', page)}
        assert len(links) > 20
        failed = [link for link in links if atlas.get(link, headers=BROWSER, follow_redirects=True).status_code != 200]
        assert failed == []


def test_a_statement_can_be_reported(atlas: httpx.Client, store: ox.Store) -> None:
    """Its assertion's IRI is ready to copy, and that IRI answers with what it says and rests on."""
    page = atlas.get(f"/page/{CHAIN}?lang=zh", headers=BROWSER).text
    assertions = set(re.findall(r'data-copy="([^"]+/assertion/[^"]+)"', page))
    stated = {
        quad.subject.value
        for place in ("subject", "object")
        for quad in store.quads_for_pattern(None, ox.NamedNode(f"{RDF}{place}"), ox.NamedNode(f"{BASE}id/{CHAIN}"))
    }
    assert assertions == stated
    assert "报告此陈述" in page
    one = atlas.get(urljoin("/page/", sorted(assertions)[0].removeprefix(f"{BASE}id/")), headers=BROWSER).text
    assert "证据与报告" in one
    assert "<mark>" in one


def test_a_directive_with_its_place_and_what_it_says(atlas: httpx.Client) -> None:
    page = atlas.get(f"/page/{PLAN}/directive/1.1.2.1.1?lang=zh", headers=BROWSER).text
    begin = TEXT.index(USES)
    assert re.search(rf'<h1 class="[^"]*">{USES}</h1>|<h1>{USES}</h1>', page)
    assert f"#char={begin},{begin + len(USES)}" in page
    above = page[page.index('class="above"') : page.index("</nav>", page.index('class="above"'))]
    assert f'href="/page/{PLAN}"' in above
    assert above.index(f'href="/page/{PLAN}"') < above.index("夯实数字底座") < above.index("搭建公共服务平台")
    assert "公共数据开放平台" in visible(page)


def test_a_body_shows_where_it_takes_part_and_how(atlas: httpx.Client) -> None:
    words = visible(atlas.get("/page/organization/cyberspace-affairs-office?lang=zh", headers=BROWSER).text)
    assert "参与的举措与角色" in words
    assert re.search(r"会同网信办、在京央企推进落实\s+（合作", words)


def test_background_stands_apart_with_its_source(real_release: Path) -> None:
    with serving(create_app(real_release, Settings(query_workers=1))) as address:
        page = httpx.get(f"{address}/page/place/xicheng-district?lang=en", headers=BROWSER).text
    known = page[page.index('id="entity-background"') : page.index('id="entity-structure"')]
    assert "110102" in known
    assert "Source: Ministry of Civil Affairs" in known
    assert "110102" not in page.replace(known, "")


def test_data(atlas: httpx.Client) -> None:
    answer = atlas.get(f"/data/{CHAIN}.ttl")
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    graph = Graph().parse(data=answer.text, format="turtle")
    thing = URIRef(f"{BASE}id/{CHAIN}")
    assert (thing, RDF.type, PA.Technology) in graph
    users = set(graph.subjects(PA.usesTechnology, thing))
    assert users
    assert all(graph.value(user, RDFS.label) for user in users)
    assert {graph.value(claim, PA.evidence) for claim in graph.subjects(RDF.object, thing)} > {None} - {None}


@pytest.mark.parametrize("ending", ["ttl", "nt", "rdf", "jsonld", "trig", "nq"])
def test_data_in_every_format_of_a_thing_with_points_in_its_name(atlas: httpx.Client, ending: str) -> None:
    answer = atlas.get(f"/data/{PLAN}/directive/1.1.2.1.1.{ending}")
    assert answer.status_code == 200
    assert USES.split(",", maxsplit=1)[0] in answer.content.decode("unicode_escape" if ending == "x" else "utf-8")


def test_data_without_ending_leads_on(atlas: httpx.Client) -> None:
    answer = atlas.get(f"/data/{PLAN}/directive/1.1.2.1.1", headers={"accept": "application/ld+json"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/data/{PLAN}/directive/1.1.2.1.1.jsonld"


def test_data_is_not_sent_twice(atlas: httpx.Client) -> None:
    tag = atlas.get(f"/data/{CHAIN}.ttl").headers["etag"]
    assert atlas.get(f"/data/{CHAIN}.nt").headers["etag"] != tag
    assert atlas.get(f"/data/{CHAIN}.ttl", headers={"if-none-match": tag}).status_code == 304


def test_a_graph(atlas: httpx.Client) -> None:
    answer = atlas.get("/graph/vocabularies", headers={"accept": "application/n-triples"})
    assert answer.headers["content-type"] == "application/n-triples"
    assert f"<{BASE}id/{CHAIN}>".encode() in answer.content
    assert atlas.get("/graph/vocabularies", headers=BROWSER).headers["content-type"].startswith("text/turtle")
    assert atlas.get("/graph/nothing").status_code == 404


@pytest.mark.parametrize("door", ["id", "page", "data"])
@pytest.mark.parametrize(
    "path", ["nothing", "", "technology/blockchain/", "technology/%3E%20x", "plan/yunxi/task/99.9"]
)
def test_what_is_not_known(atlas: httpx.Client, door: str, path: str) -> None:
    answer = atlas.get(f"/{door}/{path}", headers={"accept": "*/*"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    page = atlas.get(f"/{door}/{path}?lang=zh", headers=BROWSER)
    assert page.status_code == 404
    assert "没有找到这个地址" in page.text


def test_what_has_been_withdrawn(tmp_path: Path) -> None:
    more = """
<https://w3id.org/planatlas/id/technology/ledger> <http://www.w3.org/2002/07/owl#deprecated> true ;
  <http://purl.org/dc/terms/isReplacedBy> <https://w3id.org/planatlas/id/technology/blockchain> ."""
    with serving(create_app(write_release(tmp_path, more=more), Settings(query_workers=1))) as address:
        for door in ("id", "page", "data"):
            answer = httpx.get(f"{address}/{door}/technology/ledger")
            assert answer.status_code == 410
            assert answer.json()["replacedBy"] == [f"{BASE}id/technology/blockchain"]
        page = httpx.get(f"{address}/id/technology/ledger?lang=zh", headers=BROWSER)
        assert page.status_code == 410
        assert "已停用" in page.text


def test_many_values_come_in_pages(real_release: Path) -> None:
    with serving(create_app(real_release, Settings(query_workers=1))) as address:
        page = httpx.get(f"{address}/page/review-status/settled?lang=en", headers=BROWSER).text
        more = unescape(next(iter(re.findall(r'href="(/page/review-status/settled\?relation=[^"]+)"', page))))
        first = httpx.get(f"{address}{more}", headers=BROWSER).text
        second = httpx.get(f"{address}{more}&page=2", headers=BROWSER).text
        beyond = httpx.get(f"{address}{more}&page=9999", headers=BROWSER)
        wrong = httpx.get(f"{address}{more}&page=0", headers=BROWSER)
    shown = [set(re.findall(r'<a href="(/page/plan/[^"]+/assertion/[^"]+)"', text)) for text in (page, first, second)]
    assert [len(links) for links in shown] == [24, 100, 100]
    assert not shown[1] & shown[2]
    assert beyond.status_code == 404
    assert wrong.status_code == 400


def test_a_release_of_other_making(client: httpx.Client) -> None:
    """It has no ontology, its mentions name no text, its facility a label only."""
    page = client.get("/page/technology/blockchain?lang=en", headers=BROWSER)
    assert page.status_code == 200
    assert "blockchain" in page.text
    assert "Evidence, report" in page.text
    assert client.get("/page/plan/sample/involvement/1/target?lang=en", headers=BROWSER).status_code == 200
