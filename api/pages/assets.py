"""Style sheets and scripts of the pages, at addresses that carry the hash of their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from api.prefix import own_path
from api.problems import Problem

_FOLDER = Path(__file__).parent / "static"
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages load; ``address`` changes with its content."""

    name: str
    content: bytes
    media_type: str
    sha256: str

    @property
    def address(self) -> str:
        """The path of the file on the server: ``/static/site.0a1b2c3d4e5f.css``."""
        stem, dot, suffix = self.name.rpartition(".")
        return f"/static/{stem}.{self.sha256[:12]}{dot}{suffix}"


@cache
def assets() -> dict[str, Asset]:
    """Read all files once, by name."""
    found = {}
    for path in sorted(_FOLDER.iterdir()):
        if path.suffix in _MEDIA_TYPES:
            content = path.read_bytes()
            found[path.name] = Asset(path.name, content, _MEDIA_TYPES[path.suffix], hashlib.sha256(content).hexdigest())
    return found


async def static(request: Request) -> Response:
    """Answer ``/static/NAME``: for ever under the hashed name, with an ETag under the plain one."""
    path = own_path(request)
    for asset in assets().values():
        hashed = path == asset.address
        if hashed or path == f"/static/{asset.name}":
            headers = {
                "etag": f'"{asset.sha256}"',
                "cache-control": "public, max-age=31536000, immutable" if hashed else "no-cache",
            }
            if headers["etag"] in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers=headers)
            return Response(asset.content, headers=headers, media_type=asset.media_type)
    raise Problem(404, f"there is no {path}")
