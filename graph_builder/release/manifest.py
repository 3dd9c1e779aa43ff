"""``manifest.json``: what a release was made from and what is in it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph
from rdflib import RDF, URIRef

import graph_builder
from graph_builder import resources
from graph_builder.errors import Place, ReleaseError
from graph_builder.namespaces import BASE, PA
from graph_builder.release.dumps import MEDIA_TYPES, merged_triples
from graph_builder.release.graphs import ReleaseGraphs

FORMAT = 1
"""Version of the release format."""

_REBUILD = "build the release again: planatlas build"
_SHARED = ("ontology", "shapes", "data/vocabularies", "data/queries")
_PLAN_FILES = (
    *("plan.toml", "text.txt", "annotations.ann", "labels.ttl"),
    *("review/reading-1.ann", "review/reading-2.ann", "review/unmarked.tsv", "review/coherence.tsv"),
)


def sha256(path: Path) -> str:
    """Hash a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def input_hashes(plans: Iterable[Path]) -> dict[str, str]:
    """Hash all that a release is made from, by its name in the repository; the builder's own code counts too."""
    hashes = {
        f"{folder}/{file.relative_to(top).as_posix()}": sha256(file)
        for folder in _SHARED
        for top in (resources.path(folder),)
        for file in sorted(top.rglob("*"))
        if file.suffix in (".ttl", ".rq", ".jsonld")
    }
    hashes["data/background.ttl"] = sha256(resources.path("data/background.ttl"))
    for plan in plans:
        for name in _PLAN_FILES:
            if (plan / name).is_file():
                hashes[f"data/plans/{plan.resolve().name}/{name}"] = sha256(plan / name)
    code = Path(graph_builder.__file__).parent
    digest = hashlib.sha256()
    for file in sorted(code.rglob("*")):
        if file.suffix in (".py", ".html", ".js", ".css") and "_resources" not in file.parts:
            digest.update(f"{file.relative_to(code).as_posix()}\0{sha256(file)}\n".encode())
    hashes["graph_builder"] = digest.hexdigest()
    return dict(sorted(hashes.items()))


def release_id(inputs: Mapping[str, str], version: str = graph_builder.__version__) -> str:
    """Name a release: SHA-256 over the input hashes and the package version."""
    content = json.dumps([FORMAT, version, dict(inputs)], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def make_manifest(
    folder: Path, inputs: Mapping[str, str], made: ReleaseGraphs, quads: list[pyoxigraph.Quad], nquads: bytes
) -> dict[str, Any]:
    """Describe a release folder whose files are written."""
    files = sorted(
        path for path in folder.rglob("*") if path.is_file() and "store" not in path.relative_to(folder).parts
    )
    return {
        "format": FORMAT,
        "version": graph_builder.__version__,
        "release": release_id(inputs),
        "base": BASE,
        "inputs": dict(inputs),
        "plans": [
            {
                "id": plan.id,
                "iri": f"{BASE}id/plan/{plan.id}",
                "title": {"zh": plan.metadata.title, "en": plan.metadata.title_en or plan.metadata.title},
            }
            for plan in made.plans
        ],
        "counts": {
            "quads": len(quads),
            "triples": len(merged_triples(quads)),
            "graphs": {str(name): len(graph) for name, graph in sorted(made.graphs.items())},
            "classes": _classes(made),
        },
        "validation": made.report.counts,
        "files": {
            path.relative_to(folder).as_posix(): {
                "sha256": sha256(path),
                "bytes": path.stat().st_size,
                "mediaType": MEDIA_TYPES[path.suffix],
            }
            for path in files
        },
        "store": {"nquads": hashlib.sha256(nquads).hexdigest()},
    }


def _classes(made: ReleaseGraphs) -> dict[str, int]:
    counts = Counter(
        str(kind) for kind in made.merged.objects(None, RDF.type) if isinstance(kind, URIRef) and kind.startswith(PA)
    )
    return dict(sorted(counts.items()))


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a release folder.

    Raises:
        ReleaseError: there is none, it is damaged, or of a format that this version does not read.
    """
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReleaseError("there is no release", place=Place(folder), remedy="build one: planatlas build") from None
    except (OSError, ValueError) as error:
        raise ReleaseError(f"is damaged: {error}", place=Place(path), remedy=_REBUILD) from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise ReleaseError("is damaged: it is no manifest", place=Place(path), remedy=_REBUILD)
    if manifest.get("format") != FORMAT:
        raise ReleaseError(
            f"is a release of format {manifest.get('format')}, and this version reads format {FORMAT}",
            place=Place(path),
            remedy=_REBUILD,
        )
    return manifest


def check_release(folder: Path) -> dict[str, Any]:
    """Read the manifest and hold every file against its hash, and the store against its size.

    Raises:
        ReleaseError: as :func:`read_manifest`; or a file or the store is missing or differs.
    """
    manifest = read_manifest(folder)
    try:
        sums = {name: entry["sha256"] for name, entry in manifest["files"].items()}
        named = release_id(manifest["inputs"], manifest["version"]) == manifest["release"]
        size = manifest["counts"]["quads"] + manifest["counts"]["triples"]
    except (KeyError, TypeError, AttributeError, ValueError):
        sums, named, size = {}, False, -1
    if not (sums and named):
        raise _damaged(folder / "manifest.json", "it is not the manifest that was written")
    for name, expected in sums.items():
        path = folder / name
        if not path.is_file():
            raise ReleaseError("is missing", place=Place(path), remedy=_REBUILD)
        if sha256(path) != expected:
            raise _damaged(path, "it is not the file that the manifest names")
    path = folder / "store"
    try:
        found = len(pyoxigraph.Store.read_only(str(path)))
    except (OSError, RuntimeError) as error:  # pyoxigraph raises RuntimeError where the tables are damaged
        raise ReleaseError(f"is missing or damaged: {error}", place=Place(path), remedy=_REBUILD) from error
    if found != size:
        raise _damaged(path, f"it holds {found} quads, and the manifest says {size}")
    return manifest


def _damaged(path: Path, reason: str) -> ReleaseError:
    return ReleaseError(f"is damaged: {reason}", place=Place(path), remedy=_REBUILD)
