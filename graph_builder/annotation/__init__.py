"""Room ``annotation``: mentions, attributes and relations of a text, as brat standoff (``.ann``) and back."""

from graph_builder.annotation.agreement import Agreement, compare, unitizing_alpha
from graph_builder.annotation.changes import Change, changes, format_changes
from graph_builder.annotation.evaluate import Evaluation, Score, evaluate, format_evaluation, outcomes
from graph_builder.annotation.model import Annotations, Attribute, Mention, Note, Reference, Relation
from graph_builder.annotation.reader import parse_annotations, read_annotations
from graph_builder.annotation.scheme import (
    ATTRIBUTES,
    BROAD_ROLES,
    CONCEPTUAL,
    CONTAINERS,
    COREFERENCE,
    MENTION_TYPES,
    RELATIONS,
    REVIEW,
    SAYERS,
    SCORED,
)
from graph_builder.annotation.statements import StatementEvaluation, evaluate_statements, format_statements
from graph_builder.annotation.writer import format_annotations, write_annotations

__all__ = [
    "ATTRIBUTES",
    "BROAD_ROLES",
    "CONCEPTUAL",
    "CONTAINERS",
    "COREFERENCE",
    "MENTION_TYPES",
    "RELATIONS",
    "REVIEW",
    "SAYERS",
    "SCORED",
    "Agreement",
    "Annotations",
    "Attribute",
    "Change",
    "Evaluation",
    "Mention",
    "Note",
    "Reference",
    "Relation",
    "Score",
    "StatementEvaluation",
    "changes",
    "compare",
    "evaluate",
    "evaluate_statements",
    "format_annotations",
    "format_changes",
    "format_evaluation",
    "format_statements",
    "outcomes",
    "parse_annotations",
    "read_annotations",
    "unitizing_alpha",
    "write_annotations",
]
