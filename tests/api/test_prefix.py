"""The service below a path of somebody else's server."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from api.app import create_app
from api.prefix import in_header, in_page
from api.settings import Settings
from tests.api.proxy import proxied
from tests.api.server import serving

PREFIX = "/atlas"
BROWSER = {"accept": "text/html,*/*;q=0.8", "accept-language": "en"}
_LINK = re.compile(r'[ \n](?:href|src|action|formaction|data-[a-z-]+)="([^"]*)"')
_SCRIPT = re.compile(r"(<script[^>]*>).*?</script>", re.DOTALL)
_ALIKE = 4
"""Addresses with the same two first parts that are followed."""


@pytest.fixture(scope="module", params=[True, False], ids=["taken away", "left"])
def site(small_release: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a proxy before a server that knows its prefix; one proxy takes the prefix away, one leaves it."""
    application = create_app(small_release, Settings(query_workers=1), root_path=PREFIX)
    with serving(application) as base, proxied(base, PREFIX, strip=request.param) as address:
        yield address


def _links(page: str, answer: httpx.Response) -> set[str]:
    """Give the internal addresses that an answer names, absolute, without fragments."""
    found = {unescape(link) for link in _LINK.findall(_SCRIPT.sub(r"\1", page))}
    found |= set(re.findall(r"<([^>]+)>;", answer.headers.get("link", "")))
    if "location" in answer.headers:
        found.add(answer.headers["location"])
    own = urlsplit(str(answer.url)).netloc
    absolute = (urljoin(str(answer.url), link) for link in found if link.startswith(("/", "?", "http", ".")))
    return {link.partition("#")[0] for link in absolute if urlsplit(link).netloc == own}


def test_no_link_leaves_the_prefix_or_leads_nowhere(site: str) -> None:
    alike: Counter[tuple[str, ...]] = Counter()
    seen: set[str] = set()
    edge = {f"{site}{PREFIX}/": ""}
    with httpx.Client(headers=BROWSER, timeout=60) as client:
        for _ in range(4):
            following: dict[str, str] = {}
            for address, named_by in sorted(edge.items()):
                if address in seen:
                    continue
                seen.add(address)
                parts = urlsplit(address)
                assert parts.path.startswith(f"{PREFIX}/"), (address, named_by)
                assert not parts.path.startswith(f"{PREFIX}{PREFIX}/"), (address, named_by)
                kind = (*parts.path.split("/")[2:4], "?" if parts.query else "")
                alike[kind] += 1
                if alike[kind] > _ALIKE:
                    continue
                answer = client.get(address)
                assert answer.status_code in (200, 303, 307), (address, named_by)
                page = answer.text if answer.headers.get("content-type", "").startswith("text/html") else ""
                following |= dict.fromkeys(_links(page, answer), address)
            edge = following
    kinds = {urlsplit(address).path.split("/")[2] for address in seen}
    assert {"plans", "ledger", "browse", "page", "id", "data", "sparql", "dumps", "static", "about"} <= kinds


@pytest.mark.parametrize(
    ("path", "accept", "leads"),
    [
        ("/id/technology/blockchain", "text/html", "/page/technology/blockchain"),
        ("/id/technology/blockchain", "text/turtle", "/data/technology/blockchain.ttl"),
        ("/data/technology/blockchain", "text/turtle", "/data/technology/blockchain.ttl"),
        ("/ontology/alignments", "text/turtle", "/ontology/alignments.ttl"),
        ("/dumps", "text/html", "/dumps/"),
        ("", "text/html", "/"),
    ],
)
def test_redirects(site: str, path: str, accept: str, leads: str) -> None:
    answer = httpx.get(f"{site}{PREFIX}{path}", headers={"accept": accept})
    if not path and answer.status_code == 200:
        return  # the proxy took the prefix away, so that it stands for the start page
    assert urljoin(f"{site}{PREFIX}{path}", answer.headers["location"]) == f"{site}{PREFIX}{leads}"
    assert answer.status_code in (303, 307)


def test_descriptions_name_the_addresses_that_clients_reach(site: str) -> None:
    root = f"{site}{PREFIX}/"
    service = httpx.get(f"{root}sparql", headers={"accept": "text/turtle"}).text
    assert f"<{root}sparql>" in service
    assert f"<{root}sparql>" in httpx.get(f"{root}.well-known/void").text
    catalog = httpx.get(f"{root}catalog").text
    for address in sorted(set(re.findall(rf"<({re.escape(root)}dumps/[^>]*)>", catalog)))[:5]:
        assert httpx.get(address).status_code == 200
    assert f"curl -O {root}dumps/planatlas.nt.gz" in httpx.get(f"{root}dumps/", headers=BROWSER).text
    assert httpx.get(f"{root}openapi.json").json()["servers"] == [{"url": PREFIX}]


def test_queries_and_cookies_stay_below_the_prefix(site: str) -> None:
    answer = httpx.post(f"{site}{PREFIX}/sparql", data={"query": "ASK {}"}, headers={"accept": "text/csv"})
    assert answer.text.strip() == "true"
    assert "Path=/atlas;" in httpx.get(f"{site}{PREFIX}/?lang=en").headers["set-cookie"]


def test_error_pages_lead_back(site: str) -> None:
    page = httpx.get(f"{site}{PREFIX}/nothing", headers=BROWSER)
    assert page.status_code == 404
    assert 'href="/atlas/"' in page.text
    assert 'href="/atlas/nothing?lang=zh"' in page.text


@pytest.mark.parametrize(
    ("page", "placed"),
    [
        ('<a href="/x">', '<a href="/p/x">'),
        ('<a class="y"\nhref="/">', '<a class="y"\nhref="/p/">'),
        ('<form action="/s"><script src="/t">', '<form action="/p/s"><script src="/p/t">'),
        ('<a href="//x"> <a href="https://x/y"> <a href="#z"> <a href="?q">', None),
        ("<code> href=&#34;/x&#34;</code>", None),
    ],
)
def test_addresses_of_pages(page: str, placed: str | None) -> None:
    assert in_page(page, "/p") == (page if placed is None else placed)
    assert in_page(page, "") == page


@pytest.mark.parametrize(
    ("name", "value", "placed"),
    [
        (b"location", b"/x", b"/p/x"),
        (b"location", b"//x", b"//x"),
        (b"location", b"https://x/", b"https://x/"),
        (b"link", b'</a>; rel="x", </b>; rel="y", <https://c/>', b'</p/a>; rel="x", </p/b>; rel="y", <https://c/>'),
        (b"etag", b'"/x"', b'"/x"'),
    ],
)
def test_addresses_of_headers(name: bytes, value: bytes, placed: bytes) -> None:
    assert in_header(name, value, b"/p") == placed
