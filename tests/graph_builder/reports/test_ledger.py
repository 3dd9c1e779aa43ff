"""The ledger of a plan made by hand, row by row, and that of the shipped plan against its text and the query for it."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pyoxigraph
import pytest
from rdflib import Graph

from graph_builder import resources
from graph_builder.annotation import read_annotations
from graph_builder.assembly import assemble_plan, merge, vocabulary_graph
from graph_builder.derivation import derive
from graph_builder.namespaces import ID, PA
from graph_builder.reports import Ledger, ledger_csv, ledger_json, ledger_xlsx, read_ledgers
from graph_builder.structure import parse
from graph_builder.text import read_plan_folder
from graph_builder.vocabulary import read_vocabulary
from tests.plans import TITLE, Annotator, ontology, rules, write_plan

RUNS = "立足云溪实际,推进规划落实"
BUILDS = "到2030年在云溪建成云脑平台"
SERVES = "依托国家实验室,运用区块链、大数据为老年人提供远程问诊"
STUDIES = "联合企业、高校研发区块链"
FUNDS = "设立专项资金,实现产业倍增,产值突破1000亿元"
JOINS = "推动区块链与金融融合发展,加强大数据在金融领域应用"
KEEPS = "避免拆除老戏楼"
CARRIES = "落实《云溪总体规划》,应对老龄化,提高老戏楼知晓率,开放馆藏数据"
ODD = "=1+1式推广"
TEXT = f"""{TITLE}(讨论稿)
第一章 重点任务
{RUNS}。
一、建设数字城市
(一)夯实数字底座
搭建平台。{BUILDS}。{SERVES}。{STUDIES}。
专栏1 重点领域 |
产业:{FUNDS}。{JOINS}。 文化:{KEEPS}。 |
第二章 保障措施
加强实施。{CARRIES}。{ODD}。"""
CONCEPTS = {
    "place/yunxi": ("Place", "云溪", "Yunxi"),
    "facility/brain": ("Facility", "云脑平台", "Cloud Brain"),
    "facility/laboratory": ("Facility", "国家实验室", "National Laboratory"),
    "technology/chain": ("Technology", "区块链", "blockchain"),
    "technology/big-data": ("Technology", "大数据", "big data"),
    "scenario/remote": ("Scenario", "远程问诊", "remote consultation"),
    "domain/finance": ("Domain", "金融", "finance"),
    "organization-category/enterprise": ("OrganizationCategory", "企业", "enterprises"),
    "organization-category/university": ("OrganizationCategory", "高校", "universities"),
    "person-group/elderly": ("PersonGroup", "老年人", "older people"),
    "instrument-kind/fund": ("", "专项资金", "special fund"),
    "policy/overall": ("PolicyDocument", "《云溪总体规划》", "Yunxi overall plan"),
    "problem/ageing": ("Problem", "老龄化", "ageing"),
    "indicator/awareness": ("Indicator", "知晓率", "awareness"),
    "cultural-asset/stage": ("CulturalAsset", "老戏楼", "old stage"),
    "data-asset/holdings": ("DataAsset", "馆藏数据", "collection data"),
}


def vocabulary_file(folder: Path) -> Path:
    lines = [
        f"@prefix pa: <{PA}> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
    ]
    for path, (kind, zh, en) in CONCEPTS.items():
        kinds = f"pa:{kind}, skos:Concept" if kind else "skos:Concept"
        labels = f'skos:prefLabel "{zh}"@zh, "{en}"@en'
        lines.append(f"<{ID}{path}> a {kinds} ; skos:inScheme <{ID}scheme/made-by-hand> ; {labels} .")
    file = folder / "concepts.ttl"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def annotations() -> str:
    ann = Annotator(TEXT)
    runs = ann.directive(RUNS, "coordinate", "promote", Review="reviewed")
    ann.relate("appliesToPlace", runs, ann.mention("Location", "云溪", inside=runs, ref="place:yunxi"))
    ann.mention("Task", "搭建平台")
    builds = ann.directive(BUILDS, "build", "require", Review="settled")
    ann.relate("due", builds, ann.mention("Date", "2030年", inside=builds))
    ann.relate("appliesToPlace", builds, ann.mention("Location", "云溪", inside=builds, ref="place:yunxi"))
    brain = ann.mention("Facility", "云脑平台", inside=builds, ref="facility:brain")
    ann.relate("buildsFacility", builds, brain)
    serves = ann.directive(SERVES, "serve", "require")
    ann.relate("reliesOn", serves, ann.mention("Facility", "国家实验室", inside=serves, ref="facility:laboratory"))
    # the later one first: the cell follows the text, not the annotations
    ann.relate("usesTechnology", serves, ann.mention("Technology", "大数据", inside=serves, ref="technology:big-data"))
    ann.relate("usesTechnology", serves, ann.mention("Technology", "区块链", inside=serves, ref="technology:chain"))
    ann.mention("Group", "老年人", inside=serves, ref="person-group:elderly", Role="beneficiary")
    ann.relate("appliesInScenario", serves, ann.mention("Scenario", "远程问诊", inside=serves, ref="scenario:remote"))
    studies = ann.directive(STUDIES, "research", "support")
    ann.mention("Body", "企业", inside=studies, ref="organization-category:enterprise", Role="partner target")
    ann.mention("Body", "高校", inside=studies, ref="organization-category:university", Role="partner")
    ann.relate(
        "researchesTechnology", studies, ann.mention("Technology", "区块链", inside=studies, ref="technology:chain")
    )
    ann.mention("Task", "产业", after="专栏1")
    funds = ann.directive(FUNDS, "fund", "require")
    ann.relate("usesInstrument", funds, ann.mention("Instrument", "专项资金", inside=funds, ref="instrument-kind:fund"))
    ann.relate("aimsAt", funds, ann.mention("Goal", "实现产业倍增", inside=funds))
    target = ann.mention("Target", "产值突破1000亿元", inside=funds, Comparator="atLeast", Value="1000", Unit="亿元")
    ann.relate("hasQuantifiedTarget", funds, target)
    joins = ann.directive(JOINS, "integrate", "promote")
    chain = ann.mention("Technology", "区块链", inside=joins, ref="technology:chain")
    finance = ann.mention("Domain", "金融", inside=joins, ref="domain:finance")
    ann.relate("integratesWith", chain, finance)
    big = ann.mention("Technology", "大数据", inside=joins, ref="technology:big-data")
    ann.relate("appliedInDomain", big, finance)
    ann.mention("Task", "文化", after="专栏1")
    keeps = ann.directive(KEEPS, "protect", "require", Polarity="avoid")
    ann.relate("protects", keeps, ann.mention("CulturalAsset", "老戏楼", inside=keeps, ref="cultural-asset:stage"))
    ann.mention("Task", "加强实施")
    carries = ann.directive(CARRIES, "apply", "require")
    ann.relate(
        "implementsPolicy", carries, ann.mention("Policy", "《云溪总体规划》", inside=carries, ref="policy:overall")
    )
    ann.relate("addresses", carries, ann.mention("Problem", "老龄化", inside=carries, ref="problem:ageing"))
    rate = ann.mention("Indicator", "知晓率", inside=carries, ref="indicator:awareness")
    ann.relate("onIndicator", carries, rate)
    ann.relate("opensData", carries, ann.mention("DataAsset", "馆藏数据", inside=carries, ref="data-asset:holdings"))
    ann.directive(ODD, "publicise", "encourage")
    return ann.content


LABELS = {
    "task/1.2.1.1": "Set up a platform",
    "section/1.2.1": "Lay the digital ground",
    "box/1.2.1.2": "Key fields",
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("ledger")
    model = resources.path("data/vocabularies/model.ttl")
    vocabulary = read_vocabulary([vocabulary_file(folder), model])
    plan = read_plan_folder(write_plan(folder / "yunxi", TEXT, annotations(), labels=LABELS))
    made = assemble_plan(plan, parse(plan.source), read_annotations(plan.annotations, plan.source), vocabulary)
    parts = (ontology(), vocabulary_graph(vocabulary), made.plan, made.evidence)
    return merge((*parts, derive(parts, rules())))


@pytest.fixture(scope="module")
def ledger(graph: Graph) -> Ledger:
    (found,) = read_ledgers(graph)
    return found


def table(ledger: Ledger, language: str) -> dict[str, dict[str, str]]:
    """Read the CSV back: rows by their words, filled cells by their column."""
    content = ledger_csv(ledger, language)
    rows = csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline=""))
    quote = "举措原文" if language == "zh" else "Directive, as worded"
    return {row[quote].removeprefix("'"): {name: value for name, value in row.items() if value} for row in rows}


FRAME = {"序号", "章", "节", "小节", "专栏", "类型", "任务或条目", "举措原文", "起点", "终点", "标识"}
# force, action, polarity and review status, then each filled cell
SAYS = {
    RUNS: "推动 统筹协调 肯定 已审核 | 地点=云溪",
    BUILDS: "要求 建设 肯定 定稿 | 作用对象=建设：云脑平台 | 建设对象=云脑平台（建设） | 地点=云溪 | 期限=2030年",
    SERVES: "要求 提供服务 肯定 草稿 | 作用对象=受益对象：老年人；面向场景：远程问诊 | 建设对象=国家实验室（依托）"
    " | 技术=区块链；大数据 | 应用场景=远程问诊 | 人群及角色=老年人（受益对象）",
    STUDIES: "支持 研究开发 肯定 草稿 | 作用对象=研发技术：区块链 | 技术=区块链（研发技术）"
    " | 主体及角色=企业（合作、支持对象）；高校（合作）",
    FUNDS: "要求 资金支持 肯定 草稿 | 作用对象=采用政策工具：专项资金 | 政策工具=专项资金 | 目标=实现产业倍增"
    " | 量化目标=产值突破1000亿元",
    JOINS: "推动 融合 肯定 草稿 | 作用对象=融合：区块链 ↔ 金融；应用于领域：大数据 → 金融"
    " | 技术=区块链；大数据 | 领域=金融",
    KEEPS: "要求 保护保障 避免 草稿 | 作用对象=保护：老戏楼 | 文化资源=老戏楼（保护）",
    CARRIES: "要求 应用 肯定 草稿 | 作用对象=开放数据：馆藏数据 | 政策文件=《云溪总体规划》（落实） | 指标=知晓率"
    " | 数据资源=馆藏数据（开放数据） | 应对问题=老龄化",
    ODD: "鼓励 宣传推广 肯定",
}


def cells(words: str) -> dict[str, str]:
    head, *named = words.split(" | ")
    values = zip(("力度", "动作", "极性", "审核状态"), head.split(), strict=False)
    return dict(values) | dict(cell.split("=") for cell in named)


def test_a_row_for_each_directive_in_the_order_of_the_text(ledger: Ledger) -> None:
    assert [row.quote for row in ledger.rows] == list(SAYS)
    assert [row.number for row in ledger.rows] == list(range(1, len(SAYS) + 1))
    assert all(TEXT[row.begin : row.end] == row.quote for row in ledger.rows)


@pytest.mark.parametrize("quote", SAYS, ids=range(len(SAYS)))
def test_cells_hold_what_the_statements_name_and_nothing_else(ledger: Ledger, quote: str) -> None:
    row = table(ledger, "zh")[quote]
    assert {name: value for name, value in row.items() if name not in FRAME} == cells(SAYS[quote])


def test_cells_in_english(ledger: Ledger) -> None:
    row = table(ledger, "en")[STUDIES]
    assert row["Bodies and roles"] == "enterprises (partner, target); universities (partner)"
    assert row["Technologies"] == "blockchain (researches technology)"
    assert row["Acts on"] == "researches technology: blockchain"
    assert table(ledger, "en")[JOINS]["Acts on"].startswith("integrates with: blockchain ↔ finance; ")
    # where we have no English words, the plan's own stand there
    assert table(ledger, "en")[FUNDS]["Goals"] == "实现产业倍增"


def test_places_in_the_plan_with_printed_numbers(ledger: Ledger) -> None:
    frame = ("章", "节", "小节", "专栏", "类型", "任务或条目")
    zh = table(ledger, "zh")
    assert [zh[RUNS].get(name, "") for name in frame] == ["第一章 重点任务", "", "", "", "段落", "立足云溪实际"]
    ground = ["第一章 重点任务", "一、建设数字城市", "(一)夯实数字底座"]
    assert [zh[BUILDS].get(name, "") for name in frame] == [*ground, "", "任务", "搭建平台"]
    assert [zh[FUNDS].get(name, "") for name in frame] == [*ground, "专栏1 重点领域", "专栏条目", "产业"]
    assert [zh[ODD].get(name, "") for name in frame] == ["第二章 保障措施", "", "", "", "保障措施", "加强实施"]
    en = table(ledger, "en")[FUNDS]
    assert (en["Subsection"], en["Box"]) == ("(1) Lay the digital ground", "Box 1: Key fields")
    assert (en["Section"], en["Kind"]) == ("一、建设数字城市", "Box item")


def test_a_cell_that_looks_like_a_formula_is_harmless(ledger: Ledger) -> None:
    content = ledger_csv(ledger, "zh")
    cells = [cell for row in csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline="")) for cell in row]
    assert f"'{ODD}" in cells
    assert [cell for cell in cells if cell[:1] in tuple("=+-@＝＋－＠\t\r")] == []


def test_csv_opens_in_a_spreadsheet_program(ledger: Ledger) -> None:
    for language in ("zh", "en"):
        content = ledger_csv(ledger, language)
        assert content.startswith("\ufeff")
        assert content.count("\r\n") == content.count("\n") == len(ledger.rows) + 1


def sheets(ledger: Ledger) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(ledger_xlsx(ledger)))


def test_workbook_holds_the_same_cells(ledger: Ledger) -> None:
    book = sheets(ledger)
    assert book.sheetnames == ["台账", "说明", "Ledger", "About"]
    for sheet, language in ((book["台账"], "zh"), (book["Ledger"], "en")):
        content = ledger_csv(ledger, language).removeprefix("\ufeff")
        expected = [[cell.removeprefix("'") for cell in row] for row in csv.reader(io.StringIO(content, newline=""))]
        found = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        assert found == expected


def test_workbook_is_ready_to_work_with(ledger: Ledger) -> None:
    sheet = sheets(ledger)["台账"]
    head = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions
    quote = head.index("举措原文")
    assert sheet.cell(2, quote + 1).alignment.wrap_text
    assert sheet.column_dimensions[sheet.cell(1, quote + 1).column_letter].width > 40
    link = sheet.cell(2, head.index("标识") + 1)
    assert link.hyperlink.target == link.value == ledger.rows[0].iri
    odd = next(row for row in sheet.iter_rows(min_row=2) if row[quote].value == ODD)
    assert odd[quote].data_type == "s", "text, no formula"
    assert sheet.print_title_rows == "$1:$1"


def test_workbook_tells_what_it_is(ledger: Ledger) -> None:
    book = sheets(ledger)
    zh = {row[0]: row[1] for row in book["说明"].iter_rows(values_only=True, max_col=2) if row[0]}
    assert zh["规划"] == TITLE
    assert zh["文件状态"] == "讨论稿"
    assert zh["来源"] == "made by hand for tests"
    assert zh["读取者"] == "语言模型"
    en = {row[0]: row for row in book["About"].iter_rows(max_col=2) if row[0].value}
    licence = next(row[1] for cell, row in en.items() if str(cell.value).startswith("Licence"))
    assert licence.hyperlink.target == "https://creativecommons.org/licenses/by/4.0/"
    for about, rows in (("说明", "台账"), ("About", "Ledger")):
        explained = {row[0].value for row in book[about].iter_rows(max_col=2) if row[1].value}
        assert {cell.value for cell in book[rows][1]} <= explained


def test_the_same_ledger_gives_the_same_bytes(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ledger_xlsx(read_ledgers(graph)[0])
    monkeypatch.setenv("TZ", "America/New_York")
    shuffled = Graph()
    for triple in sorted(graph, reverse=True):
        shuffled.add(triple)
    again = read_ledgers(shuffled)[0]
    assert ledger_xlsx(again) == first
    assert ledger_json(again) == ledger_json(read_ledgers(graph)[0])
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert b"1980-01-01" in archive.read("docProps/core.xml")


def test_json_names_everything_by_iri(ledger: Ledger) -> None:
    data = json.loads(ledger_json(ledger))
    assert data["title"] == {"zh": TITLE, "en": "Pilot plan of a district"}
    row = next(row for row in data["rows"] if row["quote"] == STUDIES)
    assert row["force"]["iri"].endswith("/id/force/support")
    assert {(thing["iri"].rpartition("/")[2], thing["relation"]) for thing in row["things"]["bodies"]} == {
        ("enterprise", "role/partner"),
        ("enterprise", "role/target"),
        ("university", "role/partner"),
    }
    assert {column["key"] for column in data["columns"]} >= set(row["things"])


# ---------------------------------------------------------------- the shipped plan


def files(release: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the rows of the Chinese CSV by IRI."""
    content = (release / "ledger" / "xicheng-145.zh.csv").read_text("utf-8-sig")
    for row in csv.DictReader(io.StringIO(content, newline="")):
        yield row["标识"], row


