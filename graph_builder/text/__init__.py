"""Room ``text``: a file becomes a :class:`SourceText`; a :class:`Span` exists only where its quote equals the text."""

from graph_builder.text.plan import PlanFolder, PlanMetadata, read_plan_folder
from graph_builder.text.source import SourceText, Span, read_source

__all__ = ["PlanFolder", "PlanMetadata", "SourceText", "Span", "read_plan_folder", "read_source"]
