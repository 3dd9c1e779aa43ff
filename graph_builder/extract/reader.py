"""Read a text that nobody has read before: a draft of its annotations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from graph_builder import resources
from graph_builder.annotation import CONTAINERS, Annotations
from graph_builder.extract.actions import ActionTagger
from graph_builder.extract.calibration import Calibration
from graph_builder.extract.consistency import beside, completed
from graph_builder.extract.corpus import SCHEMES, read_words, words_in
from graph_builder.extract.definitions import Heads, definitions
from graph_builder.extract.draft import Draft, add_directives, written_whole
from graph_builder.extract.edges import trimmed
from graph_builder.extract.features import features
from graph_builder.extract.field import Field
from graph_builder.extract.gazetteer import Gazetteer, known
from graph_builder.extract.models import ACTION_MODEL, CALIBRATION, FIELD, LEXICON, NETWORKS, ROLE_MODEL, WORDS
from graph_builder.extract.network import Network
from graph_builder.extract.places import places
from graph_builder.extract.roles import RoleTagger
from graph_builder.extract.tagger import Found, Layer, sequences
from graph_builder.extract.targets import bounds, measurable
from graph_builder.extract.units import headings_and_tasks, kinds, note_labels, noted_bodies
from graph_builder.structure import Tree
from graph_builder.text import fold
from graph_builder.vocabulary import Vocabulary

_SHARE = 0.6
"""The share of the networks in the probabilities of names; the rest is the field's."""

_LIKELY = 0.5
"""The raw confidence from which on a name is drafted; chosen on invented plans held out of the training."""


@dataclass(frozen=True)
class Reader:
    """The automatic reader with the models of a folder; ``vocabulary`` is what mentions are linked to.

    ``known_words`` off leaves out every list of words, to measure what they are worth.
    """

    vocabulary: Vocabulary
    folder: Path
    known_words: bool = True

    @classmethod
    def shipped(cls, vocabulary: Vocabulary) -> Reader:
        """Give the reader that PlanAtlas ships, trained on all committed texts."""
        return cls(vocabulary, resources.path("data/reader"))

    @cached_property
    def _words(self) -> dict[str, str]:
        return words_in(self.vocabulary) | read_words(self.folder / WORDS) if self.known_words else {}

    @cached_property
    def _heads(self) -> Heads:
        return Heads(self._words)

    @cached_property
    def _gazetteers(self) -> tuple[Gazetteer, Gazetteer]:
        general = read_words(resources.path("data/reader") / LEXICON) if self.known_words else {}
        return Gazetteer(self._words), Gazetteer(general)

    @cached_property
    def _networks(self) -> tuple[Network, ...]:
        return tuple(Network(self.folder / name) for name in NETWORKS)

    @cached_property
    def _field(self) -> Field:
        return Field(self.folder / FIELD)

    @cached_property
    def _roles(self) -> RoleTagger:
        return RoleTagger(self.folder / ROLE_MODEL)

    @cached_property
    def actions(self) -> ActionTagger:
        """What tells what directives do."""
        return ActionTagger(self.folder / ACTION_MODEL)

    @cached_property
    def _calibration(self) -> Calibration:
        return Calibration.read(self.folder / CALIBRATION)

    @cached_property
    def _concepts(self) -> dict[tuple[str, str], set[str]]:
        found: dict[tuple[str, str], set[str]] = {}
        for concept in self.vocabulary:
            scheme = concept.ref.partition(":")[0]
            for label in (concept.labels["zh"], *(str(v) for v in concept.variants if v.language == "zh")):
                found.setdefault((scheme, fold(label)), set()).add(concept.ref)
        return found

    def read(self, tree: Tree) -> Annotations:
        """Read a text whose structure is known.

        Every mention has a ``Rule`` and a ``Confidence``, and is a draft that nobody has reviewed. A mention whose
        words are the label of exactly one concept refers to it; any other waits for its concept.
        """
        kept, roles = self.found(tree)
        return self._draft(tree, [self._calibration.sure(item) for item in kept], roles)

    def found(self, tree: Tree) -> tuple[list[Found], dict[tuple[int, int], str]]:
        """Find the mentions, each with the raw confidence of its rule, and the roles that notes and tables give."""
        folded = fold(tree.reading.text)
        units = kinds(tree)
        defined = definitions(folded, self._heads)
        words, general = self._gazetteers
        if defined:
            words = Gazetteer(self._words | defined)
        layer, clauses = self._layers(folded, units, (words, general))
        names = completed(folded, list(layer.found()), defined)
        names += beside(((item.start, item.end) for item in names), places(folded))
        names = [item if item.type == "Date" else trimmed(folded, item) for item in names if item.confidence >= _LIKELY]
        found = []
        for item in (*names, *clauses.found()):
            span = tree.reading.span(item.start, item.end)
            found.append(replace(item, start=span.start, end=span.end))
        found = beside(((span.start, span.end) for span in note_labels(tree)), found)
        noted = list(noted_bodies(tree))
        roles = {(item.start, item.end): role for item, role in noted}
        sure = [item for item, _ in noted if written_whole(tree, item)]
        others = [item for item in (*headings_and_tasks(tree), *found) if written_whole(tree, item)]
        return settle(tree.source.text, sure, others), roles

    def _layers(self, folded: str, units: Sequence[str], gazetteers: Sequence[Gazetteer]) -> tuple[Layer, Layer]:
        """Give what the networks tell of names, with the field's opinion in it, and of clauses."""
        marks = known(folded, gazetteers)
        cuts = [(start, end) for start, end in sequences(folded) if start < end]
        labels = self._networks[0].labels
        told = [network.read(folded, marks, units, cuts) for network in self._networks]
        seen = {layer: np.asarray(np.mean([each[layer] for each in told], axis=0), np.float32) for layer in labels}
        second = self._field.read(features(folded, marks, units), cuts, labels["names"])
        names = np.asarray(_SHARE * seen["names"] + (1 - _SHARE) * second, np.float32)
        return Layer(names, labels["names"], cuts, "tagger"), Layer(
            seen["clauses"], labels["clauses"], cuts, "clause-tagger"
        )

    def _draft(self, tree: Tree, kept: list[Found], noted: dict[tuple[int, int], str]) -> Annotations:
        draft = Draft(tree.source)
        folded, units = fold(tree.reading.text), kinds(tree)
        place = tree.reading.from_source
        agents = [item for item in kept if item.type in ("Body", "Group")]
        named = [(place(item.start), place(item.end), item.type, units[place(item.start)]) for item in agents]
        roles = dict(zip(agents, self._roles.roles(folded, named), strict=True))
        mentions = {}
        for item in kept:
            values = {}
            if item in roles:
                values["Role"] = (noted.get((item.start, item.end)) if item.type == "Body" else None) or roles[item]
            elif item.type == "Target":
                values = bounds(tree.source.span(item.start, item.end).words)
                if not measurable(values):  # words alone are no quantified target
                    continue
            mention = mentions[item] = draft.mention(item, values)
            concept = self.concept(item.type, mention.span.words)
            if concept is not None:
                draft.refer(mention, concept, self.vocabulary[concept].labels["zh"])
        add_directives(draft, tree, list(mentions), mentions, self.actions)
        return draft.annotations()

    def fitting(self, kind: str, words: str) -> list[str]:
        """List the concepts that words of a type fit, in the order in which they are preferred."""
        found = (
            ref for scheme in SCHEMES.get(kind, ()) for ref in sorted(self._concepts.get((scheme, fold(words)), ()))
        )
        return list(dict.fromkeys(found))

    def concept(self, kind: str, words: str) -> str | None:
        """Give the one concept that words of a type refer to, None where there is none or more than one."""
        for scheme in SCHEMES.get(kind, ()):
            found = self._concepts.get((scheme, fold(words)), set())
            if len(found) == 1:
                return next(iter(found))
        return None


