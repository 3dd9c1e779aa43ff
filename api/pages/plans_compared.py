"""The page that compares plans: what they share, what one alone names, and what may be one facility by two names."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.ledger import asked_language
from api.linkages import KIND, PLAN, Linkages, asked_plans
from api.linked_data import page_address
from api.pages.faults import unknown_value
from api.pages.language import Language
from api.pages.linkage_views import Quote, Thing
from api.pages.linkages import quote_of
from api.pages.messages import message
from api.pages.render import page
from api.problems import Problem
from api.reviewed import asked_reviewed, written
from graph_builder.linkages import COMPARED, REASONS, Compared, ComparedPlan, Comparison, InPlan, OtherName, among
from graph_builder.network import KIND_TERMS, term

MOST = 100
"""Things of a list that a page shows; the files have all."""

FEW = 4
"""Plans that are compared at first; of a release with more, the first of these."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one plan says of a thing: the plan's identifier and title, figures, and sentences with their places."""

    plan: str
    title: str
    places: int
    directives: int
    name: Thing
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A thing with what each plan that names it says."""

    thing: Thing
    generic: bool
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A list of things: ``plan`` is the title of the only one that names them, empty for what is shared."""

    key: str
    plan: str
    count: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two names that may be those of one facility."""

    score: float
    reason: str
    sides: tuple[Side, Side]


class _Builder:
    """Lays out a comparison in a language."""

    def __init__(self, comparison: Comparison, base: str, language: Language) -> None:
        self.comparison = comparison
        self.base = base
        self.language = language
        self.titles = {plan.id: self.title(plan) for plan in comparison.plans}

    def title(self, plan: ComparedPlan) -> str:
        return plan.en if self.language is Language.EN else plan.zh

    def side(self, own: InPlan, zh: str, en: str) -> Side:
        name = Thing(en if self.language is Language.EN else zh, page_address(own.iri, self.base))
        quotes = tuple(quote_of(saying) for saying in own.sayings)
        return Side(own.plan, self.titles[own.plan], own.places, own.directives, name, quotes)

    def row(self, thing: Compared) -> Row:
        sides = tuple(self.side(own, thing.zh, thing.en) for own in thing.plans)
        return Row(sides[0].name, thing.generic, sides)

    def part(self, key: str, title: str, things: Sequence[Compared]) -> Part:
        return Part(key, title, len(things), tuple(self.row(thing) for thing in things[:MOST]))

    def parts(self, kind: str) -> list[Part]:
        things = [thing for thing in self.comparison.things if thing.kind == kind]
        alone = [
            self.part(f"only-{plan.id}", self.titles[plan.id],
                      [thing for thing in things if not thing.shared and thing.plans[0].plan == plan.id])
            for plan in self.comparison.plans
        ]  # fmt: skip
        return [self.part("shared", "", [thing for thing in things if thing.shared]), *alone]

    def candidate(self, pair: OtherName) -> Candidate:
        sides = (
            self.side(pair.first, pair.first_zh, pair.first_en),
            self.side(pair.second, pair.second_zh, pair.second_en),
        )
        return Candidate(pair.score, REASONS[self.language.value][pair.reason], sides)


async def plans_page(request: Request, linkages: Linkages) -> Response:
    """Answer ``/linkages/plans``.

    Raises:
        Problem: a parameter has a value that there is not, or one plan alone is named (400); the release has no
            comparison (404).
    """
    language, kind = asked_language(request), request.query_params.get(KIND, COMPARED[0])
    reviewed = asked_reviewed(request)
    if kind not in COMPARED:
        told = f"{KIND} knows no {kind!r}; take one of {', '.join(COMPARED)}."
        raise Problem(400, told, chinese=unknown_value(KIND, kind, COMPARED, Language.ZH))
    whole = linkages.comparison(reviewed)
    named = asked_plans(request, whole) or tuple(plan.id for plan in whole.plans[:FEW])
    some = len(named) < len(whole.plans)
    comparison = await asyncio.to_thread(among, whole, named) if some else whole
    builder = _Builder(comparison, linkages.release.manifest.base, language)
    titles = _Builder(whole, linkages.release.manifest.base, language).titles
    shared = {of: sum(thing.kind == of and thing.shared for thing in comparison.things) for of in COMPARED}
    kept = [*((PLAN, name) for name in named if some), *written(reviewed).items()]
    return page(
        request,
        "linkages_plans.html",
        linkages.release,
        kind=kind,
        kinds=[
            (of, term(KIND_TERMS, of, language), shared[of], f"/linkages/plans?{urlencode([(KIND, of), *kept])}")
            for of in COMPARED
        ],
        plans=[(plan, builder.title(plan)) for plan in comparison.plans],
        all_plans=[(name, title, name in named) for name, title in titles.items()],
        parts=builder.parts(kind),
        candidates=[builder.candidate(pair) for pair in comparison.other_names] if kind == "facility" else [],
        several=len(comparison.plans) > 1,
        reviewed=reviewed,
        downloads=_downloads(language, kept),
        tab="plans",
    )


def _downloads(language: Language, kept: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give the files in words with their addresses; they compare the plans that the page does."""
    files = (("linkages.xlsx", "plans.xlsx"), ("linkages.csv", "plans.csv"), ("plans.names.csv", "names.csv"),
             ("linkages.json", "plans.json"))  # fmt: skip
    found = []
    for key, name in files:
        values = [*([("lang", language.value)] if name.endswith("csv") else []), *kept]
        found.append((message(key, language), f"/linkages/{name}" + (f"?{urlencode(values)}" if values else "")))
    return found
