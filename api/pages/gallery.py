"""The gallery of example queries: ``data/queries/*.rq``, each with its question in header comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from api.pages.language import Language
from api.pages.messages import message
from graph_builder import resources

_QUESTION = re.compile(r"^#\s*(zh|en):\s*(\S.*?)\s*$", re.MULTILINE)
_HEADER = re.compile(r"\A(?:\s*#[^\n]*(?:\n|\Z))+\s*")

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
    """A question and the query that answers it."""

    name: str
    question: str
    query: str

    @property
    def address(self) -> str:
        """The page on which the query has been run."""
        return f"/sparql?{urlencode({'query': self.query, 'format': 'html'})}"


def gallery(language: Language) -> list[Example]:
    """Give the examples with their questions in a language, a built-in one first."""
    first = Example("technologies", message("sparql.example", language), _EXAMPLE)
    return [first, *_shipped(language)]


@cache
def _shipped(language: Language) -> tuple[Example, ...]:
    return tuple(_example(path, language) for path in sorted(resources.path("data/queries").glob("*.rq")))


def _example(path: Path, language: Language) -> Example:
    text = path.read_text(encoding="utf-8")
    questions = dict(_QUESTION.findall(text))
    question = questions.get(language.value) or next(iter(questions.values()), path.stem)
    return Example(path.stem, question, _HEADER.sub("", text))
