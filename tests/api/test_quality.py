"""The pages on quality: what can be trusted, what each sentence yielded, and the same as data."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.pages.quality import share
from api.settings import Settings
from tests.api.quality_release import BEGIN, RESULTS, TURTLE, write_quality_release
from tests.api.server import serving
from tests.plans import AVOIDS, BUILDS, TEXT, USES

BROWSER = {"accept": "text/html"}
FILES = {
    "/quality.json": "application/json",
    "/quality/coverage.json": "application/json",
    "/quality/sentences.json": "application/json",
    "/quality/sentences.csv": "text/csv; charset=utf-8",
    "/quality/report.json": "application/json",
    "/quality/report.ttl": "text/turtle; charset=utf-8",
}


@pytest.fixture(scope="module")
def atlas(small_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    link = write_quality_release(tmp_path_factory.mktemp("quality"), small_release)
    with serving(create_app(link, Settings(query_workers=1))) as base:
        yield base


@pytest.fixture
def quality(atlas: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=atlas, headers=BROWSER, timeout=60) as made:
        yield made


def words(html: str) -> str:
    """The text of a page, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows(html: str) -> list[tuple[int, str]]:
    """Number and class of each sentence on the page."""
    return [(int(number), kind) for kind, number in re.findall(r'<li class="(\w+)" value="(\d+)">', html)]


def test_findings_by_severity_and_shape(quality: httpx.Client) -> None:
    text = words(quality.get("/quality?lang=en").text)
    assert "Violations None" in text
    assert "Warnings 4 " in text
    assert "An English label is missing. 3 Label" in text
    assert "Not a number. 1 Number" in text
    assert "Hints 1 A hint. 1 Hint" in text
    assert text.index("An English label") < text.index("A hint.")
    assert "缺少英文标签。 3 Label" in words(quality.get("/quality?lang=zh").text)


def test_a_message_in_one_language_is_shown_in_the_other(quality: httpx.Client) -> None:
    assert "Not a number. 1 Number" in words(quality.get("/quality?lang=zh").text)


def test_a_finding_leads_to_its_place(quality: httpx.Client) -> None:
    page = quality.get("/quality?lang=en").text
    directive = f'href="/plans/yunxi#char={BEGIN},{BEGIN + len(BUILDS)}">{BUILDS}。</a>'
    assert directive in page
    begin = TEXT.index("区块链")
    assert f'#char={begin},{begin + 3}">{USES}。</a>' in page, "a thing stands where it is first mentioned"
    section = TEXT.index("第二章")
    assert f'#char={section},{len(TEXT)}">第二章 保障措施</a>' in page, "the value, not the focus node"
    assert "id/nowhere" in page, "what stands nowhere is named without a link"


def test_values_are_text(quality: httpx.Client) -> None:
    page = quality.get("/quality?lang=en").text
    assert "<b>12</b>" not in page
    assert "Value: &lt;b&gt;12&lt;/b&gt;" in page


def test_what_can_be_trusted(quality: httpx.Client) -> None:
    text = words(quality.get("/quality?lang=en").text)
    data = quality.get("/quality.json").json()["plans"][0]
    assert re.search(r"Statements with evidence 100% [\d,]+ of", text)
    assert "A language model read all statements from the text. No person has reviewed any statement yet." in text
    assert f"Settled (after two readings) {data['statements']['review']['settled']} " in text
    assert "Two readings of this plan are not kept" in text
    chinese = words(quality.get("/quality?lang=zh").text)
    assert "原文中的全部陈述均由语言模型读出。尚无任何陈述经人审核。" in chinese


def test_what_the_text_lacks(quality: httpx.Client) -> None:
    text = words(quality.get("/quality?lang=en").text)
    assert "as worded: “十五五”时期; the text gives no years." in text
    assert "5 of 5 measures do not say who is responsible." in text
    assert "5 of 5 measures have no quantified target." in text
    assert "The numbers run on: no section is missing." in text


def test_every_sentence_in_order(quality: httpx.Client) -> None:
    page = quality.get("/quality/sentences?lang=en").text
    report = quality.get("/quality/sentences.json").json()["plans"][0]["sentences"]
    assert rows(page) == [(item["number"], item["yields"]) for item in report]
    for item in report:
        assert f'href="/plans/yunxi#char={item["begin"]},{item["end"]}" lang="zh-CN">{item["text"]}</a>' in page


def test_what_a_sentence_yielded(quality: httpx.Client) -> None:
    page = quality.get("/quality/sentences?lang=en").text
    text = words(page[page.index(f">{USES}") : page.index(f">{AVOIDS}")])
    assert "Directive 1 Technology 2 Facility 1" in text
    assert "uses technology" in text
    assert "blockchain, big data" in text or "big data, blockchain" in text
    assert re.search(r"and \d+ derived", text)
    assert "target high-tech enterprise" not in text
    assert "beneficiary high-tech enterprise" in text, "who takes part stands behind the role"


@pytest.mark.parametrize("wanted", ["statements", "mentions", "nothing", "unexplained"])
def test_filter(quality: httpx.Client, wanted: str) -> None:
    page = quality.get(f"/quality/sentences?yields={wanted}&lang=en").text
    report = quality.get("/quality/sentences.json").json()["plans"][0]["sentences"]
    kind = "nothing" if wanted == "unexplained" else wanted
    fitting = [
        (item["number"], kind)
        for item in report
        if item["yields"] == kind and not (wanted == "unexplained" and item["reasons"])
    ]
    assert rows(page) == fitting
    assert fitting
    assert re.search(rf'yields={wanted}" aria-current="true">[^<]+<span class="number">{len(fitting)}<', page)


