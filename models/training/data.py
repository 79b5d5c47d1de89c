"""Token arrays of `codefusion prepare` as batches of one canvas bucket each."""
import json
from pathlib import Path

import numpy as np
import torch


class Pairs:
    """Rows [utterance start, length, code start, length, language, source] over flat arrays."""

    def __init__(self, folder: Path):
        self.index = json.loads((folder / "index.json").read_text())
        self.rows = np.fromfile(folder / "rows.i32", np.int32).reshape(-1, 6)
        self.slots = np.fromfile(folder / "slots.u8", np.uint8)
        self.code = np.fromfile(folder / "code.u16", np.uint16)
        self.states = np.memmap(folder / "states.f16", np.float16, "r").reshape(-1, 384)

    def batch(self, chosen, canvas: int):
        """-> states [b, s, 384], slot_ids [b, s], mask [b, s], ids [b, canvas], loss weight positions."""
        s = int(self.rows[chosen, 1].max())
        states = np.zeros((len(chosen), s, 384), np.float16)
        slot_ids = np.zeros((len(chosen), s), np.int64)
        mask = np.zeros((len(chosen), s), np.int64)
        ids = np.zeros((len(chosen), canvas), np.int64)
        for at, row in enumerate(chosen):
            u, ul, c, cl = self.rows[row, :4]
            states[at, :ul], slot_ids[at, :ul], mask[at, :ul] = self.states[u: u + ul], self.slots[u: u + ul], 1
            ids[at, :cl] = self.code[c: c + cl]
        return torch.from_numpy(states).float(), torch.from_numpy(slot_ids), torch.from_numpy(mask), torch.from_numpy(ids)


class Batches:
    """Endless batches: rows drawn by source weight, grouped by canvas bucket, near in utterance length."""

    def __init__(self, pairs: Pairs, canvas_lengths, config, seed: int, languages=None):
        self.pairs, self.lengths, self.config = pairs, np.array(canvas_lengths), config
        self.random = np.random.default_rng(seed)
        sources = pairs.index["sources"]
        weight = np.array([config.source_weights.get(name, 0.5) for name in sources])[pairs.rows[:, 5]]
        if languages:
            wanted = [pairs.index["languages"].index(name) for name in languages]
            weight = weight * np.isin(pairs.rows[:, 4], wanted)
        self.bucket = np.searchsorted(self.lengths, pairs.rows[:, 3])
        self.probability = weight / weight.sum()
        self.queue = []

    def refill(self):
        """A new pool of rows, cut into batches in random order."""
        pool = self.random.choice(len(self.probability), 20000, p=self.probability)
        for bucket in range(len(self.lengths)):
            members = pool[self.bucket[pool] == bucket]
            members = members[np.argsort(self.pairs.rows[members, 1] + self.random.uniform(0, 2, len(members)))]
            size = min(self.config.max_batch, self.config.canvas_tokens // int(self.lengths[bucket]))
            for at in range(0, len(members) - size // 2, size):
                larger = bucket + 1 < len(self.lengths) and self.random.random() < self.config.larger_canvas
                self.queue.append((members[at: at + size], bucket, int(self.lengths[bucket + larger])))
        self.random.shuffle(self.queue)

    def __next__(self):
        if not self.queue:
            self.refill()
        chosen, bucket, canvas = self.queue.pop()
        return (*self.pairs.batch(chosen, canvas), bucket)
