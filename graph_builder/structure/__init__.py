"""Room ``structure``: a source text becomes a tree of units; what an excerpt lacks is marked absent, never made up."""

from graph_builder.structure.parser import parse
from graph_builder.structure.units import HEADED, MEASURES, TextStatus, Tree, Unit, UnitKind

__all__ = ["HEADED", "MEASURES", "TextStatus", "Tree", "Unit", "UnitKind", "parse"]
