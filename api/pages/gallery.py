"""The gallery of example queries: ``data/queries/*.rq``, each with its question and its group in header comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from api.pages.language import Language
from api.pages.messages import message
from graph_builder.release import read_gallery

GROUPS = ("start", "plan", "goal", "technology", "body", "means", "facility", "place", "plans", "evidence", "other")
"""Groups of questions in the order of the page: ``start`` holds the built-in example, ``other`` what names no group."""

_EXAMPLE = """\
PREFIX pa: <https://w3id.org/planatlas/ontology#>

SELECT ?technology ?directive WHERE {
  ?directive a pa:Directive ;
    pa:usesTechnology ?technology .
}
ORDER BY ?technology ?directive
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the query that answers it; ``group`` is one of ``GROUPS``."""

    name: str
    question: str
    query: str
    group: str = "other"

    @property
    def address(self) -> str:
        """The page on which the query has been run."""
        return f"/sparql?{urlencode({'query': self.query, 'format': 'html'})}"


@dataclass(frozen=True, slots=True)
class Group:
    """Examples about one thing, and what that is called."""

    title: str
    examples: Sequence[Example]


def gallery(language: Language) -> list[Example]:
    """Give the examples with their questions in a language: the built-in one first, then group by group, by name."""
    first = Example("start", message("sparql.example", language), _EXAMPLE, "start")
    return [first, *sorted(_shipped(language), key=lambda example: (GROUPS.index(example.group), example.name))]


def grouped(language: Language) -> list[Group]:
    """Give the examples of the gallery by group; none is empty."""
    examples = gallery(language)
    return [
        Group(message(f"sparql.group.{name}", language), members)
        for name in GROUPS
        if (members := [example for example in examples if example.group == name])
    ]


@cache
def _shipped(language: Language) -> tuple[Example, ...]:
    return tuple(
        Example(
            query.name,
            query.zh if language is Language.ZH else query.en,
            query.text,
            query.group if query.group in GROUPS else GROUPS[-1],
        )
        for query in read_gallery()
    )
