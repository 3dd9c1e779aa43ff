"""Room ``validation``: the shapes are held against the graph; the report is data and text."""

from graph_builder.validation.report import Finding, Report
from graph_builder.validation.shacl import read_shapes, validate

__all__ = ["Finding", "Report", "read_shapes", "validate"]
