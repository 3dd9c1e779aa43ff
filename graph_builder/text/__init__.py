"""Room ``text``: a file becomes a :class:`SourceText`; a :class:`Span` exists only where its quote equals the text.

A :class:`Reading` is a text without the line wraps and page numbers of a printed page, with the way back.
"""

from graph_builder.text.adding import add_plan
from graph_builder.text.folding import fold
from graph_builder.text.formats import SUFFIXES, Extracted, extract
from graph_builder.text.plan import PlanFolder, PlanMetadata, read_plan_folder
from graph_builder.text.reading import Reading
from graph_builder.text.source import SourceText, Span, read_source
from graph_builder.text.wraps import rejoined

__all__ = [
    "SUFFIXES",
    "Extracted",
    "PlanFolder",
    "PlanMetadata",
    "Reading",
    "SourceText",
    "Span",
    "add_plan",
    "extract",
    "fold",
    "read_plan_folder",
    "read_source",
    "rejoined",
]
