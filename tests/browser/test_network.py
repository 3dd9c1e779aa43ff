"""The explorer of the network as planners use it: filters, search, cards with sentences, path, exports, sharing."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import socket
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import igraph
import networkx as nx
import pytest
from playwright.sync_api import Browser, Page, expect
from rdflib import Graph

from api.app import create_app
from api.pages.assets import bundles
from api.settings import Settings
from tests.api.server import serving
from tests.browser.watch import LOCALES, Open, tells, watching
from tests.needs import lacking

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser network")]

ALL = "links=shared,stated,together,technology"
STREET = "place/financial-street"


@pytest.fixture(scope="module")
def atlas(small_release: Path) -> Iterator[str]:
    if "network" not in bundles():
        lacking("the network has not been built (make web; it needs npm's registry once)")
    with serving(create_app(small_release, Settings(query_workers=1))) as base:
        yield base


@pytest.fixture
def opened(browser: Browser, atlas: str) -> Iterator[Open]:
    """Opens a page and waits for its picture, where scripts run."""

    def open_page(path: str = "/network", language: str = "zh", width: int = 1440, **more: object) -> Page:
        page = opening(f"{atlas}{path}", width, locale=LOCALES[language], **more)
        if more.get("java_script_enabled", True):
            expect(page.locator("#picture[data-ready]")).to_be_visible()
        return page

    with watching(browser) as opening:
        yield open_page


def shown(page: Page) -> tuple[set[str], set[str]]:
    """Give the keys of the links and the names of the nodes that the tables hold."""
    links = {str(row.get_attribute("id")).removeprefix("link-") for row in page.locator("table.links tbody tr").all()}
    nodes = {str(row.get_attribute("id")).removeprefix("node-") for row in page.locator("table.nodes tbody tr").all()}
    return links, nodes


def drawn(page: Page) -> tuple[set[str], set[str]]:
    """Give the same of what the picture is drawn from."""
    data = json.loads(page.locator("#data").inner_text() or page.locator("#data").text_content() or "")
    return {link["key"] for link in data["links"]}, {node["id"] for node in data["nodes"]}


_PLACE = """async (name) => {
    for (const _ of [1, 2, 3]) await new Promise(requestAnimationFrame);  // what was asked for before has been drawn
    return planatlas.placeOf(name);
}"""


def click(page: Page, name: str) -> None:
    """Click a node, or the middle of a link, in the picture."""
    place = None
    while place != (place := page.evaluate(_PLACE, name)):  # until the camera stands still
        page.wait_for_timeout(100)
    box = page.locator("#picture").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])


@pytest.mark.parametrize(("language", "width"), [("zh", 1440), ("en", 390)])
def test_first_picture_joins_subsections_by_named_things(opened: Open, language: str, width: int) -> None:
    page = opened(language=language, width=width)
    links, nodes = shown(page)
    assert drawn(page) == (links, nodes)
    assert STREET in nodes
    assert len(nodes) == 3
    assert len(links) == 2
    assert int(page.locator("#picture").get_attribute("data-labels") or 0) == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_filters_narrow_and_tell_how_many_they_leave(opened: Open) -> None:
    page = opened(language="en")
    stated = page.locator("label", has_text="Stated by the plan")
    count = int(stated.locator("small").inner_text())
    stated.locator("input").check()
    expect(page.locator("#summary")).to_contain_text(f"{2 + count} links")
    page.locator("label", has_text="Shared named thing").locator("input").uncheck()
    expect(page.locator("#summary")).to_contain_text(f"{count} links")
    assert urlsplit(page.url).query == "links=stated"
    links, nodes = shown(page)
    assert drawn(page) == (links, nodes)
    assert len(links) == count
    page.go_back()
    expect(page.locator("#summary")).to_contain_text(f"{2 + count} links")


def test_search_and_card(opened: Open) -> None:
    page = opened(language="zh")
    find = page.get_by_role("searchbox", name="在图中查找").or_(page.get_by_role("combobox", name="在图中查找"))
    find.fill("金融")
    find.press("Enter")
    expect(page.locator("#card h2")).to_have_text("金融街")
    expect(page.locator("#card")).to_contain_text("地点")
    assert page.locator("#card").get_by_role("link", name="查看其全部内容").get_attribute("href") == f"/page/{STREET}"
    assert page.locator("#card .around li").count() == 2
    assert page.url.endswith(f"#node={STREET}")
    find.fill("无此物")
    find.press("Enter")
    expect(page.locator("#tools .note")).to_contain_text("无此物")


def test_node_and_link_lead_to_the_characters_that_say_so(opened: Open, small_release: Path) -> None:
    text = next((small_release / "plans").rglob("*.txt"), small_release.parent / "yunxi" / "text.txt").read_text(
        "utf-8"
    )
    page = opened(language="zh")
    click(page, STREET)
    expect(page.locator("#card h2")).to_have_text("金融街")
    key = sorted(shown(page)[0])[0]
    click(page, key)
    expect(page.locator("#card mark").first).to_have_text("金融街")
    assert page.url.endswith(f"#link={key}")
    link = page.locator("#card .said a").first
    place = re.search(r"#char=(\d+),(\d+)$", link.get_attribute("href") or "")
    assert place
    assert text[int(place[1]) : int(place[2])] == "金融街"
    link.click()
    page.wait_for_url(re.compile(r"/plans/yunxi#char=\d+,\d+"))


def test_path_between_two_nodes_with_its_sentences(opened: Open) -> None:
    page = opened(f"/network?{ALL}", language="en")
    before, nodes = shown(page)
    others = sorted(node for node in nodes if node.startswith("plan/"))
    page.locator("details[data-group=path] summary").click()
    click(page, others[0])
    page.get_by_role("button", name="Find a path from here to…").click()
    click(page, others[1])
    expect(page.locator("#path h2")).to_contain_text("From")
    assert page.locator("#path .steps > li").count() == 2
    assert page.locator("#path .said li").count() >= 2
    assert shown(page)[0] >= before
    assert "path=" in page.url


def test_opening_a_node_adds_its_links(opened: Open) -> None:
    page = opened(language="en")
    before, _ = shown(page)
    node = sorted(node for node in shown(page)[1] if node.startswith("plan/"))[0]
    click(page, node)
    button = page.locator("#card .open")
    button.click()
    if page.locator("#card .deeds .note").inner_text():
        button.click()
    expect(page.locator("#card .shut")).to_be_visible()
    links, nodes = shown(page)
    assert links > before
    assert drawn(page) == (links, nodes)
    page.locator("#card .shut").click()
    expect(page.locator("#summary")).to_contain_text("2 links")


@pytest.mark.parametrize("query", ["", ALL, "links=shared&direct=1"])
def test_exports_hold_exactly_what_is_visible(opened: Open, atlas: str, query: str) -> None:
    page = opened(f"/network?{query}", language="en")
    links, nodes = shown(page)
    base = "https://w3id.org/planatlas/id/"
    iris = {base + node for node in nodes}
    found = {
        str(link.get_attribute("href")).partition("?")[0]: httpx.get(atlas + str(link.get_attribute("href"))).text
        for link in page.locator("#exports a").all()
    }
    graph = nx.parse_graphml(found["/network.graphml"], force_multigraph=True)
    assert set(graph) == iris
    assert {key for *_, key in graph.edges(keys=True)} == links
    gexf = nx.read_gexf(io.BytesIO(found["/network.gexf"].encode()))
    assert set(gexf) == iris
    assert gexf.number_of_edges() == len(links)
    rows = list(csv.DictReader(io.StringIO(found["/network.csv"].lstrip("\ufeff"))))
    assert {row["key"] for row in rows} == links
    rows = list(csv.DictReader(io.StringIO(found["/network.nodes.csv"].lstrip("\ufeff"))))
    assert {row["iri"] for row in rows} == iris
    assert {link["key"] for link in json.loads(found["/network.json"])["links"]} == links
    assert len(Graph().parse(data=found["/network.ttl"], format="turtle")) > 0
    assert ET.fromstring(found["/network.svg"]).tag.endswith("svg")
    assert "vis-network" in found["/network.html"] or "vis.Network" in found["/network.html"]


def test_graphml_opens_in_igraph_and_png_is_a_picture(opened: Open, atlas: str, tmp_path: Path) -> None:
    file = tmp_path / "network.graphml"
    file.write_text(httpx.get(f"{atlas}/network.graphml?{ALL}").text, "utf-8")
    page = opened(f"/network?{ALL}")
    links, nodes = shown(page)
    graph = igraph.Graph.Read_GraphML(str(file))
    assert (graph.vcount(), graph.ecount()) == (len(nodes), len(links))
    with page.expect_download() as download:
        page.get_by_role("button", name="PNG").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_a_link_to_share_shows_the_same_view(opened: Open) -> None:
    first = opened(f"/network?{ALL}", language="en")
    first.get_by_label("Colour").select_option("community")
    first.get_by_label("Size").select_option("named")
    click(first, STREET)
    expect(first.locator("#card h2")).to_be_visible()
    first.get_by_role("button", name="Zoom in").click()
    first.wait_for_url(re.compile("at="))
    address = first.locator("#tools .share").get_attribute("data-copy") or ""
    assert address == first.url
    parts = urlsplit(address)
    second = opened(f"{parts.path}?{parts.query}#{parts.fragment}", language="en")
    assert second.get_by_label("Colour").input_value() == "community"
    assert second.get_by_label("Size").input_value() == "named"
    assert second.locator("#card h2").inner_text() == first.locator("#card h2").inner_text()
    assert shown(second) == shown(first)
    where = "(name) => { const { x, y } = planatlas.placeOf(name); return [Math.round(x / 4), Math.round(y / 4)] }"
    assert second.evaluate(where, STREET) == first.evaluate(where, STREET)
    second.get_by_role("link", name="中文").click()
    expect(second.locator("#card h2")).to_have_text("金融街")


def test_keyboard_reaches_every_part(opened: Open) -> None:
    page = opened(language="en")
    page.locator("#picture").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#card h2")).to_be_visible()
    visited = {page.url}
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        visited.add(page.url)
    assert len(visited) > 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('#card').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.locator("#card h2")).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "picture"


def test_without_script_the_tables_tell_everything(opened: Open) -> None:
    page = opened(f"/network?{ALL}", language="en", java_script_enabled=False)
    expect(page.locator("#picture img")).to_be_visible()
    assert len(shown(page)[0]) > 2
    page.locator("label", has_text="Shared named thing").locator("input").uncheck()
    page.get_by_role("button", name="Apply").click()
    assert page.locator("table.links tbody tr").count() == 4
    page.locator("table.links summary").first.click()
    assert page.locator("table.links .said a").first.get_attribute("href")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("links=nonsense", "links knows no"),
        ("nodes=nothing-like-it", "nothing is called"),
        ("path=a,b,c", "between two nodes"),
        (f"open={quote('<img src=x onerror=alert(1)>')}", "&lt;img"),
        ("least=many", "takes a number"),
        ("most=100000", "100000&#39; links cannot be shown at once"),
        ("most=-1", "a number from 1 to 10,000"),
        ("open=" + ",".join(f"place/{number}" for number in range(1000)), "1,000 nodes cannot be opened at once"),
        ("sections=99", "sections knows no"),
        ("forces=shout", "forces knows no"),
        ("plans=nowhere", "plans knows no"),
        ("domains=magic", "nothing is called"),
    ],
)
def test_a_wrong_address_is_told_with_a_way_on(atlas: str, query: str, told: str) -> None:
    answer = httpx.get(f"{atlas}/network?{query}&lang=en")
    assert answer.status_code == 400
    assert told in answer.text
    assert 'href="/network"' in answer.text
    assert httpx.get(f"{atlas}/network.csv?{query}").status_code == 400


def test_more_links_than_usual_are_asked_for_on_purpose(atlas: str) -> None:
    few = httpx.get(f"{atlas}/network?{ALL}&most=2&lang=en")
    link = re.search(r'class="wider" href="([^"]+)"', few.text)
    assert few.text.count('<tr id="link-') == 2
    assert link is not None
    every = httpx.get(atlas + html.unescape(link[1]), headers={"accept-language": "en"})
    assert every.text.count('<tr id="link-') > 2
    assert 'class="wider"' not in every.text
    assert every.text.count('<tr id="link-') == len(httpx.get(f"{atlas}/network.json?{ALL}").json()["links"])


def test_a_wrong_address_is_told_in_chinese_too(atlas: str) -> None:
    told = {"accept": "text/html", "accept-language": "zh"}
    page = httpx.get(f"{atlas}/network?links=<b>nonsense</b>", headers=told).text
    assert "条件 links 没有“&lt;b&gt;nonsense&lt;/b&gt;”这个取值。" in page
    assert "可用：stated、shared" in page
    page = httpx.get(f"{atlas}/linkages?rows=nonsense", headers=told).text
    assert "条件 rows 没有“nonsense”这个取值。" in page
    assert "knows no" not in page


def test_a_section_is_named_by_its_place(opened: Open) -> None:
    page = opened("/network?sections=1.1", language="en")
    assert shown(page)[0]


def test_contradictory_filters_say_so_and_lead_back(opened: Open) -> None:
    page = opened("/network?links=stated&relations=locatedIn&forces=explore&sections=1.1", language="en")
    expect(page.locator("#nothing")).to_contain_text("No link passes these filters")
    page.locator("#nothing a").click()
    expect(page.locator("#summary")).to_contain_text("2 links")


def test_a_hundred_thousand_nodes_asked_at_once_are_refused(atlas: str) -> None:
    answer = httpx.get(f"{atlas}/network?nodes={','.join(['place/financial-street'] * 2500)}")
    assert answer.status_code == 200
    host, port = urlsplit(atlas).hostname, urlsplit(atlas).port
    with socket.create_connection((host, port), timeout=10) as connection:
        wanted = ",".join(f"place/x{number}" for number in range(100_000))
        connection.sendall(f"GET /network?nodes={wanted} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        told = b""
        while part := connection.recv(65536):
            told += part
    assert told.startswith(b"HTTP/1.1 414 ")
    assert "网址太长".encode() in told
    assert b"The address is too long" in told


def test_filters_that_leave_nothing_say_so(opened: Open, atlas: str) -> None:
    page = opened("/network?least=99", language="en")
    expect(page.locator("#nothing")).to_contain_text("No link passes these filters")
    for suffix in ("svg", "graphml", "gexf", "csv", "nodes.csv", "ttl", "html", "json"):
        assert httpx.get(f"{atlas}/network.{suffix}?least=99").status_code == 200, suffix


def test_without_webgl_a_still_picture_and_the_tables_tell_everything(browser: Browser, atlas: str) -> None:
    context = browser.new_context(locale="en-GB")
    context.add_init_script(
        "const own = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
        "  return /webgl/.test(kind) ? null : own.call(this, kind, ...more);"
        "};"
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if tells(m.type, m.text) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        page.goto(f"{atlas}/network")
        expect(page.locator(".stage")).to_contain_text("This browser has no WebGL")
        expect(page.locator("#picture img")).to_be_visible()
        before, nodes = shown(page)
        page.locator("label", has_text="Stated by the plan").locator("input").check()
        expect(page.locator("#summary")).not_to_contain_text(f"{len(nodes)} nodes, {len(before)} links")
        assert shown(page)[0] > before
        assert "links=shared,stated" in (page.locator("#picture img").get_attribute("src") or "")
        find = page.get_by_role("combobox", name="Find a node")
        find.fill("Financial Street")
        find.press("Enter")
        expect(page.locator("#card h2")).to_have_text("Financial Street")
        page.locator("#card .said-by").first.click()
        expect(page.locator("#card .said a").first).to_be_visible()
        assert complaints == []
    finally:
        context.close()
