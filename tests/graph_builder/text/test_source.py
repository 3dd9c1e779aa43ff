"""Offsets, lines, spans, and the reading of a plan's text."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.errors import SourceError, SpanError
from graph_builder.text import SourceText, Span, read_source
from tests.graph_builder.strategies import any_text, sources

TEXT = SourceText.of("西城区\n\n𠮷祥:5G技术\n", "plan.txt")


def span_of(source: SourceText, data: st.DataObject) -> Span:
    start = data.draw(st.integers(0, len(source)))
    return source.span(start, data.draw(st.integers(start, len(source))))


class TestLines:
    @pytest.mark.parametrize(
        ("offset", "line", "column"),
        [(0, 1, 1), (2, 1, 3), (3, 1, 4), (4, 2, 1), (5, 3, 1), (6, 3, 2), (12, 3, 8), (13, 4, 1)],
    )
    def test_line_and_column(self, offset: int, line: int, column: int) -> None:
        assert TEXT.line_and_column(offset) == (line, column)
        assert str(TEXT.place(offset)) == f"plan.txt:{line}:{column}"

    @pytest.mark.parametrize("offset", [-1, 14, 10**30])
    def test_an_offset_outside_the_text_has_no_place(self, offset: int) -> None:
        with pytest.raises(SpanError, match=f"offset {offset} lies outside the text of 13 characters"):
            TEXT.place(offset)

    def test_lines_are_cut_at_line_feeds_alone(self) -> None:
        source = SourceText.of("一\u2028二\x0b三\x85四\n五")
        assert [line.quote for line in source.lines()] == ["一\u2028二\x0b三\x85四", "五"]

    @given(sources())
    def test_lines_together_are_the_text(self, source: SourceText) -> None:
        assert "\n".join(line.quote for line in source.lines()) == source.text

    @given(sources(), st.data())
    def test_line_and_column_lead_back_to_the_offset(self, source: SourceText, data: st.DataObject) -> None:
        offset = data.draw(st.integers(0, len(source)))
        line, column = source.line_and_column(offset)
        assert source.lines()[line - 1].start + column - 1 == offset

    def test_length_counts_characters_not_bytes_or_utf16_units(self) -> None:
        assert len(SourceText.of("𠮷")) == 1


class TestSpan:
    @given(sources(), st.data())
    def test_a_cut_quotes_the_text(self, source: SourceText, data: st.DataObject) -> None:
        span = span_of(source, data)
        assert span.quote == source.text[span.start : span.end]
        assert len(span) == len(span.quote)
        assert Span(source, span.start, span.end, span.quote) == span

    @given(sources(), st.integers(), st.integers(), any_text())
    def test_no_span_exists_with_a_wrong_quote(self, source: SourceText, start: int, end: int, quote: str) -> None:
        right = 0 <= start <= end <= len(source) and source.text[start:end] == quote
        if right:
            assert Span(source, start, end, quote).quote == quote
        else:
            with pytest.raises(SpanError) as raised:
                Span(source, start, end, quote)
            assert raised.value.remedy

    @given(sources(), st.integers(), st.integers())
    def test_any_integers_give_a_span_or_a_typed_error(self, source: SourceText, start: int, end: int) -> None:
        if 0 <= start <= end <= len(source):
            assert source.span(start, end).quote == source.text[start:end]
        else:
            with pytest.raises(SpanError, match="lies outside the text"):
                source.span(start, end)

    @given(sources(), st.data())
    def test_the_remedy_names_a_place_where_the_quote_stands(self, source: SourceText, data: st.DataObject) -> None:
        span = span_of(source, data)
        start = data.draw(st.integers(0, len(source) - len(span)))
        if not span.quote or source.text[start : start + len(span)] == span.quote:
            return
        with pytest.raises(SpanError) as raised:
            Span(source, start, start + len(span), span.quote)
        places = [n for n in range(len(source)) if source.text.startswith(span.quote, n)]
        nearest = min(abs(place - start) for place in places)
        named = [n for n in places if raised.value.remedy == f"the quote stands at [{n}, {n + len(span)})"]
        assert [abs(place - start) for place in named] == [nearest]

    @pytest.mark.parametrize(
        ("start", "end", "quote", "message", "remedy"),
        [
            (0, 2, "西城区", "[0, 2) is ‘西城’ in the text, not ‘西城区’", "the quote stands at [0, 3)"),
            (6, 8, "5G", "[6, 8) is ‘祥:’ in the text, not ‘5G’", "the quote stands at [8, 10)"),
            (9, 11, "西城", "[9, 11) is ‘G技’ in the text, not ‘西城’", "the quote stands at [0, 2)"),
            (0, 2, "东城", "[0, 2) is ‘西城’ in the text, not ‘东城’", "the quote stands nowhere in the text"),
            (0, 2, "", "[0, 2) is ‘西城’ in the text, not ‘’", "give the characters of the text"),
            (0, 14, "西城", "[0, 14) lies outside the text of 13 characters", "offsets count characters from 0"),
            (-1, 2, "西城", "[-1, 2) lies outside the text of 13 characters", "offsets count characters from 0"),
            (2, 1, "", "[2, 1) lies outside the text of 13 characters", "offsets count characters from 0"),
        ],
    )
    def test_messages(self, start: int, end: int, quote: str, message: str, remedy: str) -> None:
        with pytest.raises(SpanError) as raised:
            Span(TEXT, start, end, quote)
        assert raised.value.message == message
        assert raised.value.remedy.startswith(remedy)

    @pytest.mark.parametrize(("start", "nearest"), [(1, 0), (3, 4), (5, 4), (6, 4), (8, 10), (9, 10)])
    def test_the_remedy_names_the_nearest_place(self, start: int, nearest: int) -> None:
        source = SourceText.of("平台一二平台三四五六平台")
        with pytest.raises(SpanError) as raised:
            Span(source, start, start + 2, "平台")
        assert raised.value.remedy == f"the quote stands at [{nearest}, {nearest + 2})"

    def test_long_quotes_are_shortened_in_messages(self) -> None:
        source = SourceText.of("字" * 100)
        with pytest.raises(SpanError, match=r"‘字{36}…’ \(100 characters\) in the text") as raised:
            Span(source, 0, 100, "")
        assert len(raised.value.message) < 120

    @given(sources(), st.data())
    def test_stripped_leaves_out_white_space_at_both_ends(self, source: SourceText, data: st.DataObject) -> None:
        span = span_of(source, data)
        stripped = span.stripped()
        assert stripped.quote == span.quote.strip()
        assert span.contains(stripped)

    @given(sources(), st.data())
    def test_sub_counts_from_the_start_of_the_span(self, source: SourceText, data: st.DataObject) -> None:
        span = span_of(source, data)
        start = data.draw(st.integers(0, len(span)))
        end = data.draw(st.integers(start, len(span)))
        assert span.sub(start, end).quote == span.quote[start:end]
        assert span.contains(span.sub(start, end))

    @given(sources(), st.data())
    def test_overlap_and_containment(self, source: SourceText, data: st.DataObject) -> None:
        one, two = span_of(source, data), span_of(source, data)
        shared = set(range(one.start, one.end)) & set(range(two.start, two.end))
        if len(one) and len(two):
            assert one.overlaps(two) == two.overlaps(one) == bool(shared)
            assert one.contains(two) == (len(shared) == len(two))

    def test_an_empty_span_is_a_span(self) -> None:
        assert TEXT.span(3, 3)
        assert len(TEXT.span(3, 3)) == 0

    def test_spans_of_two_texts_differ(self) -> None:
        assert SourceText.of("西城").span(0, 2) != SourceText.of("西城").span(0, 2)


class TestReadSource:
    def test_the_text_is_taken_as_it_stands(self, tmp_path: Path) -> None:
        path = tmp_path / "text.txt"
        data = "  西城区\t“十四五”\n\n𠮷\u3000\n".encode()
        path.write_bytes(data)
        source = read_source(path)
        assert source.text == data.decode()
        assert source.sha256 == hashlib.sha256(data).hexdigest()
        assert source.path == path

    def test_text_from_memory_has_the_hash_of_its_file(self, tmp_path: Path) -> None:
        path = tmp_path / "text.txt"
        path.write_text("西城区\n", encoding="utf-8")
        assert SourceText.of("西城区\n").sha256 == read_source(path).sha256

    @pytest.mark.parametrize(
        ("data", "place", "message", "remedy"),
        [
            pytest.param(b"", "", "is empty", "put the plan's text there", id="empty"),
            pytest.param(b" \n\t\n", "", "is empty", "put the plan's text there", id="blanks"),
            pytest.param("\u3000\n\xa0".encode(), "", "is empty", "put the plan's text there", id="wide blanks"),
            pytest.param("\ufeff西城".encode(), ":1:1", "byte-order mark", "UTF-8 without BOM", id="BOM"),
            pytest.param("西城\r\n区".encode(), ":1:3", "a carriage return", "line feeds only", id="CRLF"),
            pytest.param("西城\n区\r".encode(), ":2:2", "a carriage return", "line feeds only", id="CR"),
            pytest.param("西城\n区\0域".encode(), ":2:2", "a NUL character", "line feeds only", id="NUL"),
            pytest.param("西城\n\x1b区".encode(), ":2:1", "U+001B", "in XML", id="escape"),
            pytest.param("西城\ufffe".encode(), ":1:3", "U+FFFE", "in XML", id="no character"),
            pytest.param("西城区".encode("gb18030"), ":1:1", "is not UTF-8: byte 0xce at byte 0", "iconv", id="GB"),
            pytest.param(
                "西\n城区".encode() + "规划".encode("gb18030"),
                ":2:3",
                "is not UTF-8: byte 0xb9 at byte 10",
                "iconv",
                id="GB in the middle",
            ),
            pytest.param("西\n𠮷区".encode()[:-1], ":2:2", "is not UTF-8: byte 0xe5 at byte 8", "iconv", id="cut off"),
            pytest.param("西城".encode("utf-16"), ":1:1", "is not UTF-8: byte 0xff at byte 0", "iconv", id="UTF-16"),
        ],
    )
    def test_bad_files(self, tmp_path: Path, data: bytes, place: str, message: str, remedy: str) -> None:
        path = tmp_path / "text.txt"
        path.write_bytes(data)
        with pytest.raises(SourceError) as raised:
            read_source(path)
        assert str(raised.value.place) == f"{path}{place}"
        assert message in raised.value.message
        assert remedy in raised.value.remedy

    @pytest.mark.parametrize(("name", "message"), [("absent.txt", "No such file"), (".", "directory")])
    def test_unreadable(self, tmp_path: Path, name: str, message: str) -> None:
        with pytest.raises(SourceError, match=message) as raised:
            read_source(tmp_path / name)
        assert raised.value.place is not None
        assert raised.value.place.file == tmp_path / name
        assert raised.value.remedy

    @given(st.binary(max_size=40) | any_text().map(str.encode))
    def test_any_bytes_give_a_text_or_a_typed_error(
        self, tmp_path_factory: pytest.TempPathFactory, data: bytes
    ) -> None:
        path = tmp_path_factory.getbasetemp() / "bytes.txt"
        path.write_bytes(data)
        try:
            text = read_source(path).text
        except SourceError:
            text = None
        assert text is None or text.encode() == data

    @pytest.mark.parametrize(
        ("text", "parts", "words"),
        [
            ("城市大脑", ["城市大脑"], "城市大脑"),
            ("城市大\n　　脑", ["城市大", "脑"], "城市大脑"),
            ("城市 \n\n 大\n脑", ["城市", "大", "脑"], "城市大脑"),
            ("Smart\nCity 5\n0项", ["Smart", "City 5", "0项"], "Smart City 50项"),
            ("AI\n大模型", ["AI", "大模型"], "AI大模型"),
            ("\n脑", ["", "脑"], "脑"),
        ],
    )
    def test_parts_and_words_leave_line_ends_out(self, text: str, parts: list[str], words: str) -> None:
        source = SourceText.of(f"。{text}。")
        span = source.span(1, 1 + len(text))
        assert [part.quote for part in span.parts()] == parts
        assert span.words == words
