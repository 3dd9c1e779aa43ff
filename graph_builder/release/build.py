"""Build a release aside and put it in place in one step."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyoxigraph

from graph_builder.assembly import graph_iri, sorted_lines, to_quads
from graph_builder.errors import Place, ReleaseError
from graph_builder.linkages import write_linkages
from graph_builder.network import make_network, write_networks
from graph_builder.release.catalog import (
    DCAT_FILE,
    VOID_FILE,
    dcat_graph,
    description_graph,
    dump_names,
    file_facts,
    write_description,
)
from graph_builder.release.dumps import merged_triples, write_dumps, write_plan_dump
from graph_builder.release.flat import write_tables
from graph_builder.release.graphs import Progress, ReleaseGraphs, assemble_graphs
from graph_builder.release.manifest import check_release, input_hashes, make_manifest, release_id
from graph_builder.release.ontology import write_ontology
from graph_builder.reports import write_ledgers, write_quality
from graph_builder.search import write_search
from graph_builder.validation import write_report


@dataclass(frozen=True)
class Build:
    """The outcome: the release folder, its manifest, and whether it had to be made (else it was there already)."""

    folder: Path
    manifest: dict[str, Any]
    made: bool


def build_release(plans: Sequence[Path], link: Path, progress: Progress = lambda step: None) -> Build:
    """Make a release from plan folders and let ``link`` point to it.

    The folder is ``LINK/../releases/HASH``. If a release of the same inputs is there and whole, nothing is made anew.
    Whatever goes wrong, the link keeps pointing to the release that it pointed to.

    Raises:
        PlanAtlasError: an input is faulty, the graph breaks its shapes, or the release cannot be put in place.
    """
    if link.exists() and not link.is_symlink():
        raise ReleaseError(
            "is in the way: a release is a symbolic link to releases/HASH, and this is none",
            place=Place(link),
            remedy=f"move it away, for example: mv {link} {link}.old",
        )
    inputs = input_hashes(plans)
    home = link.parent / "releases"
    folder = home / release_id(inputs)
    try:
        manifest = check_release(folder)
        made = False
    except ReleaseError:
        graphs = assemble_graphs(plans, progress)
        manifest = _make(folder, inputs, graphs, progress)
        made = True
    _switch(link, folder)
    return Build(folder, manifest, made)


def _make(folder: Path, inputs: dict[str, str], made: ReleaseGraphs, progress: Progress) -> dict[str, Any]:
    """Write the release under a passing name, then give it its own."""
    aside = folder.with_name(f".{folder.name}.{os.getpid()}")
    _sweep(folder.parent)
    try:
        aside.mkdir(parents=True)
        manifest = _write(aside, inputs, made, progress)
        if folder.exists():  # damaged, or made by another build meanwhile
            shutil.rmtree(folder)
        aside.rename(folder)
    except OSError as error:
        raise ReleaseError(
            f"cannot be written: {error.strerror or error}",
            place=Place(error.filename or folder),
            remedy="check rights and free space there, or name another place with --release",
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return manifest


def _sweep(home: Path) -> None:
    """Remove what builds left behind that were killed."""
    for left in home.glob(".*.*"):
        owner = left.suffix[1:]
        if owner.isdecimal() and not _lives(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


def _write(folder: Path, inputs: dict[str, str], made: ReleaseGraphs, progress: Progress) -> dict[str, Any]:
    progress("writing tables")
    for plan in made.plans:
        names = [graph_iri(f"{kind}/{plan.id}") for kind in ("plan", "evidence", "derived")]
        own = to_quads({name: made.graphs[name] for name in names})
        list(write_plan_dump(own, folder / "plans" / f"{plan.id}.ttl"))
    write_tables(made, folder)
    write_ontology(folder / "ontology")
    write_report(made.report, folder / "validation")
    progress("reporting on quality")
    write_quality(made.plans, made.graphs, made.merged, folder / "quality")
    progress("writing the ledgers")
    write_ledgers(made.merged, folder / "ledger")
    progress("making all of it findable")
    write_search(made.plans, made.graphs, made.merged, folder)
    progress("drawing the network")
    network = make_network(made.merged)
    write_networks(network, folder / "networks")
    write_linkages(made.merged, network, [plan.path for plan in made.plans], folder / "linkages")
    progress("writing dumps")
    described = _describe(folder, inputs, made)
    quads = to_quads(described.graphs)
    list(write_dumps(quads, folder, "planatlas"))
    facts = file_facts(folder)
    write_description(dcat_graph(made, release_id(inputs), [*facts, DCAT_FILE], facts), folder / DCAT_FILE)
    progress("filling the store")
    _fill_store(folder / "store", quads)
    manifest = make_manifest(folder, inputs, described, quads, sorted_lines(quads))
    (folder / "manifest.json").write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n"
    )
    return manifest


def _describe(folder: Path, inputs: dict[str, str], made: ReleaseGraphs) -> ReleaseGraphs:
    """Add the catalog graph. It tells size and checksum of the files that are there: all that do not hold it."""
    release = release_id(inputs)
    description = description_graph(made, release)
    write_description(description, folder / VOID_FILE)
    facts = file_facts(folder)
    catalog = description + dcat_graph(made, release, [*facts, *dump_names(), DCAT_FILE], facts)
    return replace(made, graphs={**made.graphs, graph_iri("catalog"): catalog})


def _fill_store(path: Path, quads: list[pyoxigraph.Quad]) -> None:
    """Write the on-disk store: every graph, and their merge as the default graph."""
    try:
        store = pyoxigraph.Store(str(path))
        store.bulk_extend(quads)
        store.bulk_extend(merged_triples(quads))
        store.optimize()
        store.flush()
    except RuntimeError as error:  # how pyoxigraph tells some errors of the disk
        raise OSError(0, str(error), str(path)) from error


def _switch(link: Path, folder: Path) -> None:
    """Let the link point to the folder, in one step."""
    target = os.path.relpath(folder, link.parent)
    if link.is_symlink() and str(link.readlink()) == target:
        return
    passing = link.with_name(f".{link.name}.{os.getpid()}")
    try:
        passing.unlink(missing_ok=True)
        passing.symlink_to(target, target_is_directory=True)
        passing.replace(link)
    except OSError as error:
        passing.unlink(missing_ok=True)
        raise ReleaseError(
            f"cannot be switched: {error.strerror or error}", place=Place(link), remedy="check the rights there"
        ) from error
