"""Lines as headings, items and sentences, seen through the tree that they give."""

from __future__ import annotations

import pytest

from graph_builder.structure import TextStatus, Unit, UnitKind, parse
from graph_builder.text import SourceText
from tests.graph_builder.strategies import chinese_numeral

BODY = "建设平台,推动创新。"


def first_headed(line: str) -> Unit | None:
    """Read a line as the first of a text, and give it if it is a heading or a box title."""
    units = parse(SourceText.of(f"{line}\n{BODY}")).walk()
    return next((unit for unit in units if unit.number is not None), None)


@pytest.mark.parametrize(
    ("line", "kind", "number", "title"),
    [
        ("第五章 保障措施", UnitKind.CHAPTER, "第五章", "保障措施"),
        ("第十二章\u3000规划实施", UnitKind.CHAPTER, "第十二章", "规划实施"),
        ("第一百零二章附则", UnitKind.CHAPTER, "第一百零二章", "附则"),
        ("一、支撑发展", UnitKind.SECTION, "一", "支撑发展"),
        ("二十一、支撑发展", UnitKind.SECTION, "二十一", "支撑发展"),
        ("十、 支撑,发展", UnitKind.SECTION, "十", "支撑,发展"),
        ("(一)布局", UnitKind.SUBSECTION, "一", "布局"),
        ("\uff08十三\uff09布局“新基建”", UnitKind.SUBSECTION, "十三", "布局“新基建”"),
        ("\uff08二)布局", UnitKind.SUBSECTION, "二", "布局"),
        ("  (三)\t布局  ", UnitKind.SUBSECTION, "三", "布局"),
        ("专栏1 重点领域 |", UnitKind.BOX, "专栏1", "重点领域"),
        ("专栏 12\u3000重点领域", UnitKind.BOX, "专栏 12", "重点领域"),
        ("专栏3重点领域|", UnitKind.BOX, "专栏3", "重点领域"),
        ("专栏4:重点领域", UnitKind.BOX, "专栏4", "重点领域"),
        ("专栏5\uff1a重点领域", UnitKind.BOX, "专栏5", "重点领域"),
    ],
)
def test_headings(line: str, kind: UnitKind, number: str, title: str) -> None:
    unit = first_headed(line)
    assert unit is not None
    assert (unit.kind, unit.status) == (kind, TextStatus.PRESENT)
    assert unit.number is not None
    assert unit.title is not None
    assert (unit.number.quote, unit.title.quote) == (number, title)
    assert unit.span.quote.startswith(line.strip().removesuffix("|").strip())


@pytest.mark.parametrize(
    "line",
    [
        "一、",
        "第五章",
        "(一)",
        "十四五时期建设平台",
        "(a)建设平台",
        "(一建设平台",
        "专栏1 |",
        "专栏1 " + "建" * 41,
        "专栏1列出了重点领域。",
        "专栏1234 重点",
        "专栏" + "1" * 5000 + " 重点",
        "见专栏1 重点",
    ],
)
def test_lines_that_are_no_headings(line: str) -> None:
    assert first_headed(line) is None


FORMS = ["第{}章 平台", "{}、平台", "({})平台"]
NUMERALS = {
    1: "一", 2: "二", 9: "九", 10: "十", 11: "十一", 19: "十九", 20: "二十", 21: "二十一", 90: "九十", 99: "九十九",
    100: "一百", 101: "一百零一", 110: "一百一十", 120: "一百二十", 121: "一百二十一", 199: "一百九十九",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("value", "words"), NUMERALS.items())
def test_a_first_heading_proves_those_before_it(form: str, value: int, words: str) -> None:
    assert chinese_numeral(value) == words
    units = parse(SourceText.of(f"{form.format(words)}\n{BODY}")).units
    assert [unit.status for unit in units] == [TextStatus.ABSENT] * (value - 1) + [TextStatus.PRESENT]
    assert units[-1].position == (value,)


@pytest.mark.parametrize("form", FORMS)
def test_numerals_from_1_to_199_follow_each_other(form: str) -> None:
    lines = [line for value in range(1, 200) for line in (form.format(chinese_numeral(value)), BODY)]
    units = parse(SourceText.of("\n".join(lines))).units
    assert [unit.position for unit in units] == [(value,) for value in range(1, 200)]
    assert {unit.status for unit in units} == {TextStatus.PRESENT}


@pytest.mark.parametrize("words", ["一百十一", "一百一十一"])
def test_both_forms_of_numbers_above_110(words: str) -> None:
    assert len(parse(SourceText.of(f"{words}、平台\n{BODY}")).units) == 111


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("建设平台。推动创新。", ["建设平台。", "推动创新。"]),
        ("建设“平台。”推动创新。", ["建设“平台。”", "推动创新。"]),
        ("建设『平台。』推动「创新！」", ["建设『平台。』", "推动「创新！」"]),
        ("建设(平台。)推动创新。", ["建设(平台。)", "推动创新。"]),
        ("建设\uff08平台。\uff09推动创新。", ["建设\uff08平台。\uff09", "推动创新。"]),
        ("建设平台？！推动创新", ["建设平台？！", "推动创新"]),
        ("建设平台。 \u3000推动创新。", ["建设平台。", "推动创新。"]),
        ("建设平台,推动创新;服务企业", ["建设平台,推动创新;服务企业"]),
        ("建设3.5平台。", ["建设3.5平台。"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    units = parse(SourceText.of(f"一、平台\n{text}")).walk()
    assert [unit.span.quote for unit in units if unit.kind is UnitKind.SENTENCE] == sentences


@pytest.mark.parametrize(
    ("paragraph", "lead"),
    [
        ("建设平台。推动创新。", "建设平台"),
        ("建设平台！推动创新。", "建设平台"),
        ("建设平台。", None),
        ("建设平台,推动创新。服务企业。", None),
        ("建设平台\uff0c推动创新。服务企业。", None),
        ("建设平台:推动创新。服务企业。", None),
        ("建设平台\uff1b推动创新。服务企业。", None),
        ("建" * 29 + "。服务企业。", "建" * 29),
        ("建" * 30 + "。服务企业。", None),
        ("建设平台、中心和“大脑”。服务企业。", "建设平台、中心和“大脑”"),
        ("。建设平台。", None),
    ],
)
def test_lead_sentences(paragraph: str, lead: str | None) -> None:
    task = next(unit for unit in parse(SourceText.of(f"一、平台\n{paragraph}")).walk() if unit.kind is UnitKind.TASK)
    assert (task.title.quote if task.title else None) == lead
