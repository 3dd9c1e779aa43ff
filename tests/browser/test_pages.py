from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.sample import TEXT, USES, span
from tests.browser.watch import LOCALES, Open, watching

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser pages")]

QUERY = "/sparql?query=SELECT+%2A+%7B%3Fs+%3Fp+%3Fo%7D+LIMIT+5"
PAGES = ["/", "/plans/sample", "/sparql", QUERY, "/dumps/", "/network"]
WIDTHS = [1440, 390]


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """Opens a page for a reader of a language."""

    def open_page(path: str, language: str = "zh", width: int = 1440, **more: object) -> Page:
        return opening(f"{address}{path}", width, locale=LOCALES[language], **more)

    with watching(browser) as opening:
        yield open_page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_page(opened: Open, path: str, language: str, width: int) -> None:
    page = opened(path, language, width)
    assert page.evaluate("document.documentElement.lang") in (language, f"{language}-CN")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.title()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", [path for path in PAGES if path != "/network"])
def test_language_switch_keeps_the_address(opened: Open, path: str, width: int) -> None:
    page = opened(path, "zh", width)
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**lang=en**")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert urlsplit(page.url).path == urlsplit(path).path
    assert urlsplit(path).query in page.url
    page.goto(page.url.split("?")[0])
    assert page.evaluate("document.documentElement.lang") == "en", "the choice lasts"


def test_language_switch_keeps_the_place_in_the_text(opened: Open) -> None:
    page = opened("/plans/sample#char=10,20")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**lang=en#char=10,20")
    assert targeted(page) == TEXT[10:20].replace("\n", "")


def test_skip_link_comes_first(opened: Open) -> None:
    page = opened("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def targeted(page: Page) -> str:
    """The characters that are highlighted, without the line ends between blocks."""
    return "".join(page.locator("mark.target").all_text_contents())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("fragment", "begin", "end"),
    [
        ("char=77,80", 77, 80),
        ("char=60,100", 60, 100),
        ("char=0,4", 0, 4),
        ("char=,4", 0, 4),
        (f"char={len(TEXT) - 3},", len(TEXT) - 3, len(TEXT)),
        ("char=77", 77, 78),
        ("char=77,80;length=185", 77, 80),
    ],
)
def test_characters_of_the_address(opened: Open, width: int, fragment: str, begin: int, end: int) -> None:
    page = opened(f"/plans/sample#{fragment}", width=width)
    assert targeted(page) == TEXT[begin:end].replace("\n", "")
    expect(page.locator("mark.target").first).to_be_in_viewport()


def test_characters_follow_the_address_and_leave_no_trace(opened: Open) -> None:
    page = opened("/plans/sample")
    before = page.locator("article").inner_html()
    page.evaluate("location.hash = '#char=60,100'")
    page.wait_for_selector("mark.target")
    page.evaluate("location.hash = '#char=77,80'")
    page.wait_for_function("document.querySelectorAll('mark.target').length === 1")
    assert targeted(page) == TEXT[77:80]
    page.evaluate("location.hash = '#section-1'")
    page.wait_for_function("!document.querySelector('mark.target')")
    assert page.locator("article").inner_html() == before


