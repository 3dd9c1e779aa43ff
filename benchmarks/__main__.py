"""Time the endpoint's engine against rdflib on the same release: ``python -m benchmarks [--release DIR] [--runs N]``.

Each query runs in turn on both, so that a change of the machine's speed meets both; quote the ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from rdflib import Graph

from api.settings import Settings
from api.sparql import EmbeddedEngine, Query
from graph_builder import resources
from graph_builder.release import build_release, shipped_plans

PREFIXES = """PREFIX pa: <https://w3id.org/planatlas/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
QUERIES = {
    "one entity": "SELECT ?p ?o { <https://w3id.org/planatlas/id/technology/blockchain> ?p ?o }",
    "label search": 'SELECT ?s ?l { ?s rdfs:label ?l FILTER (CONTAINS(?l, "金融")) }',
    "used together": """SELECT ?a ?b (COUNT(?d) AS ?n) {
        ?d a pa:Directive ; pa:usesTechnology ?a, ?b FILTER (STR(?a) < STR(?b)) } GROUP BY ?a ?b ORDER BY DESC(?n)""",
    "path to the plan": "SELECT ?d ?plan { ?d a pa:Directive ; pa:partOf+ ?plan . ?plan a pa:Plan }",
    "1,000 rows": "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000",
}


async def _median(run: Callable[[], Awaitable[None]], times: list[float]) -> None:
    start = time.perf_counter()
    await run()
    times.append(time.perf_counter() - start)


async def compare(folder: Path, runs: int) -> None:
    """Print a line for each query: both medians and their ratio."""
    start = time.perf_counter()
    graph = Graph().parse(folder / "planatlas.nt", format="nt")
    print(f"rdflib: {len(graph)} triples loaded in {time.perf_counter() - start:.1f} s")
    engine = EmbeddedEngine(folder / "store", Settings())
    await engine.start()
    print(f"{'query':<18}{'PlanAtlas ms':>14}{'rdflib ms':>12}{'ratio':>9}   (medians of {runs}, JSON results)")
    try:
        for name, text in QUERIES.items():
            query = Query(PREFIXES + text)
            ours: list[float] = []
            theirs: list[float] = []

            async def embedded(query: Query = query) -> None:
                await engine.answer(query)

            async def rdflib(query: Query = query) -> None:
                graph.query(query.text).serialize(format="json")

            await embedded()
            for _ in range(runs):
                await _median(embedded, ours)
                await _median(rdflib, theirs)
            first, second = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
            print(f"{name:<18}{first:>14.2f}{second:>12.2f}{second / first:>8.1f}×")
    finally:
        await engine.close()


def main() -> None:
    """Read the arguments, make the release if there is none, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", type=Path, default=resources.default_release())
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    folder = arguments.release.resolve()
    if not arguments.release.exists():
        folder = build_release(shipped_plans(), arguments.release).folder
    asyncio.run(compare(folder, arguments.runs))


if __name__ == "__main__":
    main()
