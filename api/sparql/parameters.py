"""The parameters of a request: percent-decoding, media types and charsets, strictly."""

from __future__ import annotations

import codecs
import re
from email.message import Message
from urllib.parse import unquote_to_bytes

from api.problems import Problem

_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def parameters(encoded: bytes) -> dict[str, list[str]]:
    """Decode ``application/x-www-form-urlencoded`` in UTF-8, the form of query strings and of form bodies.

    Raises:
        Problem: 400 if a percent sign is not followed by two hexadecimal digits, or the bytes are not UTF-8.
    """
    found: dict[str, list[str]] = {}
    for pair in encoded.split(b"&"):
        if pair:
            name, _, value = pair.partition(b"=")
            found.setdefault(_decode(name), []).append(_decode(value))
    return found


def _decode(encoded: bytes) -> str:
    if _BAD_ESCAPE.search(encoded):
        raise Problem(400, "A parameter holds a percent sign without two hexadecimal digits after it.")
    return text(unquote_to_bytes(encoded.replace(b"+", b" ")))


def text(encoded: bytes) -> str:
    """Decode UTF-8.

    Raises:
        Problem: 400 if the bytes are not UTF-8.
    """
    try:
        return encoded.decode()
    except UnicodeDecodeError as error:
        raise Problem(400, f"The request is not in UTF-8 (byte {error.start} of a value or body).") from None


def content_type(value: str) -> tuple[str, bool]:
    """Read a ``Content-Type``: the media type in lower case, and whether its charset is UTF-8 or a part of it."""
    message = Message()
    message["content-type"] = value
    charset = message.get_content_charset("utf-8")
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        name = ""
    return message.get_content_type(), name in ("utf-8", "ascii")
