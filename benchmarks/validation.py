"""Time both SHACL engines on a release, and on its plans repeated under other identifiers.

``python -m benchmarks.validation [--release DIR] [--times 1 10 100] [--reference 1]``: the reference engine takes
minutes beyond one copy, so that it runs only up to the number of copies that ``--reference`` names. Quote the ratios.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyshacl
import shifty
from rdflib import RDF, SH, Graph

from graph_builder import resources
from graph_builder.release import build_release, shipped_plans
from graph_builder.validation import read_shapes

_PLAN = re.compile(r"(/(?:id|graph)/plan/)([a-z0-9-]+)")


def _copies(lines: list[str], times: int) -> Iterator[str]:
    """Give the graph with every triple of a plan once for each copy, under the plan's name and a number."""
    for line in lines:
        if times == 1 or not _PLAN.search(line):
            yield line
            continue
        for copy in range(times):
            yield _PLAN.sub(rf"\1\2-{copy}", line)


def measure(release: Path, times: list[int], reference: int) -> None:
    """Print a line for each number of copies: triples, seconds with each engine, ratio, findings."""
    shapes = read_shapes(resources.path("shapes").glob("*.ttl"))
    rules = shapes.serialize(format="nt", encoding="utf-8")
    lines = (release / "planatlas.nt").read_text(encoding="utf-8").splitlines(keepends=True)
    print(f"{'copies':>6}{'triples':>12}{'pyshifty s':>12}{'pyshacl s':>12}{'ratio':>8}{'findings':>10}")
    for count in times:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "data.nt"
            with data.open("w", encoding="utf-8") as file:
                file.writelines(_copies(lines, count))
            with data.open("rb") as file:
                triples = sum(1 for _ in file)
            start = time.perf_counter()
            _, found, _ = shifty.validate(data, rules, graph_mode="data", infer=False, on_unsupported="error")
            fast = time.perf_counter() - start
            findings = len(set(found.subjects(RDF.type, SH.ValidationResult)))
            slow = ratio = "–"
            if count <= reference:
                graph = Graph().parse(data, format="nt")
                start = time.perf_counter()
                pyshacl.validate(graph, shacl_graph=shapes, advanced=False, allow_warnings=True)
                seconds = time.perf_counter() - start
                slow, ratio = f"{seconds:.1f}", f"{seconds / fast:.1f}"
        print(f"{count:>6}{triples:>12}{fast:>12.1f}{slow:>12}{ratio:>8}{findings:>10}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", type=Path, default=resources.default_release())
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--reference", type=int, default=1)
    options = parser.parse_args()
    build_release(shipped_plans(), options.release)
    measure(options.release, options.times, options.reference)


if __name__ == "__main__":
    main()
