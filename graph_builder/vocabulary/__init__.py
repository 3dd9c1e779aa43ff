"""Room ``vocabulary``: SKOS schemes become a table of concepts; an ambiguous label is an error."""

from graph_builder.vocabulary.concepts import Concept, Vocabulary, read_vocabulary
from graph_builder.vocabulary.turtle import read_turtle

__all__ = ["Concept", "Vocabulary", "read_turtle", "read_vocabulary"]
