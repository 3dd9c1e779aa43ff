"""The settled annotations of the Xicheng plan keep the rules of the annotation guide."""

from __future__ import annotations

import itertools

import pytest

from graph_builder import resources
from graph_builder.annotation import COREFERENCE, SAYERS, Annotations, Mention, compare, read_annotations
from graph_builder.structure import HEADED, MEASURES, Tree, Unit, UnitKind, parse
from graph_builder.text import Span, read_plan_folder

# One worker reads the files once.
pytestmark = pytest.mark.xdist_group("real annotations")

NAMED = (
    "Technology", "Domain", "Body", "Location", "Facility", "Scenario", "Instrument", "Policy", "Group", "Indicator",
    "DataAsset", "CulturalAsset", "Problem",
)  # fmt: skip


@pytest.fixture(scope="module")
def annotated() -> Annotations:
    folder = read_plan_folder(resources.path("data/plans/xicheng-145"))
    return read_annotations(folder.annotations, folder.source)


@pytest.fixture(scope="module")
def tree(annotated: Annotations) -> Tree:
    return parse(annotated.source)


def within(mentions: tuple[Mention, ...], span: Span) -> list[Mention]:
    return [mention for mention in mentions if span.contains(mention.span)]


def shown(mentions: list[Mention]) -> list[str]:
    return [f"{mention.id} {mention.type} {mention.span.quote}" for mention in mentions]


def test_there_are_annotations_of_every_named_type(annotated: Annotations) -> None:
    for kind in (*NAMED, "Directive", "Task", "Heading", "Goal", "Target", "Date"):
        assert len(annotated.of_type(kind)) > 3, kind


def test_everything_that_states_something_is_settled(annotated: Annotations) -> None:
    sayers = annotated.of_type("Directive", "Heading")
    assert shown([sayer for sayer in sayers if annotated.value(sayer, "Review") != "settled"]) == []


def test_every_heading_and_box_title_is_annotated(annotated: Annotations, tree: Tree) -> None:
    spans = {(heading.span.start, heading.span.end) for heading in annotated.of_type("Heading")}
    titled = [unit for unit in tree.walk() if unit.kind in (*HEADED, UnitKind.BOX) and unit.title is not None]
    assert len(titled) == len(spans)
    for unit in titled:
        assert unit.title is not None
        assert (unit.span.start, unit.title.end) in spans, unit.title.quote


def test_every_goal_and_target_is_stated_by_the_directive_around_it(annotated: Annotations) -> None:
    stated = {
        (relation.name, relation.second)
        for relation in annotated.relations
        if annotated.by_id[relation.first].span.contains(annotated.by_id[relation.second].span)
    }
    for kind, name in (("Goal", "aimsAt"), ("Target", "hasQuantifiedTarget")):
        assert shown([thing for thing in annotated.of_type(kind) if (name, thing.id) not in stated]) == []


def test_every_target_says_how_its_value_bounds_it(annotated: Annotations) -> None:
    assert shown([target for target in annotated.of_type("Target") if not annotated.value(target, "Comparator")]) == []


def test_every_body_inside_a_directive_has_a_role(annotated: Annotations) -> None:
    directives = annotated.of_type("Directive")
    bodies = [body for body in annotated.of_type("Body") if any(d.span.contains(body.span) for d in directives)]
    assert bodies
    assert shown([body for body in bodies if not annotated.values(body, "Role")]) == []


@pytest.mark.parametrize("kind", NAMED)
def test_every_named_thing_refers_to_a_concept(annotated: Annotations, kind: str) -> None:
    assert shown([mention for mention in annotated.of_type(kind) if mention.id not in annotated.concepts]) == []


def test_every_directive_says_what_it_does_and_how_firmly(annotated: Annotations) -> None:
    for name in ("Action", "Force"):
        assert shown([d for d in annotated.of_type("Directive") if annotated.value(d, name) is None]) == []


def measures(tree: Tree) -> list[Unit]:
    return [unit for unit in tree.walk() if unit.kind in MEASURES]


