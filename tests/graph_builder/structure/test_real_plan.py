"""The structure of the Xicheng plan, as a person reads it."""

from __future__ import annotations

from collections import Counter

import pytest

from graph_builder import resources
from graph_builder.structure import MEASURES, TextStatus, Tree, Unit, UnitKind, parse
from graph_builder.text import read_source
from tests.graph_builder.structure import invariants

# One worker reads the files once.
pytestmark = pytest.mark.xdist_group("real structure")

BOXES = {
    1: ("先进适用技术研究重点支持领域", ["金融科技", "新基建", "医疗健康"]),
    2: ("创新主体重点支持对象", ["科技创新头部企业", "高新技术企业", "科技型中小微企业"]),
    3: ("数字经济产业重点支持领域", ["数字产业", "产业数字化", "数字经济平台型企业"]),
    4: ("科技服务业高质量发展重点支持领域", ["工程技术服务", "设计服务", "知识产权与科技咨询服务"]),
    5: ("新基建重点支持领域", ["智慧能源基础设施", "智能交通基础设施"]),
    6: ("应用场景建设重点支持领域", ["政务", "商业", "民生"]),
    7: ("老城整体保护与复兴重点支持领域", ["中轴线申遗", "北京老字号", "胡同文化"]),
    8: ("数字文化产业重点支持领域", ["数字出版", "创意设计"]),
    9: ("社会可持续发展重点支持领域", ["互联网医疗", "老年疾病及慢病诊疗", "公共卫生应急"]),
    10: ("新时代科普惠民重点支持领域", ["科普资源", "科普产业", "科普人才"]),
}
# Sections of chapter 4 (the number, the heading), their subsections, and the lead sentences of the tasks there.
TASKS: dict[tuple[str | None, str | None], dict[str | None, list[str]]] = {
    (None, None): {
        None: [],
        "培育多元化创新主体": ["重点支持科技创新头部企业", "加大培育高新技术企业", "激发科技型中小企业创新活力"],
        "加快科技成果转化应用": ["搭建公共技术服务平台", "强化企业科技成果转化", "加快民生科技成果转化应用"],
    },
    ("二", "支撑经济高质量发展"): {
        "推动数字经济高质量发展": ["推进数据资源整合共享", "加快数字基础设施建设", "加强数字经济人才建设"],
        "打造金融科技产业新优势": [
            "构建金融科技产业生态体系", "形成金融科技产业发展增长极", "建设金融科技创新应用高地",
        ],
        "提高科技服务业发展质量": [
            "培育科技服务业高端品牌", "建设科技服务业集成服务开放平台", "创新优势新型科技服务业业态",
            "推动科技服务业扩大开放",
        ],
    },
    ("三", "促进首都核心区品质提升"): {
        "加速布局新基建": [
            "加强信息基础设施建设", "加强融合基础设施建设", "提升城市智慧感知能力", "全面做好各项服务保障工作",
        ],
        "着力建设新场景": [
            "建设西城“城市大脑”", "搭建试验性应用场景平台和新技术新产品展示中心", "服务央企应用场景建设",
            "满足高品质消费需求",
        ],
        "筑牢首都安全屏障": ["突出政治中心服务保障", "打造区域网络安全防护体系"],
    },
    ("四", "助力文化保护与繁荣"): {
        "推进历史文化名城保护与传承": ["彰显传统文化科技魅力", "注重街区保护更新"],
        "积极发展数字文化产业": ["加快培育文化新业态", "打造数字文化服务载体"],
        "提升公共文化服务能力": ["加强公共文化服务精准供给", "建设公共数字文化服务载体"],
    },
    ("五", "保障社会可持续发展"): {
        "推进健康西城建设": ["新技术赋能医疗产业", "持续开展爱国卫生运动", "推动体育健身设施智能化"],
        "提高公民科学素养": ["积极开展科普研学", "强化“互联网+科普”理念", "加强科普基地与环境建设结合"],
        "实现生态环境提升": ["强化技术集成应用示范", "开展生态空间智慧监测"],
    },
}  # fmt: skip
SAFEGUARDS = [
    ("一", "完善统筹协调机制", None),
    ("二", "创新资金投入模式", "突出资金投入政策导向"),
    ("三", "加强人才服务保障", "鼓励引进国际化人才和创新团队"),
    ("四", "加大社会宣传力度", "扩大社会宣传覆盖面"),
    ("五", "定期开展考核评估", None),
]


