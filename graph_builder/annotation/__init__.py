"""Room ``annotation``: mentions, attributes and relations of a text, as brat standoff (``.ann``) and back."""

from graph_builder.annotation.model import Annotations, Attribute, Mention, Note, Reference, Relation
from graph_builder.annotation.reader import parse_annotations, read_annotations
from graph_builder.annotation.scheme import ATTRIBUTES, CONTAINERS, MENTION_TYPES, RELATIONS, REVIEW
from graph_builder.annotation.writer import format_annotations, write_annotations

__all__ = [
    "ATTRIBUTES",
    "CONTAINERS",
    "MENTION_TYPES",
    "RELATIONS",
    "REVIEW",
    "Annotations",
    "Attribute",
    "Mention",
    "Note",
    "Reference",
    "Relation",
    "format_annotations",
    "parse_annotations",
    "read_annotations",
    "write_annotations",
]
