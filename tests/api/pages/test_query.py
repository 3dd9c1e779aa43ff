from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import httpx
import pytest

from api.pages import gallery
from api.pages.language import Language
from graph_builder import resources

BROWSER = {"accept": "text/html", "accept-language": "en"}
PREFIX = "PREFIX pa: <https://w3id.org/planatlas/ontology#>\n"


def ask(client: httpx.Client, query: str, **more: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **more}, headers=BROWSER)


def test_first_example_works(client: httpx.Client) -> None:
    page = client.get("/sparql", headers=BROWSER).text
    area = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert area is not None
    query = unescape(area[1])
    assert "pa:usesTechnology" in query
    answer = ask(client, query, format="html")
    assert answer.status_code == 200
    assert "blockchain" in answer.text
    assert "2 rows" in answer.text


@pytest.mark.parametrize("language", Language)
def test_every_example_of_the_gallery_runs(client: httpx.Client, language: Language) -> None:
    for example in gallery.gallery(language):
        answer = client.get(example.address, headers=BROWSER)
        assert answer.status_code == 200, example.name
        assert example.question


def test_questions_are_read_from_header_comments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.rq").write_text("# zh: 有哪些?\n# en: Which?\n\nSELECT * { ?s ?p ?o } # rest\n", encoding="utf-8")
    monkeypatch.setattr(resources, "path", lambda _: tmp_path)
    gallery._shipped.cache_clear()
    try:
        assert gallery.gallery(Language.ZH)[-1].question == "有哪些?"
        english = gallery.gallery(Language.EN)[-1]
    finally:
        gallery._shipped.cache_clear()
    assert (english.question, english.query) == ("Which?", "SELECT * { ?s ?p ?o } # rest\n")


def test_groups_are_read_from_header_comments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = "# zh: 甲？\n# en: A?\n"
    (tmp_path / "a.rq").write_text(f"{head}SELECT * {{ }}\n", encoding="utf-8")
    (tmp_path / "b.rq").write_text(f"{head}# group: place\n# A note.\nSELECT * {{ }}\n", encoding="utf-8")
    (tmp_path / "c.rq").write_text(f"{head}# group: nonsense\nSELECT * {{ }}\n", encoding="utf-8")
    (tmp_path / "d.rq").write_text(f"{head}# group: plan\nSELECT * {{ }}\n", encoding="utf-8")
    monkeypatch.setattr(resources, "path", lambda _: tmp_path)
    gallery._shipped.cache_clear()
    try:
        groups = gallery.grouped(Language.EN)
    finally:
        gallery._shipped.cache_clear()
    assert [(group.title, [example.name for example in group.examples]) for group in groups] == [
        ("To begin with", ["start"]),
        ("The plan and its tasks", ["d"]),
        ("Places and culture", ["b"]),
        ("Others", ["a", "c"]),
    ]
    assert groups[2].examples[0].query == "# A note.\nSELECT * { }\n", "a note stays with the query"


def test_page_shows_every_group_with_its_questions(client: httpx.Client) -> None:
    page = unescape(client.get("/sparql", headers=BROWSER).text)
    shown = [part.split("</ol>")[0] for part in page.split('<div class="groups">')[1].split("<h3>")[1:]]
    groups = gallery.grouped(Language.EN)
    assert len(shown) == len(groups)
    for part, group in zip(shown, groups, strict=True):
        assert part.startswith(f"{group.title}</h3>")
        assert re.findall(r"<a [^>]*>(.*?)</a>", part) == [example.question for example in group.examples]


def test_cells_have_labels_links_and_places(client: httpx.Client) -> None:
    page = ask(client, PREFIX + "SELECT ?t { ?t a pa:Technology } ORDER BY ?t").text
    assert re.search(r'<a href="/page/technology/blockchain"[^>]*>blockchain</a>', page)
    assert re.search(r'href="/plans/sample#char=\d+,\d+"', page)
    assert "id/technology/blockchain" in page
    for path in re.findall(r'href="(/page/[^"]+)"', page):
        assert client.get(unescape(path), headers=BROWSER).status_code == 200


def test_unbound_and_literal_cells(client: httpx.Client) -> None:
    page = ask(client, 'SELECT ?a ?b { VALUES (?a ?b) { (UNDEF "<b>&") (7 "x"@en) } }').text
    assert "unbound" in page
    assert "&lt;b&gt;&amp;" in page
    assert 'class="number">7' in page
    assert '<td lang="en">x' in page


def test_ask_and_graph(client: httpx.Client) -> None:
    assert ">Yes<" in ask(client, "ASK { ?s ?p ?o }").text
    assert ">No<" in ask(client, "ASK { <urn:x:a> ?p ?o }").text
    graph = ask(client, PREFIX + "DESCRIBE <https://w3id.org/planatlas/id/technology/blockchain>").text
    assert "区块链" in graph
    assert "format=ttl" in graph


def test_empty_result(client: httpx.Client) -> None:
    assert "Nothing matches" in ask(client, "SELECT ?x { ?x <urn:x:none> 1 }").text


def test_many_rows_are_not_silently_cut(client: httpx.Client) -> None:
    page = ask(client, "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 1200").text
    assert "The page shows the first 500 rows; a download holds all 1,200." in page
    assert page.count("<tr>") == 501


def test_error_tells_its_place(client: httpx.Client) -> None:
    answer = ask(client, "SELECT ?x WHERE {\n  ?x ?y\n}")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")
    assert re.search(r"Line 3, column \d", answer.text)
    assert "?x ?y" in answer.text, "the query stays in the form"


def test_undeclared_prefix_tells_its_place(client: httpx.Client) -> None:
    assert "Line 1, column" in ask(client, "SELECT ?x { ?x a pa:Task }").text


def test_downloads_hold_the_same_rows(client: httpx.Client) -> None:
    page = ask(client, PREFIX + "SELECT ?t { ?t a pa:Technology } ORDER BY ?t").text
    links = [unescape(path) for path in re.findall(r'href="(/sparql\?[^"]+format=(?:csv|tsv|json|xml))"', page)]
    assert len(links) == 4
    for path in links:
        answer = client.get(path, headers=BROWSER)
        assert answer.status_code == 200
        assert "technology/blockchain" in answer.text


def test_an_iri_of_another_kind_is_no_link(client: httpx.Client) -> None:
    page = ask(client, "SELECT ?x { VALUES ?x { <javascript:alert(1)> <https://example.org/a> } }").text
    assert 'href="javascript:' not in page
    assert 'href="https://example.org/a"' in page
