"""The page that compares plans: what they share, what one alone names, and what may be one facility by two names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from api.ledger import asked_language
from api.linkages import KIND, Linkages
from api.linked_data import page_address
from api.pages.language import Language
from api.pages.linkage_views import Quote, Thing
from api.pages.linkages import quote_of
from api.pages.render import page
from api.problems import Problem
from graph_builder.linkages import COMPARED, REASONS, Compared, ComparedPlan, Comparison, InPlan, OtherName
from graph_builder.network import KIND_TERMS, term

MOST = 100
"""Things of a list that a page shows; the files have all."""


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
        Problem: there is no such language or kind (400), or the release has no comparison (404).
    """
    language, kind = asked_language(request), request.query_params.get(KIND, COMPARED[0])
    if kind not in COMPARED:
        raise Problem(400, f"{KIND} knows no {kind!r}; take one of {', '.join(COMPARED)}.")
    comparison = linkages.comparison()
    builder = _Builder(comparison, linkages.release.manifest.base, language)
    shared = {of: sum(thing.kind == of and thing.shared for thing in comparison.things) for of in COMPARED}
    return page(
        request,
        "linkages_plans.html",
        linkages.release,
        kind=kind,
        kinds=[(of, term(KIND_TERMS, of, language), shared[of]) for of in COMPARED],
        plans=[(plan, builder.title(plan)) for plan in comparison.plans],
        parts=builder.parts(kind),
        candidates=[builder.candidate(pair) for pair in comparison.other_names] if kind == "facility" else [],
        several=len(comparison.plans) > 1,
        tab="plans",
    )
