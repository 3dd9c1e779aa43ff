"""The annotated texts that the reader is trained on, and the words that it knows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from graph_builder import resources
from graph_builder.annotation import Annotations, read_annotations
from graph_builder.errors import Place, ResourceError
from graph_builder.extract.units import kinds
from graph_builder.structure import Tree, parse
from graph_builder.text import fold, read_source
from graph_builder.vocabulary import Vocabulary

FLAT = ("Domain", "Technology", "Facility", "Scenario", "Instrument", "Policy", "Body", "Group", "Location", "Date")
"""The types that nest in nothing but containers: one label for each character is enough."""

CLAUSES = ("Goal", "Target")
"""The types of whole clauses, which hold others."""

LAYERS = {"names": FLAT, "clauses": CLAUSES}
"""The layers that the network labels."""

SCHEMES = {
    "Domain": ("domain",),
    "Technology": ("technology", "device", "technology-collective"),
    "Facility": ("facility", "facility-kind"),
    "Scenario": ("scenario",),
    "Instrument": ("instrument", "instrument-kind", "status-designation", "place"),
    "Policy": ("policy",),
    "Body": ("organization", "organization-category"),
    "Group": ("person-group", "group"),
    "Location": ("place", "place-category"),
    "Indicator": ("indicator",),
    "DataAsset": ("data-asset",),
    "CulturalAsset": ("cultural-asset", "culture"),
    "Problem": ("problem",),
}
"""The first parts of the short names of concepts that a mention of a type may refer to."""


@dataclass(frozen=True)
class Document:
    """An annotated text as the training sees it: its reading, folded, and the mentions as offsets into that."""

    name: str
    annotations: Annotations
    tree: Tree
    labelled: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Stretches of the text that were read for what they do, where directives are not annotated."""

    @classmethod
    def read(
        cls, annotations: Path, text: Path, name: str, labelled: Mapping[tuple[int, int], str] | None = None
    ) -> Document:
        """Read a text and its annotations."""
        source = read_source(text)
        return cls(name, read_annotations(annotations, source), parse(source), labelled or {})

    @cached_property
    def folded(self) -> str:
        """The folded reading."""
        return fold(self.tree.reading.text)

    @cached_property
    def kinds(self) -> list[str]:
        """What each character stands in."""
        return kinds(self.tree)

    def mentions(self, types: Iterable[str]) -> list[tuple[str, int, int]]:
        """Give the mentions of some types as (type, start, end) in the reading."""
        place = self.tree.reading.from_source
        return [(m.type, place(m.span.start), place(m.span.end)) for m in self.annotations.of_type(*types)]

    @property
    def actions(self) -> list[tuple[int, int, str]]:
        """Give what is known of what directives do, as (start, end, action) in the reading."""
        place = self.tree.reading.from_source
        found = [(start, end, action) for (start, end), action in self.labelled.items()]
        for mention in self.annotations.of_type("Directive"):
            action = self.annotations.value(mention, "Action")
            found += [(mention.span.start, mention.span.end, action)] if action else []
        return sorted((place(start), place(end), action) for start, end, action in found)

    @cached_property
    def words(self) -> Counter[tuple[str, str]]:
        """The words of the mentions with their types, and how often each is there."""
        return Counter((self.folded[start:end], kind) for kind, start, end in self.mentions(FLAT) if kind != "Date")


def training_texts() -> list[Document]:
    """Read the texts that are committed with annotations: the invented ones, and the plan of Xicheng District."""
    corpus, plan = resources.path("data/corpus"), resources.path("data/plans/xicheng-145")
    actions = _read_actions(corpus / "actions.tsv")
    found = [
        Document.read(path, path.with_suffix(".txt"), path.stem, actions.get(path.stem))
        for path in sorted(corpus.glob("*.ann"))
    ]
    return [*found, Document.read(plan / "annotations.ann", plan / "text.txt", plan.name)]


def _read_actions(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Read what directives of the invented texts do: for each text, stretches with their actions.

    Raises:
        ResourceError: a line is not text, start, end, action and words, separated by tabs.
    """
    found: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:], 2):
        try:
            name, start, end, action, _words = line.split("\t")
            found[name][int(start), int(end)] = action
        except ValueError as error:
            raise ResourceError(
                "is no directive with its action",
                place=Place(path, number),
                remedy="write text, start, end, action and words, separated by tabs",
            ) from error
    return found


def words_of(documents: Iterable[Document]) -> dict[str, str]:
    """Give each word that is annotated in the documents with the type that it has most often."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        for (word, kind), count in document.words.items():
            counts[word][kind] += count
    return {word: max(sorted(kinds), key=lambda kind: kinds[kind]) for word, kinds in sorted(counts.items())}


def words_in(vocabulary: Vocabulary) -> dict[str, str]:
    """Give the Chinese labels of the concepts with the type of mention that refers to them."""
    types = {scheme: kind for kind, schemes in reversed(SCHEMES.items()) for scheme in schemes}
    found: dict[str, str] = {}
    for concept in vocabulary:
        kind = types.get(concept.ref.partition(":")[0])
        if kind is not None:
            for label in (concept.labels["zh"], *(str(v) for v in concept.variants if v.language == "zh")):
                found.setdefault(fold(label), kind)
    return found


def read_words(path: Path) -> dict[str, str]:
    """Read a list of words: a type, a colon, and words that are separated by spaces, on each line.

    Raises:
        ResourceError: a line has no such form.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        kind, colon, words = line.partition(":")
        if not line.strip() or line.startswith("#"):
            continue
        if not colon:
            raise ResourceError("has no colon", place=Place(path, number), remedy="write TYPE: word word …")
        for word in words.split():
            found.setdefault(fold(word), kind.strip())
    return found


def format_words(words: Mapping[str, str]) -> str:
    """Write words by type, the form that :func:`read_words` reads."""
    by_type: dict[str, list[str]] = defaultdict(list)
    for word, kind in words.items():
        if not any(character.isspace() for character in word):
            by_type[kind].append(word)
    return "".join(f"{kind}: {' '.join(sorted(found))}\n" for kind, found in sorted(by_type.items()))
