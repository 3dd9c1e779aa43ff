"""The automatic reader: what it finds in a plan that it was not made for, and that it ends on any text."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from graph_builder import resources
from graph_builder.annotation import Annotations, format_annotations, parse_annotations
from graph_builder.extract import Gazetteer, Reader, ambiguities, doubts, format_ambiguities, format_doubts
from graph_builder.structure import parse
from graph_builder.text import SourceText
from graph_builder.vocabulary import read_vocabulary
from tests.graph_builder.strategies import sources

PLAN = """白石县数字经济行动计划
一、主要任务
(一)建设产业大数据平台。运用人工智能、区块链技术,打造产业大数据平台,支持中小企业发展,提升产业竞争力。到2028年,培育高新技术企业100家以上。(责任单位:县科技局、县财政局)
(二)推动数字经济与现代农业深度融合。设立专项资金,鼓励科研院所参与。
"""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.shipped(read_vocabulary(resources.path("data/vocabularies").glob("*.ttl")))


@pytest.fixture(scope="module")
def draft(reader: Reader) -> Annotations:
    return reader.read(parse(SourceText.of(PLAN)))


def found(draft: Annotations) -> set[tuple[str, str]]:
    return {(mention.type, mention.span.quote) for mention in draft.mentions}


def test_finds_mentions(draft: Annotations) -> None:
    assert {
        ("Technology", "人工智能"),
        ("Facility", "产业大数据平台"),
        ("Body", "县科技局"),
        ("Body", "中小企业"),
        ("Date", "到2028年"),
        ("Task", "建设产业大数据平台"),
        ("Heading", "一、主要任务"),
    } <= found(draft)


def test_notes_give_roles(draft: Annotations) -> None:
    (body,) = (mention for mention in draft.mentions if mention.span.quote == "县财政局")
    assert draft.values(body, "Role") == ("responsible",)
    assert draft.value(body, "Rule") == "note"


def wrapped(text: str, width: int) -> str:
    """Print a text in lines of some width, paragraphs indented, with the number of the page after every 30 lines."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        rest = f"　　{paragraph}"
        while rest:
            lines.append(rest[:width])
            rest = rest[width:]
            if len(lines) % 30 == 0:
                lines += ["", f"— {len(lines) // 30} —", ""]
    return "\n".join(lines)


@pytest.mark.parametrize("width", [28, 38])
def test_line_wraps_of_a_page_change_little(reader: Reader, width: int) -> None:
    text = (resources.path("data/corpus") / "ageing.txt").read_text(encoding="utf-8")
    plain, printed = (reader.read(parse(SourceText.of(words))) for words in (text, wrapped(text, width)))
    one, two = (Counter((item.type, item.span.words) for item in each.mentions) for each in (plain, printed))
    assert (one & two).total() >= 0.9 * max(one.total(), two.total())
    assert {"Directive", "Goal", "Body"} <= {item.type for item in printed.mentions if "\n" in item.span.quote}
    assert not any("—" in item.span.quote for item in printed.mentions if "\n" in item.span.quote)
    written = format_annotations(printed)
    assert format_annotations(parse_annotations(written, printed.source)) == written


def test_links_to_concepts_and_invents_none(draft: Annotations) -> None:
    linked = {draft.by_id[ref.target].span.quote: ref.concept for ref in draft.references}
    assert linked["人工智能"] == "technology:artificial-intelligence"
    assert "县财政局" not in linked


def test_directives_say_what_their_words_say(draft: Annotations) -> None:
    said = {(relation.name, draft.by_id[relation.second].span.quote) for relation in draft.relations}
    assert ("usesTechnology", "人工智能") in said
    assert ("buildsFacility", "产业大数据平台") in said
    assert ("integratesWith", "现代农业") in said
    forces = {draft.by_id[a.target].span.quote[:2]: a.value for a in draft.attributes if a.name == "Force"}
    assert forces["鼓励"] == "encourage"


def test_targets_have_values(draft: Annotations) -> None:
    (target,) = draft.of_type("Target")
    assert draft.value(target, "Comparator") == "atLeast"
    assert (draft.value(target, "Value"), draft.value(target, "Unit")) == ("100", "家")


def test_every_mention_is_a_draft_with_rule_and_confidence(draft: Annotations) -> None:
    for mention in draft.mentions:
        assert draft.value(mention, "Review") == "draft"
        assert draft.value(mention, "Rule")
        assert 0 <= float(draft.value(mention, "Confidence") or -1) <= 1


def test_the_most_doubtful_first(draft: Annotations) -> None:
    listed = doubts(draft)
    assert [doubt.confidence for doubt in listed] == sorted(doubt.confidence for doubt in listed)
    assert format_doubts(listed).count("\n") == len(draft.mentions) + 1


def test_traditional_characters(reader: Reader) -> None:
    text = "第一章 主要任務\n一、建設數據平台\n運用人工智慧、區塊鏈,支持企業發展。\n"
    assert ("Technology", "區塊鏈") in found(reader.read(parse(SourceText.of(text))))


def test_a_lone_carriage_return_ends_a_name(reader: Reader) -> None:
    source = SourceText.of(
        "一、主要任务\n(一)建设大数据\r平台。推动人工智能\r技术应用,打造\r智慧园区,提升治理\r水平。\n"
    )
    draft = reader.read(parse(source))
    assert parse_annotations(format_annotations(draft), source).mentions
    assert not [mention for mention in draft.mentions if "\r" in mention.span.quote]


@given(source=sources())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_a_valid_file(reader: Reader, source: SourceText) -> None:
    draft = reader.read(parse(source))
    again = parse_annotations(format_annotations(draft), source)
    assert len(again.mentions) == len(draft.mentions)
    assert all(m.span.quote == source.text[m.span.start : m.span.end] for m in again.mentions)


def test_known_words_are_longest_and_whole() -> None:
    gazetteer = Gazetteer({"数据": "DataAsset", "大数据平台": "Facility", "AI": "Technology"})
    hits = [(hit.start, hit.end, hit.type) for hit in gazetteer.hits("大数据平台用AI而非AIoT")]
    assert hits == [(0, 5, "Facility"), (6, 8, "Technology")]


def test_a_name_that_fits_two_concepts_is_listed_for_a_person(draft: Annotations) -> None:
    asked = []

    def fitting(kind: str, words: str) -> list[str]:
        asked.append((kind, words))
        return ["technology:blockchain", "technology:big-data"] if kind == "Technology" else []

    listed = ambiguities(draft, fitting)
    names = {mention.span.quote for mention in draft.of_type("Technology")}
    assert names
    assert {item.mention.span.quote for item in listed} == names
    assert len(asked) == len(set(asked)), "each name is asked for once"
    assert len(format_ambiguities(listed).splitlines()) == len(names) + 1
