"""Make the network of all plans in a merged release graph, with all its kinds of link."""

from __future__ import annotations

from rdflib import Graph

from graph_builder.network.corpus import read_corpus
from graph_builder.network.linking import Linker
from graph_builder.network.model import Network


def make_network(graph: Graph) -> Network:
    """Make the whole network: generic words, hubs and enumerations are in it, for :func:`narrow` to leave out."""
    corpus = read_corpus(graph)
    linker = Linker(corpus)
    links = linker.links()
    return Network(corpus.nodes, links, linker.sayings, corpus.sections)
