"""Every fault of an annotation file is told with its line and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.annotation import (
    ATTRIBUTES,
    CONTAINERS,
    MENTION_TYPES,
    RELATIONS,
    Annotations,
    format_annotations,
    parse_annotations,
    read_annotations,
)
from graph_builder.errors import AnnotationError
from graph_builder.text import SourceText
from tests.graph_builder.strategies import annotations, any_text

TEXT = "建设大数据平台,推动区块链技术应用于金融。\n支持科研院所。"
SOURCE = SourceText.of(TEXT)


def mention(number: int, kind: str, quote: str) -> str:
    """Write the line of a mention by its quote."""
    start = TEXT.index(quote)
    return f"T{number}\t{kind} {start} {start + len(quote)}\t{quote}"


# A file without fault, lines 1 to 12; the faults below follow in line 13.
GOOD = [
    mention(1, "Directive", "建设大数据平台"),
    mention(2, "Facility", "大数据平台"),
    mention(3, "Directive", "推动区块链技术应用于金融"),
    mention(4, "Technology", "区块链技术"),
    mention(5, "Domain", "金融"),
    mention(6, "Body", "科研院所"),
    "A1\tForce T1 require",
    "A2\tRole T6 target",
    "N1\tReference T4 technology:blockchain\t区块链",
    "N2\tComponent T2 technology:big-data\t大数据",
    "R1\tusesTechnology Arg1:T3 Arg2:T4",
    "#1\tAnnotatorNotes T3\twhy",
]

FAULTS = {
    "wrong quote": ("T7\tTask 0 2\t建立", "[0, 2) is ‘建设’ in the text, not ‘建立’; the quote stands nowhere"),
    "quote elsewhere": ("T7\tTask 1 3\t建设", "not ‘建设’; the quote stands at [0, 2)"),
    "end outside": ("T7\tGoal 25 99\t支持", f"[25, 99) lies outside the text of {len(TEXT)} characters"),
    "end before start": ("T7\tGoal 5 3\t支持", "[5, 3) lies outside the text"),
    "empty span": ("T7\tTask 3 3\t", "T7: [3, 3) is empty"),
    "unknown type": ("T7\tPerson 0 2\t建设", "T7: unknown type Person; known are Body, "),
    "type in lower case": ("T7\ttask 0 2\t建设", "unknown type task"),
    "type of another sort": ("T7\tusesTechnology 0 2\t建设", "unknown type usesTechnology"),
    "discontinuous": ("T7\tTask 0 2;5 7\t建设 平台", "T7: between the parts of a mention stand line ends"),
    "parts of one line": ("T7\tTask 0 2;2 5\t建设 大数据", "T7: between the parts of a mention stand line ends"),
    "parts the wrong way": ("T7\tTask 5 7;0 2\t平台 建设", "[5, 2) lies outside the text"),
    "part misquoted": ("T7\tTask 20 21;22 24\t。 扶持", "[22, 24) is ‘支持’ in the text, not ‘扶持’"),
    "parts without a blank": ("T7\tTask 20 21;22 24\t。|支持", "T7: the parts are quoted one after the other"),
    "more than the parts": ("T7\tTask 20 21;22 24\t。 支持科", "T7: the parts are quoted one after the other"),
    "negative offset": ("T7\tTask -1 2\t建设", "is not ‘Type START END’"),
    "endless offset": ("T7\tTask 0 " + "9" * 5000 + "\t建设", "is not ‘Type START END’"),
    "other digits": ("T7\tTask \uff10 2\t建设", "is not ‘Type START END’"),
    "offsets missing": ("T7\tTask\t建设", "‘Task’ is not ‘Type START END’"),
    "quote missing": ("T7\tTask 0 2", "T7 needs two tabs"),
    "tab in the quote": ("T7\tTask 0 2\t建\t设", "T7 needs two tabs"),
    "unknown relation": ("R7\tbuilds Arg1:T1 Arg2:T2", "R7: unknown relation builds; known are "),
    "wrong second argument": (
        "R7\tusesTechnology Arg1:T1 Arg2:T2",
        "usesTechnology takes Technology there, and T2 is F",
    ),
    "wrong first argument": (
        "R7\tbuildsFacility Arg1:T4 Arg2:T2",
        "takes Directive or Heading or Task there, and T4 is Tech",
    ),
    "relation to nothing": ("R7\tusesTechnology Arg1:T1 Arg2:T99", "R7: there is no mention T99"),
    "relation from nothing": ("R7\tusesTechnology Arg1:T99 Arg2:T4", "R7: there is no mention T99"),
    "relation to a relation": ("R7\tusesTechnology Arg1:T1 Arg2:R1", "R7: there is no mention R1"),
    "relation twice": ("R7\tusesTechnology Arg1:T3 Arg2:T4", "R7: says the same as R1 in line 11"),
    "relation without Arg2": ("R7\tusesTechnology Arg1:T1", "R7 is not ‘name Arg1:T1 Arg2:T2’"),
    "relation, arguments turned": ("R7\tusesTechnology Arg2:T4 Arg1:T3", "R7 is not ‘name Arg1:T1 Arg2:T2’"),
    "relation without content": ("R7", "R7 is not ‘name Arg1:T1 Arg2:T2’"),
    "relation with more": ("R7\tusesTechnology Arg1:T1 Arg2:T4\tx", "R7 is not ‘name Arg1:T1 Arg2:T2’"),
    "unknown attribute": ("A7\tMood T1 good", "A7: unknown attribute Mood; known are Action, "),
    "unknown value": ("A7\tForce T3 forbid", "A7: Force cannot be forbid; it is one of encourage, "),
    "attribute of another type": ("A7\tForce T2 require", "A7: Force goes with Directive, not Facility"),
    "role of no body": ("A7\tRole T4 target", "A7: Role goes with Body or Group, not Technology"),
    "attribute of nothing": ("A7\tForce T99 require", "A7: there is no mention T99"),
    "attribute of a relation": ("A7\tReview R1 settled", "A7: there is no mention R1"),
    "second Force": ("A7\tForce T1 promote", "A7: T1 has Force require already"),
    "Role twice": ("A7\tRole T6 target", "A7: T6 has Role target already"),
    "attribute without value": ("A7\tForce T3", "A7 is not ‘Name T1 value’"),
    "attribute with a tab": ("A7\tForce T3\trequire", "A7 is not ‘Name T1 value’"),
    "reference of nothing": ("N7\tReference T99 technology:x\tx", "N7: there is no mention T99"),
    "second reference": ("N7\tReference T4 technology:x\tx", "N7: T4 refers to a concept already"),
    "component elsewhere": ("N7\tComponent T2 technology:5g\t5G", "N7: ‘5G’ is not inside ‘大数据平台’"),
    "component twice": ("N7\tComponent T2 technology:big-data\t大数据", "N7: says the same as N2 in line 10"),
    "reference without text": ("N7\tReference T5 domain:finance", "N7 is not ‘Reference T1 scheme:slug’"),
    "reference with empty text": ("N7\tReference T5 domain:finance\t", "N7 is not ‘Reference T1 scheme:slug’"),
    "reference without scheme": ("N7\tReference T5 finance\t金融", "N7 is not ‘Reference T1 scheme:slug’"),
    "reference by IRI": ("N7\tReference T5 https://x/finance\t金融", "N7 is not ‘Reference T1 scheme:slug’"),
    "reference of another name": ("N7\tSameAs T5 domain:finance\t金融", "N7 is not ‘Reference T1 scheme:slug’"),
    "note on nothing": ("#7\tAnnotatorNotes T99\twhy", "#7: there is no annotation T99"),
    "note on a note": ("#7\tAnnotatorNotes #1\twhy", "#7: #1 is a note"),
    "note on itself": ("#7\tAnnotatorNotes #7\twhy", "#7: #7 is a note"),
    "note without text": ("#7\tAnnotatorNotes T1\t", "#7 is not ‘AnnotatorNotes T1’"),
    "note of another name": ("#7\tComment T1\twhy", "#7 is not ‘AnnotatorNotes T1’"),
    "id twice": ("T1\tTask 0 2\t建设", "T1 stands already in line 1"),
    "event": ("E1\tBuild:T1", "‘E1’ begins no line of the format"),
    "equivalence": ("*\tEquiv T1 T2", "‘*’ begins no line of the format"),
    "no number": ("T\tTask 0 2\t建设", "‘T’ begins no line of the format"),
    "spaces for tabs": ("T7 Task 0 2 建设", "‘T7 Task 0 2 建设’ begins no line of the format"),
    "space before": (" T7\tTask 0 2\t建设", "‘ T7’ begins no line of the format"),
    "prose": ("这不是标注" * 9, "‘" + ("这不是标注" * 4) + "’ begins no line"),
    "carriage return": ("#7\tAnnotatorNotes T1\twhy\r", "a carriage return stands in the line"),
    "crossing": (mention(7, "Goal", "平台,推动"), "Goal ‘平台,推动’ crosses "),
    "same type inside": (mention(7, "Directive", "大数据"), "and Directive may not contain Directive"),
    "technology in facility": (
        mention(7, "Technology", "大数据"),
        "in Facility ‘大数据平台’ of line 2, and Facility may not",
    ),
    "two leaves on one stretch": (mention(7, "Scenario", "金融"), "may not contain"),
}


def fault(lines: list[str]) -> AnnotationError:
    with pytest.raises(AnnotationError) as raised:
        parse_annotations("\n".join(lines), SOURCE, "plan.ann")
    assert raised.value.remedy
    return raised.value


def test_the_good_file_is_good() -> None:
    found = parse_annotations("\n".join(GOOD), SOURCE)
    counts = [len(each) for each in (found.mentions, found.attributes, found.references, found.relations, found.notes)]
    assert counts == [6, 2, 2, 1, 1]


@pytest.mark.parametrize(("line", "fragment"), FAULTS.values(), ids=FAULTS)
def test_faults(line: str, fragment: str) -> None:
    error = fault([*GOOD, line])
    told = [f"{error.place}: {error.message}", *error.details]
    assert any(fragment in each for each in told), told
    assert all(each.startswith("plan.ann:") for each in told)
    if "crosses" not in fragment and "contain" not in fragment:
        assert [each.split(": ")[0] for each in told] == ["plan.ann:13"]


@pytest.mark.parametrize(
    ("lines", "place", "fragment"),
    [
        (["T1\tFacility 2 7\t大数据平台", "T2\tTechnology 2 5\t大数据"], 2, "Facility may not contain Technology"),
        (["T2\tTechnology 2 5\t大数据", "T1\tFacility 2 7\t大数据平台"], 1, "Facility may not contain Technology"),
        (["T1\tTask 0 7\t建设大数据平台", "T2\tTask 2 5\t大数据"], 2, "Task may not contain Task"),
        (["T1\tTask 0 5\t建设大数据", "T2\tDirective 2 7\t大数据平台"], 2, "Directive ‘大数据平台’ crosses Task"),
        (["T1\tDomain 2 5\t大数据", "T2\tTechnology 2 5\t大数据"], 2, "Domain may not contain Technology"),
        (["T1\tDomain 2 5\t大数据", "T2\tDomain 2 5\t大数据"], 2, "Domain may not contain Domain"),
        (
            ["T1\tDirective 0 7\t建设大数据平台", "T2\tGoal 0 5\t建设大数据", "T3\tDirective 2 5\t大数据"],
            3,
            "Directive may not contain Directive",
        ),
    ],
)
def test_what_may_not_nest(lines: list[str], place: int, fragment: str) -> None:
    error = fault(lines)
    assert str(error.place) == f"plan.ann:{place}"
    assert fragment in error.message


def test_a_crossing_is_told_once_and_not_of_what_comes_after_it() -> None:
    error = fault(
        ["T1\tDirective 0 5\t建设大数据", "T2\tGoal 2 13\t大数据平台,推动区块链", "T3\tTechnology 10 13\t区块链"]
    )
    assert str(error.place) == "plan.ann:2"
    assert "Goal ‘大数据平台,推动区块链’ crosses Directive ‘建设大数据’ of line 1" in error.message
    assert error.details == ()


@pytest.mark.parametrize("outer", sorted(MENTION_TYPES))
@pytest.mark.parametrize("inner", ["Technology", "Directive", "Task", "Body"])
def test_what_nests(outer: str, inner: str) -> None:
    lines = [f"T1\t{outer} 0 7\t建设大数据平台", f"T2\t{inner} 2 5\t大数据"]
    if outer in CONTAINERS and outer != inner:
        assert len(parse_annotations("\n".join(lines), SOURCE).mentions) == 2
    else:
        assert f"{outer} may not contain {inner}" in fault(lines).message


@pytest.mark.parametrize("kind", sorted(CONTAINERS - {"Directive"}))
def test_two_containers_may_share_a_stretch(kind: str) -> None:
    lines = [f"T1\t{kind} 0 7\t建设大数据平台", "T2\tDirective 0 7\t建设大数据平台", "T3\tFacility 2 7\t大数据平台"]
    assert len(parse_annotations("\n".join(lines), SOURCE).mentions) == 3


def test_mentions_may_touch() -> None:
    lines = ["T1\tDomain 2 5\t大数据", "T2\tFacility 5 7\t平台"]
    assert len(parse_annotations("\n".join(lines), SOURCE).mentions) == 2


@pytest.mark.parametrize("name", sorted(RELATIONS))
def test_every_relation_takes_its_types_and_no_others(name: str) -> None:
    for first in sorted(MENTION_TYPES):
        for second in sorted(MENTION_TYPES):
            lines = [f"T1\t{first} 0 2\t建设", f"T2\t{second} 5 7\t平台", f"R1\t{name} Arg1:T1 Arg2:T2"]
            if first in RELATIONS[name].first and second in RELATIONS[name].second:
                assert parse_annotations("\n".join(lines), SOURCE).relations
            else:
                assert str(fault(lines).place) == "plan.ann:3"


@pytest.mark.parametrize("name", sorted(ATTRIBUTES))
def test_every_attribute_goes_with_its_types_and_no_others(name: str) -> None:
    rule = ATTRIBUTES[name]
    value = min(rule.values or {"x"})
    for kind in sorted(MENTION_TYPES):
        lines = [f"T1\t{kind} 0 2\t建设", f"A1\t{name} T1 {value}"]
        if rule.types is None or kind in rule.types:
            assert parse_annotations("\n".join(lines), SOURCE).attributes
        else:
            assert str(fault(lines).place) == "plan.ann:2"


def test_a_body_may_have_several_roles() -> None:
    found = parse_annotations("\n".join([*GOOD, "A3\tRole T6 partner"]), SOURCE)
    assert found.values(found.by_id["T6"], "Role") == ("target", "partner")


def test_notes_may_be_about_anything_but_notes() -> None:
    lines = [f"#{n}\tAnnotatorNotes {target}\twhy" for n, target in enumerate(("T1", "A1", "N1", "R1"), 2)]
    assert len(parse_annotations("\n".join([*lines, *GOOD]), SOURCE).notes) == 5


def test_empty_lines_are_skipped_and_counted() -> None:
    assert len(parse_annotations("\n\n".join(GOOD) + "\n \n", SOURCE).mentions) == 6
    assert str(fault([GOOD[0], "", "prose"]).place) == "plan.ann:3"


def test_a_file_without_annotations() -> None:
    assert parse_annotations("", SOURCE) == Annotations(SOURCE)


def test_all_faults_are_told_in_the_order_of_the_lines() -> None:
    error = fault(
        [
            "#1\tAnnotatorNotes T99\twhy",
            "T1\tFacility 2 7\t大数据平台",
            "T2\tTechnology 2 5\t大数据",
            "A1\tForce T1 require",
            "nonsense",
            "R1\tresearchesTechnology Arg1:T1 Arg2:T98",
        ]
    )
    assert str(error.place) == "plan.ann:1"
    assert "there is no annotation T99" in error.message
    reasons = [
        ("3", "Facility may not contain Technology"),
        ("4", "Force goes with"),
        ("5", "begins no line"),
        ("6", "researchesTechnology takes Directive"),
        ("6", "there is no mention T98"),
    ]
    assert len(error.details) == len(reasons)
    for detail, (line, fragment) in zip(error.details, reasons, strict=True):
        assert detail.startswith(f"plan.ann:{line}: ")
        assert fragment in detail


def test_very_many_faults_are_counted() -> None:
    error = fault(["x"] * 50)
    assert len(error.details) == 20
    assert error.details[-1] == "… and 30 more"


class TestFiles:
    def test_a_file_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.ann"
        path.write_text("\n".join(GOOD), encoding="utf-8")
        assert read_annotations(path, SOURCE) == parse_annotations("\n".join(GOOD), SOURCE)

    def test_a_fault_names_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.ann"
        path.write_text("\nprose", encoding="utf-8")
        with pytest.raises(AnnotationError) as raised:
            read_annotations(path, SOURCE)
        assert str(raised.value.place) == f"{path}:2"

    def test_missing(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.ann"
        with pytest.raises(AnnotationError, match="is not there") as raised:
            read_annotations(path, SOURCE)
        assert str(raised.value.place) == str(path)
        assert "may be empty" in raised.value.remedy

    @pytest.mark.parametrize("kind", ["folder", "GB18030"])
    def test_unreadable(self, tmp_path: Path, kind: str) -> None:
        path = tmp_path / "plan.ann"
        if kind == "folder":
            path.mkdir()
        elif kind == "GB18030":
            path.write_bytes("\n".join(GOOD).encode("gb18030"))
        with pytest.raises(AnnotationError, match="cannot be read") as raised:
            read_annotations(path, SOURCE)
        assert str(raised.value.place) == str(path)
        assert "UTF-8" in raised.value.remedy


@st.composite
def ann_like_text(draw: st.DrawFn) -> str:
    """Lines of the format, put together from right and wrong pieces."""
    pieces = st.sampled_from(
        ["T1", "T2", "R1", "A1", "N1", "#1", "*", "\t", "\t", " ", " ", "\n", "\r", "Task", "Directive", "Technology",
         "0", "2", "5", "99", ";", "建设", "大数据", "usesTechnology", "Arg1:T1", "Arg2:T2", "Force", "require",
         "Reference", "technology:5g", "AnnotatorNotes", "\u2028", "\x00", "T1\tDirective 0 7\t建设大数据平台\n",
         "T2\tTechnology 2 5\t大数据\n"]
    )  # fmt: skip
    return "".join(draw(st.lists(pieces, max_size=30)))


@given(any_text() | ann_like_text())
def test_any_text_gives_annotations_or_a_typed_error(content: str) -> None:
    try:
        found = parse_annotations(content, SOURCE)
    except AnnotationError as error:
        place, remedy = error.place, error.remedy
        assert place is not None, "a fault has its place"
        assert content.split("\n")[(place.line or 0) - 1].strip()
        assert remedy
    else:
        assert parse_annotations(format_annotations(found), SOURCE).source is SOURCE


@given(annotations(), st.data())
def test_one_line_changed_gives_annotations_or_a_typed_error(annotated: Annotations, data: st.DataObject) -> None:
    lines = format_annotations(annotated).split("\n")
    index = data.draw(st.integers(0, len(lines) - 1))
    place = data.draw(st.integers(0, len(lines[index])))
    lines[index] = (
        lines[index][:place] + data.draw(st.sampled_from(["\t", " ", "1", "T", "", "建"])) + lines[index][place + 1 :]
    )
    try:
        found = parse_annotations("\n".join(lines), annotated.source)
    except AnnotationError:
        return
    format_annotations(found)