@pytest.fixture(scope="module")
def tree() -> Tree:
    return parse(read_source(resources.path("data/plans/xicheng-145/text.txt")))


def of_kind(tree: Tree, kind: UnitKind) -> list[Unit]:
    return [unit for unit in tree.walk() if unit.kind is kind]


def words(unit: Unit) -> tuple[str | None, str | None]:
    return unit.number.quote if unit.number else None, unit.title.quote if unit.title else None


def test_what_holds_for_every_text(tree: Tree) -> None:
    invariants.check(tree)


def test_counts(tree: Tree) -> None:
    assert Counter((unit.kind, unit.status) for unit in tree.walk()) == {
        (UnitKind.TITLE, TextStatus.PRESENT): 1,
        (UnitKind.CHAPTER, TextStatus.ABSENT): 3,
        (UnitKind.CHAPTER, TextStatus.HEADING_ABSENT): 1,
        (UnitKind.CHAPTER, TextStatus.PRESENT): 1,
        (UnitKind.SECTION, TextStatus.HEADING_ABSENT): 1,
        (UnitKind.SECTION, TextStatus.PRESENT): 9,
        (UnitKind.SUBSECTION, TextStatus.HEADING_ABSENT): 1,
        (UnitKind.SUBSECTION, TextStatus.PRESENT): 14,
        (UnitKind.PARAGRAPH, TextStatus.PRESENT): 4,
        (UnitKind.TASK, TextStatus.PRESENT): 40,
        (UnitKind.SAFEGUARD, TextStatus.PRESENT): 5,
        (UnitKind.BOX, TextStatus.PRESENT): 10,
        (UnitKind.ITEM, TextStatus.PRESENT): 28,
        (UnitKind.SENTENCE, TextStatus.PRESENT): 229,
    }


def test_the_outermost_units(tree: Tree) -> None:
    title, *chapters = tree.units
    assert (title.kind, title.position) == (UnitKind.TITLE, (0,))
    assert title.span.quote.startswith("北京:关于《西城区“十四五”时期科技创新发展规划》")
    assert [(unit.kind, unit.position, unit.status) for unit in chapters] == [
        (UnitKind.CHAPTER, (1,), TextStatus.ABSENT),
        (UnitKind.CHAPTER, (2,), TextStatus.ABSENT),
        (UnitKind.CHAPTER, (3,), TextStatus.ABSENT),
        (UnitKind.CHAPTER, (4,), TextStatus.HEADING_ABSENT),
        (UnitKind.CHAPTER, (5,), TextStatus.PRESENT),
    ]
    assert words(chapters[4]) == ("第五章", "保障措施")


def test_what_is_lost_is_marked_and_has_no_words(tree: Tree) -> None:
    lost = [unit for unit in tree.walk() if unit.status is TextStatus.HEADING_ABSENT]
    assert [unit.position for unit in lost] == [(4,), (4, 1), (4, 1, 1)]
    for unit in lost:
        assert words(unit) == (None, None)
        assert tree.source.line_and_column(unit.span.start) == (2, 1)
    chapter, section, subsection = lost
    assert tree.source.line_and_column(subsection.span.end)[0] == 3
    assert tree.source.line_and_column(section.span.end)[0] == 13
    assert tree.source.line_and_column(chapter.span.end)[0] == 83
    assert [child.kind for child in subsection.children] == [UnitKind.BOX]


def test_sections_subsections_and_tasks(tree: Tree) -> None:
    chapter = tree.units[4]
    found = {
        words(section): {
            words(subsection)[1]: [str(words(unit)[1]) for unit in subsection.children if unit.kind is UnitKind.TASK]
            for subsection in section.children
            if subsection.kind is UnitKind.SUBSECTION
        }
        for section in chapter.children
    }
    assert found == TASKS
    numbers = [
        [words(part)[0] for part in section.children if part.kind is UnitKind.SUBSECTION]
        for section in chapter.children
    ]
    assert numbers == [[None, "二", "三"], *[["一", "二", "三"]] * 4]


def test_introductory_paragraphs_stand_before_the_subsections(tree: Tree) -> None:
    paragraphs = of_kind(tree, UnitKind.PARAGRAPH)
    assert [unit.position for unit in paragraphs] == [(4, 2, 1), (4, 3, 1), (4, 4, 1), (4, 5, 1)]
    assert [tree.source.line_and_column(unit.span.start) for unit in paragraphs] == [(15, 1), (34, 1), (53, 1), (68, 1)]
    assert [unit.title for unit in paragraphs] == [None] * 4


