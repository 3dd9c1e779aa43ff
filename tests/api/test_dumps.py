from __future__ import annotations

import base64
import gzip
import hashlib
import html
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from tests.api.server import serving

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


@pytest.fixture(scope="module")
def built(small_release: Path) -> Iterator[str]:
    """The address of a server of a release that the builder made."""
    with serving(create_app(small_release, Settings(query_workers=1))) as base:
        yield base


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
    beyond = client.get("/dumps/planatlas.nt", headers={"range": "bytes=999999999-"})
    assert beyond.status_code == 416
    assert beyond.headers["content-range"] == f"bytes */{len(whole.content)}"
    last = client.get("/dumps/planatlas.nt.gz", headers={"range": "bytes=-5"})
    assert last.status_code == 206
    assert last.content == client.get("/dumps/planatlas.nt.gz").content[-5:]


def test_a_broken_download_can_be_taken_up(client: httpx.Client) -> None:
    whole = client.get("/dumps/planatlas.ttl.gz")
    half = len(whole.content) // 2
    first = whole.content[:half]
    headers = {"range": f"bytes={half}-", "if-range": whole.headers["etag"]}
    assert gzip.decompress(first + client.get("/dumps/planatlas.ttl.gz", headers=headers).content)


def test_packed_files_are_not_packed_again(client: httpx.Client) -> None:
    with client.stream("GET", "/dumps/planatlas.nt.gz", headers={"accept-encoding": "gzip, br"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert "content-encoding" not in answer.headers
    assert len(raw) == int(answer.headers["content-length"])
    assert gzip.decompress(raw) == client.get("/dumps/planatlas.nt").content


def test_checksums(client: httpx.Client) -> None:
    answer = client.get("/dumps/SHA256SUMS")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    sums = {name: digest for digest, name in (line.split("  ") for line in answer.text.splitlines())}
    files = client.get("/dumps/manifest.json").json()["files"]
    assert set(sums) == {*files, "manifest.json"}
    for name, digest in sums.items():
        content = client.get(f"/dumps/{name}")
        assert hashlib.sha256(content.content).hexdigest() == digest, name
        told = content.headers["repr-digest"].removeprefix("sha-256=:").removesuffix(":")
        assert base64.b64decode(told).hex() == digest
    again = client.get("/dumps/SHA256SUMS", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


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
    assert sorted(links) == sorted([*files, "manifest.json", "SHA256SUMS"])
    for entry in files.values():
        if entry["mediaType"] != "application/gzip":
            assert entry["sha256"] in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_says_how_to_cite(client: httpx.Client, language: str) -> None:
    page = html.unescape(client.get(f"/dumps/?lang={language}").text)
    manifest = client.get("/dumps/manifest.json").json()
    assert manifest["release"] in page
    assert "https://w3id.org/planatlas/id/dataset/planatlas" in page
    for name, count in manifest["counts"]["graphs"].items():
        assert name in page
        assert f"{count:,}" in page


def _recipe(client: httpx.Client, word: str) -> str:
    page = client.get("/dumps/?lang=en").text
    recipes = [html.unescape(code) for code in re.findall(r"<pre[^>]*><code>(.*?)</code>", page, re.DOTALL)]
    return next(code for code in recipes if word in code)


def test_the_lines_for_rdflib_work(client: httpx.Client, capsys: pytest.CaptureFixture[str]) -> None:
    exec(_recipe(client, "rdflib"), {})
    count = client.get("/dumps/manifest.json").json()["counts"]["triples"]
    assert capsys.readouterr().out == f"{count}\n"


def test_the_lines_that_download_and_check_work(client: httpx.Client, tmp_path: Path) -> None:
    done = subprocess.run(
        _recipe(client, "sha256sum"),
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == "planatlas.nt.gz: OK\n", done.stderr
    assert done.returncode == 0


def test_other_lines_name_files_that_there_are(built: str) -> None:
    with httpx.Client(base_url=built) as client:
        page = html.unescape(client.get("/dumps/?lang=en").text)
        named = set(re.findall(rf"{built}(/dumps/[\w.]+)", page))
        assert {"/dumps/statements.csv", "/dumps/entities.csv", "/dumps/planatlas.nt.gz"} <= named
        for path in named:
            assert client.head(path).status_code == 200, path
        statements = client.get("/dumps/statements.csv").text
        assert re.search(r"statements\$(\w+)", page)[1] in statements.splitlines()[0]  # type: ignore[index]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_says_what_each_file_is(built: str, language: str) -> None:
    page = httpx.get(f"{built}/dumps/?lang={language}").text
    told = dict(re.findall(r"<code>([^<]+)</code></a><span>([^<]*)</span>", page))
    assert len(told) > 20
    assert all(told.values()), [name for name, words in told.items() if not words]
    of_graph = {told[name] for name in told if name.startswith("planatlas.")}
    others = {name: words for name, words in told.items() if not name.startswith("planatlas.")}
    assert not {name for name, words in others.items() if words in of_graph}


def test_page_without_slash_leads_there(client: httpx.Client) -> None:
    answer = client.get("/dumps")
    assert answer.status_code == 307
    assert answer.headers["location"].endswith("/dumps/")
