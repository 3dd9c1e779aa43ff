"""Reading SKOS files, and what is wrong with them: each fault with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import SKOS, Literal, URIRef

from graph_builder.errors import AssemblyError, VocabularyError
from graph_builder.namespaces import ID
from graph_builder.vocabulary import Vocabulary, read_turtle, read_vocabulary

HEAD = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix tech: <https://w3id.org/planatlas/id/technology/> .
@prefix scheme: <https://w3id.org/planatlas/id/scheme/> .

"""
# Lines 5 to 14.
GOOD = (
    HEAD
    + """\
<https://w3id.org/planatlas/id/technology/machine-learning> a skos:Concept ;
    skos:inScheme scheme:technology ;
    skos:broader <https://w3id.org/planatlas/id/technology/ai> ;
    skos:altLabel "机器学习技术"@zh ;
    skos:prefLabel "machine learning"@en, "机器学习"@zh .

tech:ai a skos:Concept ;
    skos:inScheme scheme:technology ;
    skos:altLabel "AI"@zh ;
    skos:prefLabel "artificial intelligence"@en, "人工智能"@zh .
"""
)


def read(tmp_path: Path, *contents: str) -> Vocabulary:
    files = []
    for number, content in enumerate(contents, 1):
        files.append(tmp_path / f"{number}.ttl")
        files[-1].write_text(content, encoding="utf-8")
    return read_vocabulary(files)


def test_concepts_by_their_short_name(tmp_path: Path) -> None:
    vocabulary = read(tmp_path, GOOD)
    assert sorted(concept.ref for concept in vocabulary) == ["technology:ai", "technology:machine-learning"]
    assert "technology:ai" in vocabulary
    assert "technology:x" not in vocabulary
    concept = vocabulary["technology:machine-learning"]
    assert concept.iri == ID["technology/machine-learning"]
    assert concept.labels == {"zh": "机器学习", "en": "machine learning"}
    assert concept.variants == (Literal("机器学习技术", lang="zh"),)
    assert concept.schemes == (ID["scheme/technology"],)
    assert (concept.iri, SKOS.broader, ID["technology/ai"]) in vocabulary.graph


def test_a_broader_concept_may_stand_in_another_file(tmp_path: Path) -> None:
    narrow, broad = GOOD.removeprefix(HEAD).split("\n\n")
    vocabulary = read(tmp_path, HEAD + narrow, HEAD + broad)
    assert len(list(vocabulary)) == 2
    assert [file.name for file in vocabulary.files] == ["1.ttl", "2.ttl"]


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    narrow, broad = GOOD.removeprefix(HEAD).split("\n\n")
    one = read(tmp_path, HEAD + narrow, HEAD + broad)
    two = read_vocabulary(reversed(one.files))
    assert list(one) == list(two)
    assert one.files == two.files


def test_a_concept_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="no vocabulary holds technology:5g") as raised:
        read(tmp_path, GOOD)["technology:5g"]
    assert raised.value.remedy


def test_one_label_in_two_schemes_is_no_fault(tmp_path: Path) -> None:
    other = GOOD.replace("technology", "domain").replace("tech:", "domain:").replace("domain:", "field:")
    other = other.replace("@prefix field: <https", "@prefix field: <https")
    assert len(list(read(tmp_path, GOOD, other))) == 4


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "remedy"),
    [
        pytest.param(
            '"人工智能"@zh', '"机器学习"@zh', 9,
            "‘机器学习’@zh labels both technology:machine-learning and technology:ai",
            "merge the two", id="pref and pref",
        ),
        pytest.param(
            '"AI"@zh', '"机器学习技术"@zh', 8, "‘机器学习技术’@zh labels both", "tell them apart", id="alt and alt",
        ),
        pytest.param('"AI"@zh', '"机器学习"@zh', 9, "‘机器学习’@zh labels both", "tell them apart", id="alt and pref"),
        pytest.param(', "人工智能"@zh', "", 11, "technology/ai lacks a label in zh", "from the text", id="no zh"),
        pytest.param('"artificial intelligence"@en, ', "", 11, "technology/ai lacks a label in en", "ours", id="no en"),
        pytest.param('"人工智能"@zh', '"人工智能"', 14, "‘人工智能’ breaks that", "tag every label", id="no tag"),
        pytest.param('"人工智能"@zh', '"人工智能"@zh-Hans', 14, "‘人工智能’ breaks that", "tag", id="other tag"),
        pytest.param(
            '"人工智能"@zh', '"人工智能"@zh, "智能"@zh', 14,
            "needs exactly one skos:prefLabel in zh", "altLabel", id="two zh",
        ),
        pytest.param(
            "tech:ai a skos:Concept ;\n    skos:inScheme scheme:technology ;", "tech:ai a skos:Concept ;", 11,
            "technology/ai is in no scheme", "skos:inScheme", id="no scheme",
        ),
        pytest.param(
            "skos:broader <https://w3id.org/planatlas/id/technology/ai>", "skos:broader tech:robots", 7,
            "has the broader concept https://w3id.org/planatlas/id/technology/robots, which is nowhere",
            "add that concept", id="unknown broader",
        ),
        pytest.param(
            "skos:broader <https://w3id.org/planatlas/id/technology/ai>", 'skos:broader "AI"', 7,
            "has the broader concept AI, which is nowhere", "mend its IRI", id="broader is a label",
        ),
        pytest.param(
            "tech:ai a", "<https://example.org/ai> a", 11,
            "https://example.org/ai is not", "below id/", id="outside id/",
        ),
        pytest.param("tech:ai a", "tech:人工智能 a", 11, "technology/人工智能 is not", "ASCII", id="Chinese slug"),
        pytest.param("tech:ai a", "<https://example.org/> a", 11, "https://example.org/ is not", "id/", id="no slug"),
    ],
)  # fmt: skip
def test_faults(tmp_path: Path, old: str, new: str, line: int, message: str, remedy: str) -> None:
    assert GOOD.count(old) == 1
    content = GOOD.replace(old, new)
    if "broader" not in old:  # the broader concept is not the fault
        content = content.replace(
            "    skos:broader <https://w3id.org/planatlas/id/technology/ai> ;\n", "    # broader\n"
        )
    with pytest.raises(VocabularyError) as raised:
        read(tmp_path, content)
    assert message in raised.value.message
    assert str(raised.value.place) == f"{tmp_path / '1.ttl'}:{line}"
    assert remedy in raised.value.remedy


