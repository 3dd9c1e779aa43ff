"""The trained tagger: two bidirectional layers of long short-term memory under a conditional random field.

Hochreiter and Schmidhuber 1997; Lafferty, McCallum and Pereira 2001; joined as by Huang, Xu and Yu 2015. One network
reads a text once and labels each character in several layers (names; clauses). It is run with NumPy alone.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from graph_builder.errors import Place, ResourceError
from graph_builder.extract.inputs import CHANNELS, Alphabets, encoded

Floats = NDArray[np.float32]

_BATCH = 6000
"""Characters that are read at once, padding included: more take more memory and hardly less time."""


class Network:
    """A trained network in memory.

    Raises:
        ResourceError: there is no such file, or it holds no network.
    """

    def __init__(self, path: Path) -> None:
        try:
            with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as archive:
                self.weights: dict[str, NDArray[np.generic]] = {name: archive[name] for name in archive.files}
            self.alphabets = Alphabets.of(self.weights)
            self.labels = {
                name.removeprefix("labels."): [str(label) for label in self.weights[name]]
                for name in self.weights
                if name.startswith("labels.")
            }
            self._weight = {
                name: dequantized(self.weights, name)
                for name in self.weights
                if name.startswith(("embedding.", "lstm.", *self.labels)) and not name.endswith(".scale")
            }
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise ResourceError(
                "is no network that can be read",
                place=Place(path),
                remedy="install PlanAtlas again, or train it: python -m graph_builder.extract.train",
            ) from error

    def read(
        self, folded: str, marks: Sequence[Sequence[str]], kinds: Sequence[str], cuts: Sequence[tuple[int, int]]
    ) -> dict[str, Floats]:
        """Give, for each layer of labels, the probability of each label at each character: characters × labels.

        ``marks`` tell the known words and ``kinds`` the unit that each character stands in; ``cuts`` are the stretches
        that are read on their own. What stands in none of them has no probability at all.
        """
        codes = encoded(folded, marks, kinds, self.alphabets)
        found = {layer: np.zeros((len(folded), len(labels)), np.float32) for layer, labels in self.labels.items()}
        # The products are small: more threads gain nothing, and where other work goes on they wait for one another.
        with _threads().limit(limits=1, user_api="blas"):
            self._fill(found, codes, cuts)
        return found

    def _fill(self, found: dict[str, Floats], codes: NDArray[np.int32], cuts: Sequence[tuple[int, int]]) -> None:
        for batch in _batches(cuts):
            states = self._states(codes, batch)
            lengths = np.array([end - start for start, end in batch])
            for layer in self.labels:
                scores = states @ self._weight[f"{layer}.out"].T + self._weight[f"{layer}.bias"]
                sure = marginals(scores, lengths, self._weight[f"{layer}.transitions"])
                for row, (start, end) in enumerate(batch):
                    found[layer][start:end] = sure[row, : end - start]

    def _states(self, codes: NDArray[np.int32], batch: Sequence[tuple[int, int]]) -> Floats:
        lengths = np.array([end - start for start, end in batch])
        padded = np.zeros((len(CHANNELS), len(batch), int(lengths.max())), np.int32)
        for row, (start, end) in enumerate(batch):
            padded[:, row, : end - start] = codes[:, start:end]
        values = np.concatenate(
            [self._weight[f"embedding.{table}"][padded[place]] for place, (_, table) in enumerate(CHANNELS)], axis=-1
        )
        for layer in range(2):
            forward = self._lstm(values, f"lstm.{layer}.forward")
            flipped = self._lstm(_flipped(values, lengths), f"lstm.{layer}.backward")
            values = np.concatenate([forward, _flipped(flipped, lengths)], axis=-1)
        return values

    def _lstm(self, values: Floats, name: str) -> Floats:
        """Run one direction of a layer over a batch; ``values`` are stretches × characters × numbers."""
        inner, bias = self._weight[f"{name}.hidden"].T, self._weight[f"{name}.bias"]
        gates = values @ self._weight[f"{name}.input"].T + bias
        size = inner.shape[0]
        state = np.zeros((len(values), size), np.float32)
        cell = np.zeros_like(state)
        found = np.empty((*values.shape[:2], size), np.float32)
        for place in range(values.shape[1]):
            gate = gates[:, place] + state @ inner
            opening = _sigmoid(gate[:, : 2 * size])
            cell = opening[:, size:] * cell + opening[:, :size] * np.tanh(gate[:, 2 * size : 3 * size])
            state = _sigmoid(gate[:, 3 * size :]) * np.tanh(cell)
            found[:, place] = state
        return found


@cache
def _threads() -> ThreadpoolController:
    """Give what sets the threads of NumPy's linear algebra; looking for its libraries takes milliseconds."""
    return ThreadpoolController()


