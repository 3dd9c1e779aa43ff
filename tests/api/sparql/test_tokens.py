from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.sparql.tokens import Kind, TokenError, tokens

PIECES = st.sampled_from(
    [
        *"{}()[]<>.;,#'\"?$:@|^&!=*/+-~ \n\t\\_%aé中",
        "'''",
        '"""',
        "?x",
        "ex:a.b",
        "_:b.c",
        "1.5e-3",
        "@en",
        "<x:y#z>",
        "a-b.c",
    ]
)


def read(text: str) -> list[tuple[str, str]]:
    return [(token.kind.name, token.text) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT*{?s?p?o}", "WORD PUNCTUATION PUNCTUATION VARIABLE VARIABLE VARIABLE PUNCTUATION"),
        ("<http://e/#x>#x", "IRI COMMENT"),
        ("?a <?b", "VARIABLE PUNCTUATION VARIABLE"),
        ("'''a'b''c\n'''", "STRING"),
        ('"""a\\""""', "STRING"),
        ("''''''", "STRING"),
        ("'a' 'b'", "STRING STRING"),
        ("ex:a.b.", "NAME PUNCTUATION"),
        ("ex:a\\-b:c%41 :x : ex:", "NAME NAME NAME NAME"),
        ("a-b.c:d", "NAME"),
        ("true-1", "WORD PUNCTUATION NUMBER"),
        ("1. 1.5 .5 1e5 1.e5 1.5E-3 -1", "NUMBER PUNCTUATION NUMBER NUMBER NUMBER NUMBER NUMBER PUNCTUATION NUMBER"),
        ("_:b.c. _:1", "BLANK PUNCTUATION BLANK"),
        ("'x'@zh-Hant-CN", "STRING LANGUAGE"),
        ("'1'^^xsd:integer", "STRING PUNCTUATION NAME"),
        (
            "^ex:a|!(ex:b/ex:c)*",
            "PUNCTUATION NAME" + " PUNCTUATION" * 3 + " NAME PUNCTUATION NAME" + " PUNCTUATION" * 2,
        ),
        ("# one\r# two\n?x", "COMMENT COMMENT VARIABLE"),
        ("中文:机构 ?变量", "NAME VARIABLE"),
        ("<< ?s ?p ?o >>", "PUNCTUATION PUNCTUATION VARIABLE VARIABLE VARIABLE PUNCTUATION PUNCTUATION"),
    ],
)
def test_tokens(text: str, expected: str) -> None:
    assert " ".join(kind for kind, _ in read(text)) == expected


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("ASK \\u007B}", 4),
        ("ASK {'a}", 5),
        ("ASK {'''a''}", 5),
        ("'a\nb'", 0),
        ("'\\q'", 0),
        ("'\\u00'", 0),
        ("ASK 中", 4),
        ("?a\u00a0?b", 2),
        ("?a\x0c?b", 2),
        ("`", 0),
        ("'\\u0027 '", 1),
        ("'''\\U0000005C'''", 3),
        ("'\\uD800'", 1),
        ("'\\U00110000'", 1),
        ("<http://e/\\u003E>", 10),
        ("?x # \\u000A SERVICE", 5),
        ("FILTER(?a<'>' ) SERVICE <x:y> {} #'", 9),
        ("FILTER(1<2)SERVICE#>\n<x:y>", 8),
        ("<<?s?p'>'>>", 1),
    ],
)
def test_what_is_no_token(text: str, start: int) -> None:
    with pytest.raises(TokenError) as caught:
        list(tokens(text))
    assert caught.value.start == start


@pytest.mark.parametrize(
    "text",
    [
        "FILTER(?a<?b&&?c>?d)",
        "FILTER(?p IN (<urn:x#a>, <urn:x#b>))",
        "FILTER(?p=<urn:x#a>)",
        "FILTER(?a <http://e/it's#(1)>)",
        "VALUES (?a ?b) { (<urn:a> <urn:x#c>) (1 <urn:it's>) }",
        "{ (?a <urn:x#b>) ?p ?o }",
        "?s<urn:x#p>?o",
        "<<<http://e/s#1> <urn:p> ?o>>",
        "'\\\\u0022'",
    ],
)
def test_what_only_looks_ambiguous_is_read(text: str) -> None:
    assert list(tokens(text))


def test_depth_counts_the_brackets_around_a_token() -> None:
    assert [token.depth for token in tokens("{([?x]'{')}?y")] == [1, 2, 3, 3, 2, 2, 1, 0, 0]


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_tokens_and_white_space_make_up_the_text(text: str) -> None:
    position, end = 0, len(text)
    try:
        for token in tokens(text):
            assert text[position : token.start].strip(" \t\r\n") == ""
            assert text.startswith(token.text, token.start)
            assert token.text
            position = token.start + len(token.text)
    except TokenError as error:
        end = error.start
    assert position <= end
    if end == len(text):
        assert text[position:].strip(" \t\r\n") == ""


@pytest.mark.parametrize(
    "unit",
    [
        "a-",
        "a.",
        "ex:a.",
        "_:a.",
        "'",
        '"',
        "'''",
        "'\\",
        "<",
        "<a",
        "<a#",
        "(",
        "1.",
        "1e",
        "@a-",
        ":a.%",
        "#\n",
        "a.b:c.d.",
        '""\\"',
        ".",
        "?",
    ],
)
@pytest.mark.usefixtures("little_work")
def test_long_texts_take_linear_time(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    try:
        read_to = sum(len(token.text) for token in tokens(text))
    except TokenError as error:
        read_to = error.start
    assert 0 <= read_to <= len(text)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    place = 0
    try:
        assert all(isinstance(token.kind, Kind) for token in tokens(text))
    except TokenError as error:
        place = error.start
    assert 0 <= place < max(len(text), 1)
