from __future__ import annotations

import asyncio
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from api.documents import Document, Documents, read_document
from api.pages.results import Row, read_select
from api.release import Release, open_release
from graph_builder.errors import ReleaseError
from tests.api.sample import BASE, INVITES, LEAD, PLAN, SPREADS, TEXT, USES, span


class Asker:
    """Asks the store of a release, and counts the questions."""

    def __init__(self, release: Release) -> None:
        self.store = ox.Store.read_only(str(release.store))
        self.count = 0

    async def __call__(self, query: str) -> list[Row]:
        self.count += 1
        content = self.store.query(query).serialize(format=ox.QueryResultsFormat.JSON)
        assert content is not None
        return read_select(content).rows


@pytest.fixture
def release(release_link: Path) -> Release:
    return open_release(release_link)


@pytest.fixture
def document(release: Release) -> Document:
    return asyncio.run(read_document(Asker(release), release.manifest.plans[0]))


def test_text(document: Document) -> None:
    assert document.text == TEXT
    assert document.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_units_in_the_order_of_the_text(document: Document) -> None:
    begins = [unit.begin for unit in document.units]
    assert begins == sorted(begins)
    by_path = {unit.iri.removeprefix(f"{PLAN}/"): unit for unit in document.units}
    task = by_path["task/1.1.1"]
    assert (task.kind, task.heading) == ("Task", span(LEAD))
    assert task.parent == f"{PLAN}/section/1.1"
    assert by_path["section/1.1"].level == "subsection"
    assert by_path["section/2"].status == "absent"
    assert by_path["item/1.1"].heading == span("智慧医疗")


def test_mentions(document: Document) -> None:
    by_span = {(mention.begin, mention.end): mention for mention in document.mentions}
    both = by_span[span("人工智能诊断")]
    assert both.types == ("Scenario", "Technology")
    assert not both.container
    assert both.denotes == (f"{BASE}id/scenario/ai-diagnosis",)
    assert by_span[span(USES)].container


def test_statements_stand_at_their_evidence(document: Document) -> None:
    spreads = [item for item in document.statements if (item.begin, item.end) == span(SPREADS)]
    assert [item.object.value for item in spreads] == [f"{BASE}id/place/financial-street"]
    assert len(document.statements) == 4


def test_an_involvement_tells_who_and_how(document: Document) -> None:
    found = [item for item in document.statements if (item.begin, item.end) == span(INVITES)]
    assert [(item.agent, item.role) for item in found] == [
        (f"{BASE}id/organization-category/institutes", f"{BASE}id/role/target")
    ]
    assert document.labels[found[0].role]["en"] == "target"


def test_labels_in_both_languages(document: Document) -> None:
    assert document.labels[f"{BASE}id/technology/blockchain"] == {"zh": "区块链", "en": "blockchain"}
    assert document.labels[f"{BASE}ontology#usesTechnology"]["en"] == "uses technology"


def test_asked_once_by_all_who_wait(release: Release) -> None:
    async def run() -> tuple[int, int]:
        ask = Asker(release)
        documents = Documents(ask)
        plan = release.manifest.plans[0]
        first, second = await asyncio.gather(documents.document(plan), documents.document(plan))
        assert first is second
        before = ask.count
        assert await documents.document(plan) is first
        return before, ask.count

    before, after = asyncio.run(run())
    assert before == after


def test_asked_again_after_a_failure(release: Release) -> None:
    async def run() -> None:
        good = Asker(release)
        fails = True

        async def ask(query: str) -> list[Row]:
            if fails:
                raise RuntimeError("busy")
            return await good(query)

        documents = Documents(ask)
        with pytest.raises(RuntimeError, match="busy"):
            await documents.document(release.manifest.plans[0])
        fails = False
        assert (await documents.document(release.manifest.plans[0])).text == TEXT

    asyncio.run(run())


def test_a_plan_without_text(release: Release) -> None:
    plan = release.manifest.plans[0].model_copy(update={"iri": f"{BASE}id/plan/other"})
    with pytest.raises(ReleaseError, match="0 texts"):
        asyncio.run(read_document(Asker(release), plan))


def test_annotations_as_data(client: httpx.Client) -> None:
    data = client.get("/plans/sample/annotations.json").json()
    assert data["text"]["characters"] == len(TEXT)
    for mention in data["mentions"]:
        assert TEXT[mention["begin"] : mention["end"]] == mention["quote"]
    for statement in data["statements"]:
        assert statement["predicate"] in data["labels"]
    answer = client.get("/plans/sample/annotations.json")
    again = client.get("/plans/sample/annotations.json", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


class Leaves(HTMLParser):
    """Gathers the characters of the text from a page: offset and content of each marked-up stretch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.depth:
            self.depth += 1
        elif given.get("class") == "t":
            self.found.append((int(given["data-begin"] or 0), ""))
            self.depth = 1

    def handle_endtag(self, tag: str) -> None:
        if self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            begin, text = self.found[-1]
            self.found[-1] = (begin, text + data)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_holds_every_character_in_its_place(client: httpx.Client, language: str) -> None:
    page = client.get(f"/plans/sample?lang={language}").text
    leaves = Leaves()
    leaves.feed(page)
    shown = [" "] * len(TEXT)
    for begin, content in leaves.found:
        assert TEXT[begin : begin + len(content)] == content
        shown[begin : begin + len(content)] = content
    hidden = "".join(was for was, now in zip(TEXT, shown, strict=True) if was != now)
    assert not hidden.strip("\n |")


def test_page_shows_the_structure(client: httpx.Client) -> None:
    page = client.get("/plans/sample?lang=en").text
    assert re.search(r"<h2><span[^>]*>一、支撑经济高质量发展</span><small[^>]*>Support growth", page)
    assert re.search(r"<h3><span[^>]*>\(一\)推动成果转化", page)
    assert 'id="task-1.1.1"' in page
    assert "Missing in the excerpt: section 2" in page
    assert page.count('class="unit boxitem"') == 2
    assert '<strong class="lead">' in page
    anchors = set(re.findall(r'<li[^>]*>\s*<a href="#([^"]+)"', page))
    assert anchors <= set(re.findall(r' id="([^"]+)"', page))


def test_links_do_not_nest(client: httpx.Client) -> None:
    page = client.get("/plans/sample").text
    opened = 0
    for tag in re.findall(r"<a |</a>", page):
        opened += 1 if tag == "<a " else -1
        assert opened in (0, 1)
