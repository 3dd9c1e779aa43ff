from __future__ import annotations

import gzip
import hashlib
import re

import httpx
import pytest

TYPES = {
    "planatlas.ttl": "text/turtle; charset=utf-8",
    "planatlas.nt": "application/n-triples",
    "planatlas.nq": "application/n-quads",
    "planatlas.trig": "application/trig",
    "planatlas.jsonld": "application/ld+json",
    "planatlas.rdf": "application/rdf+xml",
    "planatlas.ttl.gz": "application/gzip",
    "plans/sample.ttl": "text/turtle; charset=utf-8",
    "manifest.json": "application/json",
}


@pytest.mark.parametrize(("name", "media_type"), TYPES.items())
def test_files(client: httpx.Client, name: str, media_type: str) -> None:
    answer = client.get(f"/dumps/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert "content-encoding" not in answer.headers
    assert "last-modified" not in answer.headers
    assert answer.headers["access-control-allow-origin"] == "*"
    digest = hashlib.sha256(answer.content).hexdigest()
    assert answer.headers["etag"] == f'"{digest}"'
    if name != "manifest.json":
        assert client.get("/dumps/manifest.json").json()["files"][name]["sha256"] == digest


def test_gzip_holds_the_plain_file(client: httpx.Client) -> None:
    packed = client.get("/dumps/planatlas.nt.gz").content
    assert gzip.decompress(packed) == client.get("/dumps/planatlas.nt").content


def test_conditional_request(client: httpx.Client) -> None:
    etag = client.get("/dumps/planatlas.nt").headers["etag"]
    for value in (etag, f'"x", {etag}', f"W/{etag}", "*"):
        answer = client.get("/dumps/planatlas.nt", headers={"if-none-match": value})
        assert answer.status_code == 304, value
        assert answer.headers["etag"] == etag
        assert answer.content == b""
    assert client.get("/dumps/planatlas.nt", headers={"if-none-match": '"x"'}).status_code == 200


def test_ranges(client: httpx.Client) -> None:
    whole = client.get("/dumps/planatlas.nt")
    part = client.get("/dumps/planatlas.nt", headers={"range": "bytes=10-19"})
    assert part.status_code == 206
    assert part.content == whole.content[10:20]
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole.content)}"
    etag = whole.headers["etag"]
    assert client.get("/dumps/planatlas.nt", headers={"range": "bytes=0-9", "if-range": etag}).status_code == 206
    assert client.get("/dumps/planatlas.nt", headers={"range": "bytes=0-9", "if-range": '"x"'}).status_code == 200
    assert client.get("/dumps/planatlas.nt", headers={"range": "bytes=999999999-"}).status_code == 416


@pytest.mark.parametrize(
    "name",
    [
        "..%2F..%2Fetc%2Fpasswd",
        "%2Fetc%2Fpasswd",
        "plans/..%2Fmanifest.json",
        "store/CURRENT",
        "store",
        "plans",
        "planatlas.ttl%00",
        "planatlas.ttl/",
    ],
)
def test_nothing_else_leads_to_a_file(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/dumps/{name}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_stored_pages_are_downloads(client: httpx.Client) -> None:
    answer = client.get("/dumps/networks/standalone.zh.html")
    assert answer.headers["content-disposition"] == 'attachment; filename="standalone.zh.html"'


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_lists_every_file_once(client: httpx.Client, language: str) -> None:
    page = client.get(f"/dumps/?lang={language}").text
    main = re.search(r"<main.*</main>", page, re.DOTALL)
    assert main is not None
    links = re.findall(r'href="/dumps/([^"]+)"', main[0])
    files = client.get("/dumps/manifest.json").json()["files"]
    assert sorted(links) == sorted([*files, "manifest.json"])
    for entry in files.values():
        if entry["mediaType"] != "application/gzip":
            assert entry["sha256"] in page


def test_page_without_slash_leads_there(client: httpx.Client) -> None:
    answer = client.get("/dumps")
    assert answer.status_code == 307
    assert answer.headers["location"].endswith("/dumps/")
