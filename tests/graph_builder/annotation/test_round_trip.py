"""Annotations written and read again; their order on paper."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder import resources
from graph_builder.annotation import (
    Annotations,
    Attribute,
    Mention,
    Note,
    Reference,
    Relation,
    format_annotations,
    parse_annotations,
    read_annotations,
    write_annotations,
)
from graph_builder.errors import AnnotationError
from graph_builder.text import SourceText, read_plan_folder
from tests.graph_builder.strategies import annotations

SOURCE = SourceText.of("建设5G平台,推动区块链应用。\n服务企业。")


def meaning(annotated: Annotations) -> list[Counter[tuple[object, ...]]]:
    """Say what annotations hold without their identifiers and order."""
    names: dict[str, tuple[object, ...]] = {
        mention.id: (mention.type, mention.span.start, mention.span.end) for mention in annotated.mentions
    }
    for relation in annotated.relations:
        names[relation.id] = (relation.name, names[relation.first], names[relation.second])
    for attribute in annotated.attributes:
        names[attribute.id] = (attribute.name, names[attribute.target], attribute.value)
    for reference in annotated.references:
        names[reference.id] = (reference.name, names[reference.target], reference.concept, reference.text)
    groups = (annotated.mentions, annotated.relations, annotated.attributes, annotated.references)
    found = [Counter(names[each.id] for each in group) for group in groups]
    return [*found, Counter((names[note.target], note.text) for note in annotated.notes)]


@given(annotations())
def test_what_is_written_reads_as_the_same(annotated: Annotations) -> None:
    written = format_annotations(annotated)
    again = parse_annotations(written, annotated.source)
    assert meaning(again) == meaning(annotated)
    assert format_annotations(again) == written


@given(annotations(), st.data())
def test_the_written_order_does_not_depend_on_the_order_held(annotated: Annotations, data: st.DataObject) -> None:
    shuffled = replace(
        annotated,
        **{
            name: tuple(data.draw(st.permutations(getattr(annotated, name))))
            for name in ("mentions", "relations", "attributes", "references", "notes")
        },
    )
    assert format_annotations(shuffled) == format_annotations(annotated)
    assert shuffled == annotated
    assert hash(shuffled) == hash(annotated)


@given(annotations(), st.integers(1, 50))
def test_the_written_numbers_do_not_depend_on_the_numbers_held(annotated: Annotations, step: int) -> None:
    mentions = tuple(replace(m, id=f"T{int(m.id[1:]) * step + 1000}") for m in annotated.mentions)
    new = {old.id: fresh.id for old, fresh in zip(annotated.mentions, mentions, strict=True)}
    renumbered = Annotations(
        annotated.source,
        mentions,
        tuple(replace(r, first=new[r.first], second=new[r.second]) for r in annotated.relations),
        tuple(replace(a, target=new[a.target]) for a in annotated.attributes),
        tuple(replace(n, target=new[n.target]) for n in annotated.references),
        tuple(replace(n, target=new.get(n.target, n.target)) for n in annotated.notes),
    )
    assert format_annotations(renumbered) == format_annotations(annotated)


@given(annotations())
def test_lookups_give_what_was_written(annotated: Annotations) -> None:
    for mention in annotated.mentions:
        assert annotated.by_id[mention.id] is mention
        values = [a.value for a in annotated.attributes if (a.target, a.name) == (mention.id, "Role")]
        assert list(annotated.values(mention, "Role")) == values
        assert annotated.value(mention, "Role") == (values[0] if values else None)
        own = [ref for ref in annotated.references if ref.target == mention.id]
        assert [ref for ref in own if ref.name == "Component"] == list(annotated.components.get(mention.id, ()))
        assert [ref for ref in own if ref.name == "Reference"] == [
            ref for ref in (annotated.concepts.get(mention.id),) if ref
        ]
    for kind in {mention.type for mention in annotated.mentions}:
        found = annotated.of_type(kind)
        assert Counter(found) == Counter(mention for mention in annotated.mentions if mention.type == kind)
        assert [mention.span.start for mention in found] == sorted(mention.span.start for mention in found)


def test_the_real_file_is_written_canonically() -> None:
    folder = read_plan_folder(resources.path("data/plans/xicheng-145"))
    annotated = read_annotations(folder.annotations, folder.source)
    assert format_annotations(annotated) == folder.annotations.read_text(encoding="utf-8")


def test_the_whole_format_on_one_page() -> None:
    span = SOURCE.span
    annotated = Annotations(
        SOURCE,
        mentions=(
            Mention("T9", "Technology", span(9, 12)),
            Mention("T4", "Facility", span(2, 6)),
            Mention("T7", "Directive", span(0, 14)),
        ),
        relations=(Relation("R5", "usesTechnology", "T7", "T9"), Relation("R1", "buildsFacility", "T7", "T4")),
        attributes=(Attribute("A2", "Force", "T7", "promote"), Attribute("A1", "Action", "T7", "build")),
        references=(
            Reference("N1", "Component", "T4", "technology:5g", "5G"),
            Reference("N2", "Reference", "T4", "facility:platform", "5G平台"),
        ),
        notes=(
            Note("#9", "T7", "second"),
            Note("#1", "T7", "first"),
            Note("#2", "R5", "on a relation"),
            Note("#3", "A2", "on an attribute"),
            Note("#4", "N1", "on a reference"),
        ),
    )
    assert format_annotations(annotated) == (
        "T1\tDirective 0 14\t建设5G平台,推动区块链应用\n"
        "A1\tAction T1 build\n"
        "A2\tForce T1 promote\n"
        "#1\tAnnotatorNotes A2\ton an attribute\n"
        "#2\tAnnotatorNotes T1\tfirst\n"
        "#3\tAnnotatorNotes T1\tsecond\n"
        "T2\tFacility 2 6\t5G平台\n"
        "N1\tReference T2 facility:platform\t5G平台\n"
        "N2\tComponent T2 technology:5g\t5G\n"
        "#4\tAnnotatorNotes N2\ton a reference\n"
        "T3\tTechnology 9 12\t区块链\n"
        "R1\tbuildsFacility Arg1:T1 Arg2:T2\n"
        "R2\tusesTechnology Arg1:T1 Arg2:T3\n"
        "#5\tAnnotatorNotes R2\ton a relation\n"
    )


@pytest.mark.parametrize(
    ("extra", "fragment"),
    [
        ({"mentions": (Mention("T2", "Task", SOURCE.span(15, 18)),)}, "T2: '.n服务' holds a tab or a line end"),
        ({"mentions": (Mention("T2", "Task", SOURCE.span(12, 16)),)}, "T2: '应用。.n' holds a tab or a line end"),
        ({"notes": (Note("#1", "T1", "one\nT5\tTask 0 1\t建"),)}, "#1: .* holds a tab or a line end"),
        ({"references": (Reference("N1", "Reference", "T1", "a:b", "x\ty"),)}, "N1: .* holds a tab"),
        ({"notes": (Note("#1", "T7", "x"),)}, "something belongs to T7, which is not there"),
        ({"attributes": (Attribute("A1", "Force", "T7", "promote"),)}, "belongs to T7"),
        ({"relations": (Relation("R1", "empowers", "T1", "T8"),)}, "belongs to T8"),
    ],
)
def test_what_cannot_be_written_is_refused(extra: dict[str, tuple[Mention, ...]], fragment: str) -> None:
    whole = Annotations(SOURCE, (Mention("T1", "Directive", SOURCE.span(0, 6)),))
    broken = replace(whole, **{name: (*getattr(whole, name), *values) for name, values in extra.items()})
    with pytest.raises(AnnotationError, match=fragment) as raised:
        format_annotations(broken)
    assert raised.value.remedy


def test_what_goes_on_on_the_next_line_is_written_in_parts() -> None:
    source = SourceText.of("建设城市大\n　　脑和5G\nAI平台")
    mentions = (Mention("T1", "Directive", source.span(0, 17)), Mention("T2", "Facility", source.span(2, 9)))
    written = format_annotations(Annotations(source, mentions))
    assert written == ("T1\tDirective 0 5;8 12;13 17\t建设城市大 脑和5G AI平台\nT2\tFacility 2 5;8 9\t城市大 脑\n")
    again = parse_annotations(written, source)
    assert [mention.span.quote for mention in again.mentions] == ["建设城市大\n　　脑和5G\nAI平台", "城市大\n　　脑"]
    assert [mention.span.words for mention in again.mentions] == ["建设城市大脑和5G AI平台", "城市大脑"]


def test_annotations_of_other_texts_or_mentions_differ() -> None:
    whole = Annotations(SOURCE, (Mention("T1", "Directive", SOURCE.span(0, 6)),))
    assert whole == Annotations(SOURCE, (Mention("T1", "Directive", SOURCE.span(0, 6)),))
    assert whole != Annotations(SOURCE, (Mention("T1", "Task", SOURCE.span(0, 6)),))
    assert whole != Annotations(SourceText.of("建设"))
    assert whole != "annotations"


def test_writing_replaces_the_file_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "annotations.ann"
    path.write_text("T1\told", encoding="utf-8")
    whole = Annotations(SOURCE, (Mention("T5", "Directive", SOURCE.span(0, 6)),))
    write_annotations(whole, path)
    assert path.read_bytes().decode() == "T1\tDirective 0 6\t建设5G平台\n"
    assert read_annotations(path, SOURCE) == replace(whole, mentions=(replace(whole.mentions[0], id="T1"),))
    with pytest.raises(AnnotationError):
        write_annotations(replace(whole, notes=(Note("#1", "T9", "x"),)), path)
    assert [(each.name, each.stat().st_size) for each in tmp_path.iterdir()] == [(path.name, 32)]


def test_writing_and_reading_are_linear() -> None:
    """Four times the annotations take about four times as long, not sixteen."""

    def seconds(count: int) -> float:
        source = SourceText.of("建设平台" * count)
        mentions = tuple(Mention(f"T{n}", "Directive", source.span(4 * n, 4 * n + 4)) for n in range(count))
        annotated = Annotations(
            source,
            mentions,
            attributes=tuple(Attribute(f"A{n}", "Force", f"T{n}", "promote") for n in range(count)),
            references=tuple(Reference(f"N{n}", "Reference", f"T{n}", "a:b", "x") for n in range(count)),
            notes=tuple(Note(f"#{n}", f"T{n}", "why") for n in range(count)),
        )
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            parse_annotations(format_annotations(annotated), source)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(1600) < 10 * seconds(400)
