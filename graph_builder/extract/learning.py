"""Teach the network with PyTorch, which only this needs: ``pip install planatlas[train]``."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from graph_builder.extract.inputs import CHANNELS, Alphabets, encoded
from graph_builder.extract.network import quantized

_WIDTHS = {"character": 64, "pair": 64, "words": 16, "general": 16, "unit": 8}
_HIDDEN = 160
_DROPOUT = 0.35
_BATCH = 2000
_RATE = 3e-3
_EPOCHS = 10
_FORGET = {"character": 0.05, "pair before": 0.1, "pair after": 0.1}
"""How often a character or pair is hidden, so that the network learns to do without."""

_FORGET_WORDS = 0.1
"""In how many stretches the known words are hidden."""


@dataclass(frozen=True)
class Example:
    """A text to learn from: see :meth:`Network.read`; ``labels`` are the right ones of each layer."""

    folded: str
    marks: Sequence[Sequence[str]]
    kinds: Sequence[str]
    cuts: Sequence[tuple[int, int]]
    labels: dict[str, list[str]]


def learn(examples: Sequence[Example], path: Path, *, epochs: int = _EPOCHS, seed: int = 1) -> None:
    """Train a network and write it, its weights rounded to eight bits.

    The same texts give the same network on the same kind of machine with the same number of threads.
    """
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    shuffle = random.Random(seed)  # noqa: S311  # no secret
    alphabets = Alphabets.counted(
        (text.folded for text in examples), (text.marks for text in examples), (text.kinds for text in examples)
    )
    labels = {
        layer: sorted({label for text in examples for label in text.labels[layer]}) for layer in examples[0].labels
    }
    stretches = [stretch for text in examples for stretch in _stretches(text, alphabets, labels)]
    model = _Model(alphabets, labels)
    optimizer = torch.optim.AdamW(model.parameters(), lr=_RATE, weight_decay=1e-2)
    steps = epochs * sum(1 for _ in _batches(stretches, None))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=_RATE, total_steps=steps, pct_start=0.1)
    model.train()
    for _ in range(epochs):
        for codes, mask in _batches(stretches, shuffle):
            loss = model.loss(codes, mask)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            if schedule.last_epoch + 1 < steps:  # shuffled texts may make a few batches more
                schedule.step()
    _write(model, alphabets, labels, path)


def _stretches(text: Example, alphabets: Alphabets, labels: dict[str, list[str]]) -> Iterator[NDArray[np.int64]]:
    """Give the codes of each stretch with its right labels below them."""
    codes = encoded(text.folded, text.marks, text.kinds, alphabets)
    right = [[labels[layer].index(label) for label in text.labels[layer]] for layer in labels]
    rows = np.concatenate([codes, np.array(right)]).astype(np.int64)
    for start, end in text.cuts:
        if start < end:
            yield rows[:, start:end]


def _batches(stretches: Sequence[NDArray[np.int64]], shuffle: random.Random | None) -> Iterator[tuple[Tensor, Tensor]]:
    """Give stretches of about one length together, in another order each time."""
    noise = [shuffle.random() * 10 if shuffle else 0.0 for _ in stretches]
    order = sorted(range(len(stretches)), key=lambda index: stretches[index].shape[1] + noise[index])
    groups: list[list[int]] = []
    for index in order:
        if not groups or (len(groups[-1]) + 1) * stretches[index].shape[1] > _BATCH:
            groups.append([])
        groups[-1].append(index)
    if shuffle:
        shuffle.shuffle(groups)
    for group in groups:
        longest = max(stretches[index].shape[1] for index in group)
        codes = torch.zeros(len(group), len(stretches[0]), longest, dtype=torch.long)
        mask = torch.zeros(len(group), longest, dtype=torch.bool)
        for row, index in enumerate(group):
            length = stretches[index].shape[1]
            codes[row, :, :length] = torch.from_numpy(stretches[index])
            mask[row, :length] = True
        yield codes, mask


class _Model(nn.Module):
    def __init__(self, alphabets: Alphabets, labels: dict[str, list[str]]) -> None:
        super().__init__()
        self.nothing = alphabets.tables["words"]["O"]
        self.embedding = nn.ModuleDict(
            {table: nn.Embedding(alphabets.size(table), width, padding_idx=0) for table, width in _WIDTHS.items()}
        )
        width = sum(_WIDTHS[table] for _, table in CHANNELS)
        self.dropout = nn.Dropout(_DROPOUT)
        self.lstm = nn.LSTM(width, _HIDDEN, 2, batch_first=True, bidirectional=True, dropout=_DROPOUT)
        self.out = nn.ModuleDict({layer: nn.Linear(2 * _HIDDEN, len(names)) for layer, names in labels.items()})
        self.transitions = nn.ParameterDict(
            {layer: nn.Parameter(torch.zeros(len(names), len(names))) for layer, names in labels.items()}
        )

    def loss(self, codes: Tensor, mask: Tensor) -> Tensor:
        """Give the negative log-likelihood of the right labels, per character, summed over the layers."""
        seen = self._hidden(codes[:, : len(CHANNELS)].clone())
        values = torch.cat([self.embedding[table](seen[:, row]) for row, (_, table) in enumerate(CHANNELS)], -1)
        packed = nn.utils.rnn.pack_padded_sequence(
            self.dropout(values), mask.sum(1), batch_first=True, enforce_sorted=False
        )
        states, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=mask.shape[1])
        states = self.dropout(states)
        total = torch.zeros(())
        for row, (layer, out) in enumerate(self.out.items(), len(CHANNELS)):
            scores, transitions = out(states), self.transitions[layer]
            total = (
                total + (_all_paths(scores, mask, transitions) - _path(scores, codes[:, row], mask, transitions)).sum()
            )
        return total / mask.sum()

    def _hidden(self, seen: Tensor) -> Tensor:
        """Hide some of what is seen."""
        for row, (channel, table) in enumerate(CHANNELS):
            if channel in _FORGET:
                seen[:, row][torch.rand(seen.shape[0], seen.shape[2]) < _FORGET[channel]] = 1
            elif table == "words":
                seen[:, row][torch.rand(seen.shape[0]) < _FORGET_WORDS] = self.nothing
        return seen


def _all_paths(scores: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """Give the logarithm of the summed scores of all labellings."""
    total = scores[:, 0]
    for place in range(1, scores.shape[1]):
        further = torch.logsumexp(total.unsqueeze(2) + transitions, 1) + scores[:, place]
        total = torch.where(mask[:, place : place + 1], further, total)
    return torch.logsumexp(total, 1)


def _path(scores: Tensor, right: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """Give the score of one labelling."""
    each = scores.gather(2, right.unsqueeze(2)).squeeze(2) * mask
    steps = transitions[right[:, :-1], right[:, 1:]] * mask[:, 1:]
    return each.sum(1) + steps.sum(1)


def _write(model: _Model, alphabets: Alphabets, labels: dict[str, list[str]], path: Path) -> None:
    tables: dict[str, NDArray[np.float32]] = {}
    for table, embedding in model.embedding.items():
        tables[f"embedding.{table}"] = embedding.weight.detach().numpy()
    for layer in range(2):
        for direction, suffix in (("forward", ""), ("backward", "_reverse")):
            name, ending = f"lstm.{layer}.{direction}", f"_l{layer}{suffix}"
            parts = dict(model.lstm.named_parameters())
            tables[f"{name}.input"] = parts[f"weight_ih{ending}"].detach().numpy()
            tables[f"{name}.hidden"] = parts[f"weight_hh{ending}"].detach().numpy()
            tables[f"{name}.bias"] = (parts[f"bias_ih{ending}"] + parts[f"bias_hh{ending}"]).detach().numpy()
    for name, out in model.out.items():
        tables[f"{name}.out"] = out.weight.detach().numpy()
        tables[f"{name}.bias"] = out.bias.detach().numpy()
        tables[f"{name}.transitions"] = model.transitions[name].detach().numpy()
    stored: dict[str, NDArray[np.generic]] = {**alphabets.stored()}
    stored |= {f"labels.{layer}": np.array(names) for layer, names in labels.items()}
    for name, values in tables.items():
        if values.ndim > 1:
            stored[name], stored[f"{name}.scale"] = quantized(values)
        else:
            stored[name] = values
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **stored)
