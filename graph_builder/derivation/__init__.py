"""Room ``derivation``: the rules in ``ontology/rules`` add what follows from the statements, to a fixpoint."""

from graph_builder.derivation.rules import derive

__all__ = ["derive"]
