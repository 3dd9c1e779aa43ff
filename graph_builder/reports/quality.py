"""Write the reports on quality into a release: what each sentence yielded, and how much of each plan is covered."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rdflib import Graph

from graph_builder.reports.coverage import coverage_data, coverage_names
from graph_builder.reports.evidence import Graphs, labels_of, read_record
from graph_builder.reports.sentences import (
    Sentence,
    read_unmarked,
    sentence_labels,
    sentences_csv,
    sentences_data,
    sentences_of,
)
from graph_builder.structure import parse
from graph_builder.text import PlanFolder


def write_quality(plans: Iterable[PlanFolder], graphs: Graphs, merged: Graph, folder: Path) -> None:
    """Write ``sentences.json``, ``sentences.csv`` and ``coverage.json``: the same graphs give the same bytes.

    Raises:
        AnnotationError: the reasons or a reading of a plan break their format.
    """
    cut, sentences, coverage = [], [], []
    labels: dict[str, Any] = {}
    for plan in plans:
        tree, record = parse(plan.source), read_record(graphs, plan.id)
        found = sentences_of(tree, record, read_unmarked(plan))
        data = sentences_data(plan, tree, record, found)
        labels |= sentence_labels(merged, found, data["sections"])
        cut.append((plan.id, found))
        sentences.append(data)
        coverage.append(coverage_data(plan, tree, record, found, merged))
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "sentences.json", {"plans": sentences, "labels": labels})
    _write(folder / "coverage.json", {"plans": coverage, "labels": labels_of(merged, coverage_names(coverage))})
    (folder / "sentences.csv").write_text(sentences_csv(cut), encoding="utf-8", newline="")


def plan_sentences(plan: PlanFolder, graphs: Graphs) -> tuple[Sentence, ...]:
    """Cut a plan into its sentences, each with what it yielded."""
    return sentences_of(parse(plan.source), read_record(graphs, plan.id))


def _write(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
