"""Stretches of a plan's text with the sentence around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.pages.results import PREFIXES, Ask
from api.release import PlanEntry

_STOP = re.compile(r"[。！？!?；;\n|]+[”’」』》）)]*")
"""Where a sentence ends, for people who read it: semicolons part the long sentences of plans too."""

_AROUND = 160
"""Characters of a sentence that are shown before and behind a stretch at most."""

_LONGEST = 400
"""Characters of a stretch that are shown at most."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a plan's text: its sentence in three parts; ``cut`` where the stretch goes on."""

    plan: str
    begin: int
    end: int
    before: str
    quote: str
    after: str
    cut: bool = False

    @property
    def address(self) -> str:
        """The place on the page of the plan."""
        return f"/plans/{self.plan}#char={self.begin},{self.end}"


class Texts:
    """The texts of the plans of one release, each asked for once."""

    def __init__(self, ask: Ask, plans: Sequence[PlanEntry]) -> None:
        self._ask = ask
        self._plans = plans
        self._texts: dict[str, str] = {}

    def order(self, iri: str) -> int:
        """Tell the place among all plans of that which a thing belongs to."""
        return next((index for index, plan in enumerate(self._plans) if iri.startswith(f"{plan.iri}/")), -1)

    async def passage(self, iri: str, begin: int, end: int) -> Passage | None:
        """Give the stretch at which a thing of a plan stands; None where the release lacks that text."""
        index = self.order(iri)
        if index < 0:
            return None
        plan = self._plans[index]
        text = await self._text(plan)
        if not 0 <= begin < end <= len(text):
            return None
        first, last = _sentence(text, begin, end)
        quote = text[begin:end].strip()
        return Passage(
            plan.id,
            begin,
            end,
            _shorten(text[first:begin].lstrip(), tail=True),
            quote[:_LONGEST],
            _shorten(text[end:last].rstrip()) if len(quote) <= _LONGEST else "",
            len(quote) > _LONGEST,
        )

    async def _text(self, plan: PlanEntry) -> str:
        if plan.id not in self._texts:
            rows = await self._ask(
                f"{PREFIXES}SELECT ?text WHERE {{ <{plan.iri}> pa:sourceText ?source . ?source nif:isString ?text }}"
            )
            self._texts[plan.id] = rows[0]["text"].value if rows else ""
        return self._texts[plan.id]


def _sentence(text: str, begin: int, end: int) -> tuple[int, int]:
    """Give the edges of the sentence, or sentences, around a stretch; a line end always is one."""
    first = text.rfind("\n", 0, begin) + 1
    for stop in _STOP.finditer(text, first, begin):
        first = stop.end()
    following = _STOP.search(text, max(end - 1, begin))
    if following is None:
        return first, len(text)
    return first, max(following.end() if following[0][0] not in "\n|" else following.start(), end)


def _shorten(text: str, *, tail: bool = False) -> str:
    if len(text) <= _AROUND:
        return text
    return f"…{text[-_AROUND:]}" if tail else f"{text[:_AROUND]}…"
