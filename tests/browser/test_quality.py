"""The pages on quality in a browser: wide and narrow, light and dark, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.app import create_app
from api.settings import Settings
from tests.api.quality_release import write_quality_release
from tests.api.server import serving
from tests.browser.watch import LOCALES, Open, watching
from tests.plans import USES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser quality")]


@pytest.fixture(scope="module")
def atlas(small_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    link = write_quality_release(tmp_path_factory.mktemp("quality"), small_release)
    with serving(create_app(link, Settings(query_workers=1))) as base:
        yield base


@pytest.fixture
def opened(browser: Browser, atlas: str) -> Iterator[Open]:
    """Opens a page for a reader of a language."""

    def open_page(path: str, language: str = "en", width: int = 1440, **more: object) -> Page:
        return opening(f"{atlas}{path}", width, locale=LOCALES[language], **more)

    with watching(browser) as opening:
        yield open_page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["/quality", "/quality/sentences", "/quality/sentences?yields=nothing"])
def test_page_fits(opened: Open, path: str, language: str, width: int, scheme: str) -> None:
    page = opened(path, language, width, color_scheme=scheme)
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    assert page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[language]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("h1")).to_be_visible()


def test_figures_come_first(opened: Open) -> None:
    page = opened("/quality", width=390)
    expect(page.locator(".glance div")).to_have_count(6)
    expect(page.locator(".glance")).to_be_in_viewport()
    expect(page.locator(".glance .poor dt")).to_have_text(
        ["Statements reviewed by a person", "Sentences with nothing and no reason"]
    )


def test_bars_are_as_long_as_their_share(opened: Open) -> None:
    page = opened("/quality")
    row = page.locator(".matrix tr", has_text="Technology").locator("td").first
    whole, part = (row.locator(f".{name}").bounding_box() for name in ("whole", "part"))
    assert whole
    assert part
    assert part["width"] == pytest.approx(whole["width"], abs=1), "both tasks have a technology"


def test_a_finding_opens_its_place(opened: Open) -> None:
    page = opened("/quality", java_script_enabled=True)
    page.locator("summary", has_text="An English label is missing.").click()
    link = page.locator(".findings a").first
    sentence = link.text_content() or ""
    link.click()
    page.wait_for_url("**/plans/yunxi#char=**")
    marked = "".join(page.locator("mark.target").all_text_contents())
    assert marked
    assert sentence.startswith(marked)


def test_filter_without_scripts(opened: Open) -> None:
    page = opened("/quality/sentences", java_script_enabled=False)
    everything = page.locator(".sentences > li").count()
    page.get_by_role("link", name="Yields nothing").click()
    page.wait_for_url("**yields=nothing")
    assert 0 < page.locator(".sentences > li").count() < everything
    expect(page.locator(".filters [aria-current]")).to_contain_text("Yields nothing")
    page.locator(".languages a", has_text="中文").click()
    page.wait_for_url("**yields=nothing&lang=zh")
    expect(page.locator(".reason").first).to_have_text("一无所得，未说明原因。")


def test_a_section_leads_to_its_sentences(opened: Open) -> None:
    page = opened("/quality")
    page.locator("#thin a", has_text="夯实数字底座").click()
    page.wait_for_url("**/quality/sentences#1.1.2")
    expect(page.locator(".words a", has_text=USES)).to_be_in_viewport()


def test_a_sentence_opens_its_place(opened: Open) -> None:
    page = opened("/quality/sentences", width=390)
    page.locator(".words a", has_text=USES).click()
    page.wait_for_url("**/plans/yunxi#char=**")
    assert "".join(page.locator("mark.target").all_text_contents()) == f"{USES}。"
