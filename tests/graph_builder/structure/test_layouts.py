"""Plans of unlike layouts, invented for this: what a person reads as headings, measures, items and bodies is found.

Each layout is a text; what a reader finds in it stands below, in the order of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from graph_builder.structure import HEADED, Responsibility, Theme, Tree, Unit, UnitKind, parse
from graph_builder.text import SourceText
from tests.graph_builder.structure import invariants

FOLDER = Path(__file__).parent / "layouts"


@dataclass(frozen=True)
class Reading:
    """What a person finds in a text, words separated by blanks."""

    headings: str
    measures: str = ""
    items: str = ""
    bodies: str = ""


READINGS = {
    "province": Reading(
        "发展环境 发展基础 面临形势 建设科技强省 强化创新平台 建设实验室体系 壮大创新主体"
        " 优化创新生态 保障规划实施 加强组织领导",
        "优化实验室布局 完善共享机制 培育高新技术企业3000家以上 健全成果转化机制 强化统筹协调",
        "实验室体系工程 企业倍增工程 人才引育工程",
    ),
    "district": Reading(
        "总体要求 指导思想 主要目标 重点任务 完善基础设施 拓展应用场景 保障措施",
        "建设起降网络 搭建管理平台 发展低空物流 推广城市治理应用 培育文旅消费 加强组织领导 强化资金支持",
        bodies="区建委 区规划资源局 各街道 区商务委 区邮政管理局 区城管执法局 区水务局 区生态环境局"
        " 区文化旅游局 临江文旅集团"
        " 区建委 区规划资源局 各街道 区商务委 区邮政管理局",
    ),
    "report": Reading(
        "2025年工作回顾 2026年总体要求和预期目标 2026年重点工作 全力扩大有效投资 加快发展现代产业 加强政府自身建设",
        "加快项目建设 优化营商环境 做强特色农业 壮大食品产业 培育新能源产业 坚持依法行政",
    ),
    "trad": Reading(
        "總體要求 指導思想 主要任務 發展數字經濟 保障措施 加強組織領導",
        "建設數據基礎設施 推動產業數字化 健全協調機制",
        "算力中心工程 數據要素工程",
        "市數據局 市經信局 市經信局 市財政局 各縣（區）人民政府",
    ),
    "wrapped": Reading(
        "发展基础 重点任务 推进智慧农业建设 做强农产品加工业 保障措施",
        "建设数字农田 推广智能农机 壮大龙头企业 完善园区功能 加强组织领导",
        bodies="县农业农村局 县市场监管局 县供销社",
    ),
    "articles": Reading("总则 支持措施 附则", "支持关键技术攻关 建设公共算力平台 市科技局、市财政局应当建立项目库"),
    "points": Reading(
        "夯实数字底座 提升服务能力",
        "升级政务云平台 建设统一视频平台 推进“高效办成一件事” 优化企业服务",
        bodies="市政务数据局 市公安局 市政务数据局 市政务服务中心 市级有关部门 市工信局 各县区政府",
    ),
    "oneline": Reading(
        "总体要求 指导思想 基本原则 重点任务 加强平台建设 培育创新主体 保障措施",
        "建设中试基地 打造孵化载体 壮大科技企业 集聚创新人才"
        " 加强组织领导建立科技创新联席会议制度 强化资金保障设立专项资金",
    ),
    "decimal": Reading(
        "总则 规划背景 规划目标 现状分析 设施现状 主要任务 完善感知体系 提升服务水平 保障措施 组织保障",
        "建设车路协同设施 升级信号系统 推行一码通行 成立工作专班",
    ),
    "actions": Reading(
        "前言 市场环境 主要行动 点亮滨水街区 丰富夜间供给 任务清单 附则",
        "放宽夜间摊位登记 推行包容审慎监管 改造滨水灯光 布设移动集市 延长场馆开放",
        "码头夜市 深夜书房",
        "市文化和旅游局 市体育局 市城管局 市住建局 市交通局 市财政局",
    ),
    "indic": Reading(
        "发展目标 主要任务 突破关键技术 优化创新布局",
        "攻克核心部件 建设科创走廊",
        "机器人 新材料",
        "市科技局 市自然资源和规划局",
    ),
}


def read(name: str) -> Tree:
    tree = parse(SourceText.of((FOLDER / f"{name}.txt").read_text("utf-8")))
    invariants.check(tree)
    return tree


def words(tree: Tree, units: list[Unit]) -> str:
    return " ".join("".join(tree.reading.words(unit.label).split()) for unit in units if unit.label)


def of_kind(tree: Tree, *kinds: UnitKind) -> list[Unit]:
    return [unit for unit in tree.walk() if unit.kind in kinds]


def test_every_layout_has_a_reading() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == READINGS.keys()


@pytest.mark.parametrize("name", READINGS)
def test_layouts_are_read_as_a_person_reads_them(name: str) -> None:
    tree = read(name)
    outer = (UnitKind.DOCUMENT, UnitKind.ANNEX)
    found = Reading(
        words(tree, [unit for unit in tree.walk() if unit.kind in HEADED and unit.kind not in outer]),
        words(tree, of_kind(tree, UnitKind.TASK, UnitKind.SAFEGUARD)),
        words(tree, of_kind(tree, UnitKind.ITEM)),
        " ".join("".join(cell.span.quote.split()) for held in tree.responsibilities for cell in held.bodies),
    )
    assert found == READINGS[name]


def held(tree: Tree) -> list[tuple[str, str, bool]]:
    """Show who answers for what."""

    def bodies(responsibility: Responsibility) -> str:
        return " ".join(f"{cell.role.value}:{cell.span.quote}" for cell in responsibility.bodies)

    return [(bodies(item), words(tree, list(item.scope)), item.default) for item in tree.responsibilities]


def test_a_note_in_a_heading_holds_for_all_below_it() -> None:
    tree = read("district")
    assert held(tree)[0] == ("lead:区建委 participating:区规划资源局 participating:各街道", "完善基础设施", False)
    assert held(tree)[2][0].startswith("lead:区城管执法局 participating:区水务局")


def test_bodies_said_once_hold_for_what_follows() -> None:
    last = held(read("points"))[-1]
    assert last == ("responsible:各县区政府", "推进“高效办成一件事” 优化企业服务", True)


def test_a_table_whose_columns_are_parted_by_blanks_has_rows() -> None:
    rows = of_kind(read("actions"), UnitKind.ROW)
    assert [[cell.span.quote for cell in row.cells] for row in rows] == [
        ["1", "建成滨水灯光带", "市城管局", "市住建局", "2027年"],
        ["2", "开通夜间公交", "市交通局", "市财政局", "2026年"],
    ]


def test_a_table_of_duties_names_bodies_and_deadlines() -> None:
    rows = of_kind(read("district"), UnitKind.ROW)
    assert [[(cell.role.value, cell.span.quote) for cell in row.cells][1:4] for row in rows] == [
        [("name", "建设起降点50个"), ("lead", "区建委"), ("participating", "区规划资源局")],
        [("name", "开通配送航线10条"), ("lead", "区商务委"), ("participating", "区邮政管理局")],
    ]


def test_a_table_of_indicators_with_a_cell_on_each_line() -> None:
    tree = read("indic")
    (table,) = of_kind(tree, UnitKind.TABLE)
    assert table.title is not None
    assert table.title.quote == "表1 “十五五”科技创新主要指标"
    rows = [" ".join(f"{cell.role.value}:{cell.span.quote}" for cell in row.cells) for row in table.children]
    assert rows[2] == "name:万人发明专利拥有量 unit:件 base:45 target:70 nature:约束性"
    assert len(rows) == 3


def test_names_of_persons_are_set_aside() -> None:
    tree = read("district")
    (roster,) = of_kind(tree, UnitKind.ROSTER)
    assert roster.span.quote.startswith("组  长")
    assert roster.span.quote.endswith("区商务委主任")
    assert "某某" not in "".join(unit.span.quote for unit in of_kind(tree, UnitKind.TASK, UnitKind.PARAGRAPH))
    assert [unit.span.quote for unit in of_kind(read("report"), UnitKind.ROSTER)] == ["县长  刘某某"]


def test_a_notice_and_what_it_publishes_are_two_documents() -> None:
    tree = read("district")
    kinds = [unit.kind.value for unit in tree.units]
    assert kinds == ["document", "document", "annex", "annex"]
    assert [unit.kind.value for unit in tree.units[0].children] == [
        "documentNumber", "addressees", "paragraph", "signature",
    ]  # fmt: skip


def test_what_was_achieved_is_no_task() -> None:
    tree = read("report")
    past = [unit for unit in tree.walk() if unit.theme is Theme.REVIEW and unit.kind not in HEADED]
    assert {unit.kind for unit in past} == {UnitKind.PARAGRAPH}
    assert len(past) == 3


def test_a_contents_list_is_no_heading() -> None:
    (contents,) = of_kind(read("province"), UnitKind.CONTENTS)
    assert contents.span.quote.count("\n") == 9


def test_wrapped_lines_are_one_paragraph_with_offsets_of_the_text() -> None:
    tree = read("wrapped")
    task = of_kind(tree, UnitKind.TASK)[0]
    assert "- 1 -" in task.span.quote
    assert "力争到2030年数字农田覆盖率达到60%。" in tree.reading.words(task.span)
    assert [span.quote for span in tree.furniture] == ["- 1 -", "- 2 -"]


def test_points_of_a_measure_are_cut() -> None:
    labels = [unit.span.quote[:4] for unit in of_kind(read("articles"), UnitKind.POINT)]
    assert labels == ["（一）对", "（二）对"]
    points = of_kind(read("province"), UnitKind.POINT)
    assert [unit.title and unit.title.quote for unit in points] == [
        "建立企业出题机制",
        "完善揭榜挂帅制度",
        "强化金融支持",
    ]
