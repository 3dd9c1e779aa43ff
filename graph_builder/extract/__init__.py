"""Room ``extract``: the automatic reader. Structure, vocabularies and trained taggers become draft annotations.

Each annotation says which rule made it and how sure that is. The models are trained on the committed texts only
(``python -m graph_builder.extract.train``).
"""

from graph_builder.extract.corpus import Document, read_words, training_texts, words_in, words_of
from graph_builder.extract.doubt import Ambiguity, Doubt, ambiguities, doubts, format_ambiguities, format_doubts
from graph_builder.extract.draft import directed
from graph_builder.extract.gazetteer import Gazetteer, Hit
from graph_builder.extract.reader import Reader
from graph_builder.extract.training import train

__all__ = [
    "Ambiguity",
    "Document",
    "Doubt",
    "Gazetteer",
    "Hit",
    "Reader",
    "ambiguities",
    "directed",
    "doubts",
    "format_ambiguities",
    "format_doubts",
    "read_words",
    "train",
    "training_texts",
    "words_in",
    "words_of",
]