def test_boxes_and_items(tree: Tree) -> None:
    found = {}
    for box in of_kind(tree, UnitKind.BOX):
        assert box.number is not None
        assert box.title is not None
        assert {child.kind for child in box.children} == {UnitKind.ITEM}
        assert box.span.quote.startswith("专栏")
        assert box.span.quote.endswith("。 |")
        found[int(box.number.quote.removeprefix("专栏"))] = (box.title.quote, [words(item)[1] for item in box.children])
    assert found == BOXES


def test_several_items_stand_on_one_line(tree: Tree) -> None:
    for box in of_kind(tree, UnitKind.BOX):
        lines = {tree.source.line_and_column(item.span.start)[0] for item in box.children}
        assert lines == {tree.source.line_and_column(box.span.start)[0] + 1}
        for item in box.children:
            assert item.span.quote.startswith(f"{words(item)[1]}:")
            assert item.span.quote.endswith("。")


def test_every_box_but_the_first_closes_its_subsection(tree: Tree) -> None:
    for subsection in of_kind(tree, UnitKind.SUBSECTION):
        kinds = [child.kind for child in subsection.children]
        tasks = kinds.count(UnitKind.TASK)
        assert kinds in ([UnitKind.TASK] * tasks, [*[UnitKind.TASK] * tasks, UnitKind.BOX])


def test_safeguard_measures(tree: Tree) -> None:
    found = []
    for section in tree.units[5].children:
        (measure,) = section.children
        assert measure.kind is UnitKind.SAFEGUARD
        found.append((*words(section), words(measure)[1]))
    assert found == SAFEGUARDS


def test_lead_sentences_are_the_first_of_several_without_full_stop(tree: Tree) -> None:
    for unit in tree.walk():
        if unit.kind in (UnitKind.TASK, UnitKind.SAFEGUARD) and unit.title is not None:
            assert unit.title.start == unit.span.start
            assert unit.sentences[0].span.quote == f"{unit.title.quote}。"
            assert len(unit.sentences) > 1


def test_a_measure_without_lead_sentence_is_labelled_by_its_first_clause(tree: Tree) -> None:
    labels = [unit.label.quote for unit in of_kind(tree, UnitKind.SAFEGUARD) if unit.title is None and unit.label]
    assert labels == ["发挥现有经济高质量发展专班工作机制", "建立健全绩效考核和动态评估机制"]


def test_every_sentence_ends_with_its_full_stop(tree: Tree) -> None:
    sentences = of_kind(tree, UnitKind.SENTENCE)
    assert len(sentences) == tree.source.text.count("。")
    assert all(unit.span.quote.endswith("。") and unit.span.quote.count("。") == 1 for unit in sentences)


@pytest.mark.parametrize(
    ("line", "sentences"), [(5, 2), (11, 4), (25, 5), (34, 1), (74, 4 + 3 + 3), (80, 6 + 2 + 2), (90, 5), (94, 3)]
)
def test_sentences_by_line(tree: Tree, line: int, sentences: int) -> None:
    starts = [tree.source.line_and_column(unit.span.start)[0] for unit in of_kind(tree, UnitKind.SENTENCE)]
    assert starts.count(line) == sentences


def test_measures_have_labels_and_all_positions_below_chapter_4_and_5(tree: Tree) -> None:
    measures = [unit for unit in tree.walk() if unit.kind in MEASURES]
    assert len(measures) == 40 + 5 + 28
    assert all(unit.label is not None and unit.position[0] in (4, 5) for unit in measures)


def test_the_path_to_a_quote(tree: Tree) -> None:
    start = tree.source.text.index("智能获客")
    path = tree.path_to(tree.source.span(start, start + 4))
    assert [unit.kind for unit in path] == [
        UnitKind.CHAPTER, UnitKind.SECTION, UnitKind.SUBSECTION, UnitKind.BOX, UnitKind.ITEM, UnitKind.SENTENCE,
    ]  # fmt: skip
    assert path[-2].position == (4, 1, 1, 1, 1)
    across = tree.source.span(start, tree.source.text.index("新基建:") + 2)
    assert tree.path_to(across)[-1].kind is UnitKind.BOX
