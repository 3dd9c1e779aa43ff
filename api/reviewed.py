"""The parameter that leaves drafts out: pages and files then hold what settled and reviewed statements say only."""

from __future__ import annotations

from starlette.requests import Request

from api.pages.faults import unknown_value
from api.pages.language import Language
from api.problems import Problem
from graph_builder.network import REVIEWED as REVIEWED_STATUSES

REVIEWED = "reviewed"
"""The parameter; ``1`` leaves drafts out, ``0`` or nothing does not."""

DRAFT = "draft"
"""The review status of what nobody has settled or reviewed."""

STATUSES = REVIEWED_STATUSES
"""Review statuses of what is no draft."""

_KNOWN = ("", "0", "1")


def asked_reviewed(request: Request) -> bool:
    """Tell whether an address asks for no drafts.

    Raises:
        Problem: the parameter has another value (400).
    """
    value = request.query_params.get(REVIEWED, "")
    if value not in _KNOWN:
        told = f"{REVIEWED} knows no {value!r}; take one of 0, 1."
        raise Problem(400, told, chinese=unknown_value(REVIEWED, value, _KNOWN, Language.ZH))
    return value == "1"


def written(reviewed: bool) -> dict[str, str]:
    """Give the parameter for an address, nothing where drafts are not left out."""
    return {REVIEWED: "1"} if reviewed else {}
