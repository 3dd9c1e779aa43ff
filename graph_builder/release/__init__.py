"""Room ``release``: all rooms together make a release folder, built aside and put in place by switching a link."""

from graph_builder.release.build import Build, build_release
from graph_builder.release.gallery import GalleryQuery, read_gallery
from graph_builder.release.graphs import ReleaseGraphs, assemble_graphs, shipped_plans
from graph_builder.release.manifest import FORMAT, check_release, read_manifest

__all__ = [
    "FORMAT",
    "Build",
    "GalleryQuery",
    "ReleaseGraphs",
    "assemble_graphs",
    "build_release",
    "check_release",
    "read_gallery",
    "read_manifest",
    "shipped_plans",
]