def dequantized(weights: Mapping[str, NDArray[np.generic]], name: str) -> Floats:
    """Give a table of weights, which may be stored as whole numbers with one scale for each row."""
    values = np.asarray(weights[name], np.float32)
    scale = weights.get(f"{name}.scale")
    return values if scale is None else values * np.asarray(scale, np.float32)[:, None]


def quantized(table: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Round a table of rows of weights to whole numbers of eight bits with one scale for each row."""
    largest = np.abs(table).max(axis=1)
    # Dividing by the smallest floats there are would overflow: a row as faint as that says nothing.
    scale = np.where(largest > 1e-30, largest / 127, 1).astype(np.float32)
    return np.rint(table / scale[:, None]).astype(np.int8), scale


def marginals(scores: Floats, lengths: NDArray[np.intp], transitions: Floats) -> Floats:
    """Give the probability of each label at each place (forward-backward): stretches × places × labels.

    ``transitions[i, j]`` is the score of label j after label i. What lies beyond the length of a stretch says nothing.
    """
    # Scaled (Rabiner 1989): products, each place divided by its sum, take far less time than sums of logarithms.
    shares = np.exp(scores.astype(np.float64) - scores.max(axis=-1, keepdims=True))
    step = np.exp(np.asarray(transitions, np.float64) - transitions.max())
    forward, backward = shares, np.ones_like(shares)
    emitted = shares.copy()
    forward[:, 0] /= forward[:, 0].sum(axis=-1, keepdims=True)
    for place in range(1, scores.shape[1]):
        further = forward[:, place - 1] @ step * emitted[:, place]
        forward[:, place] = further / further.sum(axis=-1, keepdims=True)
    for place in range(scores.shape[1] - 2, -1, -1):
        after = (emitted[:, place + 1] * backward[:, place + 1]) @ step.T
        inside = place + 1 < lengths[:, None]
        backward[:, place] = np.where(inside, after / after.sum(axis=-1, keepdims=True), 1)
    found = forward * backward
    return np.asarray(found / found.sum(axis=-1, keepdims=True), np.float32)


def best_path(probabilities: Floats, labels: Sequence[str]) -> list[str]:
    """Give the likeliest labels in which I-X only follows B-X or I-X (Viterbi)."""
    allowed = np.array([[not b.startswith("I-") or a[2:] == b[2:] != "" for b in labels] for a in labels])
    step = np.where(allowed, 0.0, -1e9)
    scores = np.log(np.maximum(probabilities, 1e-9))
    best = scores[0] + np.array([-1e9 if label.startswith("I-") else 0.0 for label in labels])
    came: list[NDArray[np.intp]] = []
    for place in range(1, len(scores)):
        ways = best[:, None] + step
        came.append(ways.argmax(axis=0))
        best = ways.max(axis=0) + scores[place]
    path = [int(best.argmax())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return [labels[index] for index in reversed(path)]


def _batches(cuts: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Put stretches of about one length together."""
    found: list[list[tuple[int, int]]] = []
    for cut in sorted((cut for cut in cuts if cut[0] < cut[1]), key=lambda cut: (cut[1] - cut[0], cut[0])):
        if not found or (len(found[-1]) + 1) * (cut[1] - cut[0]) > _BATCH:
            found.append([])
        found[-1].append(cut)
    return found


def _flipped(values: Floats, lengths: NDArray[np.intp]) -> Floats:
    """Turn each stretch of a batch around, its padding staying behind it."""
    places = np.arange(values.shape[1])[None, :]
    turned = np.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)
    return np.take_along_axis(values, turned[:, :, None], axis=1)


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(0.5 * (np.tanh(0.5 * values) + 1), np.float32)
