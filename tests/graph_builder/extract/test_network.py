"""The network: what it computes is what its definition says, and what is no network is refused."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from graph_builder.errors import ResourceError
from graph_builder.extract.inputs import CHANNELS, Alphabets, encoded
from graph_builder.extract.network import Network, best_path, dequantized, marginals, quantized

TEXT = "建设数据平台，支持企业发展。提升能力"
MARKS = (["O"] * len(TEXT), ["B-Facility", *["O"] * (len(TEXT) - 1)])
KINDS = ["measure"] * len(TEXT)
LABELS = {"names": ["B-Body", "B-Facility", "I-Body", "I-Facility", "O"], "clauses": ["B-Goal", "I-Goal", "O"]}
WIDTHS = {"character": 5, "pair": 4, "words": 3, "general": 3, "unit": 2}
SIZE = 6


def alphabets() -> Alphabets:
    return Alphabets.counted([TEXT * 3], [MARKS], [KINDS])


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network with weights by chance."""
    chance = np.random.default_rng(1)
    held = alphabets()
    stored: dict[str, NDArray[np.generic]] = {**held.stored()}

    def table(name: str, *shape: int) -> None:
        values = chance.normal(size=shape).astype(np.float32)
        if len(shape) > 1:
            stored[name], stored[f"{name}.scale"] = quantized(values)
        else:
            stored[name] = values

    for name, width in WIDTHS.items():
        table(f"embedding.{name}", held.size(name), width)
    width = sum(WIDTHS[name] for _, name in CHANNELS)
    for layer, direction in itertools.product(range(2), ("forward", "backward")):
        table(f"lstm.{layer}.{direction}.input", 4 * SIZE, 2 * SIZE if layer else width)
        table(f"lstm.{layer}.{direction}.hidden", 4 * SIZE, SIZE)
        table(f"lstm.{layer}.{direction}.bias", 4 * SIZE)
    for layer_name, labels in LABELS.items():
        stored[f"labels.{layer_name}"] = np.array(labels)
        table(f"{layer_name}.out", len(labels), 2 * SIZE)
        table(f"{layer_name}.bias", len(labels))
        table(f"{layer_name}.transitions", len(labels), len(labels))
    made = tmp_path_factory.mktemp("network") / "network.npz"
    np.savez_compressed(made, allow_pickle=False, **stored)
    return made


def by_hand(
    path: Path, text: str, marks: tuple[list[str], list[str]], kinds: list[str]
) -> dict[str, list[list[float]]]:
    """Compute the scores of one stretch number by number, as the definition says."""
    with np.load(path) as stored:
        weights = {name: stored[name] for name in stored.files}
    held = Alphabets.of(weights)

    def w(name: str) -> list[list[float]]:
        return [list(map(float, np.atleast_1d(row))) for row in dequantized(weights, name)]

    codes = encoded(text, marks, kinds, held)
    tables = {name: w(f"embedding.{name}") for name in WIDTHS}
    values = [
        [number for row, (_, name) in enumerate(CHANNELS) for number in tables[name][codes[row, place]]]
        for place in range(len(text))
    ]

    def sigmoid(x: float) -> float:
        return 1 / (1 + math.exp(-x))

    def run(given: list[list[float]], name: str) -> list[list[float]]:
        inner, outer, bias = w(f"{name}.hidden"), w(f"{name}.input"), w(f"{name}.bias")
        state, cell, found = [0.0] * SIZE, [0.0] * SIZE, []
        for value in given:
            gate = [
                sum(a * b for a, b in zip(outer[k], value, strict=True))
                + sum(a * b for a, b in zip(inner[k], state, strict=True))
                + bias[k][0]
                for k in range(4 * SIZE)
            ]
            for k in range(SIZE):
                cell[k] = sigmoid(gate[SIZE + k]) * cell[k] + sigmoid(gate[k]) * math.tanh(gate[2 * SIZE + k])
            state = [sigmoid(gate[3 * SIZE + k]) * math.tanh(cell[k]) for k in range(SIZE)]
            found.append(state)
        return found

    for layer in range(2):
        forward = run(values, f"lstm.{layer}.forward")
        backward = run(values[::-1], f"lstm.{layer}.backward")[::-1]
        values = [one + two for one, two in zip(forward, backward, strict=True)]
    return {
        layer: [
            [
                sum(a * b for a, b in zip(row, value, strict=True)) + bias[0]
                for row, bias in zip(w(f"{layer}.out"), w(f"{layer}.bias"), strict=True)
            ]
            for value in values
        ]
        for layer in LABELS
    }


