"""Searching, on a few entries made by hand and on the release of the hand-made plan."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_builder.errors import ReleaseError
from graph_builder.search import (
    FILE,
    LONGEST,
    WAYS,
    Entry,
    Kind,
    Name,
    Role,
    SearchError,
    SearchIndex,
    SearchTimeout,
    highlight,
    write_index,
)

SENTENCES = (
    "加强区块链在金融领域应用。",
    "推动金融与科技融合,金融服务实体经济。",
    "建设“两区”公共平台,推广5G商用。",
)


def thing(name: str, zh: str, en: str = "", *others: str, mentions: int = 0, kind: str = "Technology") -> Entry:
    labels = {"zh": zh} | ({"en": en} if en else {})
    names = [Name(Role.PREFERRED, language, text) for language, text in labels.items()]
    names += [Name(Role.OTHER, "zh", other) for other in others]
    return Entry(f"https://example.org/{name}", (kind,), labels, tuple(names), mentions, {"a": mentions})


def sentence(number: int, text: str, plan: str = "a") -> Entry:
    place = (plan, number * 100, number * 100 + len(text))
    names = (Name(Role.SENTENCE, "zh", text),)
    return Entry(f"https://example.org/{plan}/{number}", ("Sentence",), {"zh": text}, names, 1, {plan: 1}, place)


ENTRIES = [
    thing("finance", "金融", "finance", mentions=3, kind="Domain"),
    thing("fintech", "金融科技", "fintech", mentions=9, kind="Domain"),
    thing("insurance", "普惠金融", "inclusive finance", "金融普惠", mentions=5, kind="Domain"),
    thing("chain", "区块链", "blockchain", "分布式账本", "BaaS", mentions=4),
    thing("ai", "人工智能", "artificial intelligence", "AI", mentions=7),
    thing("aid", "资助", "financial aid", mentions=50),
    thing("5g", "5G网络", "5G network", mentions=2),
    thing("bank", "重庆银行", "Bank of Chongqing", kind="Body"),
    Entry(
        "https://example.org/order",
        ("Directive",),
        {"zh": "推动金融与科技融合"},
        (Name(Role.WORDING, "zh", "推动金融与科技融合"),),
        1,
        {"a": 1},
        ("a", 200, 209),
    ),
    *(sentence(number, text) for number, text in enumerate(SENTENCES, 1)),
    sentence(4, "另一规划也谈金融。", "b"),
]
KINDS = [Kind(name, f"https://example.org/{name}", {"zh": name}) for name in ("Domain", "Technology")]
KINDS += [Kind(name, "", {}) for name in ("Body", "Directive", "Sentence")]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    path = tmp_path_factory.mktemp("search") / FILE
    write_index(ENTRIES, KINDS, path)
    return SearchIndex(path)


@pytest.fixture(scope="module")
def names(index: SearchIndex) -> Callable[[str], list[str]]:
    """Gives the last part of the IRIs of all hits, in their order."""

    def found(query: str) -> list[str]:
        return [hit.iri.removeprefix("https://example.org/") for hit in index.search(query, limit=100).hits]

    return found


Names = Callable[[str], list[str]]


def test_what_is_found_first(names: Names) -> None:
    """What is named so, begins so, holds it; a directive; sentences. What has it in two names is there once."""
    found = names("金融")
    assert found[:4] == ["finance", "fintech", "insurance", "order"]
    assert sorted(found[4:]) == ["a/1", "a/2", "b/4"]


def test_sentences_that_say_it_more_come_first(tmp_path: Path) -> None:
    texts = ["甲乙丙丁戊己", "甲乙甲乙戊己", *("子丑寅卯" * 2 for _ in range(9))]
    write_index([sentence(number, text) for number, text in enumerate(texts)], KINDS, tmp_path / FILE)
    assert [hit.labels["zh"] for hit in SearchIndex(tmp_path / FILE).search("甲乙").hits] == [texts[1], texts[0]]


def test_more_mentions_come_first_among_equals(tmp_path: Path) -> None:
    entries = [thing("b", "甲乙", mentions=1), thing("c", "甲丙", mentions=2), thing("a", "甲丁", mentions=1)]
    write_index(entries, KINDS, tmp_path / FILE)
    found = SearchIndex(tmp_path / FILE).search("甲").hits
    assert [hit.labels["zh"] for hit in found] == ["甲丙", "甲丁", "甲乙"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("链", "chain"),
        ("块链", "chain"),
        ("區塊鏈", "chain"),
        ("qukuailian", "chain"),
        ("quKuaiLian", "chain"),
        ("qu kuai lian", "chain"),
        ("qkl", "chain"),
        ("Blockchain", "chain"),
        ("ＢＬＯＣＫＣＨＡＩＮ", "chain"),
        ("block", "chain"),
        ("分布式", "chain"),
        ("fbs", "chain"),
        ("baas", "chain"),
        ("Ba", "chain"),
        ("5G", "5g"),
        ("５ｇ", "5g"),
        ("5", "5g"),
        ("G网", "5g"),
        ("5G 网络", "5g"),
        ("chongqing", "bank"),
        ("cqyh", "bank"),
        ("两区公共", "a/3"),
        ("“两区”公共平台", "a/3"),
    ],
)
def test_ways_to_find(names: Names, query: str, first: str) -> None:
    assert names(query)[0] == first


def test_short_words_are_found_as_they_are(names: Names) -> None:
    assert names("AI") == ["ai"]
    assert names("aid") == ["aid"]


def test_words_may_stand_apart_or_in_any_order(names: Names) -> None:
    assert names("应用 区块链") == ["a/1"]
    assert names("金融 不存在") == []
    assert names("of bank") == ["bank"]


def test_nothing_is_found_across_what_parts_a_text(names: Names) -> None:
    """合,金 stands in a sentence as two parts; 合金 is no word of it."""
    assert names("合金") == []
    assert names("融合,金融") == ["order", "a/2"]


@pytest.mark.parametrize("query", ["", " ", "“", "😀", "，。", "\x00", "\ud800", "\u0301"])
def test_nothing_to_search_for(index: SearchIndex, query: str) -> None:
    assert index.search(query).total == 0


@pytest.mark.parametrize(
    "query",
    [
        '金融" OR "链',
        "金融*",
        "NEAR(金融 链)",
        "singles : 金",
        "words:* AND",
        "^金融",
        "-金融",
        "'; DROP TABLE name; --",
        "%",
        "金_",
        "{pairs} : 金融",
        "(((",
        "金融\\",
        ":plain",
    ],
)
def test_what_is_typed_is_no_syntax(index: SearchIndex, query: str) -> None:
    before = index.search("金融").total
    for hit in index.search(query, limit=100).hits:
        assert "金" in hit.match.text
    assert index.search("金融").total == before


def test_hits_tell_what_matches(index: SearchIndex) -> None:
    hit = index.search("qukuai").hits[0]
    assert list(hit.match.parts()) == [("区块", True), ("链", False)]
    assert hit.way == "soundsBegin"
    assert (hit.labels, hit.types, hit.mentions) == ({"zh": "区块链", "en": "blockchain"}, ("Technology",), 4)
    found = index.search("ＡＩ").hits[0]
    assert (found.match.text, found.labels["zh"], found.way) == ("AI", "人工智能", "exactOther")


def test_what_is_marked() -> None:
    def marked(text: str, query: str, language: str) -> list[str]:
        return [part for part, hit in highlight(text, query, language).parts() if hit]

    assert marked("建设５Ｇ网络", "5g网", "zh") == ["５Ｇ网"]
    assert marked("区块链", "區塊", "zh") == ["区块"]
    assert marked("5G", "g", "zh") == ["G"]
    assert marked("AI aids campaigns", "ai", "en") == ["AI", "ai"]
    assert marked("campaign", "ai", "en") == []


def test_a_snippet_is_cut_around_what_matches() -> None:
    text = "甲" * 50 + "金融" + "乙" * 50
    snippet = highlight(text, "金融").snippet(12)
    assert (snippet.text, snippet.marks, snippet.cut) == ("甲" * 5 + "金融" + "乙" * 5, ((5, 7),), (True, True))
    assert highlight("金融", "金融").snippet(12).cut == (False, False)


def test_a_sentence_tells_its_place_and_a_thing_the_sentence_around_it(index: SearchIndex) -> None:
    hit = index.search("两区").hits[0]
    assert hit.place == ("a", 300, 300 + len(SENTENCES[2]))
    assert hit.match.marks == ((3, 5),)
    directive = index.search("推动金融", kind="Directive").hits[0]
    assert directive.context is not None
    assert directive.context.text == SENTENCES[1]
    assert next(iter(directive.context.parts())) == ("推动金融与科技融合", True)


def test_filters_and_counts(index: SearchIndex) -> None:
    found = index.search("金融", kind="Domain")
    assert (found.total, len(found.hits)) == (3, 3)
    assert found.types == {"Directive": 1, "Domain": 3, "Sentence": 3}
    of_plan = index.search("金融", plan="b")
    assert [hit.iri for hit in of_plan.hits] == ["https://example.org/b/4"]
    assert of_plan.types == {"Sentence": 1}
    assert index.search("金融", kind="Sentence", plan="a").total == 2


def test_pages_make_up_the_whole(index: SearchIndex) -> None:
    whole = index.search("金", limit=100)
    parts = [index.search("金", limit=2, offset=start).hits for start in range(0, whole.total, 2)]
    assert [hit for part in parts for hit in part] == list(whole.hits)
    assert index.search("金", offset=100).hits == ()
    assert index.search("金", offset=100).total == whole.total


@pytest.mark.parametrize(
    ("query", "first"), [("qukuail", "chain"), ("qukuai", "chain"), ("art", "ai"), ("金", "fintech"), ("q", None)]
)
def test_while_typing(index: SearchIndex, query: str, first: str | None) -> None:
    found = index.search(query, typing=True)
    assert (found.hits[0].iri.rpartition("/")[2] if found.hits else None) == first
    assert not {"Sentence", "Directive"} & set(found.types)


def test_what_begins_so_is_found_where_nothing_else_is(names: Names) -> None:
    assert names("qukuail") == ["chain"]
    assert names("intellig") == ["ai"]


@pytest.mark.parametrize("query", ["金" * (LONGEST + 1), "金a" * 30, "ﷺ" * LONGEST])
def test_too_long_a_query(index: SearchIndex, query: str) -> None:
    if query.startswith("ﷺ"):
        assert index.search(query[:3]).total == 0
        return
    with pytest.raises(SearchError, match="too long"):
        index.search(query)


def test_the_longest_query(index: SearchIndex) -> None:
    assert index.search("金" * LONGEST).total == 0
    assert index.search(" ".join(["ai"] * 33)).total == 1


def test_unknown_filters(index: SearchIndex) -> None:
    with pytest.raises(SearchError, match="Nonsense") as caught:
        index.search("金", kind="Nonsense")
    assert "Domain" in caught.value.remedy
    with pytest.raises(SearchError, match="no plan c"):
        index.search("金", plan="c")


def test_a_search_ends_at_its_deadline(tmp_path: Path) -> None:
    write_index([sentence(number, "金") for number in range(3000)], KINDS, tmp_path / FILE)
    index = SearchIndex(tmp_path / FILE)
    assert index.search("金").total == 3000
    with pytest.raises(SearchTimeout):
        index.search("金", deadline=time.monotonic())


def test_what_is_no_index(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database")
    with closing(sqlite3.connect(tmp_path / "other")) as database:
        database.execute("CREATE TABLE kind (name TEXT)")
    for name in ("absent", "text", "other"):
        with pytest.raises(ReleaseError, match="cannot be searched") as caught:
            SearchIndex(tmp_path / name)
        assert "planatlas build" in caught.value.remedy
    assert not (tmp_path / "absent").exists()


def test_searching_writes_nothing(index: SearchIndex, tmp_path: Path) -> None:
    path = tmp_path / "a%20b?c#d" / FILE
    path.parent.mkdir()
    write_index(ENTRIES, KINDS, path)
    path.chmod(0o444)
    before = path.read_bytes()
    assert SearchIndex(path).search("金融").total == index.search("金融").total
    assert path.read_bytes() == before
    assert [item.name for item in path.parent.iterdir()] == [FILE]


def test_the_same_entries_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_index(ENTRIES, KINDS, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    with closing(sqlite3.connect(tmp_path / "a")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


class TestAnything:
    """Whatever is typed is answered, and what is shown stands in the text."""

    @given(st.one_of(st.text(max_size=LONGEST), st.text('金融链5Ga’“ ,*":-^(){}😀é\u0301', max_size=20)), st.booleans())
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_query(self, index: SearchIndex, query: str, typing: bool) -> None:
        try:
            found = index.search(query, limit=100, typing=typing)
        except SearchError:
            assert len(query) > 20
            return
        assert found.total == len(found.hits)
        for hit in found.hits:
            entry = next(entry for entry in ENTRIES if entry.iri == hit.iri)
            assert hit.match.text in {name.text for name in entry.names}
            assert hit.way in WAYS
            assert hit.match.marks
            snippet = hit.match.snippet(6)
            assert snippet.text in hit.match.text
            assert "".join(text for text, _ in snippet.parts()) == snippet.text
            assert any(marked for _, marked in snippet.parts())

    @given(
        st.text("金融链建设5GAI-“”、() é區", min_size=1, max_size=12),
        st.integers(0, 11),
        st.integers(1, 6),
    )
    @settings(max_examples=40, deadline=None)
    def test_any_part_of_a_label_finds_it(self, label: str, start: int, length: int) -> None:
        part = label[start : start + length]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / FILE
            write_index([thing("x", label)], KINDS, path)
            found = SearchIndex(path).search(part)
        assert found.total == any(character.isalnum() for character in part)