def test_shipped_ledger_has_every_directive_with_its_own_characters(real_release: Path) -> None:
    text = resources.path("data/plans/xicheng-145/text.txt").read_text("utf-8")
    annotated = resources.path("data/plans/xicheng-145/annotations.ann").read_text("utf-8")
    rows = [row for _, row in files(real_release)]
    assert len(rows) == len(re.findall(r"^T\d+\tDirective ", annotated, re.MULTILINE))
    assert all(text[int(row["起点"]) : int(row["终点"])] == row["举措原文"].removeprefix("'") for row in rows)
    assert all(int(first["起点"]) < int(second["起点"]) for first, second in itertools.pairwise(rows))
    assert all(row["力度"] and row["动作"] and row["章"] and row["任务或条目"] for row in rows)


def test_shipped_ledger_read_by_eye(real_release: Path) -> None:
    """What a person finds in the plan's own words."""
    by_quote = {row["举措原文"]: row for _, row in files(real_release)}
    row = by_quote["建设全区统一的公共数据开放平台"]
    assert (row["小节"], row["任务或条目"]) == ("(一)推动数字经济高质量发展", "推进数据资源整合共享")
    assert (row["力度"], row["作用对象"]) == ("要求", "建设：公共数据开放平台")
    avoided = [quote for quote, row in by_quote.items() if row["极性"] == "避免"]
    assert avoided
    assert all("避免" in quote for quote in avoided)
    ledgers = [row for quote, row in by_quote.items() if quote.startswith("制定督查任务台账和项目台账")]
    assert [row["节"] for row in ledgers] == ["五、定期开展考核评估"]


