"""Measure the explorer in headless Chromium, and our measures and stand-alone page against plain networkx and pyvis.

``python -m benchmarks.network [--release DIR] [--only frames measures export]`` takes some minutes. Chromium draws
without a graphics card here: all pixels come from the processor, so that frames are a lower bound for a desktop.
Tables and samples go to ``build/benchmarks/network.md`` and ``.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import networkx as nx
from playwright.sync_api import Browser, Page, sync_playwright
from pyvis.network import Network as PyvisNetwork

from benchmarks.http import OUTPUT, machine
from benchmarks.networks import generate, make_network
from benchmarks.plans import base_release
from benchmarks.servers import PlanAtlas, running
from graph_builder.network import Link, Network, communities, export, measure

_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--no-first-run")
_CATEGORIES = ["disabled-by-default-devtools.timeline.frame", "devtools.timeline.frame", "devtools.timeline"]
_DRAWN = """
addEventListener("DOMContentLoaded", () => {
  const done = () => { document.documentElement.dataset.drawn = performance.now(); };
  const look = () => document.querySelector("#picture[data-ready=true]")
    ? requestAnimationFrame(() => requestAnimationFrame(done))
    : requestAnimationFrame(look);
  look();
});
"""
"""Notes the time since navigation at the frame after that in which points, lines and labels were drawn."""

SIZES = ((2_000, 4_000), (10_000, 10_000))
"""Nodes and links of the generated networks; the page shows all of them."""

_DRAG_SECONDS = 4.0
_DENSE = (3_600, 137_000)
_PIVOTS = 36
_PAGE = (5_000, 30_000)
_PYVIS_SHARE = 10


@dataclass(frozen=True)
class Picture:
    """One picture: times in ms since navigation of the answer's end and of the first drawn frame, and frames drawn."""

    name: str
    nodes: int
    links: int
    megabytes: float
    answered: float
    drawn: float
    drawn_again: list[float]
    frames: float
    load: float


