"""The planner's guide, followed by its words alone: each question is answered in fewer than five clicks."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

from api.app import create_app
from api.pages.assets import bundles
from api.settings import Settings
from docs.walk import GUIDES, LostError, Question, Step, questions, walk
from graph_builder import resources
from tests.api.server import serving
from tests.browser.watch import Open, watching
from tests.needs import lacking

pytestmark = pytest.mark.browser

TEXT = resources.path("data/plans/xicheng-145/text.txt").read_text(encoding="utf-8")
ASKED = [
    pytest.param(language, question, id=f"{language}-{question.title[:1]}")
    for language in GUIDES
    for question in questions(language)
]


@pytest.fixture(scope="module")
def atlas(real_release: Path) -> Iterator[str]:
    if "network" not in bundles():
        lacking("the network has not been built (make web; it needs npm's registry once)")
    with serving(create_app(real_release, Settings(query_workers=1))) as base:
        yield base


@pytest.fixture
def opened(browser: Browser, atlas: str) -> Iterator[Open]:
    """Opens the start page in a language."""
    with watching(browser) as opening:
        yield lambda language: opening(f"{atlas}/?lang={language}", 1200, 800, reduced_motion="reduce")


@pytest.mark.parametrize(("language", "question"), ASKED)
def test_question_is_answered_by_the_plans_own_sentence(opened: Open, language: str, question: Question) -> None:
    page = opened(language)
    *_, (_, seen) = walk(page, question)
    assert 0 < len(question.steps) < 5
    assert [words for words in question.shown if not seen.shows(words)] == [], "the guide quotes what pages show"
    assert question.sentences
    assert [sentence for sentence in question.sentences if sentence not in TEXT or not seen.shows(sentence)] == []
    if seen.files:
        _check_files(seen.files, language)
        return
    page.wait_for_selector("mark.target")
    place = re.search(r"/plans/xicheng-145(?:\?[^#]*)?#char=(\d+),(\d+)$", page.url)
    assert place, page.url
    marked = TEXT[int(place[1]) : int(place[2])]
    assert "".join(page.locator("mark.target").all_text_contents()) == marked
    assert any(marked in sentence for sentence in question.sentences)


def _check_files(files: dict[str, str], language: str) -> None:
    """The picture and the table hold the same things, and the table's sentences are the plan's."""
    drawn = "".join(ElementTree.fromstring(files["network.svg"]).itertext())  # our own file
    things = {
        "zh": ("西城“城市大脑”", "试验性应用场景平台", "市区联合基金"),
        "en": ("Xicheng City Brain", "experimental application scenario platform", "municipal-district joint fund"),
    }[language]
    for thing in things:
        assert thing in drawn
        assert thing in files["network.csv"]
    assert ("什刹海" if language == "zh" else "Shichahai") not in drawn, "places were left aside"


@pytest.mark.parametrize("step", [Step("没有这样的词"), Step("区块链", beside="没有这样的词")], ids=["words", "beside"])
def test_a_step_that_cannot_be_followed_is_an_error(opened: Open, step: Step) -> None:
    lost = Question("", (step,), (), (), (), "")
    with pytest.raises(LostError, match="没有这样的词"):
        list(walk(opened("zh"), lost))


# ---------------------------------------------------------------- what is written


def test_both_guides_ask_the_same_five_questions() -> None:
    zh, en = questions("zh"), questions("en")
    assert len(zh) == len(en) == 5
    for first, second in zip(zh, en, strict=True):
        assert len(first.steps) == len(second.steps)
        assert first.sentences == second.sentences
        assert [name.replace(".zh.", ".en.") for name, _ in first.pictures] == [name for name, _ in second.pictures]


@pytest.mark.parametrize(("language", "question"), ASKED)
def test_no_figure_stands_where_no_page_confirms_it(language: str, question: Question) -> None:
    """Figures stand in `code`, in the words of a page, where the walk looks for them."""
    assert re.findall(r".{0,20}\d.{0,20}", question.prose) == []


@pytest.mark.parametrize("language", GUIDES)
def test_pictures_are_there_and_small(language: str) -> None:
    guide = GUIDES[language]
    pictures = [(guide.parent / path).resolve() for path in re.findall(r"!\[.+?\]\((.+?)\)", guide.read_text("utf-8"))]
    assert 5 <= len(pictures) <= 10
    for picture in pictures:
        content = picture.read_bytes()
        assert content.startswith(b"\x89PNG"), picture
        assert struct.unpack(">I", content[16:20])[0] <= 1200, picture
        assert len(content) < 250_000, picture


@pytest.mark.parametrize("language", GUIDES)
def test_links_lead_somewhere(language: str) -> None:
    guide = GUIDES[language]
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", guide.read_text("utf-8")):
        assert (guide.parent / target).exists(), target