COLUMNS = {
    "facilities": "建设对象",
    "technologies": "技术",
    "domains": "领域",
    "scenarios": "应用场景",
    "places": "地点",
    "instruments": "政策工具",
    "policies": "政策文件",
    "goals": "目标",
    "targets": "量化目标",
    "due": "期限",
}


def test_query_of_the_gallery_and_the_file_agree(real_release: Path) -> None:
    store = pyoxigraph.Store.read_only(str(real_release.resolve() / "store"))
    found = store.query(resources.path("data/queries/ledger.rq").read_text("utf-8"))
    assert isinstance(found, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in found.variables]
    asked = [{name: row[name].value if row[name] is not None else "" for name in names} for row in found]
    told = dict(files(real_release))
    assert [row["directive"] for row in asked] == list(told)
    for row in asked:
        file = told[row["directive"]]
        assert row["quote"] == file["举措原文"].removeprefix("'")
        assert (row["begin"], row["end"]) == (file["起点"], file["终点"])
        assert (row["force"], row["action"], row["polarity"] or "肯定") == (file["力度"], file["动作"], file["极性"])
        assert row["measure"] == file["任务或条目"]
        assert (file["小节"] or file["节"] or file["章"]).endswith(row["section"])
        for name, column in COLUMNS.items():
            labels = {re.sub(r"（[^（）]*）$", "", entry) for entry in file[column].split("；") if entry}
            assert set(filter(None, row[name].split("；"))) == labels, (name, row["quote"])
        named = [*row["bodies"].split("；"), *row["bodiesWithoutRole"].split("；")]
        bodies = {re.sub(r"（[^（）]*）$", "", entry) for entry in named if entry}
        both = [entry for column in ("主体及角色", "人群及角色") for entry in file[column].split("；") if entry]
        assert bodies == {re.sub(r"（[^（）]*）$", "", entry) for entry in both}
