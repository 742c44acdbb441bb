"""Texts as token ids, packed into rows. A batch is a function of (seed, step) alone, so a resumed run sees the same data."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

BOS, EOS = 1, 2
IGNORED = -100


@dataclass(frozen=True)
class Documents:
    """Ragged documents; each starts with <s>."""

    ids: np.ndarray  # int16 [all tokens]
    starts: np.ndarray  # int64 [documents + 1]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, index: int) -> np.ndarray:
        return self.ids[self.starts[index] : self.starts[index + 1]]

    @property
    def mean_length(self) -> float:
        return len(self.ids) / len(self)

    def part(self, first: int, last: int) -> "Documents":
        starts = self.starts[first : last + 1]
        return Documents(self.ids[starts[0] : starts[-1]], starts - starts[0])


def read_documents(path: Path, fields: tuple[str, ...], ends: bool, tokenizer: Tokenizer, context: int) -> Documents:
    """`ends`: whether </s> follows the text. Texts over the context are left out (and counted aloud). Kept beside `path`."""
    key = hashlib.sha256(f"{tokenizer.to_str()} {fields} {ends} {context}".encode()).hexdigest()[:12]
    cache = path.with_suffix(f".{key}.npz")
    if cache.exists() and cache.stat().st_mtime > path.stat().st_mtime:
        kept_arrays = np.load(cache)
        return Documents(kept_arrays["ids"], kept_arrays["starts"])
    with path.open() as lines:
        texts = ["".join(json.loads(line)[field] for field in fields) for line in lines]
    tail = [EOS] if ends else []
    rows = [[BOS, *item.ids, *tail] for item in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
    kept = [row for row in rows if len(row) <= context]
    if len(kept) < len(rows):
        print(f"{path.name}: {len(rows) - len(kept)} of {len(rows)} texts are over {context} tokens and left out")
    starts = np.concatenate(([0], np.cumsum([len(row) for row in kept])))
    ids = np.concatenate([np.asarray(row, np.int16) for row in kept])
    np.savez(cache, ids=ids, starts=starts)
    return Documents(ids, starts)


@dataclass(frozen=True)
class Batch:
    ids: Tensor  # [N, T]
    targets: Tensor  # [N, T], IGNORED where nothing is to be predicted
    positions: Tensor  # [N, T], from 0 in each document
    mask: Tensor  # [N, 1, T, T]: causal, within the document


def draw_batch(sources: list[Documents], shares: list[float], rows: int, width: int, seed: int, step: int) -> Batch:
    """Rows packed from whole documents; `shares` are shares of tokens."""
    draw = np.random.default_rng([seed, step])
    weights = np.asarray([share / source.mean_length for share, source in zip(shares, sources)])
    weights /= weights.sum()
    budget = rows * width
    picked: list[np.ndarray] = []
    while budget > 0:
        source = sources[draw.choice(len(sources), p=weights)]
        picked.append(source[int(draw.integers(len(source)))])
        budget -= len(picked[-1])
    return pack(picked, rows, width)


def pack(documents: list[np.ndarray], rows: int, width: int) -> Batch:
    """Best fit, longest first; a document that fits nowhere is dropped (a few per cent)."""
    ids = np.zeros((rows, width), np.int64)
    targets = np.full((rows, width), IGNORED, np.int64)
    owner = np.full((rows, width), -1, np.int64)
    positions = np.zeros((rows, width), np.int64)
    used = np.zeros(rows, np.int64)
    for number, document in enumerate(sorted(documents, key=len, reverse=True)):
        fits = used + len(document) <= width
        if not fits.any():
            continue
        row = int(np.argmax(np.where(fits, used, -1)))
        place = slice(used[row], used[row] + len(document))
        ids[row, place] = document
        targets[row, used[row] : used[row] + len(document) - 1] = document[1:]
        owner[row, place] = number
        positions[row, place] = np.arange(len(document))
        used[row] += len(document)
    # Padding may look at itself, so that no softmax is empty.
    same = torch.from_numpy(owner[:, :, None] == owner[:, None, :])
    mask = (same & torch.ones(width, width, dtype=torch.bool).tril())[:, None]
    return Batch(torch.from_numpy(ids), torch.from_numpy(targets), torch.from_numpy(positions), mask)
