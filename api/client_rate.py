"""How many requests one client may make: a bucket of tokens for each, in memory."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

_CLIENTS = 10_000
"""Buckets that are kept; of those unused for longest, which are full again or nearly so, the memory is given back."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request may pass, with what clients are told of it.

    ``remaining`` more requests may follow at once; after ``reset`` seconds the bucket is full; ``wait`` is 0, or the
    seconds until the next request may pass.
    """

    remaining: int
    reset: int
    wait: int


class ClientRate:
    """Lets each client make ``burst`` requests at once and ``rate`` a second on average.

    A client is an IPv4 address or an IPv6 network of 64 bits, which is what one household or machine is given.
    """

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self.burst = burst
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    @property
    def policy(self) -> str:
        """The value of ``RateLimit-Policy`` (draft-ietf-httpapi-ratelimit-headers)."""
        return f'"client";q={self.burst};w={math.ceil(self.burst / self.rate)}'

    def take(self, address: str) -> Verdict:
        """Take a token for a request from this address, if there is one."""
        client, now = _client(address), self._clock()
        tokens, before = self._buckets.get(client, (float(self.burst), now))
        tokens = min(self.burst, tokens + (now - before) * self.rate)
        wait = 0 if tokens >= 1 else math.ceil((1 - tokens) / self.rate)
        if not wait:
            tokens -= 1
        self._buckets[client] = (tokens, now)
        self._buckets.move_to_end(client)
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        return Verdict(int(tokens), math.ceil((self.burst - tokens) / self.rate), wait)


def _client(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:  # a socket of another kind has no address
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or parsed.packed[:8].hex())
    return address
