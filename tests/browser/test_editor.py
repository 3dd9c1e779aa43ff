"""The editor of queries as analysts use it: examples, completion, results in three views, errors, links to share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from api.app import create_app
from api.pages.assets import bundles
from api.settings import Settings
from tests.api.server import serving
from tests.browser.watch import LOCALES, Open, watching
from tests.needs import lacking

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser editor")]

PREFIXES = """\
PREFIX pa: <https://w3id.org/planatlas/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
USES = PREFIXES + "SELECT ?technology ?directive { ?directive pa:usesTechnology ?technology } ORDER BY ?technology"


@pytest.fixture(scope="module")
def atlas(small_release: Path) -> Iterator[str]:
    if "editor" not in bundles():
        lacking("the editor has not been built (make web; it needs npm's registry once)")
    with serving(create_app(small_release, Settings(query_workers=1, query_timeout=2.0))) as base:
        yield base


@pytest.fixture
def opened(browser: Browser, atlas: str) -> Iterator[Open]:
    """Opens a page for a reader of a language."""

    def open_page(
        path: str = "/sparql", language: str = "zh", width: int = 1440, base: str = atlas, **more: object
    ) -> Page:
        return opening(f"{base}{path}", width, locale=LOCALES[language], **more)

    with watching(browser) as opening:
        yield open_page


def write(page: Page, query: str, *, run: bool = True) -> None:
    """Put a query into the editor in place of what is there, and run it by keyboard."""
    content = page.get_by_role("textbox", name="查询").or_(page.get_by_role("textbox", name="Query"))
    content.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(query)
    if run:
        page.keyboard.press("Control+Enter")


def rows(page: Page) -> list[list[str]]:
    expect(page.locator("#outcome .table tbody tr").first).to_be_visible()
    return [row.locator("td").all_inner_texts() for row in page.locator("#outcome .table tbody tr").all()]


@pytest.mark.parametrize("width", [1440, 390])
def test_an_example_is_loaded_and_run(opened: Open, width: int) -> None:
    page = opened(language="zh", width=width)
    page.get_by_role("link", name="哪些举措应用了哪些技术？").click()
    expect(page.locator("#outcome h2")).to_contain_text("行，用时")
    expect(page.locator(".cm-content")).to_contain_text("pa:usesTechnology")
    link = page.locator("#outcome .table").get_by_role("link", name="区块链", exact=True).first
    assert urlsplit(link.get_attribute("href") or "").path == "/page/technology/blockchain"
    expect(page.locator("#outcome .table a.source", has_text="原文").first).to_be_visible()
    assert page.url.endswith("/sparql#example=start")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("#outcome .table")).to_be_in_viewport()


def test_labels_are_in_the_language_of_the_page(opened: Open) -> None:
    page = opened(language="en")
    write(page, USES)
    assert any("blockchain" in row[0] for row in rows(page))
    page.get_by_role("button", name="technology").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("technology")
    names = [row[0].split("\n")[0] for row in rows(page)]
    assert names == sorted(names, key=str.lower)


def test_a_link_to_share_brings_back_query_and_view(opened: Open) -> None:
    first = opened(language="en")
    write(first, USES)
    rows(first)
    first.get_by_role("button", name="Chart").click()
    expect(first.locator(".bars th", has_text="blockchain")).to_be_visible()
    address = urlsplit(first.url)
    assert not address.query
    assert len(address.fragment) < len(urlencode({"query": USES}))
    second = opened(f"/sparql#{address.fragment}", language="en")
    expect(second.locator(".bars th", has_text="blockchain")).to_be_visible()
    assert second.locator(".share").get_attribute("data-copy") == first.url
    second.get_by_role("link", name="中文").click()
    expect(second.locator(".bars th", has_text="区块链")).to_be_visible()
    assert urlsplit(second.url).fragment == address.fragment


def test_an_error_is_marked_at_its_place(opened: Open) -> None:
    page = opened(language="en")
    write(page, "SELECT * {\n  ?s ?p ?o .\n  ?s ?p ]\n}")
    expect(page.locator(".failure h2")).to_contain_text("Line 3, column 9")
    expect(page.locator(".cm-lintRange-error")).to_be_visible()
    page.get_by_role("button", name="Go to the place").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("#")
    expect(page.locator(".cm-lintRange-error")).to_be_hidden()


def test_a_query_beyond_the_limit_says_so_and_another_can_be_cancelled(opened: Open) -> None:
    page = opened(language="en")
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    expect(page.locator(".clock")).to_have_text("Limit: 2 s")
    write(page, runaway)
    expect(page.locator(".failure")).to_contain_text("longer than the limit")
    write(page, runaway)
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".run [role=status]")).to_contain_text("Cancelled after")
    write(page, "ASK {}")
    expect(page.locator(".answer")).to_have_text("Yes")


