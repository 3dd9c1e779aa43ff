"""``reviewed=1`` over HTTP: pages and files of lists, gaps and ledgers without drafts; drafts are marked elsewhere."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook

from api.app import create_app
from api.settings import Settings
from tests.api.server import serving

BROWSER = {"accept": "text/html"}
ONLY_DRAFT = "数字孪生"
"""A technology of the second plan that a draft alone names."""

TICKED = re.compile(r'<input type="checkbox" name="reviewed" value="1" checked>')
UNTICKED = re.compile(r'<input type="checkbox" name="reviewed" value="1">')
PAGES = {
    "/linkages/top": {"kind": "stated"},
    "/linkages/coherence": {},
    "/linkages/plans": {"kind": "technology"},
    "/gaps": {"plan": "linhu-155"},
    "/ledger": {"plan": "linhu-155"},
}
FILES = ("/linkages/top.{}", "/linkages/coherence.{}", "/linkages/plans.{}", "/gaps.{}", "/ledger.{}")


@pytest.fixture(scope="module")
def ask(two_plans: Path) -> Iterator[httpx.Client]:
    with serving(create_app(two_plans, Settings(query_workers=1))) as base, httpx.Client(base_url=base) as client:
        yield client


def _table(answer: httpx.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_leave_drafts_out_and_keep_the_choice(ask: httpx.Client, path: str, language: str) -> None:
    values = {**PAGES[path], "lang": language}
    usual = ask.get(path, params=values, headers=BROWSER)
    found = ask.get(path, params={**values, "reviewed": "1"}, headers=BROWSER)
    assert (usual.status_code, found.status_code) == (200, 200)
    assert UNTICKED.search(usual.text)
    assert TICKED.search(found.text)
    assert "draft-mark" not in found.text
    own = [
        address for address in re.findall(r'href="([^"#]+)', found.text) if address.startswith((f"{path}?", f"{path}."))
    ]
    assert own
    assert [address for address in own if "reviewed=1" not in address and "lang=" not in address] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_drafts_are_marked_where_they_are_quoted(ask: httpx.Client, language: str) -> None:
    word = {"zh": "未审核", "en": "draft"}[language]
    for path in ("/linkages/plans", "/ledger"):
        page = ask.get(path, params={**PAGES[path], "lang": language}, headers=BROWSER).text
        marks = re.findall(r'<small class="draft-mark"[^>]*>(.*?)</small>', page)
        assert set(marks) == {word}
    rows = ask.get("/ledger.json?plan=linhu-155").json()["rows"]
    drafts = [row for row in rows if row["review"] and row["review"]["iri"].endswith("/draft")]
    assert len(marks) == len(drafts) > 0


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("/page/plan/linhu-155/directive/2.1.1.2.1", True),  # uses big data, a draft
        ("/page/plan/linhu-155/directive/2.3.2.2.2", False),  # uses big data, settled
        ("/network?links=stated&plans=linhu-155", True),
        ("/network?links=stated&plans=linhu-155&reviewed=1", False),
        ("/", True),
    ],
)
def test_drafts_are_marked_on_things_in_the_network_and_at_home(ask: httpx.Client, address: str, marked: bool) -> None:
    page = ask.get(address, headers=BROWSER)
    assert page.status_code == 200
    assert ('class="draft-mark"' in page.text) is marked


def test_annotations_tell_the_status_of_each_statement(ask: httpx.Client) -> None:
    data = ask.get("/plans/linhu-155/annotations.json").json()
    statuses = {(item["statedIn"], item["review"]) for item in data["statements"]}
    assert {review for _, review in statuses} == {"draft", "settled"}
    assert len({sayer for sayer, review in statuses if review == "draft"}) == 5


def test_plans_compared_name_nothing_that_drafts_alone_say(ask: httpx.Client) -> None:
    usual, found = (ask.get("/linkages/plans.json", params={"reviewed": r}).json() for r in ("0", "1"))
    named = [{thing["zh"] for thing in data["things"]} for data in (usual, found)]
    assert ONLY_DRAFT in named[0] - named[1]
    assert named[1] < named[0]
    page = ask.get("/linkages/plans?kind=technology&reviewed=1&lang=zh", headers=BROWSER).text
    assert ONLY_DRAFT not in page
    assert ONLY_DRAFT in ask.get("/linkages/plans?kind=technology&lang=zh", headers=BROWSER).text


@pytest.mark.parametrize("path", FILES)
def test_files_agree_with_one_another(ask: httpx.Client, path: str) -> None:
    values = {"reviewed": "1", "plan": "linhu-155"} if path.startswith("/ledger") else {"reviewed": "1"}
    data = ask.get(path.format("json"), params=values)
    assert "reviewed" in data.headers["content-disposition"]
    assert '"draft"' not in data.text
    assert "review-status/draft" not in re.sub(r"review:draft", "", data.text)
    table = ask.get(path.format("csv"), params={**values, "lang": "en"})
    assert table.headers["content-language"] == "en"
    whole = _table(ask.get(path.format("csv"), params={**values, "lang": "en", "reviewed": "0"}))
    assert _table(table)[0] == whole[0]
    assert 1 <= len(_table(table)) <= len(whole)
    book = load_workbook(io.BytesIO(ask.get(path.format("xlsx"), params=values).content))
    assert book.sheetnames
    again = ask.get(path.format("json"), params=values, headers={"if-none-match": data.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert ask.get(path.format("json"), params={**values, "reviewed": "0"}).content != data.content


def test_ledger_files_hold_the_rows_that_are_left(ask: httpx.Client) -> None:
    usual, found = (ask.get(f"/ledger.json?plan=linhu-155&reviewed={r}").json() for r in ("0", "1"))
    kept = [row for row in usual["rows"] if row["review"] and not row["review"]["iri"].endswith("/draft")]
    assert found == {**usual, "rows": kept}
    for language in ("zh", "en"):
        whole = _table(ask.get(f"/ledger.csv?plan=linhu-155&lang={language}"))
        rows = _table(ask.get(f"/ledger.csv?plan=linhu-155&lang={language}&reviewed=1"))
        numbers = {str(row["number"]) for row in kept}
        assert rows == [whole[0], *(row for row in whole[1:] if row[0] in numbers)]
    page = ask.get("/ledger?plan=linhu-155&reviewed=1&lang=en", headers=BROWSER).text
    assert re.findall(r'<tr class="row[^"]*" id="n(\d+)"', page) == [str(row["number"]) for row in kept]


def test_gaps_are_counted_by_queries_of_the_endpoint(ask: httpx.Client) -> None:
    profile = next(item for item in ask.get("/gaps.json?reviewed=1").json() if item["id"] == "linhu-155")
    gap = next(gap for gap in profile["whole"] if gap["check"] == "tasks-without-technology")
    usual = next(item for item in ask.get("/gaps.json").json() if item["id"] == "linhu-155")
    before = next(other for other in usual["whole"] if other["check"] == gap["check"])
    assert gap["lacking"] > before["lacking"]
    answer = ask.post(
        "/sparql", data={"query": gap["query"]}, headers={"accept": "application/sparql-results+json"}
    ).json()
    assert answer["results"]["bindings"][0]["number"]["value"] == str(gap["lacking"])
    page = ask.get(f"/gaps?plan=linhu-155&reviewed=1&check={gap['check']}&lang=zh", headers=BROWSER).text
    assert html.escape(gap["zh"]) in page


def test_top_links_rest_on_settled_statements(ask: httpx.Client) -> None:
    usual, found = (ask.get(f"/linkages/top.json?reviewed={r}").json() for r in ("0", "1"))
    reviews = [
        {said["review"] for rows in data.values() for row in rows for said in row["sayings"]} for data in (usual, found)
    ]
    assert reviews == [{"draft", "settled"}, {"settled"}]
    assert json.dumps(found) != json.dumps(usual)


@pytest.mark.parametrize("path", [*PAGES, "/gaps.csv", "/ledger.json", "/linkages/top.xlsx", "/linkages/matrix.json"])
def test_another_value_is_told_in_both_languages(ask: httpx.Client, path: str) -> None:
    answer = ask.get(path, params={"reviewed": "yes"})
    assert (answer.status_code, "reviewed knows no 'yes'" in answer.json()["detail"]) == (400, True)
    page = ask.get(path, params={"reviewed": "yes", "lang": "zh"}, headers=BROWSER)
    assert page.status_code == 400
    assert "reviewed" in page.text
    assert "knows no" not in page.text


def test_an_older_release_says_what_it_lacks(client: httpx.Client) -> None:
    answer = client.get("/linkages/coherence.json?reviewed=1")
    assert (answer.status_code, "planatlas build" in answer.json()["detail"]) == (404, True)
