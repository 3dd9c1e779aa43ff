"""The pages of the shipped plan as a planner uses them: every link opens the plan's own characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from api.app import create_app
from api.settings import Settings
from graph_builder import resources
from tests.api.server import serving
from tests.browser.watch import Open, watching

pytestmark = pytest.mark.browser

TEXT = resources.path("data/plans/xicheng-145/text.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def atlas(real_release: Path) -> Iterator[str]:
    with serving(create_app(real_release, Settings(query_workers=1))) as base:
        yield base


@pytest.fixture
def opened(browser: Browser, atlas: str) -> Iterator[Open]:
    """Opens a page in a language."""

    def open_page(path: str, language: str = "zh", width: int = 1440, dark: bool = False) -> Page:
        address = f"{atlas}{path}{'&' if '?' in path else '?'}lang={language}"
        return opening(address, width, color_scheme="dark" if dark else "light")

    with watching(browser) as opening:
        yield open_page


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["/network", "/plans/xicheng-145"])
def test_page_stands_in_its_width(opened: Open, path: str, language: str, width: int, dark: bool) -> None:
    page = opened(path, language, width, dark)
    assert page.evaluate("document.documentElement.lang").startswith(language)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["zh", "en"])
def test_first_picture_is_readable_and_stands_still(opened: Open, language: str) -> None:
    page = opened("/network/standalone", language)
    page.wait_for_function("window.planatlas.nodes.length > 0")
    assert 10 <= page.evaluate("planatlas.nodes.length") <= 80
    before = page.evaluate("planatlas.network.getPositions()")
    page.wait_for_timeout(400)
    assert page.evaluate("planatlas.network.getPositions()") == before


def _click_in_picture(page: Page, script: str) -> None:
    """Click the canvas at the place that a script gives in the picture's own coordinates."""
    x, y = page.evaluate(f"(() => {{ const p = planatlas.network.canvasToDOM({script}); return [p.x, p.y] }})()")
    box = page.locator("#mynetwork canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + x, box["y"] + y)


def test_click_on_a_link_shows_the_sentences_and_leads_to_their_characters(opened: Open) -> None:
    page = opened("/network/standalone")
    page.wait_for_function("window.planatlas.nodes.length > 0")
    edge = page.evaluate("""planatlas.edges.get().find((edge) => edge.to.endsWith('/id/place/financial-street'))""")
    # a third of the way along the line, where no other node stands
    _click_in_picture(
        page,
        f"(() => {{ const {{ [{edge['from']!r}]: a, [{edge['to']!r}]: b }} = planatlas.network.getPositions();"
        " return { x: a.x * 0.5 + b.x * 0.5, y: a.y * 0.5 + b.y * 0.5 } })()",
    )
    page.wait_for_selector("#card blockquote")
    assert "金融街" in page.locator("#card mark").first.inner_text()
    sentence = page.locator("#card blockquote p").first.inner_text()
    assert sentence in TEXT
    link = page.locator("#card blockquote a").first
    match = re.search(r"#char=(\d+),(\d+)$", link.get_attribute("href") or "")
    assert match
    start, end = int(match[1]), int(match[2])
    assert "金融街" in TEXT[start:end]
    link.click()
    page.wait_for_url("**/plans/xicheng-145*")
    page.wait_for_function("document.querySelector('main') && location.hash.startsWith('#char=')")
    assert "金融街" in page.locator("main").inner_text()


def test_click_on_a_thing_lists_what_it_is_linked_to(opened: Open) -> None:
    page = opened("/network/standalone")
    page.wait_for_function("window.planatlas.nodes.length > 0")
    node = page.evaluate("planatlas.nodes.get().find((node) => node.id.endsWith('/id/place/financial-street')).id")
    _click_in_picture(page, f"planatlas.network.getPositions()[{node!r}]")
    page.wait_for_selector("#card li button")
    assert page.locator("#card h2").inner_text() == "金融街"
    page.locator("#card li button").first.click()
    assert "金融街" in page.locator("#card mark").first.inner_text()


def test_switches_and_search(opened: Open) -> None:
    page = opened("/network/standalone", "en")
    page.wait_for_function("window.planatlas.nodes.length > 0")
    page.locator("#find").fill("Shichahai")
    page.locator("#find").press("Enter")
    assert page.locator("#card h2").inner_text() == "Shichahai"
    page.locator("#find").fill("nowhere at all")
    page.locator("#find").press("Enter")
    assert "nowhere at all" in page.locator("#note").inner_text()
    page.get_by_label("Stated by the plan").check()
    assert page.evaluate("planatlas.edges.get().every((edge) => edge.id.startsWith('stated:'))")


def test_every_entry_in_words_opens_true_sentences(opened: Open) -> None:
    page = opened("/network/standalone")
    page.wait_for_function("window.planatlas.nodes.length > 0")
    quotes = page.evaluate(
        """[...document.querySelectorAll('[data-link]')].map((button) => {
             button.click();
             return [...document.querySelectorAll('#card blockquote p')].map((p) => p.textContent) })"""
    )
    assert len(quotes) > 60
    assert all(sentences for sentences in quotes)
    assert [sentence for sentences in quotes for sentence in sentences if sentence not in TEXT] == []


def test_reader_marks_exactly_the_named_characters(opened: Open) -> None:
    start = TEXT.index("依托奇安信")
    page = opened("/plans/xicheng-145")
    page.goto(f"{page.url}#char={start},{start + 5}")
    marked = page.wait_for_function(
        "() => { const words = [...document.querySelectorAll('.target')].map((part) => part.textContent).join('');"
        " return words || null }"
    )
    assert marked.json_value() == "依托奇安信"


def test_a_saved_network_page_works_without_a_server(browser: Browser, real_release: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((real_release / "networks" / "standalone.zh.html").resolve().as_uri())
    page.wait_for_function("window.planatlas.nodes.length > 0")
    page.locator("[data-link]").first.click()
    assert page.locator("#card blockquote").count() > 0
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.close()
