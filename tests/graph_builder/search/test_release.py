"""What can be found in releases: the hand-made plan's, and that of the shipped plans."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from graph_builder.search import FILE, SearchIndex
from graph_builder.search.fold import runs


def entities(release: Path) -> list[dict[str, str]]:
    with (release / "entities.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def labels(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    for column in ("label_zh", "label_en", "other_labels_zh", "other_labels_en"):
        yield from ((column[-2:], label) for label in row[column].split(" | ") if label)


def test_every_named_entity_is_in_it_with_its_classes_and_mentions(small_release: Path) -> None:
    index = SearchIndex(small_release / FILE)
    rows = [row for row in entities(small_release) if row["label_zh"] or row["label_en"]]
    assert len(rows) > 100
    for row in random.Random(4).sample(rows, 60):
        query = (row["label_zh"] or row["label_en"])[:90]
        hit = next(hit for hit in index.search(query, limit=1000).hits if hit.iri == row["entity"])
        assert hit.way in ("exact", "wordingPhrase")
        assert {name.rpartition("#")[2] for name in row["class"].split(" | ")} >= set(hit.types)
        assert hit.mentions == int(row["mentions"])


def test_sentences_are_found_at_their_characters(small_release: Path) -> None:
    index = SearchIndex(small_release / FILE)
    text = (small_release.parent / "yunxi" / "text.txt").read_text(encoding="utf-8")
    found = index.search("高新技术企业", kind="Sentence").hits
    assert [hit.match.text for hit in found] == ["支持高新技术企业发展。"]
    assert found[0].place is not None
    plan, begin, end = found[0].place
    assert (plan, text[begin:end]) == ("yunxi", found[0].match.text)


def test_things_stand_where_they_are_mentioned_first(small_release: Path) -> None:
    hit = SearchIndex(small_release / FILE).search("区块链", kind="Technology").hits[0]
    assert hit.context is not None
    assert hit.context.text.startswith("运用区块链")
    assert [text for text, marked in hit.context.parts() if marked] == ["区块链"]


def test_types_are_named_in_both_languages(small_release: Path) -> None:
    for kind in SearchIndex(small_release / FILE).kinds.values():
        assert kind.labels.keys() >= {"zh", "en"}, kind


def test_any_one_two_or_three_characters_of_a_label_find_it_and_only_what_has_them(real_release: Path) -> None:
    """Recall and precision over parts of labels, sampled by seed; words of Latin letters count as one character."""
    index = SearchIndex(real_release / FILE)
    chance = random.Random(20261122)
    named = [(row["entity"], language, label) for row in entities(real_release) for language, label in labels(row)]
    assert len(named) > 2500
    parts = set()
    for iri, language, label in chance.sample(named, 400):
        pieces = [label[at] for at in range(len(label))] if language == "zh" else label.split()
        size = chance.choice((1, 2, 3))
        start = chance.randrange(max(1, len(pieces) - size + 1))
        part = ("" if language == "zh" else " ").join(pieces[start : start + size])
        if runs(part) and len(part) <= 90:
            parts.add((iri, part))
    assert len(parts) > 300
    for iri, part in sorted(parts):
        hits = index.search(part, limit=10_000).hits
        assert iri in {hit.iri for hit in hits}, part
        for hit in hits:
            folded = " ".join(run.text for run in runs(hit.match.text))
            assert hit.way.startswith(("sounds", "initials")) or all(run.text in folded for run in runs(part)), part
