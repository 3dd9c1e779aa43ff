"""Errors as clients get them: a page for browsers, problem details for programs."""

from __future__ import annotations

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.pages.language import Language, language_of, prefers_html
from api.pages.messages import MESSAGES
from api.pages.render import page
from api.problems import Problem
from api.release import Release


def error_answer(request: Request, problem: Problem, release: Release) -> Response:
    """Answer with a problem. What went wrong inside is told to nobody but the log."""
    if not prefers_html(request):
        response = problem.response()
        response.headers.setdefault("vary", "Accept")
        return response
    key = f"error.{problem.status}"
    known = key in MESSAGES
    told = problem.status < HTTPStatus.INTERNAL_SERVER_ERROR and not (known and language_of(request) is Language.ZH)
    response = page(
        request,
        "error.html",
        release,
        status=problem.status,
        code=problem.status,
        key=key if known else "error.other",
        detail=problem.detail if told else "",
    )
    response.headers.update(problem.headers)
    return response


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
