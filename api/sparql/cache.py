"""Answers that are given again: as much as fits into a number of bytes, the longest unused leaving first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_SHARE = 4
"""One entry may take this part of the whole, so that a large answer does not drive out all others."""


class Cache(Generic[K, V]):
    """A mapping with a bound in bytes. It lives and dies with the engine of one release, so nothing in it gets old."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.used = 0
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: K) -> V | None:
        """Give what is kept under a key, and count that as a use."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: K, value: V, size: int) -> None:
        """Keep a value of this size unless it is too large; the first one under a key stays."""
        if size > self.limit // _SHARE or key in self._entries:
            return
        self._entries[key] = (value, size)
        self.used += size
        while self.used > self.limit:
            _, (_, freed) = self._entries.popitem(last=False)
            self.used -= freed
