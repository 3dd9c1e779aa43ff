"""Generate plans: each plan of a release again and again, under other identifiers, as a release that can be served.

``python -m benchmarks.plans --release build/release --copies 100`` writes ``build/benchmarks/data/…`` and names it.

A copy is no real plan. Its text has a preface, so that every offset differs; its labels begin with its number; and in
part of its statements a concept has changed places with another of its kind, so that what is used together differs
from copy to copy. The same release, number of copies and seed give the same graphs. What a release holds besides its
graphs (reports, ledgers, tables, networks) is left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph

from graph_builder import resources
from graph_builder.namespaces import BASE
from graph_builder.release import FORMAT, build_release, read_manifest, shipped_plans

DATA = Path("build/benchmarks/data")
SEED = 1
_PARTS = ("plan", "evidence", "derived")
_KINDS = ("technology", "domain", "facility", "scenario", "place")
_OFFSET = r'"(?P<number>\d+)"\^\^<http://www\.w3\.org/2001/XMLSchema#nonNegativeInteger>'
_RANGE = r"/(?P<start>\d+)-(?P<end>\d+)(?=[/>])"
_CONCEPT = rf"<{re.escape(BASE)}id/(?P<kind>{'|'.join(_KINDS)})/(?P<slug>[^/>]+)>"
_LABEL = r'(?P<label><http://www\.w3\.org/2000/01/rdf-schema#label> ")'
_TEXT = r'(?P<text>nif-core#isString> ")'
_QUAD = re.compile(rf"(.* )<{re.escape(BASE)}graph/([^>]+)> \.\n")
_TYPE = re.compile(r"<http://www\.w3\.org/1999/02/22-rdf-syntax-ns#type> <([^>]+)> $")
_TERMS = f"{BASE}ontology#"


class Template:
    """The graphs of one plan, cut at what differs between its copies."""

    def __init__(self, plan: str, quads: str) -> None:
        self._plan = plan
        name = rf"(?P<plan>(?<![\w-]){re.escape(plan)}(?![\w-]))"
        pattern = re.compile("|".join((name, _OFFSET, _RANGE, _CONCEPT, _LABEL, _TEXT)))
        pieces: list[str] = []
        found: dict[str, re.Match[str]] = {}
        end = 0
        for match in pattern.finditer(quads):
            pieces += quads[end : match.start()], match[0]
            found.setdefault(match[0], match)
            end = match.end()
        self._pieces = [*pieces, quads[end:]]
        self._found = found
        self._concepts: dict[str, list[str]] = {}
        for kind, slug in sorted({(m["kind"], m["slug"]) for m in found.values() if m["kind"]}):
            self._concepts.setdefault(kind, []).append(slug)

    def copy(self, number: int, seed: int) -> str:
        """Write the quads of one copy."""
        chance = random.Random(f"{seed} {self._plan} {number}")
        preface = f"第{number}份。" + "规" * chance.randint(1, 999)
        swapped = {
            (kind, before): after
            for kind, slugs in self._concepts.items()
            for before, after in _shuffled(slugs, chance).items()
        }
        changed = {token: self._changed(match, number, preface, swapped) for token, match in self._found.items()}
        pieces = self._pieces.copy()
        pieces[1::2] = map(changed.__getitem__, pieces[1::2])
        return "".join(pieces)

    def _changed(self, match: re.Match[str], number: int, preface: str, swapped: dict[tuple[str, str], str]) -> str:
        if match["plan"]:
            return copy_name(self._plan, number)
        if match["number"]:
            shifted = int(match["number"]) + len(preface)
            return f'"{shifted}"{match[0].partition("^^")[1]}{match[0].partition("^^")[2]}'
        if match["start"]:
            return f"/{int(match['start']) + len(preface)}-{int(match['end']) + len(preface)}"
        if match["kind"]:
            return f"<{BASE}id/{match['kind']}/{swapped[match['kind'], match['slug']]}>"
        return match[0] + (f"〔{number}〕" if match["label"] else preface)


def _shuffled(slugs: Sequence[str], chance: random.Random) -> dict[str, str]:
    """Let about half of them change places."""
    moved = [slug for slug in slugs if chance.random() < 0.5]
    return {slug: slug for slug in slugs} | dict(zip(moved, chance.sample(moved, len(moved)), strict=True))


def copy_name(plan: str, number: int) -> str:
    """Name a copy of a plan."""
    return f"{plan}-{number:03}"


@dataclass
class _Written:
    """What was written so far."""

    graphs: Counter[str]
    classes: Counter[str]
    shared: set[str]
    triples: int = 0


def generate(release: Path, home: Path, copies: int, seed: int = SEED) -> Path:
    """Write a release with so many copies of each plan of ``release``; one that is there already is given again."""
    manifest = read_manifest(release)
    name = hashlib.sha256(f"{manifest['release']} {copies} {seed} {_own_hash()}".encode()).hexdigest()
    folder = home / name
    if (folder / "manifest.json").exists():
        return folder
    aside = home / f".{name}.{os.getpid()}"
    aside.mkdir(parents=True)
    try:
        plans = [plan["id"] for plan in manifest["plans"]]
        written = _write_quads(release / "planatlas.nq", aside, plans, copies, seed)
        _fill(aside)
        (aside / "manifest.json").write_text(
            json.dumps(_manifest(manifest, name, aside, written, copies), ensure_ascii=False), encoding="utf-8"
        )
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return folder


def _own_hash() -> str:
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


def _write_quads(source: Path, folder: Path, plans: Sequence[str], copies: int, seed: int) -> _Written:
    """Write ``planatlas.nq`` (the graphs) and ``planatlas.nt`` (their merge)."""
    own: dict[str, list[str]] = {plan: [] for plan in plans}
    others: list[str] = []
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            found = _QUAD.fullmatch(line)
            kind, _, plan = found[2].partition("/") if found else ("", "", "")
            (own[plan] if kind in _PARTS and plan in own else others).append(line)
    written = _Written(Counter(), Counter(), set())
    with (
        (folder / "planatlas.nq").open("w", encoding="utf-8", newline="\n") as graphs,
        (folder / "planatlas.nt").open("w", encoding="utf-8", newline="\n") as merged,
    ):
        graphs.writelines(others)
        merged.writelines(_merged(others, written, lambda line: False))
        for plan in plans:
            template = Template(plan, "".join(own[plan]))
            for number in range(1, copies + 1):
                text = template.copy(number, seed)
                graphs.write(text)
                mark = f"/plan/{copy_name(plan, number)}"
                merged.writelines(_merged(text.splitlines(keepends=True), written, lambda line, m=mark: m in line))
    return written


def _merged(quads: Sequence[str], written: _Written, alone: Callable[[str], bool]) -> Iterator[str]:
    """Take the graph away; give a triple once, which only those that are ``alone`` need no memory for."""
    for quad in quads:
        found = _QUAD.fullmatch(quad)
        assert found, quad
        triple = found[1]
        written.graphs[BASE + "graph/" + found[2]] += 1
        if not alone(triple):
            if triple in written.shared:
                continue
            written.shared.add(triple)
        written.triples += 1
        kind = _TYPE.search(triple)
        if kind and kind[1].startswith(_TERMS):
            written.classes[kind[1]] += 1
        yield f"{triple}.\n"


def _fill(folder: Path) -> None:
    store = pyoxigraph.Store(str(folder / "store"))
    for name in ("planatlas.nq", "planatlas.nt"):
        store.bulk_load(path=str(folder / name))
    store.optimize()
    store.flush()


def _manifest(base: dict[str, Any], name: str, folder: Path, written: _Written, copies: int) -> dict[str, Any]:
    files = {}
    for file, media_type in (("planatlas.nq", "application/n-quads"), ("planatlas.nt", "application/n-triples")):
        with (folder / file).open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        files[file] = {"sha256": digest, "bytes": (folder / file).stat().st_size, "mediaType": media_type}
    return {
        "format": FORMAT,
        "version": base["version"],
        "release": name,
        "base": BASE,
        "inputs": base["inputs"],
        "plans": [
            {
                "id": copy_name(plan["id"], number),
                "iri": f"{BASE}id/plan/{copy_name(plan['id'], number)}",
                "title": {language: f"〔{number}〕{title}" for language, title in plan["title"].items()},
            }
            for plan in base["plans"]
            for number in range(1, copies + 1)
        ],
        "counts": {
            "quads": written.graphs.total(),
            "triples": written.triples,
            "graphs": dict(sorted(written.graphs.items())),
            "classes": dict(sorted(written.classes.items())),
        },
        "validation": base["validation"],
        "files": files,
    }


def main() -> None:
    """Read the arguments, build the release of real plans if need be, and generate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--release", type=Path, help="a release of real plans; else the default one, built if need be")
    parser.add_argument("--copies", type=int, default=100)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    folder = generate(base_release(options.release), DATA, options.copies, options.seed)
    counts = read_manifest(folder)["counts"]
    print(f"{folder}: {counts['quads']} quads, {counts['triples']} triples")


def base_release(given: Path | None) -> Path:
    """Give the release whose plans are repeated."""
    return given or build_release(shipped_plans(), resources.default_release()).folder


if __name__ == "__main__":
    main()
