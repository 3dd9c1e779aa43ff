"""What the structure alone tells of headings, tasks and bodies."""

from __future__ import annotations

import pytest

from graph_builder.extract.units import headings_and_tasks, note_labels, noted_bodies
from graph_builder.structure import Tree, parse
from graph_builder.text import SourceText

PLAN = """河坪市行动方案
一、总体要求
近年来，河坪夜市两千年不衰，烟火气十足。
二、主要任务
{}
"""


def tree(words: str) -> Tree:
    return parse(SourceText.of(PLAN.format(words)))


def found(words: str, kind: str) -> list[str]:
    text = tree(words).source.text
    return [text[f.start : f.end] for f in headings_and_tasks(tree(words)) if f.type == kind]


def test_headings_have_their_numbers() -> None:
    assert found("(一)改造街区\n1.更新灯光。换灯两千套。", "Heading") == [
        "一、总体要求",
        "二、主要任务",
        "(一)改造街区",
    ]


@pytest.mark.parametrize(
    ("words", "tasks"),
    [
        ("（一）更新灯光。换灯两千套，夜间巡查。", ["更新灯光"]),
        ("1.更新灯光\n改造节能灯具两千套，加装感应装置。", ["改造节能灯具两千套"]),
        ("改造节能灯具两千套，加装感应装置。", ["改造节能灯具两千套"]),
        ("河坪夜市全长两公里，烟火气十足。", []),
        ("专栏1 启动项目\n码头夜市：新建廊棚三百米。", ["码头夜市"]),
        ("序号 | 任务 | 牵头单位\n1 | 更新灯光 | 市城管局", ["更新灯光"]),
        ("序号 | 指标 | 2030年\n1 | 灯光覆盖率 | 90%", []),
    ],
)
def test_tasks(words: str, tasks: list[str]) -> None:
    assert found(words, "Task") == tasks


def test_a_title_on_a_line_of_its_own_is_a_heading() -> None:
    assert found("1.更新灯光\n改造节能灯具两千套，加装感应装置。", "Heading")[-1] == "1.更新灯光"
    assert "1.更新灯光" not in found("1.更新灯光。换灯两千套。", "Heading")


def test_bodies_of_notes_are_named_without_each() -> None:
    held = tree("（一）更新灯光。换灯两千套。（责任单位：市城管局、各街道办事处）")
    text = held.source.text
    assert [(text[f.start : f.end], role) for f, role in noted_bodies(held)] == [
        ("市城管局", "responsible"),
        ("街道办事处", "responsible"),
    ]
    assert {span.quote for span in note_labels(held)} == {"责任单位"}
