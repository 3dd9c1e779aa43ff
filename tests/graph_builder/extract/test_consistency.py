"""What a text calls by one name in one place it calls so in others."""

from __future__ import annotations

from graph_builder.extract.consistency import completed
from graph_builder.extract.tagger import Found

TEXT = "数字平台，数字平台，数字平台，数字平台，数字平台。"


def at(place: int, kind: str, confidence: float = 0.9) -> Found:
    return Found(place * 5, place * 5 + 4, kind, "tagger", confidence)


def types(found: list[Found]) -> list[str]:
    return [item.type for item in sorted(completed(TEXT, found), key=lambda item: item.start)]


def test_further_occurrences_are_found() -> None:
    assert types([at(0, "Facility")]) == ["Facility"] * 5
    assert completed(TEXT, [at(0, "Facility", 0.4)]) == [at(0, "Facility", 0.4)]


def test_a_name_that_nearly_always_has_one_type_has_it_everywhere() -> None:
    often = [at(place, "Facility") for place in range(4)]
    assert types([*often, at(4, "Scenario", 0.6)]) == ["Facility"] * 5


def test_a_name_of_two_types_keeps_both() -> None:
    both = [at(place, kind) for place, kind in enumerate(["Facility", "Facility", "Facility", "Domain", "Domain"])]
    assert types(both) == ["Facility"] * 3 + ["Domain"] * 2
