"""Style sheets and scripts of the pages, at addresses that carry the hash of their content.

Those of ``static`` are served as they are. Those of ``built`` are made from ``web`` by Vite, for the pages that need
more: they are missing where the installation could not reach npm, and such a page then does with less.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from api.prefix import own_path
from api.problems import Problem
from api.sparql.negotiation import takes_gzip

_FOLDER = Path(__file__).parent / "static"
BUILT = Path(__file__).parent / "built"
"""Where Vite puts what it builds, in a checkout and in a wheel alike."""

_MANIFEST = "manifest.json"
_SMALL = 1000
"""Bytes below which compression gains nothing."""

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
            found[path.name] = _read(path)
    return found


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    return Asset(path.name, content, _MEDIA_TYPES[path.suffix], hashlib.sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a page loads of one entry of ``web``: the addresses of its scripts and style sheets."""

    scripts: Sequence[str]
    styles: Sequence[str]


@cache
def bundles() -> dict[str, Bundle]:
    """Read which files belong to which entry, by the entry's name; empty where nothing has been built."""
    path = BUILT / _MANIFEST
    if not path.is_file():
        return {}
    chunks = json.loads(path.read_text("utf-8"))
    return {
        chunk["name"]: Bundle([_built_address(chunk["file"])], [_built_address(name) for name in _styles(key, chunks)])
        for key, chunk in chunks.items()
        if chunk.get("isEntry")
    }


def _styles(key: str, chunks: dict[str, dict[str, list[str]]]) -> list[str]:
    """Collect the style sheets of a chunk and of those that it imports, each once, the imported first."""
    found: dict[str, None] = {}
    seen: set[str] = set()

    def collect(name: str) -> None:
        if name not in seen:
            seen.add(name)
            for imported in chunks[name].get("imports", []):
                collect(imported)
            found.update(dict.fromkeys(chunks[name].get("css", [])))

    collect(key)
    return list(found)


def _built_address(name: str) -> str:
    return f"/static/{name}"


@cache
def _built() -> dict[str, Asset]:
    """Read all built files once, by address: their names carry a hash already."""
    return {_built_address(path.name): _read(path) for path in sorted(BUILT.glob("*")) if path.suffix in _MEDIA_TYPES}


@cache
def _compressed(asset: Asset) -> bytes:
    return gzip.compress(asset.content, mtime=0)


async def static(request: Request) -> Response:
    """Answer ``/static/NAME``: for ever under the hashed name, with an ETag under the plain one."""
    path = own_path(request)
    asset = _built().get(path)
    hashed = asset is not None
    for one in assets().values():
        if path in (one.address, f"/static/{one.name}"):
            asset, hashed = one, path == one.address
    if asset is None:
        raise Problem(404, f"there is no {path}")
    headers = {
        "etag": f'"{asset.sha256}"',
        "cache-control": "public, max-age=31536000, immutable" if hashed else "no-cache",
        "vary": "Accept-Encoding",
    }
    if asset.sha256 in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    content = asset.content
    if len(content) >= _SMALL and takes_gzip(", ".join(request.headers.getlist("accept-encoding"))):
        headers |= {"content-encoding": "gzip", "etag": f'"{asset.sha256}-gzip"'}
        content = _compressed(asset)
    return Response(content, headers=headers, media_type=asset.media_type)
