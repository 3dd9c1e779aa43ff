"""The ledger over HTTP, of a release of two small plans; what is in it is tested where it is made."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from api.app import create_app
from api.pages.language import Language
from api.pages.ledger import ledger_view
from api.settings import Settings
from graph_builder.release import build_release
from tests.api.server import serving
from tests.plans import TEXT, TITLE, annotate, write_plan

BROWSER = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def link(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two-plans")
    plans = [
        write_plan(folder / "yunxi"),
        write_plan(
            folder / "zhuhe",
            annotations=annotate().content.replace(" settled\n", " draft\n"),  # a draft may lack English labels
            labels={},
            title_en="The other plan",
        ),
    ]
    build_release(plans, folder / "release")
    return folder / "release"


@pytest.fixture(scope="module")
def atlas(link: Path) -> Iterator[str]:
    with serving(create_app(link, Settings(query_workers=1))) as base:
        yield base


@pytest.fixture
def ask(atlas: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=atlas, headers={"accept": "*/*"}) as made:
        yield made


FILES = {
    "/ledger.csv?lang=zh": ("yunxi.zh.csv", "text/csv; charset=utf-8", "yunxi-ledger.zh.csv"),
    "/ledger.csv?lang=en&plan=zhuhe": ("zhuhe.en.csv", "text/csv; charset=utf-8", "zhuhe-ledger.en.csv"),
    "/ledger.xlsx": ("yunxi.xlsx", XLSX, "yunxi-ledger.xlsx"),
    "/ledger.xlsx?plan=zhuhe": ("zhuhe.xlsx", XLSX, "zhuhe-ledger.xlsx"),
    "/ledger.json?plan=zhuhe": ("zhuhe.json", "application/json", "zhuhe-ledger.json"),
}


@pytest.mark.parametrize("path", FILES)
def test_files_are_those_of_the_release(ask: httpx.Client, link: Path, path: str) -> None:
    name, media_type, kept_as = FILES[path]
    answer = ask.get(path)
    assert answer.status_code == 200
    assert answer.content == (link / "ledger" / name).read_bytes()
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="{kept_as}"'
    assert answer.headers["access-control-allow-origin"] == "*"
    again = ask.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert ask.head(path).headers["content-length"] == str(len(answer.content))


def test_csv_follows_the_language_of_the_request(ask: httpx.Client) -> None:
    answers = {
        header: ask.get("/ledger.csv", headers={"accept-language": header}) for header in ("en-GB,en", "zh-CN", "fr")
    }
    heads = {header: answer.text.removeprefix("\ufeff").partition(",")[0] for header, answer in answers.items()}
    assert heads == {"en-GB,en": "No.", "zh-CN": "序号", "fr": "序号"}
    assert all("Accept-Language" in answer.headers["vary"] for answer in answers.values())
    assert answers["fr"].headers["content-language"] == "zh-CN"


@pytest.mark.parametrize("path", ["/ledger", "/ledger.csv", "/ledger.xlsx", "/ledger.json"])
@pytest.mark.parametrize(
    ("query", "status"), [("plan=nowhere", 404), ("plan=..%2Fplans%2Fyunxi", 404), ("lang=fr", 400), ("lang=", 400)]
)
def test_what_there_is_not(ask: httpx.Client, path: str, query: str, status: int) -> None:
    answer = ask.get(f"{path}?{query}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    wanted = unquote(query.partition("=")[2])
    assert wanted in answer.json()["detail"]
    page = ask.get(f"{path}?{query}", headers=BROWSER)
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")


def test_no_other_form(ask: httpx.Client) -> None:
    answer = ask.get("/ledger.pdf")
    assert answer.status_code == 404
    assert "csv, xlsx, json" in answer.json()["detail"]


def test_a_release_of_an_older_version_says_so(client: httpx.Client) -> None:
    """The sample release has no ledger: nothing leads to it, and its address tells the remedy."""
    for path in ("/ledger", "/ledger.csv", "/ledger.xlsx"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "planatlas build" in answer.json()["detail"]
    assert "/ledger" not in client.get("/", headers=BROWSER).text


def rows_of(page: str) -> list[str]:
    return re.findall(r'<tr class="row[^"]*".*?</tr>', page, re.DOTALL)


def words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("plan", ["yunxi", "zhuhe"])
def test_page_holds_every_row_and_value(ask: httpx.Client, link: Path, plan: str, language: str) -> None:
    page = ask.get(f"/ledger?plan={plan}&lang={language}", headers=BROWSER)
    assert page.headers["content-language"] == {"zh": "zh-CN", "en": "en"}[language]
    shown = rows_of(page.text)
    data = json.loads((link / "ledger" / f"{plan}.json").read_text("utf-8"))
    assert len(shown) == len(data["rows"]) > 8
    for markup, row in zip(shown, data["rows"], strict=True):
        told = words(markup)
        assert f'href="/plans/{plan}#char={row["begin"]},{row["end"]}"' in markup
        assert TEXT[row["begin"] : row["end"]] in told
        values = [row["force"], row["action"], *(thing for things in row["things"].values() for thing in things)]
        assert [thing["label"][language] for thing in values if thing["label"][language] not in told] == []
        assert (row["polarity"]["label"][language] in told) == row["polarity"]["iri"].endswith("avoid")


def test_page_is_grouped_by_section_and_task_and_counts(ask: httpx.Client) -> None:
    page = ask.get("/ledger?plan=yunxi&lang=zh", headers=BROWSER).text
    bodies = re.findall(r'<tbody class="section".*?(?=<tbody class="section"|</table>)', page, re.DOTALL)
    heads = [" ".join(words(body.partition("</tbody>")[0]).split()) for body in bodies]
    counts = [len(rows_of(body)) for body in bodies]
    assert [head.rpartition(" ")[0].rpartition(" › ")[2] for head in heads] == [
        "一、发展数字产业", "(一)夯实数字底座", "(二)拓展应用", "第二章 保障措施",
    ]  # fmt: skip
    assert [int(head.rpartition(" ")[2]) for head in heads] == counts
    assert "专栏1 重点支持领域" in bodies[1]
    assert f"{sum(counts)} 条举措" in page


def test_page_links_its_data_and_the_other_plans(ask: httpx.Client) -> None:
    page = ask.get("/ledger?plan=zhuhe&lang=en", headers=BROWSER).text
    main = page[page.index("<main") : page.index("</main>")]
    links = [html.unescape(address) for address in re.findall(r'href="(/[^"#]*)"', main)]
    assert {"/ledger.xlsx?plan=zhuhe", "/ledger.csv?plan=zhuhe&lang=en", "/ledger.json?plan=zhuhe"} <= set(links)
    assert "/ledger?plan=yunxi" in links
    assert any(address.startswith("/sparql?query=") for address in links)
    for address in dict.fromkeys(links):
        assert ask.get(address, headers=BROWSER).status_code == 200, address


def test_other_pages_lead_to_it(ask: httpx.Client) -> None:
    home = ask.get("/?lang=zh", headers=BROWSER).text
    addresses = {"/ledger", "/ledger.csv", "/ledger.xlsx", "/ledger.json"}
    assert addresses <= set(re.findall(r'href="(/ledger[^"]*)"', home))
    dumps = ask.get("/dumps/?lang=zh", headers=BROWSER).text
    assert "任务台账（Excel 工作簿，中英文）" in dumps
    assert "任务台账（CSV，英文）" in dumps


def test_csv_of_a_plan_without_english_labels(ask: httpx.Client) -> None:
    content = ask.get("/ledger.csv?plan=zhuhe&lang=en").text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert rows[1]["Subsection"] == "(一)夯实数字底座"
    assert TITLE not in content


def test_a_plan_of_several_documents_is_grouped_by_all_its_headings(link: Path) -> None:
    ledger = json.loads((link / "ledger" / "yunxi.json").read_bytes())
    plain = ledger_view(ledger, Language.ZH)
    document = {"iri": f"{ledger['plan']}/unit/1", "kind": "document", "label": {"zh": "行动计划", "en": "行动计划"}}
    for row in ledger["rows"]:
        row["path"].insert(0, {**document, "kind_label": {"zh": "文件", "en": "Document"}})
    within = ledger_view(ledger, Language.ZH)
    assert [section.path[0].text for section in within.sections] == ["行动计划"] * len(plain.sections)
    assert [section.path[1:] for section in within.sections] == [section.path for section in plain.sections]
    assert [section.count for section in within.sections] == [section.count for section in plain.sections]
