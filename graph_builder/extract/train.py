"""Train the shipped reader on all committed texts: ``python -m graph_builder.extract.train [FOLDER]``."""

from __future__ import annotations

import sys
from pathlib import Path

from graph_builder import resources
from graph_builder.extract.corpus import read_words, training_texts
from graph_builder.extract.models import LEXICON
from graph_builder.extract.training import calibrate, train


def main() -> None:
    """Train and write the models into the folder, by default that of the shipped reader."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else resources.path("data/reader")
    documents, lexicon = training_texts(), read_words(resources.path("data/reader") / LEXICON)
    train(documents, lexicon, folder)
    calibrate(documents, lexicon, folder)


if __name__ == "__main__":
    main()
