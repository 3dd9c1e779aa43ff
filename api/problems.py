"""Problem details (RFC 9457): the one shape of every error that the HTTP door gives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Self

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it a problem
    """An error on its way to a client.

    ``chinese`` says the same as ``detail`` for pages in Chinese; where it is empty, the status has to say enough.

    ``status`` is the HTTP status, ``detail`` says what is wrong and what to do, ``members`` are extension members
    (RFC 9457 section 3.2) such as ``line`` and ``column``, ``headers`` go with the response.
    """

    def __init__(
        self, status: int, detail: str, *, chinese: str = "", headers: Mapping[str, str] | None = None, **members: Any
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.chinese = chinese
        self.headers = dict(headers or {})
        self.members = members

    def again(self) -> Self:
        """Give the same problem to be raised in another place."""
        return type(self)(self.status, self.detail, chinese=self.chinese, headers=self.headers, **self.members)

    def response(self) -> Response:
        """Write the problem as a response."""
        body = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }
        content = json.dumps(body, ensure_ascii=False).encode()
        return Response(content, self.status, headers=self.headers, media_type=MEDIA_TYPE)
