"""Search as programs and browsers use it, over the release of the hand-made plan."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from tests.api.sample import write_release
from tests.api.server import serving
from tests.plans import TEXT

HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def atlas(small_release: Path) -> Iterator[httpx.Client]:
    settings = Settings(query_workers=1)
    with serving(create_app(small_release, settings)) as base, httpx.Client(base_url=base) as client:
        yield client


def found(atlas: httpx.Client, **fields: str | int) -> dict[str, object]:
    answer = atlas.get("/search.json", params=fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


def hits(atlas: httpx.Client, query: str, **fields: str | int) -> list[dict[str, object]]:
    answer = found(atlas, q=query, **fields)["hits"]
    assert isinstance(answer, list)
    return answer


@pytest.mark.parametrize(
    "query", ["区块链", "區塊鏈", "区", "块链", "qukuailian", "quKuaiLian", "qu kuai lian", "qkl", "Blockchain"]
)
def test_the_ways_to_write_a_thing(atlas: httpx.Client, query: str) -> None:
    chain = "https://w3id.org/planatlas/id/technology/blockchain"
    assert chain in [hit["iri"] for hit in hits(atlas, query, limit=100)]


def test_the_shape_of_the_data(atlas: httpx.Client) -> None:
    answer = found(atlas, q="区块链", limit=1)
    assert answer["query"] == "区块链"
    assert (answer["type"], answer["plan"], answer["limit"], answer["offset"]) == (None, None, 1, 0)
    assert answer["next"] == "/search.json?q=%E5%8C%BA%E5%9D%97%E9%93%BE&limit=1&offset=1"
    assert {"type", "iri", "label", "count"} == set(answer["types"][0])
    assert answer["hits"] == [
        {
            "iri": "https://w3id.org/planatlas/id/technology/blockchain",
            "types": ["Technology"],
            "label": {"zh": "区块链", "en": "blockchain"},
            "mentions": 4,
            "way": "exact",
            "match": {"text": "区块链", "language": "zh", "marks": [[0, 3]], "cut": [False, False]},
            "place": {"plan": "yunxi", "begin": 76, "end": 79},
            "context": answer["hits"][0]["context"],
            "page": "/page/technology/blockchain",
            "read": "/plans/yunxi#char=76,79",
        }
    ]
    assert TEXT[76:79] == "区块链"
    assert answer["hits"][0]["context"]["text"].startswith("运用区块链")


def test_a_sentence_leads_to_its_characters(atlas: httpx.Client) -> None:
    (hit,) = hits(atlas, "高新技术企业", type="Sentence")
    begin, end = re.fullmatch(r"/plans/yunxi#char=(\d+),(\d+)", hit["read"]).groups()
    assert TEXT[int(begin) : int(end)] == "高新技术企业"
    assert TEXT[hit["place"]["begin"] : hit["place"]["end"]] == hit["match"]["text"]


def test_filters_and_pages(atlas: httpx.Client) -> None:
    whole = found(atlas, q="金融", limit=100)
    assert sum(item["count"] for item in whole["types"]) >= whole["total"] == len(whole["hits"])
    domains = found(atlas, q="金融", type="Domain", plan="yunxi")
    assert all("Domain" in hit["types"] for hit in domains["hits"])
    assert 0 < domains["total"] < whole["total"]
    address, seen = "/search.json?q=金融&limit=7", []
    while address:
        part = atlas.get(address).json()
        seen += part["hits"]
        address = part["next"]
    assert seen == whole["hits"]


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("", "missing"),
        ("q=", "missing"),
        ("q=%20", "missing"),
        (f"q={'x' * 101}", "too long"),
        ("q=x&type=Nonsense", "no type Nonsense"),
        ("q=x&plan=nowhere", "no plan nowhere"),
        ("q=x&limit=0", "limit"),
        ("q=x&limit=101", "limit"),
        ("q=x&offset=-1", "offset"),
        ("q=x&offset=１", "offset"),
        ("q=x&format=xml", "no search as xml"),
    ],
)
def test_what_is_wrong_is_said(atlas: httpx.Client, query: str, detail: str) -> None:
    answer = atlas.get(f"/search?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert detail in answer.json()["detail"]


@pytest.mark.parametrize("query", ["“", "😀", "%", "' OR 1=1 --", 'pairs:"金', "\x00", "zzzzzz"])
def test_what_finds_nothing_is_no_error(atlas: httpx.Client, query: str) -> None:
    for accept in ("text/html", "application/json"):
        assert atlas.get("/search", params={"q": query}, headers={"accept": accept}).status_code == 200


def test_people_get_a_page_and_programs_data(atlas: httpx.Client) -> None:
    page = atlas.get("/search", params={"q": "金融"}, headers=HTML)
    assert page.headers["content-type"].startswith("text/html")
    assert "Accept" in page.headers["vary"]
    assert atlas.get("/search", params={"q": "金融"}).headers["content-type"] == "application/json"
    assert atlas.get("/search", params={"q": "金融", "format": "json"}, headers=HTML).json()["query"] == "金融"
    assert atlas.get("/search", params={"q": "金融", "format": "html"}).text.startswith("<!doctype html>")


@pytest.mark.parametrize(("language", "kind"), [("zh", "领域"), ("en", "Domain")])
def test_the_page(atlas: httpx.Client, language: str, kind: str) -> None:
    page = atlas.get("/search", params={"q": "金融", "lang": language}, headers=HTML).text
    assert "<mark>金融</mark>" in page
    assert 'href="/page/domain/fintech"' in page
    assert re.search(rf'<span class="kind">{kind}', page)
    assert "fintech" in page
    assert re.search(r'href="/plans/yunxi#char=\d+,\d+"', page)
    assert 'value="金融"' in page
    sentences = atlas.get("/search", params={"q": "金融", "type": "Sentence"}, headers=HTML).text
    assert 'class="sentence"' in sentences
    assert 'class="name"' not in sentences


def test_the_page_shows_sentences_below_things(atlas: httpx.Client) -> None:
    page = atlas.get("/search", params={"q": "金融", "limit": "3"}, headers=HTML).text
    assert page.index('class="name"') < page.index('id="sentences"') < page.index('class="sentence"')
    later = atlas.get("/search", params={"q": "金融", "limit": "3", "offset": "3"}, headers=HTML).text
    assert 'id="sentences"' not in later


def test_the_page_without_a_query_or_hits_helps(atlas: httpx.Client) -> None:
    for query in ("", "不存在的东西"):
        page = atlas.get("/search", params={"q": query, "lang": "en"}, headers=HTML)
        assert page.status_code == 200
        assert "/search?q=qkl" in page.text
    assert "too long" in atlas.get("/search", params={"q": "x" * 101, "lang": "en"}, headers=HTML).text


def test_what_is_typed_is_shown_as_text(atlas: httpx.Client) -> None:
    page = atlas.get("/search", params={"q": '<script>"&金融'}, headers=HTML).text
    assert "<script>&#34;" not in page
    assert "&lt;script&gt;&#34;&amp;金融" in page


def test_suggestions(atlas: httpx.Client) -> None:
    answer = atlas.get("/search/suggest", params={"q": "qukuail", "lang": "en"})
    assert answer.headers["content-type"] == "application/x-suggestions+json"
    typed, names, abouts, addresses = answer.json()
    assert (typed, names[0], abouts[0]) == ("qukuail", "区块链", "blockchain · Technology")
    assert addresses[0] == f"{atlas.base_url}/page/technology/blockchain"
    assert len(names) == len(abouts) == len(addresses) <= 8
    for query in ("", "😀", "x" * 500, "不存在"):
        assert atlas.get("/search/suggest", params={"q": query}).json()[1:] == [[], [], []]


def test_suggestions_are_told_apart(atlas: httpx.Client) -> None:
    _, names, abouts, _ = atlas.get("/search/suggest", params={"q": "平台"}).json()
    assert len(set(zip(names, abouts, strict=True))) == len(names)


def test_the_description_leads_here(atlas: httpx.Client) -> None:
    answer = atlas.get("/opensearch.xml", params={"lang": "en"})
    assert answer.headers["content-type"] == "application/opensearchdescription+xml"
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    described = ET.fromstring(answer.content)
    assert described.findtext("o:ShortName", namespaces=space) == "PlanAtlas"
    urls = {url.get("type"): url.get("template") for url in described.iterfind("o:Url", space)}
    for media_type, template in urls.items():
        address = template.format_map({"searchTerms": "qkl", "count?": "5", "startIndex?": "0"})
        assert atlas.get(address, headers={"accept": media_type}).headers["content-type"].startswith(media_type)
    assert 'href="/opensearch.xml"' in atlas.get("/", headers=HTML).text


def test_every_page_has_the_box(atlas: httpx.Client) -> None:
    for path in ("/", "/browse", "/plans/yunxi", "/sparql", "/page/technology/blockchain", "/nowhere"):
        page = atlas.get(path, headers=HTML).text
        assert page.count('class="find-box" action="/search" role="search"') == 1, path


def test_who_has_the_answer_is_told_so(atlas: httpx.Client) -> None:
    for path in ("/search.json?q=qkl", "/search/suggest?q=qkl"):
        tag = atlas.get(path).headers["etag"]
        assert atlas.get(path, headers={"if-none-match": tag}).status_code == 304
        assert atlas.get(f"{path}&x=1", headers={"if-none-match": '"other"'}).status_code == 200


def test_many_at_once(atlas: httpx.Client) -> None:
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda query: atlas.get("/search.json", params={"q": query}), ["金", "a", "qkl"] * 16))
    assert {answer.status_code for answer in answers} == {200}


def test_a_search_has_a_deadline_and_few_may_wait(small_release: Path) -> None:
    settings = Settings(query_workers=1, search_timeout=1e-9, search_threads=1, search_waiting=1)
    with serving(create_app(small_release, settings)) as base:
        late = httpx.get(f"{base}/search.json?q=金")
        assert (late.status_code, late.headers["content-type"]) == (504, "application/problem+json")
        assert "too long" in late.json()["detail"]
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda _: httpx.get(f"{base}/search.json?q=金"), range(48)))
    for answer in answers:
        assert answer.status_code in (503, 504)
        assert (answer.status_code == 503) == ("retry-after" in answer.headers)


def test_a_release_without_index(tmp_path: Path) -> None:
    with serving(create_app(write_release(tmp_path), Settings(query_workers=1))) as base:
        answer = httpx.get(f"{base}/search.json?q=金")
        assert answer.status_code == 404
        assert "planatlas build" in answer.json()["detail"]
        assert 'action="/search"' not in httpx.get(base, headers=HTML).text
        assert httpx.get(f"{base}/healthz").status_code == 200


def test_the_manifest_names_the_index(small_release: Path) -> None:
    manifest = json.loads((small_release / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"]["search.sqlite"]["mediaType"] == "application/vnd.sqlite3"


def test_below_a_prefix(small_release: Path) -> None:
    with serving(create_app(small_release, Settings(query_workers=1), root_path="/atlas")) as base:
        hit = httpx.get(f"{base}/atlas/search.json?q=qkl").json()["hits"][0]
        assert hit["page"] == "/atlas/page/technology/blockchain"
        assert httpx.get(f"{base}{hit['page']}", headers=HTML).status_code == 200
        page = httpx.get(f"{base}/atlas/search?q=qkl", headers=HTML).text
        assert 'action="/atlas/search"' in page
        assert 'data-suggest="/atlas/search/suggest?lang=zh"' in page
        address = httpx.get(f"{base}/atlas/search/suggest?q=qkl").json()[3][0]
        assert address == f"{base}/atlas/page/technology/blockchain"
