"""What is wrong with an address, in the words of a language."""

from __future__ import annotations

from collections.abc import Iterable

from api.pages.language import Language
from api.pages.messages import message
from graph_builder.errors import FilterError


def fault_of(error: FilterError, language: Language) -> list[str]:
    """Say what is wrong with a filter, line by line: the fault, what it may have meant, what to write instead."""
    if language is Language.EN:
        return [error.message, *error.details, error.remedy]
    told = message(f"fault.{error.kind}", language, name=error.name, value=error.value)
    return [told, *error.details, *_known(error.known, language)]


def unknown_value(name: str, value: str, known: Iterable[str], language: Language) -> str:
    """Say that a parameter has no such value, and which it has."""
    told = message("fault.value", language, name=name, value=value)
    return " ".join([told, *_known([word for word in known if word], language)])


def _known(words: Iterable[str], language: Language) -> list[str]:
    listed = message("list.comma", language).join(words)
    return [message("fault.known", language, words=listed)] if listed else []
