"""What a text calls by one name in one place it calls so in others."""

from __future__ import annotations

from graph_builder.extract.consistency import beside, completed
from graph_builder.extract.tagger import Found

TEXT = "数字平台，数字平台，数字平台，数字平台，数字平台。"


def at(place: int, kind: str, confidence: float = 0.9) -> Found:
    return Found(place * 5, place * 5 + 4, kind, "tagger", confidence)


def types(found: list[Found]) -> list[str]:
    return [item.type for item in sorted(completed(TEXT, found), key=lambda item: item.start)]


def test_further_occurrences_are_found() -> None:
    assert types([at(place, "Facility") for place in range(3)]) == ["Facility"] * 5
    assert completed(TEXT, [at(0, "Facility", 0.4)]) == [at(0, "Facility", 0.4)]


def test_a_name_that_nearly_always_has_one_type_has_it_everywhere() -> None:
    often = [at(place, "Facility") for place in range(4)]
    assert types([*often, at(4, "Scenario", 0.6)]) == ["Facility"] * 5


def test_a_name_of_two_types_keeps_both() -> None:
    both = [at(place, kind) for place, kind in enumerate(["Facility", "Facility", "Facility", "Domain", "Domain"])]
    assert types(both) == ["Facility"] * 3 + ["Domain"] * 2


def test_a_name_that_is_mostly_missed_is_left_alone() -> None:
    assert types([at(0, "Facility")]) == ["Facility"]


def test_a_name_that_the_text_defines_has_its_type_everywhere() -> None:
    items = completed(TEXT, [at(0, "Domain")], {"数字平台": "Facility"})
    assert [(item.type, item.rule) for item in sorted(items, key=lambda item: item.start)] == [
        ("Facility", "tagger"),
        *[("Facility", "defined-name")] * 4,
    ]


def test_what_stands_beside() -> None:
    assert beside([(3, 6)], [at(0, "Domain"), at(2, "Domain")]) == [at(2, "Domain")]
