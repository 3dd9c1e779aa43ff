"""Room ``annotation``: mentions, attributes and relations of a text, as brat standoff (``.ann``) and back."""

from graph_builder.annotation.agreement import Agreement, compare, unitizing_alpha
from graph_builder.annotation.model import Annotations, Attribute, Mention, Note, Reference, Relation
from graph_builder.annotation.reader import parse_annotations, read_annotations
from graph_builder.annotation.scheme import (
    ATTRIBUTES,
    CONTAINERS,
    COREFERENCE,
    MENTION_TYPES,
    RELATIONS,
    REVIEW,
    SAYERS,
    SCORED,
)
from graph_builder.annotation.writer import format_annotations, write_annotations

__all__ = [
    "ATTRIBUTES",
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
    "Mention",
    "Note",
    "Reference",
    "Relation",
    "compare",
    "format_annotations",
    "parse_annotations",
    "read_annotations",
    "unitizing_alpha",
    "write_annotations",
]
