"""The page of gaps: what a plan never says, where its subsections differ, and apart from both what the text lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.ledger import PLAN, asked_language, asked_plan
from api.linkages import Linkages
from api.linked_data import page_address
from api.pages.language import Language
from api.pages.linkages import downloads
from api.pages.render import page
from api.problems import Problem
from api.release import PlanEntry
from api.reviewed import asked_reviewed, written

_LEVELS = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that lacks something; ``place`` leads to its characters, or is empty where it has none."""

    label: str
    href: str
    place: str
    foreign: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the page with what is behind it; ``level`` is its colour, from 0 for none to 4 for all."""

    check: str
    subject: str
    short: str
    section: str
    lacking: int
    total: int
    share: float
    p: float | None
    out: bool
    words: str
    level: int
    href: str
    here: bool
    queries: tuple[tuple[str, str], ...]
    things: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """A part of the plan that the text lacks, with its number, its page and what of it is missing."""

    number: str
    href: str
    status: str


class _Builder:
    """Turns the profile of a plan into figures."""

    def __init__(
        self, profile: Mapping[str, Any], base: str, language: Language, wanted: tuple[str, str], reviewed: bool
    ) -> None:
        self.profile = profile
        self.reviewed = reviewed
        self.base = base
        self.language = language
        self.wanted = wanted

    def figure(self, gap: Mapping[str, Any]) -> Figure:
        section = self.number(gap["section"])
        values = {PLAN: gap["plan"], "check": gap["check"]} | ({"section": section} if section else {})
        values |= written(self.reviewed)
        share = gap["share"]
        return Figure(
            check=gap["check"],
            subject=gap["subject"],
            short=gap["check"].partition("-without-")[2],
            section=section,
            lacking=gap["lacking"],
            total=gap["total"],
            share=share,
            p=gap["p"],
            out=gap["stands_out"],
            words=gap[self.language.value],
            level=0 if not share else _LEVELS if share == 1 else 1 + int(share * (_LEVELS - 1)),
            href=f"/gaps?{urlencode(values)}#said",
            here=(gap["check"], section) == self.wanted,
            queries=tuple(
                (key, f"/sparql?{urlencode({'query': gap[name], 'format': 'html'})}")
                for key, name in (
                    ("gaps.query", "query"),
                    ("gaps.query.total", "query_total"),
                    ("gaps.query.listing", "listing"),
                )
            ),
            things=tuple(self.entry(thing, gap["plan"]) for thing in gap["things"]),
        )

    def entry(self, thing: Mapping[str, Any], plan: str) -> Entry:
        label = thing[self.language.value]
        place = f"/plans/{plan}#char={thing['begin']},{thing['end']}" if thing["end"] else ""
        foreign = self.language is Language.EN and label == thing["zh"] and not label.isascii()
        return Entry(label, page_address(thing["iri"], self.base), place, foreign)

    def number(self, section: str) -> str:
        """Give what names a section within its plan: 4.1.2."""
        return section.rpartition("/")[2]

    def figures(self, name: str) -> list[Figure]:
        return [self.figure(gap) for gap in self.profile[name]]

    def absent(self) -> list[Absent]:
        return [
            Absent(self.number(item["section"]), page_address(item["section"], self.base), item["status"])
            for item in self.profile["absent"]
        ]

    def sections(self) -> dict[str, tuple[str, str]]:
        """Name the subsections by number, with their pages, in the order of the text."""
        found = {
            self.number(gap["section"]): (
                gap[f"section_{self.language}"], page_address(gap["section"], self.base)
            )
            for gap in self.profile["parts"]
        }  # fmt: skip
        return dict(sorted(found.items(), key=lambda item: _places(item[0])))


def _places(number: str) -> tuple[tuple[int, str], ...]:
    """Sort 4.10 behind 4.9."""
    return tuple((int(part) if part.isdigit() else 0, part) for part in number.split("."))


async def gaps_page(request: Request, linkages: Linkages) -> Response:
    """Answer ``/gaps``.

    Raises:
        Problem: a parameter has a value that there is not (400); there is no such plan, check or subsection, or the
            release has no linkages (404).
    """
    language, plan = asked_language(request), asked_plan(request, linkages.release)
    reviewed = asked_reviewed(request)
    profile = linkages.gaps(plan.id, reviewed)
    wanted = (request.query_params.get("check", ""), request.query_params.get("section", ""))
    builder = _Builder(profile, linkages.release.manifest.base, language, wanted, reviewed)
    whole, parts = builder.figures("whole"), builder.figures("parts")
    chosen = next((figure for figure in (*whole, *parts) if figure.here), None)
    if chosen is None and any(wanted):
        known = ", ".join(figure.check for figure in whole)
        raise Problem(404, f"There is no number for {' in '.join(filter(None, wanted))}; the checks are {known}.")
    sections = builder.sections()
    by_place = {(figure.section, figure.check): figure for figure in parts}
    checks = [figure for figure in whole if any(part.check == figure.check for part in parts)]
    standing = [(check, builder.number(section)) for check, section in profile["standing_out"]]
    return page(
        request,
        "gaps.html",
        linkages.release,
        plan=plan,
        plans=_plans(linkages.release.manifest.plans, plan, language, reviewed),
        reviewed=reviewed,
        downloads=downloads(language, "/gaps", written(reviewed)),
        kept=[
            (PLAN, plan.id),
            *((name, value) for name, value in zip(("check", "section"), wanted, strict=True) if value),
        ],
        never=[figure for figure in whole if figure.check in profile["never"]],
        groups=_grouped(whole),
        heads=_grouped(checks),
        checks=checks,
        rows=[
            (number, name, [by_place.get((number, check.check)) for check in checks])
            for number, name in sections.items()
        ],
        out=[by_place[section, check] for check, section in standing],
        absent=builder.absent(),
        absent_query=f"/sparql?{urlencode({'query': profile['absent_query'], 'format': 'html'})}",
        chosen=chosen,
        chosen_section=sections.get(wanted[1]),
    )


def _plans(
    plans: Sequence[PlanEntry], chosen: PlanEntry, language: Language, reviewed: bool
) -> list[tuple[str, str, bool]]:
    return [
        (
            f"/gaps?{urlencode({PLAN: plan.id, **written(reviewed)})}",
            plan.title[language.value] or plan.title["zh"],
            plan.id == chosen.id,
        )
        for plan in plans
    ]


def _grouped(figures: Iterable[Figure]) -> list[tuple[str, list[Figure]]]:
    """Give the figures by what they speak of, in their order."""
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        found.setdefault(figure.subject, []).append(figure)
    return list(found.items())
