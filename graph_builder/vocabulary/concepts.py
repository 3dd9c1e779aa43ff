"""The concepts of all schemes, by their short name ``scheme:slug`` as annotations write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from graph_builder.errors import Place, VocabularyError
from graph_builder.namespaces import ID
from graph_builder.vocabulary.turtle import read_turtle

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Concept:
    """A concept of a vocabulary.

    ``ref`` is ``scheme:slug`` (``technology:blockchain``), ``schemes`` are the concept schemes that it stands in,
    ``labels`` the preferred label by language (zh from texts, en ours), ``variants`` the alternative labels.
    """

    ref: str
    iri: URIRef
    schemes: tuple[URIRef, ...]
    labels: Mapping[str, str]
    variants: tuple[Literal, ...]


class Vocabulary:
    """All concepts, with the triples that state them."""

    def __init__(self, concepts: Iterable[Concept], graph: Graph, files: tuple[Path, ...]) -> None:
        self._concepts = {concept.ref: concept for concept in concepts}
        self.graph = graph
        self.files = files

    def __iter__(self) -> Iterator[Concept]:
        """Go through the concepts."""
        return iter(self._concepts.values())

    def __contains__(self, ref: object) -> bool:
        """Tell whether there is a concept of that short name."""
        return ref in self._concepts

    def __getitem__(self, ref: str) -> Concept:
        """Give the concept of a short name.

        Raises:
            VocabularyError: there is none.
        """
        try:
            return self._concepts[ref]
        except KeyError:
            raise VocabularyError(
                f"no vocabulary holds {ref}", remedy="add the concept to data/vocabularies, or mend the reference"
            ) from None


def read_vocabulary(files: Iterable[Path]) -> Vocabulary:
    """Read SKOS files.

    Raises:
        VocabularyError: a file is not Turtle; a concept lies outside ``id/``, lacks a label or a scheme, or has a
            broader concept that is nowhere; two concepts of one scheme share a label.
    """
    files = tuple(sorted(files))
    union = Graph()
    concepts: list[Concept] = []
    home: dict[URIRef, Path] = {}
    graphs: dict[Path, Graph] = {}
    for file in files:
        graph = read_turtle(file)
        for iri in sorted(set(graph.subjects(RDF.type, SKOS.Concept)), key=str):
            if not isinstance(iri, URIRef):
                raise VocabularyError("holds a concept without an IRI", place=Place(file), remedy="give it an IRI")
            if iri in home:
                raise VocabularyError(
                    f"{iri} stands in {home[iri]} too", place=_place(file, iri), remedy="keep one of them"
                )
            home[iri] = file
            concepts.append(_concept(graph, iri, file))
        for triple in graph:
            union.add(triple)
        graphs[file] = graph
    for file, graph in graphs.items():
        _check_broader(graph, file, home)
    _check_labels(concepts, home)
    return Vocabulary(concepts, union, files)


def _concept(graph: Graph, iri: URIRef, file: Path) -> Concept:
    match = re.fullmatch(rf"{re.escape(ID)}([a-z][a-z-]*)/([A-Za-z0-9][A-Za-z0-9-]*)", iri)
    if not match:
        raise VocabularyError(
            f"{iri} is not {ID}SCHEME/SLUG", place=_place(file, iri), remedy="name concepts with ASCII slugs below id/"
        )
    labels: dict[str, str] = {}
    for label in graph.objects(iri, SKOS.prefLabel):
        if not isinstance(label, Literal) or label.language not in LANGUAGES or label.language in labels:
            raise VocabularyError(
                f"{iri} needs exactly one skos:prefLabel in zh and one in en; ‘{label}’ breaks that",
                place=_place(file, iri, str(label)),
                remedy="tag every label @zh or @en; make further ones skos:altLabel",
            )
        labels[label.language] = str(label)
    if set(labels) != set(LANGUAGES):
        raise VocabularyError(
            f"{iri} lacks a label in {' and '.join(sorted(set(LANGUAGES) - set(labels)))}",
            place=_place(file, iri),
            remedy="give it skos:prefLabel @zh (from the text) and @en (ours)",
        )
    schemes = tuple(sorted(URIRef(str(scheme)) for scheme in graph.objects(iri, SKOS.inScheme)))
    if not schemes:
        raise VocabularyError(f"{iri} is in no scheme", place=_place(file, iri), remedy="give it skos:inScheme")
    variants = tuple(sorted(label for label in graph.objects(iri, SKOS.altLabel) if isinstance(label, Literal)))
    return Concept(f"{match[1]}:{match[2]}", iri, schemes, labels, variants)


def _check_broader(graph: Graph, file: Path, home: Mapping[URIRef, Path]) -> None:
    for narrow, broad in sorted(graph.subject_objects(SKOS.broader)):
        if broad not in home:
            raise VocabularyError(
                f"{narrow} has the broader concept {broad}, which is nowhere",
                place=_place(file, str(narrow), str(broad)),
                remedy="add that concept, or mend its IRI",
            )


def _check_labels(concepts: Iterable[Concept], home: Mapping[URIRef, Path]) -> None:
    """Refuse two concepts of one scheme with the same label: a text could not tell which is meant."""
    seen: dict[tuple[URIRef, str, str | None], Concept] = {}
    for concept in concepts:
        labels = [Literal(text, lang=language) for language, text in concept.labels.items()]
        for label in (*labels, *concept.variants):
            for scheme in concept.schemes:
                other = seen.setdefault((scheme, str(label), label.language), concept)
                if other is not concept:
                    raise VocabularyError(
                        f"‘{label}’@{label.language} labels both {concept.ref} and {other.ref} in one scheme",
                        place=_place(home[concept.iri], concept.iri, str(label)),
                        remedy="merge the two concepts, or tell them apart by label",
                    )


def _place(file: Path, subject: str, word: str = "") -> Place:
    """Find the line on which a concept is described, or after it the first that holds a label or an IRI."""
    lines = file.read_text(encoding="utf-8").split("\n")

    def first(pattern: str, start: int = 0) -> int | None:
        return next((n for n in range(start, len(lines)) if re.search(pattern, lines[n])), None)

    described = first(rf"^\s*{_name(subject)}(?:\s|$)")  # a description begins its line, a mention may stand anywhere
    line = (first(_name(subject)) if described is None else described) or 0
    if word:
        line = first(rf"([\"']){re.escape(word)}\1|{_name(word)}", line) or line
    return Place(file, line + 1)


def _name(iri: str) -> str:
    """Match an IRI as Turtle writes it: in full, relative, or with a prefix."""
    slug = re.escape(re.split("[/#]", iri)[-1])
    short = rf"|<(?:[^>:]*/)?{slug}>|[\w-]*:(?:[^\s<>]*/)?{slug}(?=[\s;,.]|$)" if slug else ""
    return rf"(?:<{re.escape(iri)}>{short})"
