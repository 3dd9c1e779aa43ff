"""The shape of a message of the pages."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """One message in both languages; fields in braces are filled in by the page."""

    zh: str
    en: str
