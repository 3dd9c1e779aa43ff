"""Train the shipped reader on all committed texts: ``python -m graph_builder.extract.train [FOLDER]``."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from graph_builder import resources
from graph_builder.extract.corpus import read_words, training_texts
from graph_builder.extract.models import CALIBRATION, LEXICON
from graph_builder.extract.training import calibration, train


def main() -> None:
    """Train and write the models into the folder, by default that of the shipped reader."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else resources.path("data/reader")
    documents, lexicon = training_texts(), read_words(resources.path("data/reader") / LEXICON)
    with ProcessPoolExecutor(1) as pool:  # both take minutes
        measured = pool.submit(calibration, documents, lexicon)
        train(documents, lexicon, folder)
        (folder / CALIBRATION).write_text(measured.result().format(), encoding="utf-8")


if __name__ == "__main__":
    main()
