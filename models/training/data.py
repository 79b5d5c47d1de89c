"""Token arrays of `lab prepare`, held where they are trained on, as batches of one canvas bucket each."""
import json
from pathlib import Path

import numpy as np
import torch

from batch import Batch
from config import ModelConfig


def read_index(folder: Path) -> dict:
    """index.json of an arrays folder; SystemExit says what to run where there is none."""
    try:
        return json.loads((folder / "index.json").read_text())
    except FileNotFoundError:
        raise SystemExit(f"{folder} holds no token arrays: write them with `lab prepare … --out {folder}`")


def read_array(path: Path, dtype, device, shape=(-1,)) -> torch.Tensor:
    """A flat file as a tensor; 16-bit words become 32-bit, which tensors can be indexed by."""
    values = np.fromfile(path, dtype)
    return torch.from_numpy(values.astype(np.int32) if dtype == np.uint16 else values).to(device).reshape(shape)


def runs(flat: torch.Tensor, start: torch.Tensor, length: torch.Tensor, width: int):
    """Rows flat[start : start + length], cut or padded with 0 to width; start, length [b] -> values [b, width, …], inside [b, width]."""
    place = torch.arange(width, device=flat.device)
    inside = place < length[:, None]
    values = flat[(start[:, None] + place).clamp(max=max(0, len(flat) - 1))]
    return values * inside.reshape(*inside.shape, *[1] * (values.ndim - 2)), inside


class Pairs:
    """Rows [utterance start, length, code start, length, language, source] over flat arrays.
    live: the sentence encoder is a part of the model and reads tokens; else its states are read from states.f16."""

    def __init__(self, folder: Path, device="cpu", live: bool = False):
        self.index, self.device = read_index(folder), torch.device(device)
        self.rows = read_array(folder / "rows.i32", np.int32, device, (-1, 6)).long()
        self.slots = read_array(folder / "slots.u8", np.uint8, device)
        self.code = read_array(folder / "code.u16", np.uint16, device)
        self.tokens = read_array(folder / "utterance.u16", np.uint16, device) if live else None
        self.states = None if live else self.read_states(folder)
        self.memory = Memory(folder, len(self.rows), device)
        scores = folder / "explained.f32"   # of explained.py
        self.explained = np.fromfile(scores, np.float32) if scores.exists() else None

    def read_states(self, folder: Path) -> torch.Tensor:
        if not (folder / "states.f16").exists():
            raise SystemExit(f"{folder} holds no states.f16: write it with sentence_encoder.py")
        # copy-on-write: a tensor must not be read-only
        states = torch.from_numpy(np.memmap(folder / "states.f16", np.float16, "c").reshape(-1, ModelConfig.sentence_dim))
        return states.to(self.device) if self.device.type == "cuda" else states

    def batch(self, chosen, canvas: int, bucket: int, config) -> Batch:
        """The chosen rows on canvases of one length; longer programs are cut."""
        start, length, code, code_length = self.rows[torch.as_tensor(chosen, device=self.device)][:, :4].unbind(1)
        s = int(length.max())
        slots, mask = runs(self.slots, start, length, s)
        states = tokens = None
        if self.tokens is None:
            states = runs(self.states, start, length, s)[0].float()
        else:
            tokens = runs(self.tokens, start, length, s)[0].long()
        ids, _ = runs(self.code, code, code_length, canvas)
        # an example longer than the canvas says little, and padding to it is what short rows would mostly cost
        memory = self.memory.batch(chosen, min(canvas, ModelConfig.example_tokens), config)
        return Batch(states, slots.long(), mask.long(), *memory, ids.long(), bucket, tokens)


