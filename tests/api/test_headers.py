"""The headers of every kind of answer, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.headers import DATA_POLICY, PAGE_POLICY, PICTURE_POLICY, secured
from api.settings import Settings
from tests.api.sample import write_release
from tests.api.server import serving

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
THING = "/id/technology/blockchain"
ANSWERS: tuple[tuple[str, str, str, int, str], ...] = (
    # method, address, Accept, status, what it is
    ("GET", "/", HTML, 200, "page"),
    ("HEAD", "/", HTML, 200, "page"),
    ("GET", "/plans/sample", HTML, 200, "page"),
    ("GET", "/sparql", HTML, 200, "page"),
    ("GET", "/sparql?query=ASK%20%7B%7D", HTML, 200, "page"),
    ("GET", "/sparql?query=nonsense", HTML, 400, "page"),
    ("GET", "/browse", HTML, 200, "page"),
    ("GET", "/about", HTML, 200, "page"),
    ("GET", "/dumps/", HTML, 200, "page"),
    ("GET", THING.replace("/id/", "/page/"), HTML, 200, "page"),
    ("GET", "/nothing", HTML, 404, "page"),
    ("POST", "/about", HTML, 405, "page"),
    ("GET", "/nothing", "*/*", 404, "private"),
    ("POST", "/about", "*/*", 405, "private"),
    ("GET", "/healthz", "*/*", 200, "private"),
    ("GET", "/metrics", "*/*", 200, "private"),
    ("GET", "/openapi.json", "*/*", 200, "data"),
    ("GET", "/static/site.css", "*/*", 200, "private"),
    ("GET", "/static/icon.svg", "*/*", 200, "picture"),
    ("GET", THING, "text/turtle", 303, "data"),
    ("GET", f"{THING.replace('/id/', '/data/')}.ttl", "*/*", 200, "data"),
    ("GET", "/plans/sample/text.txt", "*/*", 200, "data"),
    ("GET", "/dumps/planatlas.ttl", "*/*", 200, "data"),
    ("GET", "/dumps/planatlas.ttl.gz", "*/*", 200, "data"),
    ("GET", "/dumps/SHA256SUMS", "*/*", 200, "data"),
    ("GET", "/sparql", "text/turtle", 200, "data"),
    ("GET", "/sparql?query=ASK%20%7B%7D", "*/*", 200, "data"),
    ("HEAD", "/sparql?query=ASK%20%7B%7D", "*/*", 200, "data"),
    ("GET", "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D", "text/csv", 200, "data"),
    ("GET", "/sparql?query=nonsense", "*/*", 400, "data"),
    ("GET", "/sparql?query=ASK%20%7B%7D", "image/png", 406, "data"),
    ("POST", "/sparql", "*/*", 415, "data"),
    ("DELETE", "/sparql", "*/*", 405, "data"),
    ("OPTIONS", "/sparql", "*/*", 204, "data"),
)
POLICIES = {"page": PAGE_POLICY, "picture": PICTURE_POLICY, "private": DATA_POLICY, "data": DATA_POLICY}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose answers do not fit into its buffer, so that rows are streamed."""
    link = write_release(tmp_path_factory.mktemp("headers"))
    with serving(create_app(link, Settings(query_workers=1, answer_buffer=2_000))) as base:
        yield base


@pytest.mark.parametrize(("method", "path", "accept", "status", "kind"), ANSWERS)
def test_every_kind_of_answer(small: str, method: str, path: str, accept: str, status: int, kind: str) -> None:
    answer = httpx.request(method, f"{small}{path}", headers={"accept": accept})
    headers = answer.headers
    assert answer.status_code == status
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["content-security-policy"] == POLICIES[kind]
    assert "frame-ancestors" in headers["content-security-policy"]
    assert ("permissions-policy" in headers) == ("cross-origin-opener-policy" in headers) == (kind == "page")
    assert headers["cross-origin-resource-policy"] == ("cross-origin" if kind == "data" else "same-origin")
    assert (headers.get("access-control-allow-origin") == "*") == (kind == "data")
    assert "strict-transport-security" not in headers
    assert "server" not in headers or headers["server"] == "uvicorn"
    assert headers["x-request-id"]
    if status >= 400:
        assert headers["cache-control"] in ("no-store", "no-cache")
    assert len(headers.get_list("content-security-policy")) == 1


def test_streamed_answers_have_them_too(small: str) -> None:
    answer = httpx.get(
        f"{small}/sparql",
        params={"query": "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 9000", "format": "csv"},
        headers={"accept-encoding": "identity"},
    )
    assert answer.headers["transfer-encoding"] == "chunked"
    assert answer.headers["content-security-policy"] == DATA_POLICY


def test_the_network_may_be_framed_and_runs_what_it_holds(small: str) -> None:
    headers = httpx.get(f"{small}/network/standalone").headers
    assert "frame-ancestors" not in headers["content-security-policy"]
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'unsafe-inline'")


@pytest.mark.parametrize(
    ("scheme", "host", "told"),
    [
        ("http", b"atlas.example", False),
        ("http", b"localhost:8000", False),
        ("https", b"atlas.example", True),
        ("https", b"localhost:8443", False),
        ("https", b"127.0.0.1", False),
        ("https", b"[::1]:8443", False),
    ],
)
def test_hsts_only_where_https_is_spoken_and_never_for_loopback(scheme: str, host: bytes, told: bool) -> None:
    names = [name for name, _ in secured([], 200, scheme=scheme, host=host)]
    assert (b"strict-transport-security" in names) == told


def test_what_an_answer_says_itself_stays() -> None:
    given = [
        (b"content-type", b"text/html"),
        (b"content-security-policy", b"sandbox"),
        (b"cross-origin-resource-policy", b"same-site"),
    ]
    found = secured(given, 200, scheme="http", host=b"")
    assert found[:3] == given
    assert len({name for name, _ in found}) == len(found)


def test_a_proxy_that_speaks_https_makes_it_hsts(tmp_path: Path) -> None:
    with serving(create_app(write_release(tmp_path), Settings(query_workers=1))) as base:
        headers = {"host": "atlas.example", "x-forwarded-proto": "https"}
        answer = httpx.get(f"{base}/", headers=headers)
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        # a directory without its slash leads on, to the scheme and host that the client sees
        leads = httpx.get(f"{base}/dumps", headers=headers)
        assert leads.headers["location"] == "https://atlas.example/dumps/"
