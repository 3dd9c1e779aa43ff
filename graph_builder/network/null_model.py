"""Is a link stronger than chance would make it? Compared with random networks that keep every degree.

The curveball algorithm (Strona, Nappo, Boccacci, Fattorini and San-Miguel-Ayanz, Nature Communications 5, 2014) trades
what two holders do not have in common, again and again: each holder keeps the number of its things, each thing the
number of its holders, and all such networks come out equally often (Carstens, Phys. Rev. E 91, 2015).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

SAMPLES = 999
"""Random networks drawn; the least possible p is 1 / (SAMPLES + 1)."""

SEED = 20261122
MIXING = 5
"""Trades for each holder before the first random network is drawn; between two of them there is one for each."""


@dataclass(frozen=True)
class Chance:
    """How the weight of a pair compares with chance.

    ``z``: how many standard deviations it lies above the mean of the random networks, 0 where these do not vary.
    ``p``: the share of them in which the pair is at least as strong (one-sided, with the network itself counted).
    ``q``: the least false discovery rate at which the pair would be called strong (Benjamini and Hochberg, 1995).
    """

    z: float
    p: float
    q: float


def times_reached(p: float) -> int:
    """Give in how many of the :data:`SAMPLES` random networks a pair of this ``p`` is at least as strong.

    >>> times_reached(0.001), times_reached(0.032), times_reached(1.0)
    (0, 31, 999)
    """
    return round(p * (SAMPLES + 1)) - 1


def compare(holdings: Mapping[str, frozenset[str]], samples: int = SAMPLES) -> dict[tuple[str, str], Chance]:
    """Compare the resource allocation weight of each pair of holders with chance.

    ``holdings`` gives the holders of each thing. Pairs without a common thing are left out of the answer.
    """
    observed = _weights(holdings)
    if not observed:
        return {}
    sums = dict.fromkeys(observed, 0.0)
    squares = dict.fromkeys(observed, 0.0)
    reached = dict.fromkeys(observed, 1)
    for drawn in _draw(holdings, samples):
        found = _weights(drawn)
        for pair in observed:
            weight = found.get(pair, 0.0)
            sums[pair] += weight
            squares[pair] += weight * weight
            reached[pair] += weight >= observed[pair] - 1e-9
    adjusted = _adjust({pair: reached[pair] / (samples + 1) for pair in observed}, observed)
    answers = {}
    for pair, weight in observed.items():
        mean = sums[pair] / samples
        deviation = max(squares[pair] / samples - mean * mean, 0.0) ** 0.5
        z = (weight - mean) / deviation if deviation > 1e-9 else 0.0
        answers[pair] = Chance(round(z, 2), round(reached[pair] / (samples + 1), 4), round(adjusted[pair], 4))
    return answers


def _weights(holdings: Mapping[str, frozenset[str]] | Mapping[str, set[str]]) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for thing in sorted(holdings):
        holders = holdings[thing]
        if len(holders) > 1:
            for pair in combinations(sorted(holders), 2):
                found[pair] = found.get(pair, 0.0) + 1 / len(holders)
    return found


def _draw(holdings: Mapping[str, frozenset[str]], samples: int) -> Iterator[dict[str, set[str]]]:
    """Draw random networks with the same degrees, from a fixed seed."""
    chance = random.Random(SEED)  # noqa: S311 - repeatable on purpose
    things: dict[str, list[str]] = {}
    for thing in sorted(holdings):
        for holder in sorted(holdings[thing]):
            things.setdefault(holder, []).append(thing)
    held = {holder: set(found) for holder, found in sorted(things.items())}
    holders = list(held)
    if len(holders) < 2:
        return
    for sample in range(samples):
        for _ in range(len(holders) * (1 if sample else MIXING)):
            first, second = chance.sample(holders, 2)
            _trade(held, first, second, chance)
        drawn: dict[str, set[str]] = {}
        for holder, found in held.items():
            for thing in found:
                drawn.setdefault(thing, set()).add(holder)
        yield drawn


def _trade(held: dict[str, set[str]], first: str, second: str, chance: random.Random) -> None:
    ours, theirs = held[first] - held[second], held[second] - held[first]
    if not ours or not theirs:
        return
    both = held[first] & held[second]
    pool = ours | theirs
    taken = set(chance.sample(sorted(pool), len(ours)))
    held[first] = both | taken
    held[second] = both | (pool - taken)


def _adjust(p: Mapping[tuple[str, str], float], pairs: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    ranked = sorted(pairs, key=lambda pair: (-p[pair], pair))
    adjusted: dict[tuple[str, str], float] = {}
    least = 1.0
    for index, pair in enumerate(ranked):
        least = min(least, p[pair] * len(ranked) / (len(ranked) - index))
        adjusted[pair] = least
    return adjusted