def pictures(release: Path, folder: Path, rounds: int) -> Iterator[Picture]:
    """Measure this plan's first picture, all that its explorer may show, and generated networks as a whole."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        sys.exit("Chromium is needed (Debian: apt-get install chromium)")
    cases = [(release, "this plan, first picture", "/network"), (release, "this plan, everything together",
             "/network?links=together&kinds=domain,technology&generic=1&hubs=1&listed=1&kin=1&most=10000")]  # fmt: skip
    for nodes, links in SIZES:
        name = f"generated, {nodes:,} nodes"
        cases.append((generate(release, folder, nodes, links), name, f"/network?links=stated&most={links}"))
    for data, name, path in cases:
        server = PlanAtlas(data.resolve(), folder / "server", folder)
        with running([server]), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
            yield _picture(browser, name, f"{server.address}{path}", rounds)
            browser.close()


def _picture(browser: Browser, name: str, address: str, rounds: int) -> Picture:
    """Load a picture, first as the first visitor since the start of the server, then again; drag it at last."""
    load = os.getloadavg()[0]
    found = []
    for number in range(rounds + 1):
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        page.set_default_timeout(180_000)
        page.add_init_script(_DRAWN)
        page.goto(address, wait_until="commit")
        page.wait_for_selector("html[data-drawn]")
        found.append(float(page.get_attribute("html", "data-drawn") or "nan"))
        if number < rounds:
            page.close()
    entry = "performance.getEntriesByType('navigation')[0]"
    answered, size = page.evaluate(f"[{entry}.responseEnd, {entry}.decodedBodySize]")
    counts = page.evaluate("(({ nodes, links }) => [nodes.length, links.length])"
                           "(JSON.parse(document.querySelector('#data').textContent))")  # fmt: skip
    frames = _frames(browser, page)
    page.close()
    return Picture(name, *counts, size / 1e6, answered, found[0], found[1:], frames, load)


def _frames(browser: Browser, page: Page) -> float:
    """Drag the picture in circles for some seconds and give the frames a second that Chromium has drawn meanwhile."""
    box = page.locator("#picture").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 300)
    page.mouse.move(x, y)
    page.mouse.down()
    browser.start_tracing(page=page, categories=_CATEGORIES)
    begun, step = time.perf_counter(), 0
    while (spent := time.perf_counter() - begun) < _DRAG_SECONDS:
        step += 1
        page.mouse.move(x + 3 * (step % 60) - 90, y + 2 * (step % 40) - 40)
    trace = json.loads(browser.stop_tracing())
    page.mouse.up()
    drawn = sum(event["name"] == "DrawFrame" for event in trace["traceEvents"])
    return drawn / spent


# -------------------------------------------------------------------------------------------------- measures


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def measures() -> dict[str, Any]:
    """Time betweenness and communities in turns, ours from our network, networkx's from its own graph.

    Ours is charged with all that :func:`graph_builder.network.measure` does. networkx counts the paths from a sample of
    the nodes, whose time is multiplied: it takes each node in turn, so that all of them take that much longer.
    """
    network = make_network(*_DENSE)
    plain = _plain(network)
    ours: dict[str, list[float]] = {"betweenness": [], "communities": []}
    theirs: dict[str, list[float]] = {"betweenness": [], "communities": []}
    for _ in range(2):
        ours["betweenness"].append(_timed(lambda: measure(network))[0])
        seconds, _found = _timed(lambda: nx.betweenness_centrality(plain, k=_PIVOTS, seed=1))
        theirs["betweenness"].append(seconds * len(plain) / _PIVOTS)
        seconds, groups = _timed(lambda: communities(network))
        ours["communities"].append(seconds)
        seconds, others = _timed(lambda: nx.community.louvain_communities(plain, weight="weight", seed=1))
        theirs["communities"].append(seconds)
    mine = [{node for node, group in groups.items() if group == number} for number in set(groups.values())]
    return {
        "nodes": len(plain),
        "links": plain.number_of_edges(),
        "seconds": ours,
        "networkx": theirs,
        "modularity": [nx.community.modularity(plain, found, weight="weight") for found in (mine, others)],
    }


def _plain(network: Network) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    for link in network.links:
        graph.add_edge(link.source, link.target, weight=link.ra)
    return graph


# -------------------------------------------------------------------------------------------------- export


def exports() -> dict[str, Any]:
    """Time our stand-alone page, layout and sentences included, and pyvis filled edge by edge without either."""
    network = make_network(*_PAGE)
    seconds, content = _timed(lambda: export(network, "html", "zh"))
    found = {"links": len(network.links), "seconds": seconds, "megabytes": len(content.encode()) / 1e6, "pyvis": {}}
    for share in (2 * _PYVIS_SHARE, _PYVIS_SHARE):
        links = network.links[: len(network.links) // share]
        found["pyvis"][len(links)] = _timed(lambda links=links: _pyvis(network, links))[0]
    return found


def _pyvis(network: Network, links: Sequence[Link]) -> str:
    made = PyvisNetwork(cdn_resources="in_line")
    for node in network.nodes.values():
        made.add_node(node.iri, label=node.zh)
    for link in links:
        made.add_edge(link.source, link.target, value=link.ra)
    return str(made.generate_html(notebook=False))


# -------------------------------------------------------------------------------------------------- report


def text(data: dict[str, Any]) -> str:
    """Write what was measured as tables."""
    parts = [data["machine"], ""]
    if found := data.get("pictures"):
        parts += [
            "| picture | nodes, links | page, MB | answer complete, ms | first drawn frame, ms: first visitor | again |"
            " frames/s while dragging | load |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        parts += [
            f"| {one['name']} | {one['nodes']:,}, {one['links']:,} | {one['megabytes']:.1f} | {one['answered']:,.0f} | "
            f"{one['drawn']:,.0f} | {statistics.median(one['drawn_again']):,.0f} | {one['frames']:.0f} | "
            f"{one['load']:.1f} |"
            for one in found
        ]
    if found := data.get("measures"):
        parts += ["", f"{found['nodes']:,} nodes, {found['links']:,} links",
                  "", "| | ours, s | networkx, s | ratio |", "| --- | --- | --- | --- |"]  # fmt: skip
        for name, ours in found["seconds"].items():
            theirs = found["networkx"][name]
            ratios = [other / own for own, other in zip(ours, theirs, strict=True)]
            parts.append(f"| {name} | {_range(ours)} | {_range(theirs)} | {_range(ratios)} |")
        parts += ["", f"modularity: ours {found['modularity'][0]:.4f}, networkx {found['modularity'][1]:.4f}"]
    if found := data.get("export"):
        parts += ["", "| stand-alone page | links | s |", "| --- | --- | --- |",
                  f"| ours | {found['links']:,} | {found['seconds']:.1f} |"]  # fmt: skip
        parts += [f"| pyvis, add_edge | {links:,} | {seconds:.1f} |" for links, seconds in found["pyvis"].items()]
    return "\n".join(parts) + "\n"


def _range(values: Sequence[float]) -> str:
    return "–".join(f"{value:.3g}" for value in sorted({min(values), max(values)}))


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--release", type=Path, help="release of real plans; else the default one, built if need be")
    parser.add_argument("--rounds", type=int, default=3, help="further visits of each picture (3)")
    known = ("frames", "measures", "export")
    parser.add_argument("--only", nargs="+", choices=known, default=known, help="only these parts")
    options = parser.parse_args()
    OUTPUT.mkdir(parents=True, exist_ok=True)
    data: dict[str, Any] = {"machine": machine()}
    if "frames" in options.only:
        folder = (OUTPUT / "networks").resolve()
        data["pictures"] = [asdict(one) for one in pictures(base_release(options.release), folder, options.rounds)]
    if "measures" in options.only:
        data["measures"] = measures()
    if "export" in options.only:
        data["export"] = exports()
    (OUTPUT / "network.json").write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    (OUTPUT / "network.md").write_text(text(data), encoding="utf-8")
    print(f"{text(data)}\nwritten to {OUTPUT / 'network'}.md and .json", flush=True)


if __name__ == "__main__":
    main()
