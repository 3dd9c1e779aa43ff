"""Leaving drafts out as a planner does: one tick, and the page, its files and its neighbours are without them."""

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

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser reviewed")]

PAGES = ("/linkages/top?kind=stated", "/linkages/plans?kind=facility", "/gaps?plan=linhu-155", "/ledger?plan=linhu-155")
LEAVE = "略去未经审核的陈述"


@pytest.fixture(scope="module")
def atlas(two_plans: Path) -> Iterator[str]:
    with serving(create_app(two_plans, Settings(query_workers=1))) as base:
        yield base


@pytest.fixture
def opened(browser: Browser, atlas: str) -> Iterator[Open]:
    """Opens a page of the server in Chinese."""
    with watching(browser) as opening:
        yield lambda path, width=1440, **more: opening(f"{atlas}{path}", width, locale="zh-CN", **more)


@pytest.mark.parametrize("path", PAGES)
def test_pages_without_drafts_stand_in_their_width(opened: Open, path: str) -> None:
    for language in ("zh", "en"):
        page = opened(f"{path}&reviewed=1&lang={language}", color_scheme="dark")
        for width in (1440, 820, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("script", [True, False])
def test_a_tick_leaves_drafts_out_of_what_is_compared(opened: Open, script: bool) -> None:
    page = opened("/linkages/plans?kind=technology", java_script_enabled=script)
    expect(page.locator(".ranked summary .words", has_text="数字孪生")).to_have_count(1)
    page.get_by_label(LEAVE).check()
    if not script:
        page.get_by_role("button", name="显示").click()
    page.wait_for_url(re.compile("reviewed=1"))
    expect(page.get_by_label(LEAVE)).to_be_checked()
    expect(page.locator(".ranked summary .words", has_text="数字孪生")).to_have_count(0)
    page.get_by_role("link", name=re.compile("建设对象")).last.click()
    page.wait_for_url(re.compile("kind=facility.*reviewed=1"))


def test_the_ledger_keeps_its_filters_and_numbers(opened: Open) -> None:
    page = opened("/ledger?plan=linhu-155#force=require")
    drafts = page.locator("tr.row:visible .draft-mark")
    count = drafts.count()
    assert count > 0
    numbers = page.locator("tr.row:visible").evaluate_all("rows => rows.map(row => row.id)")
    page.get_by_label(LEAVE).check()
    page.wait_for_url(re.compile("reviewed=1#force=require"))
    expect(drafts).to_have_count(0)
    left = page.locator("tr.row:visible").evaluate_all("rows => rows.map(row => row.id)")
    assert set(left) < set(numbers)


def test_the_reader_marks_what_is_a_draft(opened: Open) -> None:
    page = opened("/plans/linhu-155")
    page.locator("article [data-types=Technology]", has_text="隐私保护").first.click()
    expect(page.locator("#card .draft-mark").first).to_have_text("未审核")
