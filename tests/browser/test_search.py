"""The search box as people use it: typing, keys, the mouse, narrow screens, no scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from api.app import create_app
from api.settings import Settings
from tests.api.server import serving
from tests.browser.watch import Open, watching

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser search")]


@pytest.fixture(scope="module")
def atlas(small_release: Path) -> Iterator[str]:
    with serving(create_app(small_release, Settings(query_workers=1))) as base:
        yield base


@pytest.fixture
def opened(browser: Browser, atlas: str) -> Iterator[Open]:
    """Opens a page of the server."""
    with watching(browser) as opening:
        yield lambda path, width=1440, **more: opening(f"{atlas}{path}", width, **more)


def test_typing_suggests_and_keys_choose(opened: Open) -> None:
    page = opened("/browse?lang=en")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("qukuai", delay=10)
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("区块链")
    expect(options.first).to_contain_text("blockchain · Technology")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".find-box .told")).to_have_text(re.compile(r"^\d+ suggestions; choose"))
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "none")
    box.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/page/technology/blockchain")


def test_escape_closes_and_enter_without_a_choice_searches(opened: Open) -> None:
    page = opened("/?lang=zh")
    box = page.get_by_role("combobox")
    box.press_sequentially("金融", delay=10)
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("金融")
    box.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("“金融”的搜索结果")
    page.get_by_role("link", name="原文句子").click()
    page.locator(".sentence a").first.click()
    page.wait_for_url("**/plans/yunxi#char=*")


def test_a_suggestion_can_be_clicked(opened: Open) -> None:
    page = opened("/plans/yunxi", width=390)
    page.get_by_role("combobox").press_sequentially("5g", delay=10)
    page.get_by_role("option").first.click()
    page.wait_for_url("**/page/**")


@pytest.mark.parametrize("path", ["/search?q=金融&lang=zh", "/search?q=金融&lang=en", "/search?lang=en", "/"])
@pytest.mark.parametrize("width", [1440, 390])
def test_pages_fit(opened: Open, path: str, width: int) -> None:
    page = opened(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.get_by_role("combobox").bounding_box()
    assert box
    assert box["width"] >= 150
    assert box["x"] + box["width"] <= width


def test_without_scripts_the_box_is_a_form(opened: Open) -> None:
    page = opened("/?lang=en", java_script_enabled=False)
    page.locator("#find").fill("qkl")
    page.locator("header form").get_by_role("button", name="Search").click()
    page.wait_for_url("**/search?q=qkl")
    expect(page.get_by_role("link", name="blockchain").first).to_be_visible()
