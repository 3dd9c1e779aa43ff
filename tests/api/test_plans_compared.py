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
from openpyxl import load_workbook

from api.app import create_app
from api.settings import Settings
from graph_builder.linkages import COMPARED
from graph_builder.release import build_release
from tests.api.server import serving
from tests.plans import LINHU, TEXT, Annotator, write_plan

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


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A release of five plans, each of which builds one of two things."""
    root = tmp_path_factory.mktemp("several")
    built = [("数字美术馆", "digital-art-museum"), ("区大数据中心机房", "xicheng-big-data-centre-machine-room")]
    plans = []
    for number in range(1, 6):
        text = f"规划{number}\n第一章 主要任务\n一、建设\n加快建设。建设{built[number % 2][0]}。"
        ann = Annotator(text)
        directive = ann.directive(f"建设{built[number % 2][0]}", "build", "require")
        ref = f"facility:{built[number % 2][1]}"
        ann.relate(
            "buildsFacility", directive, ann.mention("Facility", built[number % 2][0], inside=directive, ref=ref)
        )
        title = f"规划{number}"
        plans.append(
            write_plan(root / f"p{number}", text, ann.content, labels={}, title=title, status=title, period=title)
        )
    build_release(plans, root / "release")
    app = create_app(root / "release", Settings(query_workers=1))
    with serving(app) as base, httpx.Client(base_url=base) as client:
        yield client


def test_plans_to_compare_are_chosen(several: httpx.Client) -> None:
    def compared(address: str) -> list[str]:
        page = several.get(address, headers=BROWSER).text
        ticked = re.findall(r'name="plan" value="([\w-]+)" checked', page)
        shown = re.findall(r'<th scope="row"><a href="/plans/([\w-]+)"', page)
        assert ticked == shown
        return ticked

    assert compared("/linkages/plans?lang=en") == ["p1", "p2", "p3", "p4"]
    assert compared("/linkages/plans?plan=p5&plan=p3&plan=p5&lang=zh") == ["p3", "p5"]
    page = several.get("/linkages/plans?kind=facility&plan=p5&plan=p3&lang=en", headers=BROWSER).text
    assert "2 of 5 plans are compared here" in page
    assert "/linkages/plans?kind=goal&amp;plan=p3&amp;plan=p5" in page
    assert "/linkages/names.csv?lang=en&amp;plan=p3&amp;plan=p5" in page


def test_files_compare_all_plans_or_those_chosen(several: httpx.Client) -> None:
    def shared(address: str) -> dict[str, list[str]]:
        things = several.get(address).json()["things"]
        return {thing["zh"]: [own["plan"] for own in thing["plans"]] for thing in things}

    room, museum = "西城区大数据中心机房", "数字美术馆"
    assert shared("/linkages/plans.json") == {room: ["p1", "p3", "p5"], museum: ["p2", "p4"]}
    assert shared("/linkages/plans.json?plan=p2&plan=p3") == {room: ["p3"], museum: ["p2"]}
    answer = several.get("/linkages/plans.xlsx?plan=p2&plan=p3")
    assert 'filename="linkages-plans.chosen.xlsx"' in answer.headers["content-disposition"]
    rows = list(load_workbook(io.BytesIO(answer.content))["Plans compared"].iter_rows(values_only=True))
    assert sorted(str(row[4]) for row in rows[1:]) == ["p2", "p3"]


@pytest.mark.parametrize(
    ("asked", "english", "chinese"),
    [
        ("plan=p1&plan=nowhere", "plan knows no 'nowhere'; take two or more of p1, p2", "nowhere"),
        ("plan=p1", "A comparison takes two plans or more: give plan again", "比较至少需要两个规划"),
    ],
)
def test_plans_that_cannot_be_compared(several: httpx.Client, asked: str, english: str, chinese: str) -> None:
    for path in ("/linkages/plans", "/linkages/plans.json", "/linkages/plans.xlsx", "/linkages/names.csv"):
        answer = several.get(f"{path}?{asked}")
        assert answer.status_code == 400
        assert english in answer.json()["detail"]
        page = several.get(f"{path}?{asked}&lang=zh", headers=BROWSER)
        assert page.status_code == 400
        assert chinese in page.text
        assert english not in page.text


def test_what_there_is_not(ask: httpx.Client, client: httpx.Client) -> None:
    answer = ask.get("/linkages/plans?kind=hope")
    assert (answer.status_code, "technology" in answer.json()["detail"]) == (400, True)
    assert ask.get("/linkages/names.xlsx").status_code == 404
    old = client.get("/linkages/plans")
    assert (old.status_code, "planatlas build" in old.json()["detail"]) == (404, True)
