"""Entries of the list: one for each pair of tasks, a task with its box, nothing for a scenario alone."""

from __future__ import annotations

from graph_builder.linkages import Reason
from graph_builder.linkages.entries import Ends, Entry, make_entries

UNITS = {"t1": "s1", "box": "s1", "t2": "s1", "t3": "s3"}
"""Two tasks and a box item in one subsection, a task elsewhere. A directive is called by its task and a number."""


def entries(reasons: dict[Ends, list[Reason]]) -> list[Entry]:
    return make_entries(reasons, lambda d: d.rpartition(".")[0], UNITS.__getitem__, lambda measure: measure == "box")


def reason(kind: str = "alike", first: str = "x", second: str = "y", score: float = 0.8) -> Reason:
    return Reason(kind, first, second, score, f"{first}{second}", "")


def test_two_tasks_are_one_entry_with_all_their_reasons() -> None:
    (entry,) = entries({
        ("t1.1", "t3.1"): [reason()],
        ("t1.2", "t3.2"): [reason("place", "p", "p", 0.5)],
        ("t1.2", "t3.1"): [reason()],
    })  # fmt: skip
    assert [r.kind for r in entry.reasons] == ["alike", "place"]  # the same reason said twice counts once
    assert entry.score == 0.9
    assert entry.directives[0] in {("t1.1", "t3.1"), ("t1.2", "t3.1")}
    assert ("t1.2", "t3.2") in entry.directives


def test_a_task_and_its_box_are_one_side_and_both_are_quoted() -> None:
    (entry,) = entries({("t1.1", "t3.1"): [reason()], ("box.1", "t3.1"): [reason()]})
    assert set(entry.directives) == {("t1.1", "t3.1"), ("box.1", "t3.1")}
    assert (len(entry.reasons), entry.score) == (1, 0.8)


def test_a_box_that_speaks_of_something_else_and_another_task_stay_apart() -> None:
    other = reason(first="u", second="v")
    assert len(entries({("t1.1", "t3.1"): [reason()], ("box.1", "t3.1"): [other]})) == 2
    assert len(entries({("t1.1", "t3.1"): [reason()], ("t2.1", "t3.1"): [reason()]})) == 2


def test_a_shared_scenario_supports_and_makes_nothing_by_itself() -> None:
    service = reason("service", "z", "z", 0.45)
    assert entries({("t1.1", "t3.1"): [service]}) == []
    (entry,) = entries({("t1.1", "t3.1"): [reason()], ("t1.2", "t3.2"): [service]})
    assert [r.kind for r in entry.reasons] == ["alike", "service"]
