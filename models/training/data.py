"""Token arrays of `codefusion prepare` as batches of one canvas bucket each."""
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
        raise SystemExit(f"{folder} holds no token arrays: write them with `codefusion prepare … --out {folder}`")


class Pairs:
    """Rows [utterance start, length, code start, length, language, source] over flat arrays."""

    def __init__(self, folder: Path):
        self.index = read_index(folder)
        self.rows = np.fromfile(folder / "rows.i32", np.int32).reshape(-1, 6)
        self.slots = np.fromfile(folder / "slots.u8", np.uint8)
        self.code = np.fromfile(folder / "code.u16", np.uint16)
        if not (folder / "states.f16").exists():
            raise SystemExit(f"{folder} holds no states.f16: write it with sentence_encoder.py")
        self.states = np.memmap(folder / "states.f16", np.float16, "r").reshape(-1, 384)
        self.memory = Memory(folder, len(self.rows))

    def batch(self, chosen, canvas: int, bucket: int, config, random) -> Batch:
        """The chosen rows on canvases of one length; longer programs are cut."""
        s = int(self.rows[chosen, 1].max())
        states = np.zeros((len(chosen), s, 384), np.float16)
        slot_ids = np.zeros((len(chosen), s), np.int64)
        mask = np.zeros((len(chosen), s), np.int64)
        ids = np.zeros((len(chosen), canvas), np.int64)
        for at, row in enumerate(chosen):
            u, ul, c, cl = self.rows[row, :4]
            states[at, :ul], slot_ids[at, :ul], mask[at, :ul] = self.states[u: u + ul], self.slots[u: u + ul], 1
            ids[at, :cl] = self.code[c: c + cl][:canvas]
        # an example longer than the canvas says little, and padding to it is what short rows would mostly cost
        memory = self.memory.batch(chosen, min(canvas, ModelConfig.example_tokens), config, random)
        return Batch(torch.from_numpy(states).float(), *(torch.from_numpy(x) for x in (slot_ids, mask, *memory, ids)), bucket)


class Memory:
    """Every row's nearest examples, as `codefusion prepare --memory` wrote them; none where it wrote none."""

    def __init__(self, folder: Path, rows: int):
        self.known = (folder / "neighbours.i32").exists()
        if self.known:
            self.code = np.fromfile(folder / "memory.u16", np.uint16)
            self.examples = np.fromfile(folder / "memory-rows.i32", np.int32).reshape(-1, 2)
            self.neighbours = np.fromfile(folder / "neighbours.i32", np.int32).reshape(rows, -1)
            self.levels = np.fromfile(folder / "levels.u8", np.uint8).reshape(rows, -1)

    def drawn(self, row: int, config, random) -> list[int]:
        """Places of the examples beside a row: mostly the nearest, at times further ones, at times none."""
        if not self.known or random.random() < config.drop_memory:
            return []
        there = [at for at in range(self.neighbours.shape[1]) if self.neighbours[row, at] >= 0]
        return [at for at in there if random.random() >= config.drop_example][: config.examples]

    def batch(self, chosen, tokens: int, config, random):
        """-> memory [b, m, 3] (code token, mark, place), memory_mask [b, m]; as encodeMemory in extension/model/memory."""
        lines = []
        for row in chosen:
            line = []
            for rank, at in enumerate(self.drawn(row, config, random)):
                start, length = self.examples[self.neighbours[row, at]]
                length = min(int(length), tokens)
                mark = 1 + 8 * rank + int(self.levels[row, at])
                line += [(int(token), mark, place) for place, token in enumerate(self.code[start: start + length])]
            lines.append(line or [(0, 0, 0)])
        width = max(map(len, lines))
        memory = np.zeros((len(lines), width, 3), np.int64)
        mask = np.zeros((len(lines), width), np.int64)
        for at, line in enumerate(lines):
            memory[at, : len(line)], mask[at, : len(line)] = line, 1
        return memory, mask


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
        weight = weight * (pairs.rows[:, 3] <= config.longest)
        self.bucket = np.searchsorted(self.lengths, pairs.rows[:, 3])
        if weight.sum() == 0:
            raise SystemExit("no row is left to train on: check --languages, longest and source_weights")
        self.probability = weight / weight.sum()
        self.queue = []

    def refill(self):
        """A new pool of rows, cut into batches in random order."""
        pool = self.random.choice(len(self.probability), 20000, p=self.probability)
        for bucket in range(len(self.lengths)):
            members = pool[self.bucket[pool] == bucket]
            members = members[np.argsort(self.pairs.rows[members, 1] + self.random.uniform(0, 2, len(members)))]
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
        return self.pairs.batch(chosen, canvas, bucket, self.config, self.random)
