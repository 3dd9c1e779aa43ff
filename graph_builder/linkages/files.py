"""Write the linkages of a release as lists and tables: the contract between the builder and whoever shows them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rdflib import Graph

from graph_builder.linkages.coherence import Pair, find_pairs
from graph_builder.linkages.comparison import Comparison, compare_plans
from graph_builder.linkages.comparison_files import comparison_csv, comparison_json, other_names_csv
from graph_builder.linkages.concrete import concrete
from graph_builder.linkages.decisions import decide, read_decisions
from graph_builder.linkages.gap_files import gaps_csv, gaps_json, gaps_xlsx
from graph_builder.linkages.gaps import Profile, find_gaps
from graph_builder.linkages.matrix import Matrix, make_matrix, matrix_csv, matrix_xlsx
from graph_builder.linkages.pair_files import pairs_csv, pairs_json, pairs_xlsx
from graph_builder.linkages.ranking import TopLink, naming_sections, rank, top_links_csv
from graph_builder.network import (
    LINK_KINDS,
    TOGETHER,
    Filters,
    Network,
    has_drafts,
    make_network,
    narrow,
    without_drafts,
)

LANGUAGES = ("zh", "en")

REVIEWED_FOLDER = "reviewed"
"""The folder, beside the lists, of the same lists by statements that are no drafts."""


def top_filters(kind: str) -> Filters:
    """Give the filters of the list of strongest links of a kind: across sections and fields, nothing generic."""
    return Filters(links=frozenset((kind,)), across=True, weight="aa" if kind == TOGETHER else "ra")


def top_links(network: Network, kind: str) -> list[TopLink]:
    """Rank the links of a kind across sections and fields, without what is general (``concrete.py``)."""
    filters = top_filters(kind)
    return rank(concrete(narrow(network, filters), network, kind), filters.weight, named_in=naming_sections(network))


@dataclass(frozen=True)
class Lists:
    """The lists that a release holds: strongest links by kind, pairs of directives, gaps, plans compared."""

    top: dict[str, list[TopLink]]
    pairs: list[Pair]
    gaps: list[Profile]
    comparison: Comparison


def make_lists(graph: Graph, network: Network, plans: Iterable[Path]) -> Lists:
    """Make the lists; parameters as those of :func:`write_linkages`."""
    return Lists(_top(network), _decided(graph, plans), find_gaps(graph), compare_plans(graph))


def reviewed_lists(graph: Graph, plans: Iterable[Path], usual: Lists) -> Lists:
    """Make the lists by statements that are no drafts: ranked, paired, counted and compared as if there were no others.

    ``usual`` are those of the whole graph. Its gaps stand where it has no draft: they speak of statements only. A pair
    has the key of the entry there that pairs the same measures, and what was decided of that.
    """
    kept = without_drafts(graph)
    pairs = _keyed(_decided(kept, plans), usual.pairs)
    gaps = find_gaps(graph, kept) if has_drafts(graph) else usual.gaps
    return Lists(_top(make_network(kept)), pairs, gaps, compare_plans(kept))


def _keyed(pairs: Iterable[Pair], usual: Iterable[Pair]) -> list[Pair]:
    """Let each pair have key and decision of the usual entry of its measures; of several with one entry, the first."""
    known = {
        (first.measure, second.measure): entry
        for entry in usual
        for first, second in ((entry.first, entry.second), *((also.first, also.second) for also in entry.also))
    }
    taken: set[str] = set()
    found = []
    for pair in pairs:
        if entry := known.get((pair.first.measure, pair.second.measure)):
            key = pair.key if entry.key in taken else entry.key
            taken.add(key)
            pair = replace(pair, key=key, decision=entry.decision, by=entry.by, because=entry.because)
        found.append(pair)
    found.sort(key=lambda pair: pair.decision == "reject")
    return [replace(pair, rank=place) for place, pair in enumerate(found, 1)]


def _top(network: Network) -> dict[str, list[TopLink]]:
    return {kind: top_links(network, kind) for kind in LINK_KINDS}


def _decided(graph: Graph, plans: Iterable[Path]) -> list[Pair]:
    pairs = find_pairs(graph)
    for plan in plans:
        pairs = decide(pairs, read_decisions(plan))
    return pairs


def write_linkages(graph: Graph, network: Network, plans: Iterable[Path], folder: Path) -> None:
    """Write the lists and tables; ``network`` is that of the merged ``graph``, ``plans`` are the plan folders.

    - ``top.json``, ``top.KIND.{zh,en}.csv``: the strongest links of each kind in words;
    - ``coherence.{json,xlsx,zh.csv,en.csv}``: pairs of directives, with the decisions kept in the plan folders;
    - ``gaps.{json,xlsx,zh.csv,en.csv}``: profiles of what the plans lack;
    - ``plans.{json,zh.csv,en.csv}``, ``names.{zh,en}.csv``: the plans compared, and facilities under other names;
    - ``matrix.{json,xlsx,zh.csv,en.csv}``: fields × technologies, counted in directives and clustered;
    - ``reviewed/{top,coherence,gaps,plans}.json``: the same lists by statements that are no drafts.
    """
    plans = list(plans)
    lists = make_lists(graph, network, plans)
    _write_lists(lists, folder)
    for kind, rows in lists.top.items():
        for language in LANGUAGES:
            _text(folder / f"top.{kind}.{language}.csv", top_links_csv(network, rows, language))
    (folder / "coherence.xlsx").write_bytes(pairs_xlsx(lists.pairs))
    (folder / "gaps.xlsx").write_bytes(gaps_xlsx(lists.gaps))
    for language in LANGUAGES:
        _text(folder / f"coherence.{language}.csv", pairs_csv(lists.pairs, language))
        _text(folder / f"gaps.{language}.csv", gaps_csv(lists.gaps, language))
        _text(folder / f"plans.{language}.csv", comparison_csv(lists.comparison, language))
        _text(folder / f"names.{language}.csv", other_names_csv(lists.comparison, language))
    _write_lists(reviewed_lists(graph, plans, lists), folder / REVIEWED_FOLDER)
    matrix = first_matrix(network)
    _write(folder / "matrix.json", matrix.as_data())
    (folder / "matrix.xlsx").write_bytes(matrix_xlsx(matrix))
    for language in LANGUAGES:
        _text(folder / f"matrix.{language}.csv", matrix_csv(matrix, language))


def _write_lists(lists: Lists, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "top.json", {kind: [asdict(row) for row in rows] for kind, rows in lists.top.items()})
    _text(folder / "coherence.json", pairs_json(lists.pairs))
    _text(folder / "gaps.json", gaps_json(lists.gaps))
    _text(folder / "plans.json", comparison_json(lists.comparison))


def first_matrix(network: Network) -> Matrix:
    """Make the matrix that is shown first: fields × technologies, all technologies but collective words."""
    return make_matrix(network, filters=Filters(hubs=True, weight="count"))


def _write(path: Path, data: object) -> None:
    _text(path, json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n")


def _text(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8", newline="")
