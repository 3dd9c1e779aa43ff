"""Train the reader on annotated texts.

The same texts give the same models. A text is never described with its own words as known ones, or the tagger
would trust known words more than it may in a text that it has not seen.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pycrfsuite

from graph_builder.annotation import BROAD_ROLES, MENTION_TYPES
from graph_builder.extract.actions import describe as describe_action
from graph_builder.extract.calibration import Calibration, Judged
from graph_builder.extract.corpus import LAYERS, Document, format_words, words_of
from graph_builder.extract.directives import directives
from graph_builder.extract.features import features
from graph_builder.extract.gazetteer import Gazetteer, known
from graph_builder.extract.models import ACTION_MODEL, CALIBRATION, FIELD, NETWORKS, ROLE_MODEL, WORDS, compress
from graph_builder.extract.reader import Reader
from graph_builder.extract.roles import describe
from graph_builder.extract.tagger import Found, labels, sequences
from graph_builder.vocabulary import read_vocabulary


def train(documents: Sequence[Document], lexicon: Mapping[str, str], folder: Path, *, known_words: bool = True) -> None:
    """Train all models on some documents and write them into a folder, with the words of the documents.

    ``known_words`` off trains without any list of words, to measure what the lists are worth. Confidences stay raw
    until a :func:`calibration` is written beside them.
    """
    from graph_builder.extract.learning import Example, learn  # PyTorch is there for training only

    folder.mkdir(parents=True, exist_ok=True)
    general = Gazetteer(lexicon if known_words else {})
    examples = []
    field = _trainer(c1=0.08, c2=0.1, least=3)
    for document in documents:
        others = words_of(other for other in documents if other is not document) if known_words else {}
        marks = known(document.folded, (Gazetteer(others), general))
        right = {layer: labels(len(document.folded), document.mentions(types)) for layer, types in LAYERS.items()}
        cuts = [(start, end) for start, end in sequences(document.folded) if start < end]
        examples.append(Example(document.folded, marks, document.kinds, cuts, right))
        rows = features(document.folded, marks, document.kinds)
        for start, end in cuts:
            field.append(rows[start:end], right["names"][start:end])
    _write(field, folder / FIELD)
    for seed, name in enumerate(NETWORKS, 1):
        learn(examples, folder / name, seed=seed)
    _train_roles(documents, folder / ROLE_MODEL)
    _train_actions(documents, folder / ACTION_MODEL)
    (folder / WORDS).write_text(format_words(words_of(documents) if known_words else {}), encoding="utf-8")
    (folder / CALIBRATION).write_text("", encoding="utf-8")


def calibration(documents: Sequence[Document], lexicon: Mapping[str, str]) -> Calibration:
    """Measure what the confidences of models are worth that are trained on some documents.

    Every fourth document is read with models that were trained on the others in the same way.
    """
    held = documents[::4]
    with tempfile.TemporaryDirectory() as name:
        trained = Path(name)
        train([document for document in documents if document not in held], lexicon, trained)
        reader = Reader(read_vocabulary(()), trained)
        return Calibration.measured(pair for document in held for pair in _judge(document, reader))


def _judge(document: Document, reader: Reader) -> Iterator[Judged]:
    """Tell of each mention that a reader finds whether it overlaps one of its type."""
    taken: dict[str, set[int]] = defaultdict(set)
    for mention in document.annotations.mentions:
        taken[mention.type].update(range(mention.span.start, mention.span.end))
    for item in reader.found(document.tree)[0]:
        yield item, not taken[item.type].isdisjoint(range(item.start, item.end))


def _trainer(c1: float, c2: float, least: int) -> pycrfsuite.Trainer:
    """Give a trainer that leaves out features that come less than ``least`` times."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    settings = {"max_iterations": 100, "feature.minfreq": least, "feature.possible_transitions": False}
    trainer.set_params({"c1": c1, "c2": c2, **settings})
    return trainer


def _write(trainer: pycrfsuite.Trainer, path: Path) -> None:
    made = path.with_suffix("")
    trainer.train(str(made))
    compress(made, path)
    made.unlink()


def _train_roles(documents: Sequence[Document], path: Path) -> None:
    trainer = _trainer(c1=0.1, c2=1.0, least=2)
    for document in documents:
        place = document.tree.reading.from_source
        for mention in document.annotations.of_type("Body", "Group"):
            role = BROAD_ROLES[document.annotations.value(mention, "Role") or "mentioned"]
            start, end = place(mention.span.start), place(mention.span.end)
            trainer.append([describe(document.folded, start, end, mention.type, document.kinds[start])], [role])
    _write(trainer, path)


def _train_actions(documents: Sequence[Document], path: Path) -> None:
    """Teach what directives do: those of the grammar that overlap a stretch of which it is known."""
    trainer = _trainer(c1=0.3, c2=1.0, least=2)
    for document in documents:
        known_ones = document.actions
        mentions = document.mentions(MENTION_TYPES - {"Directive"})
        found = [Found(start, end, kind, "given", 1.0) for kind, start, end in mentions]
        found.sort(key=lambda item: (item.start, -item.end))
        for directive in directives(document.tree, found) if known_ones else ():
            start, end = directive.start, directive.end
            shared, action = max((min(end, last) - max(start, first), action) for first, last, action in known_ones)
            if shared > 0:
                inside = [item for item in found if start <= item.start < end]
                trainer.append([describe_action(document.folded, directive, inside)], [action])
    _write(trainer, path)