def test_every_measure_has_its_task(annotated: Annotations, tree: Tree) -> None:
    """The lead sentence of a task paragraph, the label of an item; where there is neither, the first clause."""
    tasks = annotated.of_type("Task")
    found = measures(tree)
    assert len(found) == 40 + 28 + 5
    for unit in found:
        (task,) = within(tasks, unit.span)
        assert unit.label is not None
        assert (task.span.start, task.span.end) == (unit.label.start, unit.label.end), unit.position


def test_no_task_stands_anywhere_else(annotated: Annotations, tree: Tree) -> None:
    spans = [unit.span for unit in measures(tree)]
    assert shown([t for t in annotated.of_type("Task") if not any(span.contains(t.span) for span in spans)]) == []


def test_every_directive_lies_in_one_paragraph_or_item(annotated: Annotations, tree: Tree) -> None:
    holders = (UnitKind.PARAGRAPH, UnitKind.TASK, UnitKind.SAFEGUARD, UnitKind.ITEM)
    lost = [
        directive
        for directive in annotated.of_type("Directive")
        if not any(unit.kind in holders for unit in tree.path_to(directive.span))
    ]
    assert shown(lost) == []


def test_directives_do_not_overlap(annotated: Annotations) -> None:
    directives = annotated.of_type("Directive")
    for one, two in itertools.pairwise(directives):
        assert one.span.end <= two.span.start


def test_a_relation_stays_inside_one_directive_heading_or_label(annotated: Annotations) -> None:
    sayers = annotated.of_type(*SAYERS)
    for relation in annotated.relations:
        ends = [annotated.by_id[relation.first].span, annotated.by_id[relation.second].span]
        together = any(all(sayer.span.contains(end) for end in ends) for sayer in sayers)
        assert together or relation.name == COREFERENCE, relation.id


def test_a_heading_and_a_label_state_no_goal_and_no_role(annotated: Annotations) -> None:
    directives = annotated.of_type("Directive")
    for mention in annotated.of_type("Goal", "Target", "Body", "Group"):
        if not within(directives, mention.span) and not any(d.span.contains(mention.span) for d in directives):
            assert mention.type in ("Body", "Group"), mention.span.quote
            assert set(annotated.values(mention, "Role")) <= {"mentioned"}, mention.span.quote


def test_quotation_marks_belong_to_a_mention_in_pairs(annotated: Annotations) -> None:
    odd = [m for m in annotated.mentions if m.span.quote.count("“") != m.span.quote.count("”")]
    assert shown(odd) == []


def test_no_mention_begins_or_ends_with_a_mark_or_space(annotated: Annotations) -> None:
    edges = "，。；：、！？,;: \n\u3000"
    assert shown([m for m in annotated.mentions if m.span.quote != m.span.quote.strip(edges)]) == []


def test_a_component_is_not_what_the_whole_mention_refers_to(annotated: Annotations) -> None:
    for target, components in annotated.components.items():
        assert annotated.concepts[target].concept not in {component.concept for component in components}, target


def test_the_published_agreement_is_that_of_the_published_readings(annotated: Annotations) -> None:
    review = resources.path("data/plans/xicheng-145/review")
    readings = [read_annotations(review / f"reading-{number}.ann", annotated.source) for number in (1, 2)]
    found = [
        [what.removesuffix("s"), a.name, str(a.first), str(a.second), str(a.equal), _figure(a.f1), _figure(a.alpha)]
        for what, agreements in compare(*readings).items()
        for a in agreements
    ]
    lines = (review / "agreement.tsv").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t") for line in lines[1:]] == found


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def test_every_difference_of_the_readings_is_decided_with_a_reason() -> None:
    path = resources.path("data/plans/xicheng-145/review/decisions.tsv")
    header, *rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert header == ["id", "start", "kind", "reading_1", "reading_2", "decision", "reason"]
    assert len({row[0] for row in rows}) == len(rows) > 300
    for row in rows:
        assert len(row) == len(header), row
        assert row[5] in ("1", "2", "both", "neither", "other", "new"), row
        assert row[6], row
