"""The path below which a proxy shows the service, such as ``/atlas``.

Inside, every address is written from the root of the service. The prefix is put before it on the way out, here and
nowhere else: in headers and pages for all answers, and by ``rooted`` where an answer of another kind holds an address.
"""

from __future__ import annotations

import re

from starlette.requests import Request

VALID = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")
"""What a prefix looks like."""

_IN_PAGE = re.compile(r'(?<=[ \n])((?:href|src|action|formaction|data-(?!copy)[a-z-]+)=")(?=/(?!/))')
"""Before an address that a page gives from the root; text in a page holds no bare quotation mark."""


def root_of(request: Request) -> str:
    """Give the prefix of this request; empty without one."""
    root: str = request.scope.get("root_path", "")
    return root


def own_path(request: Request) -> str:
    """Give the path of a request from the root of the service."""
    path: str = request.scope["path"]
    return path.removeprefix(root_of(request)) or "/"


def rooted(request: Request, address: str) -> str:
    """Give an address as clients reach it, from one at the root of the service."""
    return f"{root_of(request)}{address}"


def in_page(content: str, root: str) -> str:
    """Put the prefix before the addresses of a page."""
    return _IN_PAGE.sub(rf"\1{root}", content) if root else content


def in_header(name: bytes, value: bytes, root: bytes) -> bytes:
    """Put the prefix before the addresses of a header (its name in lower case)."""
    if name == b"location" and value.startswith(b"/") and not value.startswith(b"//"):
        return root + value
    if name == b"link":
        return value.replace(b"</", b"<" + root + b"/")
    return value
