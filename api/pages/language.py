"""The language of a page: ``?lang=``, else the cookie, else Accept-Language, else Chinese."""

from __future__ import annotations

from enum import StrEnum

from starlette.requests import Request

PARAMETER = "lang"
COOKIE = "lang"
COOKIE_SECONDS = 365 * 24 * 60 * 60
VARY = "Accept-Language, Cookie"


class Language(StrEnum):
    """A language of the pages."""

    ZH = "zh"
    EN = "en"

    @property
    def tag(self) -> str:
        """The BCP 47 tag that pages and headers carry."""
        return "zh-CN" if self is Language.ZH else "en"


def known(value: str | None) -> Language | None:
    """Read a language's name, or None for one that there is not."""
    return Language(value) if value in tuple(Language) else None


def chosen(request: Request) -> Language | None:
    """Give the language that this address itself chooses by ``?lang=``, or None."""
    return known(request.query_params.get(PARAMETER))


def language_of(request: Request) -> Language:
    """Settle the language of the answer to a request."""
    return (
        chosen(request)
        or known(request.cookies.get(COOKIE))
        or _accepted(request.headers.get("accept-language", ""))
        or Language.ZH
    )


def _accepted(header: str) -> Language | None:
    """Give the best language of an Accept-Language header that there is; the first of equals."""
    best: Language | None = None
    best_quality = 0.0
    for tag, quality in qualities(header):
        language = known(tag.split("-")[0])
        if language is not None and quality > best_quality:
            best, best_quality = language, quality
    return best


def prefers_html(request: Request) -> bool:
    """Tell a browser, which asks for HTML before all else, from a program."""
    accepted = dict(qualities(request.headers.get("accept", "")))
    html = max(accepted.pop("text/html", 0.0), accepted.pop("application/xhtml+xml", 0.0))
    data = max((quality for name, quality in accepted.items() if "json" in name), default=0.0)
    return html > 0 and html >= data


def qualities(header: str) -> list[tuple[str, float]]:
    """Read an Accept or Accept-Language header: its values in lower case with their weights (RFC 9110, 12.4.2)."""
    found = []
    for part in header.split(","):
        value, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
        try:
            quality = float(weight)
        except ValueError:
            quality = 0.0
        if value:
            found.append((value, quality))
    return found
