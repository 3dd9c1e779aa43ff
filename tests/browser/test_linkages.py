"""Linkages and gaps as a planner uses them: a number, its sentences, the plan's characters; a list on a phone."""

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
from tests.plans import APPLIES, BUILDS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser linkages")]

PAGES = ("/linkages", "/linkages/top?kind=stated", "/linkages/coherence", "/gaps")


@pytest.fixture(scope="module")
def atlas(small_release: Path) -> Iterator[str]:
    with serving(create_app(small_release, Settings(query_workers=1))) as base:
        yield base


@pytest.fixture
def opened(browser: Browser, atlas: str) -> Iterator[Open]:
    """Opens a page of the server in Chinese."""
    with watching(browser) as opening:
        yield lambda path, width=1440, **more: opening(f"{atlas}{path}", width, locale="zh-CN", **more)


@pytest.mark.parametrize("path", PAGES)
def test_pages_stand_in_their_width(opened: Open, path: str) -> None:
    for language in ("zh", "en"):
        page = opened(f"{path}{'&' if '?' in path else '?'}lang={language}")
        for width in (1440, 820, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("script", [True, False])
def test_a_cell_opens_its_sentences_and_they_the_plan(opened: Open, script: bool) -> None:
    page = opened("/linkages", java_script_enabled=script)
    page.get_by_role("link", name="金融 × 区块链：2，规划明言").click()
    panel = page.locator("#said")
    expect(panel.get_by_role("heading", level=2)).to_have_text(re.compile("金融 × 区块链"))
    expect(panel.locator("blockquote")).to_have_count(4)
    expect(page.locator(".matrix [aria-current]")).to_have_text("2")
    assert "row=domain%2Ffinance" in page.url, "the address shows the same cell to others"
    if script:
        panel.get_by_role("link", name=APPLIES).first.click()
        page.wait_for_selector("mark.target")
        assert "".join(page.locator("mark.target").all_text_contents()) == APPLIES
        page.go_back()
        expect(panel.locator("blockquote")).to_have_count(4)


def test_kinds_are_chosen_without_a_button(opened: Open) -> None:
    page = opened("/linkages")
    page.locator("select[name=columns]").select_option("place")
    page.wait_for_url("**columns=place**")
    page.locator("select[name=rows]").select_option("measure")
    expect(page.get_by_role("heading", name="任务与条目 × 地点")).to_be_visible()
    page.get_by_role("link", name="行列互换").click()
    expect(page.get_by_role("heading", name="地点 × 任务与条目")).to_be_visible()


def test_matrix_is_a_list_on_a_phone(opened: Open) -> None:
    page = opened("/linkages", width=390)
    expect(page.locator(".table.matrix")).to_be_hidden()
    page.locator(".pairs").get_by_role("link", name=re.compile("^区块链 2.*规划明言$")).click()
    expect(page.locator("#said blockquote").first).to_be_in_viewport()
    page.get_by_role("link", name="回到这一格").click()
    expect(page.locator(".pairs li").first).to_be_in_viewport()


def test_downloads_are_files(opened: Open) -> None:
    page = opened("/linkages/coherence")
    for name, kept_as in (("Excel 工作簿", "linkages-coherence.xlsx"), ("CSV（中文）", "linkages-coherence.zh.csv")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == kept_as
        assert download.value.path().stat().st_size > 100


def test_a_pair_leads_into_the_plan(opened: Open) -> None:
    page = opened("/linkages/coherence")
    page.locator(".pair-card").get_by_role("link", name=BUILDS).last.click()
    page.wait_for_selector("mark.target")
    assert "".join(page.locator("mark.target").all_text_contents()) == BUILDS


def test_a_gap_shows_which_and_its_query(opened: Open) -> None:
    page = opened("/gaps")
    page.locator("#never a").first.click()
    panel = page.locator("#said")
    number = int(panel.locator(".figures b").inner_text().partition("/")[0])
    expect(panel.locator(".lacking li")).to_have_count(number)
    panel.get_by_role("link", name="得出此数的 SPARQL").click()
    expect(page.locator(".outcome")).to_contain_text(str(number))
