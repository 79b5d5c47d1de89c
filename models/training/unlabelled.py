"""Pre-training on code without utterances: unsupervised generation, and CPD (paper section 3.3)."""
from pathlib import Path

import numpy as np
import torch

from batch import Batch
from config import ModelConfig, TrainConfig
from data import read_index

MASK = 0                    # PAD never occurs inside a program: in what E sees it stands for a masked token
MASKED_CODE = 0             # the mark of CPD's code, beside those of remembered examples
LANGUAGE_SLOT = 21          # slot id of the first language at [CLS], as in extension/model/tokenizer.ts


class Unlabelled:
    """Rows [code start, length, language] over flat arrays, and which tokens are identifiers or keywords."""

    def __init__(self, folder: Path):
        self.index = read_index(folder)
        self.rows = np.fromfile(folder / "code-rows.i32", np.int32).reshape(-1, 3)
        self.code = np.fromfile(folder / "code.u16", np.uint16)
        self.maskable = np.fromfile(folder / "maskable.u8", np.uint8).astype(bool)


class PretrainingBatches:
    """Endless batches of both tasks, one canvas bucket each."""

    def __init__(self, unlabelled: Unlabelled, c: ModelConfig, config: TrainConfig, masks: str, seed: int, languages=None):
        self.data, self.c, self.config, self.masks = unlabelled, c, config, masks
        self.random = np.random.default_rng(seed)
        lengths = unlabelled.rows[:, 1]
        fits = lengths <= min(config.longest, max(c.canvas_lengths))
        if languages:
            fits &= np.isin(unlabelled.rows[:, 2], [unlabelled.index["languages"].index(name) for name in languages])
        buckets = np.searchsorted(c.canvas_lengths, lengths)
        members = [np.flatnonzero(fits & (buckets == bucket)) for bucket in range(len(c.canvas_lengths))]
        self.members = [(bucket, rows) for bucket, rows in enumerate(members) if len(rows) > 0]
        if not self.members:
            raise SystemExit("no unlabelled program is short enough: raise longest")
        tokens = np.array([len(rows) for _, rows in self.members], float)
        self.share = tokens / tokens.sum()

    def __next__(self) -> Batch:
        bucket, rows = self.members[self.random.choice(len(self.members), p=self.share)]
        canvas = self.c.canvas_lengths[bucket]
        size = min(self.config.max_batch, max(1, self.config.canvas_tokens // canvas))
        chosen = self.random.choice(rows, size)
        runs = self.masks == "runs"
        generate = not runs and self.random.random() >= self.config.cpd
        ids = np.zeros((size, canvas), np.int64)
        memory = np.zeros((size, min(canvas, self.c.example_tokens), 3), np.int64)
        memory_mask = np.zeros(memory.shape[:2], np.int64)
        for at, row in enumerate(chosen):
            start, length, _ = self.data.rows[row]
            code = self.data.code[start: start + length].astype(np.int64)
            hidden = self.hidden_run(length) if runs else self.hidden_names(start, length)
            target = code[hidden] if runs else code
            ids[at, : len(target)] = target
            seen = np.where(hidden, MASK, code)[: memory.shape[1]]
            memory[at, : len(seen)] = np.stack([seen, np.full_like(seen, MASKED_CODE), np.arange(len(seen))], 1)
            memory_mask[at, : len(seen)] = 1
        languages = torch.from_numpy(LANGUAGE_SLOT + self.data.rows[chosen, 2].astype(np.int64))[:, None]
        states = torch.zeros(size, 1, self.c.sentence_dim)
        return Batch(states, languages, torch.ones(size, 1, dtype=torch.long), torch.from_numpy(memory),
                     torch.from_numpy(memory_mask), torch.from_numpy(ids), bucket, noise=generate)

    def hidden_names(self, start: int, length: int):
        """Which tokens CPD hides: a share of the identifiers and keywords; [length]."""
        return self.data.maskable[start: start + length] & (self.random.random(length) < self.config.mask_share)

    def hidden_run(self, length: int):
        """Which tokens continuous paragraph denoising hides: one run of 30 to 60 %; [length]."""
        run = max(1, int(length * self.random.uniform(0.3, 0.6)))
        first = self.random.integers(0, length - run + 1)
        return (np.arange(length) >= first) & (np.arange(length) < first + run)
