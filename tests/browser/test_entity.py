"""Pages of things as people use them: on every width, without scripts, from the plan and back, copying an assertion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from api.app import create_app
from api.settings import Settings
from tests.api.server import serving
from tests.browser.watch import Open, watching
from tests.plans import SPREADS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser entity")]

CHAIN = "/page/technology/blockchain"
DIRECTIVE = "/page/plan/yunxi/directive/1.1.2.1.1"
PAGES = (
    CHAIN,
    DIRECTIVE,
    "/page/plan/yunxi/text",
    "/browse",
    "/browse/Technology",
    "/browse/scheme/technology",
    "/about",
)


@pytest.fixture(scope="module")
def atlas(small_release: Path) -> Iterator[str]:
    with serving(create_app(small_release, Settings(query_workers=1))) as base:
        yield base


@pytest.fixture
def opened(browser: Browser, atlas: str) -> Iterator[Open]:
    """Opens a page of the server in a language."""

    def open_page(path: str, language: str = "zh", width: int = 1440, **more: object) -> Page:
        return opening(f"{atlas}{path}?lang={language}", width, **more)

    with watching(browser) as opening:
        yield open_page


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_stand_in_their_width(opened: Open, language: str, width: int, dark: bool) -> None:
    for path in PAGES:
        page = opened(path, language, width, color_scheme="dark" if dark else "light")
        for details in page.locator("main details").all()[:2]:
            details.locator(".open").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.context.close()


def test_a_sentence_leads_to_its_characters_in_the_plan(opened: Open) -> None:
    page = opened(CHAIN)
    page.locator(".passages a", has_text=SPREADS).click()
    page.wait_for_selector("mark.target")
    assert "".join(page.locator("mark.target").all_text_contents()) == "区块链"
    expect(page.locator("mark.target").first).to_be_in_viewport()


def test_an_assertion_is_ready_to_copy(opened: Open, atlas: str) -> None:
    page = opened(CHAIN, permissions=["clipboard-read", "clipboard-write"])
    statement = page.locator("details", has_text=SPREADS).first
    expect(statement.get_by_text("报告此陈述")).to_be_hidden()
    statement.locator(".open").click()
    expect(statement.get_by_text("报告此陈述")).to_be_visible()
    statement.get_by_role("button", name="复制").click()
    expect(statement.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"https://w3id\.org/planatlas/id/plan/yunxi/assertion/\w+", copied)
    page.goto(f"{atlas}/{copied.removeprefix('https://w3id.org/planatlas/')}")
    assert urlsplit(page.url).path.startswith("/page/plan/yunxi/assertion/")
    expect(page.locator("h1")).to_contain_text("应用技术")


def test_complete_without_javascript(opened: Open) -> None:
    page = opened(CHAIN, java_script_enabled=False)
    statement = page.locator("details", has_text=SPREADS).first
    statement.locator(".open").click()
    expect(statement.locator("code")).to_contain_text("/assertion/")
    expect(statement.locator("button")).to_be_hidden()
    page.locator(".neighbours a").first.click()
    expect(page.locator(".entity h1")).to_be_visible()


def test_the_card_of_a_mention_leads_to_the_page_of_the_thing(opened: Open) -> None:
    page = opened("/plans/yunxi")
    page.locator("a.m", has_text="区块链").first.click()
    page.locator("#card .thing a", has_text="区块链").click()
    page.wait_for_url(f"**{CHAIN}")
    expect(page.locator("h1")).to_have_text("区块链")


def test_the_ledger_leads_to_the_pages_of_what_it_names(opened: Open) -> None:
    page = opened("/ledger")
    page.locator("tr.row td.object").get_by_role("link", name="区块链", exact=True).first.click()
    page.wait_for_url(f"**{CHAIN}")


def test_the_language_switch_stays_on_the_page(opened: Open) -> None:
    page = opened(CHAIN)
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("blockchain")
    assert urlsplit(page.url).path == CHAIN
