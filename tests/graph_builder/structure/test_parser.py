"""The structure of generated texts, and of texts that are no plans."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.structure import HEADED, TextStatus, Tree, Unit, UnitKind, parse
from graph_builder.text import SourceText
from tests.graph_builder.strategies import (
    GeneratedPlan,
    GeneratedUnit,
    any_text,
    chinese_numeral,
    plan_like_text,
    plans,
)
from tests.graph_builder.structure import invariants

Outline = tuple[UnitKind, str | None, list["Outline"]]


def read(text: str) -> Tree:
    tree = parse(SourceText.of(text))
    invariants.check(tree)
    return tree


def outline(units: tuple[Unit, ...]) -> list[Outline]:
    """Reduce units to kind, heading or label, and children, without sentences."""
    leads = (UnitKind.TASK, UnitKind.SAFEGUARD)
    return [
        (unit.kind, unit.title.quote if unit.title and unit.kind not in leads else None, outline(unit.parts))
        for unit in units
        if unit.kind is not UnitKind.SENTENCE
    ]


def expected(unit: GeneratedUnit) -> Outline:
    """Say what a generated unit must be read as."""
    kind = UnitKind.PARAGRAPH if unit.children else UnitKind.TASK
    inner: list[Outline] = [(kind, None, []) for _ in unit.paragraphs]
    if unit.box is not None:
        title, items = unit.box
        inner.append((UnitKind.BOX, title, [(UnitKind.ITEM, label, []) for label, _ in items]))
    return unit.kind, unit.title, [*inner, *(expected(child) for child in unit.children)]


def statuses(tree: Tree) -> Counter[tuple[UnitKind, TextStatus]]:
    return Counter((unit.kind, unit.status) for unit in tree.walk() if unit.status is not TextStatus.PRESENT)


def check_numbers(units: tuple[Unit, ...]) -> None:
    """Whatever has the printed number n is the n-th of its kind in its parent, absent ones counted."""
    counts: Counter[UnitKind] = Counter()
    for unit in units:
        counts[unit.kind] += 1
        if unit.kind in HEADED and unit.number is not None:
            assert unit.number.quote.strip("第章") == chinese_numeral(counts[unit.kind])
        check_numbers(unit.children)


@given(plans())
def test_a_plan_without_gaps_is_read_as_it_was_made(plan: GeneratedPlan) -> None:
    tree = read(plan.text())
    assert outline(tree.units) == [(UnitKind.TITLE, plan.title, []), *map(expected, plan.root.children)]
    assert not statuses(tree)
    check_numbers(tree.units)


@given(plans())
def test_sentences_are_those_that_were_written(plan: GeneratedPlan) -> None:
    written = [
        words
        for unit in plan.units
        for words in (*unit.paragraphs, *(item for _, item in (unit.box[1] if unit.box else ())))
    ]
    found = [unit.span.quote for unit in read(plan.text()).walk() if unit.kind is UnitKind.SENTENCE]
    assert "".join(found) == "".join(written)
    assert len(found) == sum(words.count(mark) for words in written for mark in "。！？")


@given(plans(), st.booleans(), st.data())
def test_dropping_the_first_headed_units_marks_exactly_these(
    plan: GeneratedPlan, with_title: bool, data: st.DataObject
) -> None:
    dropped = data.draw(st.integers(0, len(plan.units) - 1))
    lines = plan.lines_from(dropped)
    tree = read("\n".join((plan.title, *lines) if with_title else lines))
    left = plan.units[dropped:]
    kinds = {unit.kind for unit in left}
    wanted: Counter[tuple[UnitKind, TextStatus]] = Counter()
    first = left[0]
    wanted[first.kind, TextStatus.ABSENT] += first.value - 1
    above = first.parent
    while above is not None and above is not plan.root:
        if above.kind in kinds and dropped:
            wanted[above.kind, TextStatus.HEADING_ABSENT] += 1
            if above.value < len(above.siblings):  # only a later sibling's number tells how many came before
                wanted[above.kind, TextStatus.ABSENT] += above.value - 1
        above = above.parent
    assert statuses(tree) == +wanted
    found = [unit for unit in tree.walk() if unit.kind in HEADED and unit.status is TextStatus.PRESENT]
    assert [(unit.kind, unit.title and unit.title.quote) for unit in found] == [(u.kind, u.title) for u in left]
    check_numbers(tree.units)


@given(plans(), st.data())
def test_text_before_the_first_heading_belongs_to_a_unit_that_lost_it(plan: GeneratedPlan, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(plan.units) - 1))
    left = plan.units[cut + 1 :]
    tree = read("\n".join(("推动城市发展,建设平台。服务企业。", *plan.lines_from(cut + 1))))
    kinds = [kind for kind in HEADED if any(unit.kind is kind for unit in left)]
    lost = kinds[: kinds.index(left[0].kind) + (left[0].value > 1)] if left else []
    marked = [unit.kind for unit in tree.walk() if unit.status is TextStatus.HEADING_ABSENT]
    assert marked == lost
    check_numbers(tree.units)
    words = tree.path_to(tree.source.span(0, 5))
    assert [unit.kind for unit in words[:-2]] == lost


@given(plans(), st.data())
def test_headings_that_fail_in_the_middle_are_absent(plan: GeneratedPlan, data: st.DataObject) -> None:
    """Without a headed unit and all below it, its number is missing between its siblings."""
    inner = [unit for unit in plan.units if 1 < unit.value < len(unit.siblings)]
    if not inner:
        return
    gone = data.draw(st.sampled_from(inner))
    lines = [line for unit in plan.units if unit not in list(gone.walk()) for line in (unit.heading(), *unit.body())]
    tree = read("\n".join(lines))
    absent = [unit for unit in tree.walk() if unit.status is TextStatus.ABSENT]
    assert [unit.kind for unit in absent] == [gone.kind]
    assert absent[0].span.start == absent[0].span.end
    check_numbers(tree.units)


@given(any_text() | plan_like_text())
def test_any_text_has_a_structure(text: str) -> None:
    read(text)


def test_an_empty_text_has_no_units() -> None:
    assert read("").units == ()


def test_a_text_without_headings_is_a_title_and_paragraphs() -> None:
    tree = read("科技规划\n建设平台。推动创新。\n\n服务企业。")
    assert outline(tree.units) == [
        (UnitKind.TITLE, "科技规划", []),
        (UnitKind.PARAGRAPH, None, []),
        (UnitKind.PARAGRAPH, None, []),
    ]
    assert [unit.position for unit in tree.units] == [(0,), (1,), (2,)]


def test_paragraphs_of_a_safeguard_chapter_are_safeguard_measures() -> None:
    tree = read("第一章 重点任务\n一、平台\n建设平台。\n第二章 保障措施\n一、资金\n加大投入。\n(一)人才\n培养人才。")
    kinds = [unit.kind for unit in tree.walk() if unit.kind in (UnitKind.TASK, UnitKind.SAFEGUARD, UnitKind.PARAGRAPH)]
    assert kinds == [UnitKind.TASK, UnitKind.PARAGRAPH, UnitKind.SAFEGUARD]


def test_full_width_input_is_read_like_half_width() -> None:
    half = (
        "一、总体\n(一)平台\n建设平台。围绕金融,推动创新;服务企业。\n专栏1 重点 |\n"
        "金融:建设平台。 数据:推动创新。 |\n(二)人才\n培养人才。"
    )
    wide = half.translate(str.maketrans({"(": "\uff08", ")": "\uff09", ":": "\uff1a", ",": "\uff0c", ";": "\uff1b"}))
    assert wide != half
    one, two = read(half), read(wide)
    assert outline(one.units) == outline(two.units)
    assert [unit.span.start for unit in one.walk()] == [unit.span.start for unit in two.walk()]
    assert UnitKind.ITEM in {unit.kind for unit in two.walk()}


@pytest.mark.parametrize("mark", [",", "。", ";", "\uff0c", "\uff1b"])
def test_the_label_of_a_unit_without_title_is_its_first_clause(mark: str) -> None:
    (unit,) = read(f"建设平台{mark}推动创新。").units[:1] if mark == "。" else read(f"建设平台{mark}推动创新。").units
    assert unit.label is not None
    assert unit.label.quote == "建设平台"


class TestBoxes:
    def box(self, text: str) -> Unit:
        return next(unit for unit in read(text).walk() if unit.kind is UnitKind.BOX)

    @pytest.mark.parametrize(
        ("content", "labels"),
        [
            pytest.param("金融:建设。 数据:推动。 |", ["金融", "数据"], id="one line"),
            pytest.param("金融:建设。 数据:推动。", ["金融", "数据"], id="no end mark"),
            pytest.param("金融:建设。 |\n数据:推动。 |", ["金融", "数据"], id="two lines"),
            pytest.param("\u3000\u3000金融:建设。 |\n\u3000\u3000数据:推动。 |", ["金融", "数据"], id="indented"),
            pytest.param("金融:建设“平台。” 数据:推动。 |", ["金融", "数据"], id="quotation mark before"),
            pytest.param("金融:建设！ 数据:推动？ 平台:服务。 |", ["金融", "数据", "平台"], id="other stops"),
            pytest.param("金融:建设,其中:平台。创新:推动。 |", ["金融"], id="colons inside"),
            pytest.param("金融:建设。 |\n推动。 |\n数据:推动。 |", ["金融", "数据"], id="item of two lines"),
            pytest.param("金融:", ["金融"], id="label alone"),
        ],
    )
    def test_items(self, content: str, labels: list[str]) -> None:
        box = self.box(f"专栏3 重点领域 |\n{content}\n(一)平台\n建设。")
        assert [item.title.quote for item in box.children if item.title] == labels
        assert [item.position[-1] for item in box.children] == list(range(1, len(labels) + 1))
        assert all("|" not in unit.span.quote for item in box.children for unit in item.children)
        assert (box.number and box.number.quote, box.title and box.title.quote) == ("专栏3", "重点领域")

    def test_a_box_without_items_has_sentences(self) -> None:
        box = self.box("专栏1 重点 |\n建设平台。推动创新。 |")
        assert [unit.span.quote for unit in box.children] == ["建设平台。", "推动创新。"]
        assert {unit.kind for unit in box.children} == {UnitKind.SENTENCE}

    def test_words_before_the_first_item_are_sentences_of_the_box(self) -> None:
        box = self.box("专栏1 重点 |\n重点如下。 金融:建设。 数据:推动。 |")
        assert [unit.span.quote for unit in box.sentences] == ["重点如下。"]
        assert [unit.title.quote for unit in box.parts if unit.title] == ["金融", "数据"]

    def test_without_end_marks_a_box_is_one_line_long(self) -> None:
        tree = read("一、平台\n专栏1 重点\n金融:建设。 数据:推动。\n服务企业。")
        assert outline(tree.units) == [
            (
                UnitKind.SECTION,
                "平台",
                [
                    (UnitKind.BOX, "重点", [(UnitKind.ITEM, "金融", []), (UnitKind.ITEM, "数据", [])]),
                    (UnitKind.TASK, None, []),
                ],
            )
        ]

    def test_a_box_may_end_the_text_and_another_may_follow(self) -> None:
        tree = read("专栏1 重点 |\n金融:建设。 |\n专栏2 项目 |\n数据:推动。 |")
        assert [(unit.kind, unit.title and unit.title.quote) for unit in tree.units] == [
            (UnitKind.BOX, "重点"),
            (UnitKind.BOX, "项目"),
        ]

    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("一、平台\n专栏1 重点 |\n(一)平台\n建设。", "重点"),
            ("专栏1 重点 |\n专栏2 项目 |\n金融:建设。 |", "重点"),
            ("建设。\n\n  专栏1 重点", "重点"),
            ("专栏1 重点 |\n|\n建设。", "重点"),
        ],
    )
    def test_a_box_that_lost_its_content_is_marked(self, text: str, title: str) -> None:
        box = next(unit for unit in read(text).walk() if unit.kind is UnitKind.BOX)
        assert box.status is TextStatus.CONTENT_ABSENT
        assert box.title is not None
        assert (box.title.quote, box.children) == (title, ())


LAYOUTS = [path.read_text("utf-8") for path in sorted((Path(__file__).parent / "layouts").glob("*.txt"))]
PIECES = [
    "\n",
    "。",
    "：",
    "(一)",
    "第一章",
    "一、",
    "1.",
    "专栏1 ",
    "|",
    "（责任单位：",
    "）",
    "附件1\n",
    "目录\n",
    "\t",
    "——",
    "①",
]


@st.composite
def mutated_plans(draw: st.DrawFn) -> str:
    """A stretch of a plan with pieces put in, cut out, doubled and joined."""
    text = draw(st.sampled_from(LAYOUTS))
    start = draw(st.integers(0, len(text) - 1))
    text = text[start : start + draw(st.integers(20, 500))]
    for _ in range(draw(st.integers(0, 5))):
        at, other = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        text = draw(
            st.sampled_from(
                [
                    text[:at] + draw(st.sampled_from(PIECES)) + text[at:],
                    text[:at] + text[min(other, at + 20) :],
                    text[:at] + text[at:other] + text[at:],
                    text.replace("\n", "", 2),
                    "\n".join(text[n : n + 24] for n in range(0, len(text), 24)),
                ]
            )
        )
    return text


@given(mutated_plans())
def test_mutated_plans_have_a_structure(text: str) -> None:
    read(text)


def test_time_grows_with_the_length_only() -> None:
    """Sixteen copies give sixteen times the units: nothing is read twice, nothing is lost."""
    counts = [
        Counter(unit.kind for unit in parse(SourceText.of("\n".join([LAYOUTS[0]] * copies))).walk())
        for copies in (1, 16)
    ]
    for kind in (UnitKind.SENTENCE, UnitKind.SECTION):
        assert counts[1][kind] == 16 * counts[0][kind]
