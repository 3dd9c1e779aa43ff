"""Room ``assembly``: units, annotations and vocabularies become RDF.

Each statement is a plain triple, an Assertion that tells which directive says it, and Mentions with offsets.
"""

from graph_builder.assembly.background import background_graph
from graph_builder.assembly.drafts import DraftConcepts, draft_concepts, draft_iri, waits_for_concept
from graph_builder.assembly.graphs import merge, sorted_lines, to_quads
from graph_builder.assembly.iris import PlanIris, assertion_key, graph_iri
from graph_builder.assembly.plan import PlanGraphs, assemble_plan
from graph_builder.assembly.shared import ontology_graph, vocabulary_graph

__all__ = [
    "DraftConcepts",
    "PlanGraphs",
    "PlanIris",
    "assemble_plan",
    "assertion_key",
    "background_graph",
    "draft_concepts",
    "draft_iri",
    "graph_iri",
    "merge",
    "ontology_graph",
    "sorted_lines",
    "to_quads",
    "vocabulary_graph",
    "waits_for_concept",
]
