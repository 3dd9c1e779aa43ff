"""Room ``network``: the graph projected to what hangs together, laid out, drawn and exported.

Two kinds of link, never added up: ``named`` (a subsection names a thing, so that subsections that name the same thing
are joined by it) and the ties that the plan itself states (``integratesWith``, ``empowers``, ``appliedInDomain``).
"""

from graph_builder.network.exports import FORMATS, export, write_networks
from graph_builder.network.projection import HUB_SHARE, Projection, project, select
from graph_builder.network.reading import Evidence

__all__ = ["FORMATS", "HUB_SHARE", "Evidence", "Projection", "export", "project", "select", "write_networks"]
