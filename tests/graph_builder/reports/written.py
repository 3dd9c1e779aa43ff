"""The reports on quality of a plan folder, as they stand in a release."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rdflib import Graph, URIRef

from graph_builder.assembly import graph_iri, merge, vocabulary_graph
from graph_builder.derivation import derive
from graph_builder.reports import write_quality
from graph_builder.text import PlanFolder
from tests.plans import assemble, ontology, rules, vocabulary

NAMES = ("sentences.json", "sentences.csv", "coverage.json")


@dataclass(frozen=True)
class Made:
    """A plan and its named graphs."""

    folder: PlanFolder
    graphs: dict[URIRef, Graph]

    def write(self, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
        """Write the reports into a folder and read them: of the sentences, and of the coverage."""
        shared = ontology(), vocabulary_graph(vocabulary())
        write_quality([self.folder], self.graphs, merge((*shared, *self.graphs.values())), folder)
        sentences, coverage = (json.loads((folder / name).read_text("utf-8")) for name in (NAMES[0], NAMES[2]))
        return sentences, coverage

    def changed(self, kind: str, change: Callable[[Graph], object]) -> Made:
        """Change one of the graphs, in a copy."""
        name = graph_iri(f"{kind}/{self.folder.id}")
        copy = merge([self.graphs[name]])
        change(copy)
        return Made(self.folder, self.graphs | {name: copy})


def make(path: Path) -> Made:
    """Assemble a plan folder and derive from it."""
    done = assemble(path)
    derived = derive((ontology(), vocabulary_graph(vocabulary()), done.graphs.plan, done.graphs.evidence), rules())
    graphs = {"plan": done.graphs.plan, "evidence": done.graphs.evidence, "derived": derived}
    return Made(done.folder, {graph_iri(f"{kind}/{done.folder.id}"): graph for kind, graph in graphs.items()})
