from __future__ import annotations

import logging
import re
from pathlib import Path

import httpx
import pytest

import api.app
from api.app import create_app
from api.settings import Settings
from graph_builder.errors import ReleaseError
from tests.api.sample import TEXT, write_release
from tests.api.server import serving

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PAGES = ("/", "/plans/sample", "/sparql", "/dumps/", "/docs", "/network", "/nothing")


def test_needs_a_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="there is no release"):
        create_app(tmp_path / "release", Settings())


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html"),
        ("/healthz", "application/json"),
        ("/network", "text/html"),
        ("/network/standalone", "text/html"),
        ("/network/data.json", "application/json"),
        ("/network/data.graphml", "application/graphml+xml"),
        ("/network/data.gexf", "application/gexf+xml"),
        ("/network/data.csv", "text/csv"),
        ("/plans/sample", "text/html"),
        ("/plans/sample/text.txt", "text/plain"),
        ("/plans/sample/annotations.json", "application/json"),
        ("/dumps/", "text/html"),
        ("/dumps/manifest.json", "application/json"),
        ("/openapi.json", "application/json"),
    ],
)
def test_addresses_answer_get_and_head(client: httpx.Client, path: str, media_type: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    head = client.head(path)
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == str(len(answer.content))


def test_health(client: httpx.Client) -> None:
    body = client.get("/healthz").json()
    assert body["status"] == "ok"
    assert re.fullmatch("[0-9a-f]{64}", body["release"])
    assert body["version"]


def test_home_names_addresses_that_answer(client: httpx.Client) -> None:
    page = client.get("/", headers=BROWSER).text
    for path in re.findall(r'href="(/[^"]*)"', page):
        assert client.get(path, headers=BROWSER).status_code == 200, path


def test_no_page_of_fastapi_that_loads_from_elsewhere(client: httpx.Client) -> None:
    assert client.get("/redoc").status_code == 404
    assert "swagger" not in client.get("/docs").text.lower()


@pytest.mark.parametrize("path", PAGES)
def test_pages_name_no_other_host(client: httpx.Client, path: str) -> None:
    page = client.get(path, headers=BROWSER).text
    assert not re.findall(r'(?:src|action)="(?:https?:)?//', page)
    assert not re.findall(r'<link[^>]+href="(?:https?:)?//', page)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("query", "cookie", "header", "tag"),
    [
        ("", "", "", "zh-CN"),
        ("", "", "en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("", "", "fr,zh-Hans;q=0.5,en;q=0.4", "zh-CN"),
        ("", "", "en;q=0,zh;q=0.1", "zh-CN"),
        ("", "", "fr", "zh-CN"),
        ("", "en", "zh", "en"),
        ("", "fr", "en", "en"),
        ("?lang=zh", "en", "en", "zh-CN"),
        ("?lang=fr", "en", "zh", "en"),
        ("?lang=", "", "en", "en"),
    ],
)
def test_language(client: httpx.Client, path: str, query: str, cookie: str, header: str, tag: str) -> None:
    headers = {**BROWSER, "accept-language": header}
    if cookie:
        headers["cookie"] = f"lang={cookie}"
    answer = client.get(path + query, headers=headers)
    assert answer.headers["content-language"] == tag
    assert {"Accept-Language", "Cookie"} <= set(answer.headers["vary"].split(", "))
    chosen = query in ("?lang=zh", "?lang=en")
    assert ("set-cookie" in answer.headers) == chosen
    if path != "/network":
        assert f'<html lang="{tag}">' in answer.text


def test_choosing_a_language_lasts(address: str) -> None:
    with httpx.Client(base_url=address, headers=BROWSER) as browser:
        browser.get("/?lang=en")
        assert browser.get("/dumps/").headers["content-language"] == "en"


def test_language_switch_keeps_the_address(client: httpx.Client) -> None:
    page = client.get("/sparql?query=ASK+%7B%7D&lang=zh", headers=BROWSER).text
    assert 'href="/sparql?query=ASK+%7B%7D&amp;lang=en"' in page


@pytest.mark.parametrize(
    "path", ["/nothing", "/plans/other", "/plans/other/text.txt", "/dumps/other", "/network/data.x"]
)
def test_not_found_for_programs_and_people(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    assert answer.json()["detail"]
    page = client.get(f"{path}?lang=en", headers=BROWSER)
    assert page.status_code == 404
    assert "There is nothing at this address." in page.text
    assert "没有找到" in client.get(f"{path}?lang=zh", headers=BROWSER).text


@pytest.mark.parametrize("path", ["/", "/plans/sample", "/dumps/planatlas.ttl"])
def test_method_not_allowed(client: httpx.Client, path: str) -> None:
    answer = client.post(path)
    assert answer.status_code == 405
    assert answer.json()["status"] == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_a_failure_tells_no_traceback(
    release_link: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(api.app, "holds", broken)
    with serving(create_app(release_link, Settings(query_workers=1))) as base, caplog.at_level(logging.ERROR):
        answer = httpx.get(f"{base}/")
        page = httpx.get(f"{base}/?lang=en", headers=BROWSER)
    assert answer.status_code == page.status_code == 500
    assert answer.json()["status"] == 500
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Something went wrong" in page.text
    for text in (answer.text, page.text):
        assert "secret" not in text
        assert "Traceback" not in text
    assert "secret words" in caplog.text


def test_another_release_takes_over_while_requests_run(release_link: Path) -> None:
    with (
        serving(create_app(release_link, Settings(query_workers=1, release_poll=0.1))) as base,
        httpx.Client(base_url=base) as client,
    ):
        first = client.get("/healthz").json()["release"]
        write_release(release_link.parent, "0.2.0")
        seen = []
        for _ in range(3000):
            answer = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }", "format": "json"})
            assert answer.json()["boolean"] is True
            seen.append(client.get("/healthz").json()["release"])
            if seen[-1] != first:
                break
        assert seen[-1] != first
        assert client.get("/plans/sample").status_code == 200


def test_text_is_the_string_of_the_offsets(client: httpx.Client) -> None:
    answer = client.get("/plans/sample/text.txt")
    assert answer.text == TEXT
    again = client.get("/plans/sample/text.txt", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_sparql_is_a_page_for_people_and_a_protocol_for_programs(client: httpx.Client) -> None:
    query = {"query": "SELECT ?t { ?t a <https://w3id.org/planatlas/ontology#Technology> }"}
    data = client.get("/sparql", params=query, headers={"accept": "application/sparql-results+json"})
    assert len(data.json()["results"]["bindings"]) == 2
    assert client.post("/sparql", data=query).status_code == 200
    page = client.get("/sparql", params=query, headers={**BROWSER, "accept-language": "en"})
    assert page.headers["content-type"].startswith("text/html")
    assert "blockchain" in page.text
    csv = client.get("/sparql", params={**query, "format": "csv"}, headers=BROWSER)
    assert csv.headers["content-type"].startswith("text/csv")


def test_static_files(client: httpx.Client) -> None:
    page = client.get("/", headers=BROWSER).text
    for path in set(re.findall(r'"(/static/[^"]+)"', page)):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    plain = client.get("/static/site.css")
    assert plain.headers["cache-control"] == "no-cache"
    again = client.get("/static/site.css", headers={"if-none-match": plain.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/static/site.000000000000.css").status_code == 404


def test_openapi_lists_the_addresses(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/", "/healthz", "/plans/{plan_id}", "/dumps/{name}"} <= set(paths)
