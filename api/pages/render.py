"""Render a template as a page in the language of the request."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.pages.assets import assets
from api.pages.language import COOKIE, COOKIE_SECONDS, PARAMETER, VARY, Language, chosen, language_of
from api.pages.messages import message
from api.pages.navigation import ways
from api.prefix import in_page, own_path, root_of
from api.release import Release


def _size(count: int) -> str:
    """Write a number of bytes for people."""
    size = float(count)
    for unit in ("B", "KB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" or size >= 100 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["size"] = _size
    environment.filters["thousands"] = "{:,}".format
    environment.globals["ways"] = ways
    environment.globals["icon"] = environment.get_template("icons.html").module.icon  # type: ignore[attr-defined]
    environment.globals["asset"] = lambda name: assets()[name].address
    return environment


_ENVIRONMENT = _environment()


def switch_address(request: Request, language: Language) -> str:
    """Give the address of the same page in a language; all other parameters stay."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != PARAMETER]
    return f"{quote(own_path(request))}?{urlencode([*kept, (PARAMETER, language.value)])}"


def fragment(template: str, language: Language, **context: object) -> Markup:
    """Render a part of a page that depends on nothing but its language and what is given, so that it can be kept."""
    words = partial(message, language=language)
    content = _ENVIRONMENT.get_template(template).render(t=words, lang=language, **context)
    return Markup(content)  # noqa: S704 - the environment has escaped what it was given


def page(
    request: Request, template: str, release: Release | None, *, status: int = 200, **context: object
) -> HTMLResponse:
    """Answer a request with a page.

    The template gets ``t`` (messages), ``lang`` (the language), ``release``, the address of the language switch, and
    the context given.
    """
    language = language_of(request)
    content = _ENVIRONMENT.get_template(template).render(
        t=partial(message, language=language),
        lang=language,
        release=release,
        path=own_path(request),
        switches=[(item, switch_address(request, item)) for item in Language],
        **context,
    )
    response = HTMLResponse(in_page(content, root_of(request)), status)
    response.headers["content-language"] = language.tag
    response.headers["vary"] = f"Accept, {VARY}"
    response.headers["cache-control"] = "no-cache"
    remember(request, response)
    return response


def remember(request: Request, response: Response) -> None:
    """Set the cookie when the address itself chose the language."""
    if language := chosen(request):
        path = root_of(request) or "/"
        response.set_cookie(COOKIE, language.value, max_age=COOKIE_SECONDS, path=path, samesite="lax", httponly=True)
