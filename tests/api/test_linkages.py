"""Linkages and gaps over HTTP; what the lists and tables hold is tested where they are made."""

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
from graph_builder.network import KINDS
from tests.api.server import serving
from tests.plans import APPLIES, BUILDS, TEXT

BROWSER = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
PAGES = ("/linkages", "/linkages/top", "/linkages/coherence", "/gaps")
CELL = {"row": "domain/finance", "column": "technology/blockchain"}


@pytest.fixture(scope="module")
def atlas(small_release: Path) -> Iterator[str]:
    with serving(create_app(small_release, Settings(query_workers=1))) as base:
        yield base


@pytest.fixture
def ask(atlas: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=atlas, headers={"accept": "*/*"}, timeout=30) as made:
        yield made


FILES = {
    "/linkages/matrix.json": "matrix.json",
    "/linkages/matrix.json?rows=domain&columns=technology": "matrix.json",
    "/linkages/matrix.csv?lang=zh": "matrix.zh.csv",
    "/linkages/matrix.xlsx": "matrix.xlsx",
    "/linkages/top.json": "top.json",
    "/linkages/top.csv?kind=stated&lang=en": "top.stated.en.csv",
    "/linkages/coherence.json": "coherence.json",
    "/linkages/coherence.csv?lang=en": "coherence.en.csv",
    "/linkages/coherence.xlsx": "coherence.xlsx",
    "/gaps.json": "gaps.json",
    "/gaps.csv?lang=zh": "gaps.zh.csv",
    "/gaps.xlsx": "gaps.xlsx",
}


@pytest.mark.parametrize("path", FILES)
def test_files_are_those_of_the_release(ask: httpx.Client, small_release: Path, path: str) -> None:
    answer = ask.get(path)
    assert answer.status_code == 200
    assert answer.content == (small_release / "linkages" / FILES[path]).read_bytes()
    assert answer.headers["content-disposition"] == f'attachment; filename="linkages-{FILES[path]}"'
    assert answer.headers["access-control-allow-origin"] == "*"
    again = ask.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_other_matrices_in_all_forms(ask: httpx.Client) -> None:
    wanted = {"rows": "technology", "columns": "domain", "order": "plan"}
    data = ask.get("/linkages/matrix.json", params=wanted).json()
    usual = ask.get("/linkages/matrix.json").json()
    assert [row["iri"] for row in data["rows"]] == [column["iri"] for column in usual["columns"]]
    assert [cell["count"] for cell in data["cells"]] == [cell["count"] for cell in usual["cells"]] == [2]
    answer = ask.get("/linkages/matrix.csv", params={**wanted, "lang": "en"})
    table = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert table == [["Technology × Domain", "finance"], ["blockchain", "2"]]
    again = ask.get("/linkages/matrix.csv", params=wanted, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 200, "Chinese is another file"
    workbook = ask.get("/linkages/matrix.xlsx", params=wanted)
    assert workbook.content.startswith(b"PK")
    assert "technology-domain" in workbook.headers["content-disposition"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/linkages?rows=colour", "rows knows no 'colour'; take one of subsection, measure"),
        ("/linkages?columns=", "columns knows no ''"),
        ("/linkages?basis=guess", "take one of stated, shared, together, technology, named"),
        ("/linkages?order=best", "take one of plan, clustered"),
        ("/linkages?weight=1", "take one of ra, aa, count, jaccard"),
        ("/linkages?generic=yes", "take one of 0, 1"),
        ("/linkages?lang=fr", "lang=zh or lang=en"),
        ("/linkages/matrix.csv?rows=%3Cb%3E", "rows knows no '<b>'"),
        ("/linkages/top?kind=all", "kind knows no 'all'; take one of shared, stated, together, technology"),
        ("/linkages/top.csv?kind=all", "kind knows no 'all'"),
        ("/linkages/top.xlsx?kind=stated", "leave kind out"),
        ("/linkages/coherence?decision=maybe", "take one of confirm, reject, open"),
        ("/gaps.csv?lang=fr", "lang=zh or lang=en"),
    ],
)
def test_what_cannot_be_asked_is_told_in_words(ask: httpx.Client, path: str, told: str) -> None:
    answer = ask.get(path)
    assert answer.status_code == 400
    assert told in answer.json()["detail"]
    page = ask.get(path, headers=BROWSER)
    assert page.status_code == 400
    assert "<b>" not in page.text.partition("<main")[2]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/linkages?row=domain/finance&column=technology/5g", "no cell domain/finance × technology/5g"),
        ("/linkages?row=domain/finance", "no cell domain/finance"),
        ("/linkages/top.xlsx.zip", "top.json"),
        ("/linkages/matrix.ttl", "matrix.json, matrix.csv, matrix.xlsx"),
        ("/gaps?plan=nowhere", "no plan nowhere"),
        ("/gaps?check=tasks-without-hope", "tasks-without-place"),
        ("/gaps?check=tasks-without-place&section=9.9", "tasks-without-place in 9.9"),
        ("/gaps.pdf", "json, csv, xlsx"),
    ],
)
def test_what_there_is_not(ask: httpx.Client, path: str, told: str) -> None:
    answer = ask.get(path)
    assert answer.status_code == 404
    assert told in answer.json()["detail"]