def enumerated(scores: NDArray[np.float32], transitions: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give the probabilities of the labels by going through all labellings."""
    length, count = scores.shape
    found = np.zeros((length, count))
    for labelling in itertools.product(range(count), repeat=length):
        total = sum(float(scores[place, label]) for place, label in enumerate(labelling))
        total += sum(float(transitions[pair]) for pair in itertools.pairwise(labelling))
        for place, label in enumerate(labelling):
            found[place, label] += math.exp(total)
    return found / found.sum(axis=1, keepdims=True)


def test_computes_what_its_definition_says(path: Path) -> None:
    network, part = Network(path), TEXT[:7]
    found = network.read(part, [marks[:7] for marks in MARKS], KINDS[:7], [(0, 7)])
    scores = by_hand(path, part, (MARKS[0][:7], MARKS[1][:7]), KINDS[:7])
    with np.load(path) as stored:
        transitions = dequantized({name: stored[name] for name in stored.files}, "clauses.transitions")
    assert found["clauses"] == pytest.approx(enumerated(np.array(scores["clauses"]), transitions), abs=1e-4)
    assert network.labels == LABELS


def test_stretches_are_read_on_their_own_and_alike_in_any_company(path: Path) -> None:
    network = Network(path)
    cuts = [(0, 7), (7, 14), (14, len(TEXT))]
    together = network.read(TEXT, MARKS, KINDS, cuts)
    for cut in cuts:
        alone = network.read(TEXT, MARKS, KINDS, [cut])
        for layer, sure in together.items():
            assert alone[layer][slice(*cut)] == pytest.approx(sure[slice(*cut)], abs=1e-5)
            assert not alone[layer][: cut[0]].any()
    assert together["names"].sum(axis=1) == pytest.approx(np.ones(len(TEXT)), abs=1e-5)


def test_what_was_never_seen_is_read_too(path: Path) -> None:
    found = Network(path).read("嚚訥", [["B-X", "O"], ["O", "O"]], ["never", "seen"], [(0, 2)])
    assert np.isfinite(found["names"]).all()


SCORES = arrays.arrays(
    np.float32, st.tuples(st.integers(1, 4), st.just(3)), elements=st.floats(-4, 4, width=32, allow_nan=False)
)
TRANSITIONS = arrays.arrays(np.float32, (3, 3), elements=st.floats(-4, 4, width=32, allow_nan=False))


@given(SCORES, TRANSITIONS, st.integers(0, 3))
def test_marginals_are_those_of_all_labellings(
    scores: NDArray[np.float32], transitions: NDArray[np.float32], beyond: int
) -> None:
    padded = np.concatenate([scores, np.full((beyond, 3), 7, np.float32)])
    found = marginals(padded[None], np.array([len(scores)]), transitions)[0, : len(scores)]
    assert found == pytest.approx(enumerated(scores, transitions), abs=1e-4)


@given(arrays.arrays(np.float32, st.tuples(st.integers(1, 5), st.just(5)), elements=st.floats(0.015625, 1, width=32)))
def test_the_best_path_is_the_best_of_those_that_are_allowed(sure: NDArray[np.float32]) -> None:
    labels = LABELS["names"]

    def allowed(path: tuple[str, ...]) -> bool:
        return all(
            not label.startswith("I-") or (before[:2] in ("B-", "I-") and before[2:] == label[2:])
            for before, label in itertools.pairwise(("O", *path))
        )

    def worth(path: tuple[str, ...]) -> float:
        return sum(math.log(sure[place, labels.index(label)]) for place, label in enumerate(path))

    best = tuple(best_path(sure, labels))
    assert allowed(best)
    assert worth(best) == pytest.approx(
        max(worth(path) for path in itertools.product(labels, repeat=len(sure)) if allowed(path)), abs=1e-4
    )


@given(arrays.arrays(np.float32, (3, 4), elements=st.floats(-9, 9, width=32)))
def test_rounding_changes_a_weight_by_less_than_a_127th_of_the_largest_in_its_row(table: NDArray[np.float32]) -> None:
    whole, scale = quantized(table)
    back = dequantized({"t": whole, "t.scale": scale}, "t")
    assert (np.abs(back - table) <= np.abs(table).max(axis=1, keepdims=True) / 127 + 1e-6).all()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"], ids=["empty", "other", "cut off"])
def test_a_file_without_network_is_told_with_its_place(tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "network.npz"
    bad.write_bytes(content)
    with pytest.raises(ResourceError, match=r"(?s)network\.npz.*install PlanAtlas again"):
        Network(bad)
    with pytest.raises(ResourceError, match="install PlanAtlas again"):
        Network(tmp_path / "absent.npz")


def test_an_archive_that_lacks_tables_is_told(tmp_path: Path) -> None:
    np.savez(tmp_path / "network.npz", allow_pickle=False, other=np.zeros(3))
    with pytest.raises(ResourceError, match="is no network that can be read"):
        Network(tmp_path / "network.npz")
