"""Room ``validation``: the shapes are held against the graph; the report is data, Turtle and text."""

from graph_builder.validation.engines import ENGINES
from graph_builder.validation.report import Finding, Report, report_json, report_turtle, write_report
from graph_builder.validation.shacl import validate
from graph_builder.validation.shapes import SEVERITIES, Check, list_checks, read_shapes

__all__ = [
    "ENGINES",
    "SEVERITIES",
    "Check",
    "Finding",
    "Report",
    "list_checks",
    "read_shapes",
    "report_json",
    "report_turtle",
    "validate",
    "write_report",
]