class Memory:
    """Every row's nearest examples, as `lab prepare --memory` wrote them; none where it wrote none."""

    def __init__(self, folder: Path, rows: int, device="cpu"):
        self.known, self.device = (folder / "neighbours.i32").exists(), device
        if self.known:
            self.code = read_array(folder / "memory.u16", np.uint16, device)
            self.examples = read_array(folder / "memory-rows.i32", np.int32, device, (-1, 2)).long()
            self.neighbours = read_array(folder / "neighbours.i32", np.int32, device, (rows, -1)).long()
            self.levels = read_array(folder / "levels.u8", np.uint8, device, (rows, -1)).long()

    def drawn(self, chosen, config) -> torch.Tensor:
        """Which of the examples beside the rows are taken: mostly the nearest, at times further ones, at times none; [b, k]."""
        near = self.neighbours[chosen]
        kept = (near >= 0) & (torch.rand(near.shape, device=near.device) >= config.drop_example)
        kept &= torch.rand(len(near), 1, device=near.device) >= config.drop_memory
        return kept & (kept.cumsum(1) <= config.examples)

    def batch(self, chosen, tokens: int, config):
        """-> memory [b, m, 3] (code token, mark, place), memory_mask [b, m]; as encodeMemory in extension/recall."""
        chosen = torch.as_tensor(chosen, device=self.device)
        memory = torch.zeros(len(chosen), config.examples, tokens, 3, dtype=torch.long, device=self.device)
        mask = torch.zeros(memory.shape[:3], dtype=torch.bool, device=self.device)
        if self.known:
            taken = self.drawn(chosen, config)
            row, at = taken.nonzero(as_tuple=True)
            rank = taken.cumsum(1)[row, at] - 1
            start, length = self.examples[self.neighbours[chosen[row], at]].unbind(1)
            code, inside = runs(self.code, start, length, tokens)
            mark = 1 + 8 * rank + self.levels[chosen[row], at]
            place = torch.arange(tokens, device=self.device)
            memory[row, rank] = torch.stack([code.long(), mark[:, None] * inside, place * inside], -1)
            mask[row, rank] = inside
        mask, memory = mask.flatten(1), memory.flatten(1, 2)
        # a row without examples shows one empty token
        mask[:, 0] |= ~mask.any(1)
        used = mask.any(0)
        return memory[:, used], mask[:, used].long()


class Batches:
    """Endless batches: rows drawn by source weight, grouped by canvas bucket, near in utterance length."""

    def __init__(self, pairs: Pairs, canvas_lengths, config, seed: int, languages=None):
        self.pairs, self.lengths, self.config = pairs, np.array(canvas_lengths), config
        self.random = np.random.default_rng(seed)
        rows = pairs.rows.cpu().numpy()
        weight = np.array([config.source_weights.get(name, 0.5) for name in pairs.index["sources"]])[rows[:, 5]]
        if languages:
            wanted = [pairs.index["languages"].index(name) for name in languages]
            weight = weight * np.isin(rows[:, 4], wanted)
        weight = weight * (rows[:, 3] <= config.longest)
        self.bucket, self.utterance_length = np.searchsorted(self.lengths, rows[:, 3]), rows[:, 1]
        if pairs.explained is not None:
            weight = weight * (pairs.explained >= config.least_explained)
        if weight.sum() == 0:
            raise SystemExit("no row is left to train on: check --languages, longest, source_weights and least_explained")
        self.weight, self.probability = weight.sum(), weight / weight.sum()
        self.queue = []

    def refill(self):
        """A new pool of rows, cut into batches in random order."""
        pool = self.random.choice(len(self.probability), max(20000, 40 * self.config.max_batch), p=self.probability)
        for bucket in range(len(self.lengths)):
            members = pool[self.bucket[pool] == bucket]
            members = members[np.argsort(self.utterance_length[members] + self.random.uniform(0, 2, len(members)))]
            size = min(self.config.max_batch, self.config.canvas_tokens // int(self.lengths[bucket]))
            # a last batch of less than half the size waits for the next pool, but no bucket is left out
            for at in range(0, max(min(1, len(members)), len(members) - size // 2), size):
                larger = bucket + 1 < len(self.lengths) and self.random.random() < self.config.larger_canvas
                self.queue.append((members[at: at + size], bucket, int(self.lengths[bucket + larger])))
        self.random.shuffle(self.queue)

    def __next__(self) -> Batch:
        if not self.queue:
            self.refill()
        chosen, bucket, canvas = self.queue.pop()
        return self.pairs.batch(chosen, canvas, bucket, self.config)


class Mixture:
    """Endless batches of several kinds, each drawn as often as its weight says."""

    def __init__(self, kinds: list, weights: list[float], seed: int):
        self.kinds, self.shares = kinds, np.array(weights) / sum(weights)
        self.random = np.random.default_rng(seed)

    def __next__(self) -> Batch:
        return next(self.kinds[self.random.choice(len(self.kinds), p=self.shares)])