def test_completion_of_terms_declares_their_prefix(opened: Open) -> None:
    page = opened(language="zh")
    write(page, "SELECT * { ?s ", run=False)
    page.keyboard.type("应用技")
    option = page.get_by_role("option", name="pa:usesTechnology")
    expect(option).to_contain_text("应用技术")
    option.click()
    page.keyboard.type(" ?t }")
    page.keyboard.press("Control+Enter")
    assert any("区块链" in row[1] for row in rows(page))
    expect(page.locator(".cm-line").first).to_have_text("PREFIX pa: <https://w3id.org/planatlas/ontology#>")


def test_properties_of_the_class_come_first(opened: Open) -> None:
    page = opened(language="en")
    write(page, PREFIXES + "SELECT * { ?s a pa:Technology ; ", run=False)
    page.keyboard.press("Control+Space")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(options.filter(has_text="skos:prefLabel")).to_be_visible()
    page.keyboard.press("Escape")
    write(page, PREFIXES + "SELECT * { ?s a pa:Directive ; ", run=False)
    page.keyboard.press("Control+Space")
    expect(options.first).to_be_visible()
    expect(page.get_by_role("option", name="pa:usesTechnology")).to_be_visible()


def test_completion_of_things_by_their_label(opened: Open) -> None:
    page = opened(language="en")
    write(page, "SELECT * { ?s ?p ", run=False)
    page.keyboard.type("blockch")
    page.get_by_role("option", name="blockchain").first.click()
    expect(page.locator(".cm-content")).to_contain_text("<https://w3id.org/planatlas/id/technology/blockchain>")
    expect(page.locator(".cm-label")).to_have_text("blockchain")
    write(page, "SELECT * { ?s ?p ", run=False)
    page.keyboard.type('"区块')
    page.get_by_role("option", name="区块链").first.click()
    expect(page.locator(".cm-content")).to_contain_text('"区块链"@zh')


@pytest.mark.parametrize(("language", "tells"), [("zh", "没有语言标记"), ("en", "has no language tag")])
def test_a_text_without_language_is_explained_and_mended(opened: Open, language: str, tells: str) -> None:
    page = opened(language=language)
    write(page, PREFIXES + 'SELECT ?s { ?s rdfs:label "区块链" }')
    expect(page.locator(".hint")).to_contain_text(tells)
    page.locator(".hint button").click()
    expect(page.locator(".cm-content")).to_contain_text('"区块链"@zh')
    assert rows(page)


def test_a_result_as_network_and_as_spreadsheet(opened: Open) -> None:
    page = opened(language="en")
    write(page, PREFIXES + "CONSTRUCT { ?s pa:usesTechnology ?o } WHERE { ?s pa:usesTechnology ?o }")
    expect(page.locator("#outcome h2")).to_contain_text("triples in")
    page.get_by_role("button", name="Network").click()
    node = page.get_by_role("link", name="blockchain", exact=True)
    expect(node).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV with labels").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    assert text.startswith("subject,subject (label),predicate,predicate (label),object,object (label)\n")
    assert "/technology/blockchain,blockchain\n" in text


def test_an_address_with_a_query_is_kept(opened: Open) -> None:
    path = f"/sparql?{urlencode({'query': USES})}"
    page = opened(path, language="en")
    expect(page.locator("#outcome .views")).to_be_visible()
    assert page.url.endswith(path)
    write(page, "ASK {}")
    expect(page.locator(".answer")).to_be_visible()
    assert not urlsplit(page.url).query
    page.go_back()
    assert any("blockchain" in row[0] for row in rows(page))


def test_below_the_prefix_of_a_proxy(opened: Open, small_release: Path) -> None:
    application = create_app(small_release, Settings(query_workers=1), root_path="/atlas")
    with serving(application) as base:
        page = opened(f"/atlas/sparql#{urlencode({'query': USES})}", language="en", base=base)
        link = page.locator("#outcome .table").get_by_role("link", name="blockchain", exact=True).first
        assert link.get_attribute("href") == "/atlas/page/technology/blockchain"
        assert urlsplit(page.url).path == "/atlas/sparql"
        write(page, "SELECT * { ?s ?p ", run=False)
        page.keyboard.type("blockch")
        expect(page.get_by_role("option", name="blockchain").first).to_be_visible()
        page.close()  # the server waits for those who are connected


def test_dark_and_without_script(opened: Open) -> None:
    page = opened(language="en", color_scheme="dark")
    write(page, "ASK {}")
    expect(page.locator(".answer")).to_be_visible()
    paper = "getComputedStyle(document.querySelector('.code').shadowRoot.querySelector('.cm-editor')).backgroundColor"
    assert page.evaluate(paper) == "rgb(29, 33, 37)"
    page = opened(language="en", java_script_enabled=False)
    page.locator("textarea").fill(USES)
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#outcome .table a", has_text="blockchain").first).to_be_visible()