def test_what_yields_nothing_says_so(quality: httpx.Client) -> None:
    page = quality.get("/quality/sentences?yields=nothing&lang=en").text
    assert page.count("Yields nothing; no reason is given.") == len(rows(page)) - 1
    assert page.count("Reason: a slogan") == 1
    assert "一无所得，未说明原因。" in quality.get("/quality/sentences?yields=nothing&lang=zh").text


def test_the_reason_of_a_part_tells_which(quality: httpx.Client) -> None:
    assert "“运用”: a slogan" in quality.get("/quality/sentences?lang=en").text
    assert "“运用”：口号" in quality.get("/quality/sentences?lang=zh").text


@pytest.mark.parametrize(("query", "status"), [("yields=something", 400), ("plan=other", 404)])
def test_what_is_not_there(quality: httpx.Client, query: str, status: int) -> None:
    answer = quality.get(f"/quality/sentences?{query}", headers={"accept": "application/json"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert quality.get(f"/quality/sentences?{query}").status_code == status


def test_one_plan(quality: httpx.Client) -> None:
    page = quality.get("/quality/sentences?plan=yunxi&lang=en").text
    assert rows(page)
    assert "/quality/sentences?plan=yunxi&amp;yields=nothing" in page


@pytest.mark.parametrize("address", FILES)
def test_data(quality: httpx.Client, address: str) -> None:
    answer = quality.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == FILES[address]
    assert answer.headers["access-control-allow-origin"] == "*"
    again = quality.get(address, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert quality.head(address).headers["content-length"] == str(len(answer.content))


def test_data_says_what_the_pages_say(quality: httpx.Client) -> None:
    assert quality.get("/quality.json").content == quality.get("/quality/coverage.json").content
    assert json.loads(quality.get("/quality/report.json").content)["results"] == RESULTS
    assert quality.get("/quality/report.ttl").text == TURTLE
    table = quality.get("/quality/sentences.csv").content.decode("utf-8-sig")
    listed = [int(row["number"]) for row in csv.DictReader(io.StringIO(table, newline=""))]
    assert listed == [number for number, _ in rows(quality.get("/quality/sentences").text)]


def test_no_other_file(quality: httpx.Client) -> None:
    for name in ("manifest.json", "..%2Fmanifest.json", "report"):
        assert quality.get(f"/quality/{name}", headers={"accept": "*/*"}).status_code == 404


@pytest.mark.parametrize("path", ["/quality", "/quality/sentences"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_loads_nothing_inline(quality: httpx.Client, path: str, language: str) -> None:
    page = quality.get(f"{path}?lang={language}").text
    assert not re.search(r"\sstyle=|<style|\son\w+=", page)
    assert not re.search(r'(src|href)="(https?:)?//', page)
    anchors = re.findall(r'href="#([^"]+)"', page)
    assert set(anchors) <= set(re.findall(r' id="([^"]+)"', page))


def test_links_between_the_pages_hit(quality: httpx.Client) -> None:
    ids = set(re.findall(r' id="([^"]+)"', quality.get("/quality/sentences").text))
    linked = re.findall(r'href="/quality/sentences#([^"]+)"', quality.get("/quality").text)
    assert linked
    assert set(linked) <= ids


def test_home_lists_the_addresses(quality: httpx.Client) -> None:
    page = quality.get("/").text
    for address in ("/quality", "/quality/sentences", "/quality.json", "/quality/sentences.csv"):
        assert f'href="{address}"' in page


def test_a_release_that_keeps_no_validation_report(small_release: Path, tmp_path: Path) -> None:
    link = write_quality_release(tmp_path, small_release, report=False)
    with serving(create_app(link, Settings(query_workers=1))) as base, httpx.Client(base_url=base) as client:
        page = client.get("/quality?lang=en", headers=BROWSER)
        assert page.status_code == 200
        assert "This release does not keep the results of its validation." in page.text
        assert "Violations" not in page.text
        assert "/quality/report" not in page.text
        assert client.get("/quality/report.json").status_code == 404


class TestOlderRelease:
    """A release that was built before there were such reports."""

    @pytest.mark.parametrize("path", ["/quality", "/quality/sentences", *FILES])
    def test_a_program_gets_a_problem(self, client: httpx.Client, path: str) -> None:
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert "planatlas build" in answer.json()["detail"]

    @pytest.mark.parametrize("path", ["/quality", "/quality/sentences"])
    @pytest.mark.parametrize(("language", "told"), [("zh", "没有质量报告"), ("en", "without reports on quality")])
    def test_a_person_gets_a_page(self, client: httpx.Client, path: str, language: str, told: str) -> None:
        answer = client.get(f"{path}?lang={language}", headers=BROWSER)
        assert answer.status_code == 404
        assert told in answer.text
        assert "planatlas build" in answer.text


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 0, "–"),
        (0, 9, "0%"),
        (9, 9, "100%"),
        (99999, 100000, "99.9%"),
        (1, 100000, "0.1%"),
        (1, 3, "33.3%"),
        (1, 4, "25%"),
    ],
)
def test_share(part: int, whole: int, shown: str) -> None:
    assert share(part, whole) == shown