def test_characters_that_are_not_there(opened: Open) -> None:
    page = opened("/plans/sample#char=5000,5010")
    expect(page.locator(".outside")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_card_of_a_mention(opened: Open, language: str, width: int) -> None:
    page = opened("/plans/sample", language, width)
    begin, end = span("大数据")
    page.locator(f'a[data-m="{begin},{end}"]').click()
    card = page.locator("#card")
    expect(card).to_be_visible()
    for words in ("大数据", "big data", "https://w3id.org/planatlas/id/technology/big-data"):
        expect(card).to_contain_text(words)
    expect(card).to_contain_text("技术" if language == "zh" else "Technology")
    expect(card).to_contain_text(
        "本举措 应用技术 大数据" if language == "zh" else "This directive uses technology big data"
    )
    assert page.url.endswith(f"#char={begin},{end}")
    expect(page.locator(f'a[data-m="{begin},{end}"]')).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_card_of_a_directive_by_keyboard(opened: Open) -> None:
    page = opened("/plans/sample", "en")
    begin, end = span(USES)
    page.locator(f'a.handle[data-m="{begin},{end}"]').focus()
    page.keyboard.press("Enter")
    card = page.locator("#card")
    expect(card).to_be_visible()
    expect(card.locator(".statements li")).to_have_count(2)
    card.get_by_role("button", name="Close").click()
    expect(card).to_be_hidden()
    assert page.evaluate("document.activeElement.className") == "handle"


def test_card_of_a_body_tells_its_role(opened: Open) -> None:
    page = opened("/plans/sample", "en")
    page.locator("a.m", has_text="科研院所").click()
    expect(page.locator("#card .statements")).to_contain_text("This directive target research institutes")


def test_types_on_and_off(opened: Open) -> None:
    page = opened("/plans/sample", "en")
    begin, end = span("人工智能诊断")
    both = page.locator(f'[data-m="{begin},{end}"]')
    shown = both.get_attribute("data-type")
    page.get_by_role("checkbox", name=shown).uncheck()
    other = {"Technology": "Scenario", "Scenario": "Technology"}[shown or ""]
    expect(both).to_have_attribute("data-type", other)
    page.get_by_role("button", name="Hide all").click()
    expect(both).to_have_attribute("data-type", "")
    page.get_by_role("button", name="Show all").click()
    expect(both).to_have_attribute("data-type", shown or "")


def test_what_is_hidden_stays_hidden(opened: Open) -> None:
    page = opened("/plans/sample", "en")
    page.get_by_role("checkbox", name="Technology").uncheck()
    page.reload()
    expect(page.get_by_role("checkbox", name="Technology")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Domain")).to_be_checked()
    expect(page.locator("article [data-type=Technology]")).to_have_count(0)


def test_words_without_a_mark_open_their_sentence(opened: Open) -> None:
    page = opened("/plans/sample", "en")
    sentence = f"{USES}。"
    begin = TEXT.index(sentence)
    box = page.evaluate(
        """(begin) => {
          const leaf = [...document.querySelectorAll('.t')].findLast((leaf) => Number(leaf.dataset.begin) <= begin);
          const walker = document.createTreeWalker(leaf, NodeFilter.SHOW_TEXT);
          let position = Number(leaf.dataset.begin);
          while (walker.nextNode() && position + walker.currentNode.length <= begin) {
            position += walker.currentNode.length;
          }
          const range = document.createRange();
          range.setStart(walker.currentNode, begin - position);
          range.setEnd(walker.currentNode, begin - position + 1);
          const { x, y, width, height } = range.getBoundingClientRect();
          return [x + width / 3, y + height / 2];
        }""",
        begin,
    )
    page.mouse.click(*box)
    card = page.locator("#card")
    expect(card.locator("h2")).to_have_text(sentence)
    assert targeted(page) == sentence
    assert page.url.endswith(f"#char={begin},{begin + len(sentence)}")
    expect(card.locator(".statements a.evidence")).to_have_count(2)
    card.locator(".evidence").first.click()
    page.wait_for_url("**/page/plan/sample/assertion/*")


def test_contents_fold_and_show_the_place(opened: Open) -> None:
    page = opened("/plans/sample#section-3", "en")
    expect(page.locator(".toc a[aria-current=location]")).to_have_count(1)
    inner = page.locator(".toc li > ol").first
    page.get_by_role("button", name="Unfold or fold").first.click()
    expect(inner).to_be_hidden()


def test_contents_lead_to_their_section(opened: Open) -> None:
    page = opened("/plans/sample", width=390)
    page.locator(".toc summary").click()
    page.locator(".toc a", has_text="三、保障措施").click()
    expect(page.locator("#section-3")).to_be_in_viewport()


def test_reader_without_script(opened: Open) -> None:
    page = opened("/plans/sample", java_script_enabled=False)
    expect(page.locator("article")).to_contain_text("搭建公共技术服务平台")
    expect(page.get_by_role("checkbox").first).to_be_hidden()


def test_query_without_script(opened: Open) -> None:
    page = opened("/sparql", "en", java_script_enabled=False)
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".table tbody tr")).to_have_count(2)
    page.locator(".table a", has_text="in the text").first.click()
    page.wait_for_url("**/plans/sample#char=**")


def test_network_may_run_its_own_script(opened: Open) -> None:
    page = opened("/network/standalone", "en")
    assert page.evaluate("document.body.dataset.ran") == "yes"
