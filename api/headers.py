"""The headers that every answer carries to keep browsers out of harm's way, whatever the answer is.

What an answer has already said itself is left as it is.
"""

from __future__ import annotations

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""What a page may load: its own scripts, styles and data, nothing inline and nothing from elsewhere."""

DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""What anything else may load, should a browser show it: nothing."""

PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""What a picture may load when it is opened by itself: the styles that it holds."""

HSTS = "max-age=31536000"
"""For a year a browser comes back by HTTPS only. Subdomains are not ours to speak for."""

_EVERY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
)
_PAGE = (
    (b"content-security-policy", PAGE_POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), "
        b"usb=()",
    ),
    *_EVERY,
)
_PICTURE = ((b"content-security-policy", PICTURE_POLICY.encode()), *_EVERY)
_DATA = ((b"content-security-policy", DATA_POLICY.encode()), *_EVERY)
_LOOPBACK = (b"localhost", b"127.", b"[::1]")


def secured(headers: list[tuple[bytes, bytes]], status: int, *, scheme: str, host: bytes) -> list[tuple[bytes, bytes]]:
    """Add to the headers of an answer (names in lower case) what they lack.

    Only what any page may read (``Access-Control-Allow-Origin``) may be embedded by any page. An error is not stored,
    unless it says so. HSTS goes out by HTTPS alone, and not from the loopback interface, where a browser would take it
    for every program on that machine.
    """
    given = dict(headers)
    kind = given.get(b"content-type", b"")
    wanted = _PAGE if kind.startswith(b"text/html") else _PICTURE if kind.startswith(b"image/") else _DATA
    found = [*headers, *(header for header in wanted if header[0] not in given)]
    if b"cross-origin-resource-policy" not in given:
        readable = b"access-control-allow-origin" in given
        found.append((b"cross-origin-resource-policy", b"cross-origin" if readable else b"same-origin"))
    if status >= 400 and b"cache-control" not in given:
        found.append((b"cache-control", b"no-store"))
    if scheme == "https" and not host.startswith(_LOOPBACK):
        found.append((b"strict-transport-security", HSTS.encode()))
    return found
