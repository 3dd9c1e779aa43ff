"""The ledger as a planner uses it: filters, shared addresses, cards on a phone, the way to the plan's characters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from api.app import create_app
from api.settings import Settings
from tests.api.server import serving
from tests.browser.watch import Open, watching
from tests.plans import APPLIES, AVOIDS, BUILDS, SPREADS, USES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser ledger")]


@pytest.fixture(scope="module")
def atlas(small_release: Path) -> Iterator[str]:
    with serving(create_app(small_release, Settings(query_workers=1))) as base:
        yield base


@pytest.fixture
def opened(browser: Browser, atlas: str) -> Iterator[Open]:
    """Opens the ledger in a language."""

    def open_page(fragment: str = "", language: str = "zh", width: int = 1440, **more: object) -> Page:
        return opening(f"{atlas}/ledger?lang={language}{fragment}", width, **more)

    with watching(browser) as opening:
        yield open_page


def shown(page: Page) -> list[str]:
    """The words of the directives that are to be seen."""
    return [row.inner_text() for row in page.locator("tr.row:visible td.quote a").all()]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1440, 1000, 390])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_stands_in_its_width(opened: Open, language: str, width: int, dark: bool) -> None:
    page = opened("", language, width, color_scheme="dark" if dark else "light")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.locator("tr.row td").evaluate_all("cells => cells.map((cell) => cell.scrollWidth - cell.clientWidth)")
    assert len(wide) > 50
    assert max(wide) <= 1, "every word stands in its cell"


def test_filters_work_without_asking_the_server(opened: Open) -> None:
    page = opened()
    everything = shown(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type != "other" else None)  # icon
    page.get_by_label("力度").select_option("promote")
    firm = shown(page)
    assert SPREADS in firm
    assert USES not in firm
    page.get_by_label("章节").select_option(label="\u2003\u2003(二)拓展应用（3）")
    assert shown(page) == [SPREADS, APPLIES]
    page.get_by_label("查找").fill("加强  区块链")
    assert shown(page) == [APPLIES]
    expect(page.locator("output")).to_have_text(f"显示 1 / {len(everything)} 条举措")
    expect(page.locator("tbody.section:visible")).to_have_count(1)
    expect(page.locator("tbody.section:visible .n")).to_have_text("1 / 3")
    page.get_by_label("查找").fill("没有这样的词")
    expect(page.get_by_text("没有符合条件的举措。")).to_be_visible()
    page.get_by_role("button", name="清除筛选").click()
    expect(page.locator("output")).to_have_text(f"{len(everything)} 条举措")
    assert shown(page) == everything
    assert asked == []


def test_search_finds_values_headings_and_roles(opened: Open) -> None:
    page = opened()
    for words, found in (("网信办 合作", 1), ("智慧医疗", 1), ("金融街", 2), ("保障措施", 1), ("避免", 1), ("5g", 1)):
        page.get_by_label("查找").fill(words)
        assert len(shown(page)) == found, words


def test_what_is_shown_can_be_shared_and_stays_in_the_other_language(opened: Open) -> None:
    page = opened()
    page.get_by_label("动作").select_option("build")
    assert shown(page) == [BUILDS, BUILDS]
    other = opened(f"#{urlsplit(page.url).fragment}")
    assert shown(other) == [BUILDS, BUILDS]
    other.get_by_role("link", name="English").click()
    other.wait_for_url("**lang=en#action=build")
    assert shown(other) == [BUILDS, BUILDS]
    expect(other.locator("output")).to_contain_text("Showing 2 of")


def test_complete_without_javascript(opened: Open) -> None:
    with_script = shown(opened())
    page = opened("#force=promote", java_script_enabled=False)
    assert shown(page) == with_script
    expect(page.locator(".filters")).to_be_hidden()
    page.locator(".columns summary").click()
    expect(page.get_by_text("举措在规划原文中的字符，未作改动")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_directive_leads_to_its_characters(opened: Open, width: int) -> None:
    page = opened(width=width)
    page.get_by_role("link", name=AVOIDS).click()
    page.wait_for_selector("mark.target")
    assert "".join(page.locator("mark.target").all_text_contents()) == AVOIDS
    expect(page.locator("mark.target").first).to_be_in_viewport()


def test_header_stays_in_sight(opened: Open) -> None:
    page = opened()
    page.locator("tr.row").last.scroll_into_view_if_needed()
    page.mouse.wheel(0, 10_000)
    head = page.locator("thead th").nth(1)
    expect(head).to_be_in_viewport()
    assert head.evaluate(
        "head => document.elementFromPoint(head.getBoundingClientRect().x + 5, 5)?.closest('th') === head"
    )


def test_rows_are_labelled_cards_on_a_phone(opened: Open) -> None:
    page = opened(width=390)
    row = page.locator("tr.row").filter(has_text="公共数据开放平台")
    assert row.evaluate("row => getComputedStyle(row).display") == "block"
    label = row.locator("td.object").evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"作用对象"'
    boxes = [cell.bounding_box() for cell in row.locator("td:visible:not(.number)").all()]
    assert all(first["y"] + first["height"] <= second["y"] + 1 for first, second in pairwise(boxes))