@pytest.mark.parametrize("kinds", [("goal", "date"), ("subsection", "subsection"), ("measure", "measure")])
def test_every_pair_of_kinds_has_its_page(ask: httpx.Client, kinds: tuple[str, str]) -> None:
    assert set(kinds) <= set(KINDS)
    page = ask.get("/linkages", params={"rows": kinds[0], "columns": kinds[1], "lang": "en"}, headers=BROWSER)
    assert page.status_code == 200
    data = ask.get("/linkages/matrix.json", params={"rows": kinds[0], "columns": kinds[1]}).json()
    assert len(re.findall(r"<td id=", page.text)) == len(data["cells"])
    assert ("There is no link to show" in page.text) == (not data["cells"])


def test_a_release_of_an_older_version_says_so(client: httpx.Client) -> None:
    for path in (*PAGES, "/linkages/matrix.json?rows=place", "/gaps.csv"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "planatlas build" in answer.json()["detail"]


def quotations(page: str) -> list[tuple[int, int, str]]:
    """The quoted characters of a page with the offsets that their links lead to."""
    found = re.findall(r'<a href="/plans/[\w-]+#char=(\d+),(\d+)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return [(int(begin), int(end), html.unescape(re.sub(r"<[^>]+>", "", words))) for begin, end, words in found]


def test_a_cell_leads_to_its_sentences(ask: httpx.Client) -> None:
    page = ask.get("/linkages?lang=en", headers=BROWSER).text
    links = [html.unescape(link) for link in re.findall(r'<td id="[^"]+"><a href="([^"]+)"', page)]
    assert len(links) == 1
    assert 'aria-label="finance × blockchain: 2, stated by the plan"' in page
    assert all(f"{name}={value.replace('/', '%2F')}" in links[0] for name, value in CELL.items())
    chosen = ask.get(links[0], headers=BROWSER).text
    found = quotations(chosen)
    assert [words for *_, words in found] == [APPLIES] * 4, "two directives that name both, and state the tie"
    assert all(TEXT[begin:end] == words for begin, end, words in found)
    assert len({begin for begin, *_ in found}) == 2
    assert "<mark>区块链</mark>" in chosen


@pytest.mark.parametrize("path", ["/linkages/top?kind=stated", "/linkages/coherence"])
def test_quotations_are_the_characters_they_lead_to(ask: httpx.Client, path: str) -> None:
    found = quotations(ask.get(path, headers=BROWSER).text)
    assert found
    assert [(begin, end) for begin, end, words in found if TEXT[begin:end] != words] == []


def test_what_the_plan_ties_in_words_is_not_listed_as_named_together_again(ask: httpx.Client) -> None:
    assert quotations(ask.get("/linkages/top?kind=together", headers=BROWSER).text) == []


def test_list_of_strongest_links_is_that_of_the_release(ask: httpx.Client, small_release: Path) -> None:
    ranked = json.loads((small_release / "linkages" / "top.json").read_text("utf-8"))
    for language in ("zh", "en"):
        for kind, rows in ranked.items():
            page = ask.get(f"/linkages/top?kind={kind}&lang={language}", headers=BROWSER).text
            words = re.findall(r'<summary>.*?<span class="words">(.*?)</span>', page, re.DOTALL)
            assert [html.unescape(text) for text in words] == [row[language] for row in rows]
    assert ask.get("/linkages/top.json?kind=stated").json() == ranked["stated"]


def test_workbook_of_strongest_links_has_a_sheet_for_each_kind(ask: httpx.Client, small_release: Path) -> None:
    answer = ask.get("/linkages/top.xlsx")
    assert answer.content == ask.get("/linkages/top.xlsx").content
    book = load_workbook(io.BytesIO(answer.content), read_only=True)
    assert len(book.sheetnames) == 8
    rows = list(csv.reader(io.StringIO((small_release / "linkages" / "top.stated.en.csv").read_text("utf-8-sig"))))
    sheet = [["" if cell is None else str(cell) for cell in row] for row in book["Stated by the plan"].values]
    assert [row[3] for row in sheet] == [row[3] for row in rows]
    assert [row[12] for row in sheet] == [row[12] for row in rows]


def test_pairs_stand_side_by_side_with_their_reason(ask: httpx.Client) -> None:
    page = ask.get("/linkages/coherence?lang=zh", headers=BROWSER).text
    pair = ask.get("/linkages/coherence.json").json()[0]
    card = page[page.index(f'<li id="{pair["key"]}"') : page.index("</li>", page.index(f'<li id="{pair["key"]}"'))]
    assert [words for *_, words in quotations(card)] == [BUILDS, BUILDS]
    assert "都建设或支持数据中心；都涉及地点金融街" in card
    assert "尚未裁定" in card
    assert f"planatlas review yunxi coherence confirm {pair['key']}" in page
    assert "没有这样的一对" in ask.get("/linkages/coherence?decision=confirm&lang=zh", headers=BROWSER).text


def test_gaps_tell_the_whole_plan_once_and_every_number_with_its_query(ask: httpx.Client, small_release: Path) -> None:
    profile = json.loads((small_release / "linkages" / "gaps.json").read_text("utf-8"))[0]
    page = ask.get("/gaps?lang=en", headers=BROWSER).text
    never = page[page.index('id="never"') : page.index("</section>", page.index('id="never"'))]
    told = [gap["en"] for gap in profile["whole"] if gap["check"] in profile["never"]]
    assert [html.unescape(words) for words in re.findall(r">([^<>]+)</a>", never)] == told
    shown = set(re.findall(r'data-cell="([^"]+)"', page))
    sections = {f"{gap['section'].rpartition('/')[2]}-{gap['check']}" for gap in profile["parts"]}
    assert {f"plan-{gap['check']}" for gap in profile["whole"]} | sections == shown
    gap = next(gap for gap in profile["parts"] if gap["lacking"])
    section = gap["section"].rpartition("/")[2]
    chosen = ask.get("/gaps", params={"check": gap["check"], "section": section, "lang": "en"}, headers=BROWSER).text
    panel = chosen[chosen.index('id="said"') : chosen.index("</aside>")]
    queries = [html.unescape(link) for link in re.findall(r'href="(/sparql[^"]+)"', panel)]
    assert len(queries) == 3
    answers = [ask.get(query.replace("format=html", "format=json")).json()["results"]["bindings"] for query in queries]
    assert [int(rows[0]["number"]["value"]) for rows in answers[:2]] == [gap["lacking"], gap["total"]]
    assert {row["thing"]["value"] for row in answers[2]} == {thing["iri"] for thing in gap["things"]}
    assert all(thing["en"] in html.unescape(panel) for thing in gap["things"])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_addresses_on_the_pages_answer(ask: httpx.Client, path: str, language: str) -> None:
    page = ask.get(f"{path}?lang={language}", headers=BROWSER)
    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    links = list(dict.fromkeys(html.unescape(link) for link in re.findall(r'href="(/[^"#]*)', main)))
    assert links
    for link in links[:12]:
        assert ask.get(link, headers=BROWSER).status_code in (200, 303), link
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page.text)


def test_quotations_of_the_shipped_plan(real_release: Path) -> None:
    """Whatever the lists and the first matrix quote stands at the offsets that they lead to."""
    with (
        serving(create_app(real_release, Settings(query_workers=1))) as base,
        httpx.Client(base_url=base, headers=BROWSER, timeout=30) as ask,
    ):
        plan = ask.get("/linkages/coherence.json").json()[0]["first"]["saying"]["plan"]
        text = ask.get(f"/plans/{plan}/text.txt").content.decode()
        matrix = ask.get("/linkages").text
        cells = [html.unescape(link) for link in re.findall(r'<td id="[^"]+"><a href="([^"]+)"', matrix)]
        paths = [f"/linkages/top?kind={kind}" for kind in ("shared", "stated", "together", "technology")]
        for path in (*paths, "/linkages/coherence", *cells[::8]):
            found = quotations(ask.get(path).text)
            assert found, path
            assert [words for begin, end, words in found if text[begin:end] != words] == [], path
