"""Errors as clients get them: a page for browsers, problem details for programs."""

from __future__ import annotations

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.linked_data import page_address
from api.logs import REQUEST_ID
from api.pages.language import Language, language_of, prefers_html
from api.pages.messages import MESSAGES
from api.pages.render import page
from api.problems import Problem
from api.release import Release

_PLAIN = (404, 405, 406, 415, 429, 503, 504)
"""Errors of which the sentence of the page says it all; to others the words for programs are added, in English."""


def error_answer(request: Request, problem: Problem, release: Release) -> Response:
    """Answer with a problem. What went wrong inside is told to nobody but the log, where its number leads to it."""
    if not prefers_html(request):
        response = problem.response()
        response.headers.setdefault("vary", "Accept")
        return response
    key = f"error.{problem.status}"
    known = key in MESSAGES
    inside = problem.status == HTTPStatus.INTERNAL_SERVER_ERROR
    chinese = language_of(request) is Language.ZH
    said = known and problem.status in _PLAIN and chinese
    instead = problem.members.get("replacedBy", ())
    response = page(
        request,
        "error.html",
        release,
        status=problem.status,
        code=problem.status,
        key=key if known else "error.other",
        detail=_detail(problem, chinese=chinese, said=inside or said),
        translated=chinese and bool(problem.chinese),
        number=REQUEST_ID.get() if inside else "",
        instead=[(iri, page_address(iri, release.manifest.base) or iri) for iri in instead],
    )
    response.headers.update(problem.headers)
    return response


def _detail(problem: Problem, *, chinese: bool, said: bool) -> str:
    """Give what the sentence of the page does not say, in Chinese where we have it."""
    if chinese and problem.chinese:
        return problem.chinese
    return "" if said else problem.detail


def problem_of(request: Request, error: HTTPException) -> Problem:
    """Put an error of the framework into our words."""
    headers = dict(error.headers or {})
    details = {
        HTTPStatus.NOT_FOUND: f"There is nothing at {request.url.path}; / lists the addresses that there are.",
        HTTPStatus.METHOD_NOT_ALLOWED: f"{request.url.path} does not take {request.method}.",
    }
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = "GET, HEAD"
    detail = details.get(HTTPStatus(error.status_code), str(error.detail))
    return Problem(error.status_code, detail, headers=headers)
