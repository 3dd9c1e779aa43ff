"""``/linkages/plans``: what plans share, over HTTP; what is shared is tested where it is computed."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from graph_builder.linkages import COMPARED
from tests.api.server import serving
from tests.plans import LINHU, TEXT

BROWSER = {"accept": "text/html"}
TEXTS = {"yunxi": TEXT, "linhu-155": (LINHU / "text.txt").read_text("utf-8")}


@pytest.fixture(scope="module")
def ask(two_plans: Path) -> Iterator[httpx.Client]:
    with serving(create_app(two_plans, Settings(query_workers=1))) as base, httpx.Client(base_url=base) as client:
        yield client


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", COMPARED)
def test_page_shows_every_thing_with_sentences_of_both_plans(ask: httpx.Client, kind: str, language: str) -> None:
    page = ask.get(f"/linkages/plans?kind={kind}&lang={language}", headers=BROWSER).text
    data = ask.get("/linkages/plans.json").json()
    words = re.findall(r'<summary>.*?<span class="words">(.*?)</span>', page, re.DOTALL)
    assert sorted(map(html.unescape, words)) == sorted(t[language] for t in data["things"] if t["kind"] == kind)
    places = re.findall(r'<a href="/plans/([\w-]+)#char=(\d+),(\d+)"[^>]*>(.*?)</a>', page, re.DOTALL)
    assert {plan for plan, *_ in places} >= {
        own["plan"] for t in data["things"] if t["kind"] == kind for own in t["plans"]
    }
    for plan, begin, end, quoted in places:
        assert TEXTS[plan][int(begin) : int(end)] == html.unescape(re.sub(r"<[^>]+>", "", quoted))


def test_tables_have_a_row_for_each_thing_and_plan(ask: httpx.Client) -> None:
    data = ask.get("/linkages/plans.json").json()
    for language, header in (("zh", "类别"), ("en", "Kind")):
        answer = ask.get("/linkages/plans.csv", params={"lang": language})
        assert answer.headers["content-language"].startswith(language)
        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert rows[0][0] == header
        assert len(rows) - 1 == sum(len(thing["plans"]) for thing in data["things"])
    names = list(csv.reader(io.StringIO(ask.get("/linkages/names.csv?lang=en").text)))
    assert len(names) - 1 == len(data["other_names"])


def test_one_plan_says_how_to_add_another(small_release: Path) -> None:
    with serving(create_app(small_release, Settings(query_workers=1))) as base, httpx.Client(base_url=base) as client:
        page = client.get("/linkages/plans?lang=en", headers=BROWSER).text
        assert "There is only one plan" in page
        assert "planatlas add" in page
        assert "目前只有一个规划" in client.get("/linkages/plans?lang=zh", headers=BROWSER).text
        assert client.get("/linkages/plans.json").json()["things"] == []


def test_what_there_is_not(ask: httpx.Client, client: httpx.Client) -> None:
    answer = ask.get("/linkages/plans?kind=hope")
    assert (answer.status_code, "technology" in answer.json()["detail"]) == (400, True)
    assert ask.get("/linkages/names.xlsx").status_code == 404
    old = client.get("/linkages/plans")
    assert (old.status_code, "planatlas build" in old.json()["detail"]) == (404, True)
