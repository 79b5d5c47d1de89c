"""Pre-training on code without utterances: unsupervised generation, and CPD (paper section 3.3)."""
from pathlib import Path

import numpy as np
import torch

from batch import Batch
from config import ModelConfig, TrainConfig
from data import read_array, read_index, runs

MASK = 0                    # PAD never occurs inside a program: in what E sees it stands for a masked token
MASKED_CODE = 0             # the mark of CPD's code, beside those of remembered examples
LANGUAGE_SLOT = 21          # slot id of the first language at [CLS], as in extension/model/tokenizer.ts


class Unlabelled:
    """Rows [code start, length, language] over flat arrays, and which tokens are identifiers or keywords."""

    def __init__(self, folder: Path, device="cpu"):
        self.index, self.device = read_index(folder), device
        self.rows = read_array(folder / "code-rows.i32", np.int32, device, (-1, 3)).long()
        self.code = read_array(folder / "code.u16", np.uint16, device)
        self.maskable = read_array(folder / "maskable.u8", np.uint8, device)


class PretrainingBatches:
    """Endless batches of both tasks, one canvas bucket each."""

    def __init__(self, unlabelled: Unlabelled, c: ModelConfig, config: TrainConfig, masks: str, seed: int, languages=None):
        self.data, self.c, self.config, self.masks = unlabelled, c, config, masks
        self.random = np.random.default_rng(seed)
        rows = unlabelled.rows.cpu().numpy()
        fits = rows[:, 1] <= min(config.longest, max(c.canvas_lengths))
        if languages:
            fits &= np.isin(rows[:, 2], [unlabelled.index["languages"].index(name) for name in languages])
        buckets = np.searchsorted(c.canvas_lengths, rows[:, 1])
        members = [np.flatnonzero(fits & (buckets == bucket)) for bucket in range(len(c.canvas_lengths))]
        self.members = [(bucket, there) for bucket, there in enumerate(members) if len(there) > 0]
        if not self.members:
            raise SystemExit("no unlabelled program is short enough: raise longest")
        # batches hold fewer rows where the canvas is long: by this every row is drawn equally often
        share = np.array([len(there) / self.size(bucket) for bucket, there in self.members])
        self.share = share / share.sum()

    def size(self, bucket: int) -> int:
        """Rows of a batch."""
        return min(self.config.max_batch, max(1, self.config.canvas_tokens // self.c.canvas_lengths[bucket]))

    def __next__(self) -> Batch:
        bucket, members = self.members[self.random.choice(len(self.members), p=self.share)]
        canvas, device = self.c.canvas_lengths[bucket], self.data.device
        chosen = torch.from_numpy(self.random.choice(members, self.size(bucket))).to(device)
        start, length, language = self.data.rows[chosen].unbind(1)
        code, inside = runs(self.data.code, start, length, canvas)
        hide_runs = self.masks == "runs"
        generate = not hide_runs and self.random.random() >= self.config.cpd
        hidden = self.hidden_run(length, canvas) if hide_runs else self.hidden_names(start, length, canvas)
        ids = packed(code, hidden) if hide_runs else code
        seen = torch.where(hidden, MASK, code)[:, : self.c.example_tokens]
        memory_mask = inside[:, : self.c.example_tokens].long()
        place = torch.arange(seen.shape[1], device=device) * memory_mask
        memory = torch.stack([seen.long(), torch.full_like(place, MASKED_CODE), place], -1)
        states = torch.zeros(len(chosen), 1, self.c.sentence_dim, device=device)
        return Batch(states, LANGUAGE_SLOT + language[:, None], torch.ones(len(chosen), 1, dtype=torch.long, device=device),
                     memory, memory_mask, ids.long(), bucket, noise=generate)

    def hidden_names(self, start, length, canvas: int):
        """Which tokens CPD hides: a share of the identifiers and keywords; [b, canvas]."""
        maskable, _ = runs(self.data.maskable, start, length, canvas)
        return maskable.bool() & (torch.rand(maskable.shape, device=maskable.device) < self.config.mask_share)

    def hidden_run(self, length, canvas: int):
        """Which tokens continuous paragraph denoising hides: one run of 30 to 60 %; [b, canvas]."""
        def random(shape):
            return torch.rand(shape, device=length.device)
        run = (length * (0.3 + 0.3 * random(length.shape))).long().clamp(min=1)
        first = (random(length.shape) * (length - run + 1)).long()
        place = torch.arange(canvas, device=length.device)
        return (place >= first[:, None]) & (place < (first + run)[:, None])


def packed(code: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
    """The chosen tokens of every row moved to its start, PAD behind them; [b, n], [b, n] -> [b, n]."""
    order = torch.argsort((~chosen).int(), dim=1, stable=True)
    return (code * chosen).gather(1, order)