def test_a_concept_in_two_files(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError) as raised:
        read(tmp_path, GOOD, HEAD + GOOD[GOOD.index("tech:ai a") :])
    assert str(raised.value.place) == f"{tmp_path / '2.ttl'}:5"
    assert f"technology/ai stands in {tmp_path / '1.ttl'} too" in raised.value.message
    assert raised.value.remedy == "keep one of them"


def test_one_label_in_two_files(tmp_path: Path) -> None:
    other = HEAD + 'tech:5g a skos:Concept ; skos:inScheme scheme:technology ;\n  skos:prefLabel "5G"@en, "AI"@zh .\n'
    with pytest.raises(VocabularyError, match="‘AI’@zh labels both technology:5g and technology:ai") as raised:
        read(tmp_path, GOOD, other)
    assert str(raised.value.place) == f"{tmp_path / '2.ttl'}:6"


def test_a_concept_without_iri(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="a concept without an IRI") as raised:
        read(tmp_path, HEAD + '[] a skos:Concept ; skos:prefLabel "x"@en .')
    assert str(raised.value.place) == str(tmp_path / "1.ttl")


def test_a_broader_concept_of_what_is_no_concept(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="is nowhere") as raised:
        read(tmp_path, HEAD + "tech:vr skos:broader tech:ai .")
    assert str(raised.value.place) == f"{tmp_path / '1.ttl'}:5"


def test_the_description_is_found_and_not_an_earlier_mention(tmp_path: Path) -> None:
    """Line 7 names technology/ai and line 5 has a longer name that begins with it."""
    content = GOOD.replace("tech:ai a", "<https://w3id.org/planatlas/id/technology/ai> a")
    content = content.replace("machine-learning", "ai-learning").replace(', "人工智能"@zh', "")
    with pytest.raises(VocabularyError, match="technology/ai lacks a label") as raised:
        read(tmp_path, content)
    assert str(raised.value.place) == f"{tmp_path / '1.ttl'}:11"


class TestTurtle:
    @pytest.mark.parametrize(
        ("content", "line", "column"),
        [
            ('@prefix a: <http://a/> .\na:b a:c "d" ;\n  a:e ] .', 3, 7),
            ("@prefix a: <http://a/> .\n\na:b x:c a:d .", 3, 5),
            ('@prefix a: <http://a/> .\na:b a:c "d', 2, 9),
            ("<b> <c> <d> .", 1, 1),
        ],
    )
    def test_a_fault_has_line_and_column(self, tmp_path: Path, content: str, line: int, column: int) -> None:
        path = tmp_path / "x.ttl"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(VocabularyError, match="is not Turtle") as raised:
            read_turtle(path)
        assert str(raised.value.place) == f"{path}:{line}:{column}"
        assert raised.value.remedy

    def test_a_fault_in_a_vocabulary(self, tmp_path: Path) -> None:
        with pytest.raises(VocabularyError, match="is not Turtle") as raised:
            read(tmp_path, GOOD, GOOD.replace('"AI"@zh ;', '"AI"@zh'))
        assert raised.value.place is not None
        assert (raised.value.place.file, raised.value.place.line) == (tmp_path / "2.ttl", 14)
        assert raised.value.place.column

    @pytest.mark.parametrize("content", ["<a:a> <b:b> <<( <c:c> <d:d> <e:e> )>> .", '<a:a> <b:b> "x"@ar--rtl .'])
    def test_rdf_1_2_is_refused(self, tmp_path: Path, content: str) -> None:
        path = tmp_path / "x.ttl"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(VocabularyError, match=r"is not RDF 1\.1") as raised:
            read_turtle(path)
        assert str(raised.value.place) == str(path)

    @pytest.mark.parametrize("kind", ["missing", "folder", "GB18030"])
    def test_unreadable(self, tmp_path: Path, kind: str) -> None:
        path = tmp_path / "x.ttl"
        if kind == "folder":
            path.mkdir()
        elif kind == "GB18030":
            path.write_bytes(GOOD.encode("gb18030"))
        with pytest.raises(VocabularyError, match="cannot be read") as raised:
            read_turtle(path)
        assert str(raised.value.place) == str(path)

    def test_the_caller_chooses_the_error(self, tmp_path: Path) -> None:
        path = tmp_path / "x.ttl"
        path.write_text("x", encoding="utf-8")
        with pytest.raises(AssemblyError):
            read_turtle(path, AssemblyError)

    def test_a_good_file(self, tmp_path: Path) -> None:
        path = tmp_path / "x.ttl"
        path.write_text('<a:a> <b:b> "𠮷\\n"@zh .', encoding="utf-8")
        assert set(read_turtle(path)) == {(URIRef("a:a"), URIRef("b:b"), Literal("𠮷\n", lang="zh"))}