def settle(text: str, sure: Iterable[Found], others: Sequence[Found]) -> list[Found]:
    """Keep what fits together: nothing crosses, and nothing nests but in a container of another type.

    What is ``sure`` goes first, then headings and tasks, then clauses, then names by confidence.
    """
    ranks = {"Heading": 0, "Task": 1, "Goal": 2, "Target": 3}
    kept: list[Found] = []
    cover: dict[int, list[Found]] = {}
    ordered = sorted(others, key=lambda f: (ranks.get(f.type, 4), -f.confidence, f.start, f.end))
    for item in (*sure, *ordered):
        words = text[item.start : item.end]
        if not words.strip() or words != words.strip():
            continue
        around = {other for index in range(item.start, item.end) for other in cover.get(index, ())}
        if all(_fits(item, other) for other in around):
            kept.append(item)
            for index in range(item.start, item.end):
                cover.setdefault(index, []).append(item)
    return sorted(kept, key=lambda f: (f.start, -f.end, ranks.get(f.type, 4)))


def _fits(item: Found, other: Found) -> bool:
    """Tell whether two stretches that share characters may both stand."""
    if item.type == other.type:
        return False
    if (item.start, item.end) == (other.start, other.end):
        one, two = item.type in CONTAINERS, other.type in CONTAINERS
        return one != two
    inner, outer = (item, other) if item.end - item.start < other.end - other.start else (other, item)
    if not (outer.start <= inner.start and inner.end <= outer.end) or outer.type not in CONTAINERS:
        return False
    return outer.type != "Heading" or inner.type not in ("Task", "Goal", "Target")
