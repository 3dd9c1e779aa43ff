"""Write the linkages of a release as lists and tables: the contract between the builder and whoever shows them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from rdflib import Graph

from graph_builder.linkages.coherence import find_pairs
from graph_builder.linkages.comparison import compare_plans
from graph_builder.linkages.comparison_files import comparison_csv, comparison_json, other_names_csv
from graph_builder.linkages.concrete import concrete
from graph_builder.linkages.decisions import decide, read_decisions
from graph_builder.linkages.gap_files import gaps_csv, gaps_json, gaps_xlsx
from graph_builder.linkages.gaps import find_gaps
from graph_builder.linkages.matrix import Matrix, make_matrix, matrix_csv, matrix_xlsx
from graph_builder.linkages.pair_files import pairs_csv, pairs_json, pairs_xlsx
from graph_builder.linkages.ranking import TopLink, naming_sections, rank, top_links_csv
from graph_builder.network import LINK_KINDS, TOGETHER, Filters, Network, narrow

LANGUAGES = ("zh", "en")


def top_filters(kind: str) -> Filters:
    """Give the filters of the list of strongest links of a kind: across sections and fields, nothing generic."""
    return Filters(links=frozenset((kind,)), across=True, weight="aa" if kind == TOGETHER else "ra")


def top_links(network: Network, kind: str) -> list[TopLink]:
    """Rank the links of a kind across sections and fields, without what is general (``concrete.py``)."""
    filters = top_filters(kind)
    return rank(concrete(narrow(network, filters), network, kind), filters.weight, named_in=naming_sections(network))


def write_linkages(graph: Graph, network: Network, plans: Iterable[Path], folder: Path) -> None:
    """Write the lists and tables; ``network`` is that of the merged ``graph``, ``plans`` are the plan folders.

    - ``top.json``, ``top.KIND.{zh,en}.csv``: the strongest links of each kind in words;
    - ``coherence.{json,xlsx,zh.csv,en.csv}``: pairs of directives, with the decisions kept in the plan folders;
    - ``gaps.{json,xlsx,zh.csv,en.csv}``: profiles of what the plans lack;
    - ``plans.{json,zh.csv,en.csv}``, ``names.{zh,en}.csv``: the plans compared, and facilities under other names;
    - ``matrix.{json,xlsx,zh.csv,en.csv}``: fields × technologies, counted in directives and clustered.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ranked = {kind: top_links(network, kind) for kind in LINK_KINDS}
    _write(folder / "top.json", {kind: [asdict(row) for row in rows] for kind, rows in ranked.items()})
    for kind, rows in ranked.items():
        for language in LANGUAGES:
            _text(folder / f"top.{kind}.{language}.csv", top_links_csv(network, rows, language))
    pairs = find_pairs(graph)
    for plan in plans:
        pairs = decide(pairs, read_decisions(plan))
    _text(folder / "coherence.json", pairs_json(pairs))
    (folder / "coherence.xlsx").write_bytes(pairs_xlsx(pairs))
    for language in LANGUAGES:
        _text(folder / f"coherence.{language}.csv", pairs_csv(pairs, language))
    profiles = find_gaps(graph)
    _text(folder / "gaps.json", gaps_json(profiles))
    (folder / "gaps.xlsx").write_bytes(gaps_xlsx(profiles))
    for language in LANGUAGES:
        _text(folder / f"gaps.{language}.csv", gaps_csv(profiles, language))
    comparison = compare_plans(graph)
    _text(folder / "plans.json", comparison_json(comparison))
    for language in LANGUAGES:
        _text(folder / f"plans.{language}.csv", comparison_csv(comparison, language))
        _text(folder / f"names.{language}.csv", other_names_csv(comparison, language))
    matrix = first_matrix(network)
    _write(folder / "matrix.json", matrix.as_data())
    (folder / "matrix.xlsx").write_bytes(matrix_xlsx(matrix))
    for language in LANGUAGES:
        _text(folder / f"matrix.{language}.csv", matrix_csv(matrix, language))


def first_matrix(network: Network) -> Matrix:
    """Make the matrix that is shown first: fields × technologies, all technologies but collective words."""
    return make_matrix(network, filters=Filters(hubs=True, weight="count"))


def _write(path: Path, data: object) -> None:
    _text(path, json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n")


def _text(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8", newline="")
