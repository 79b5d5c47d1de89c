"""How much the utterance of every pair tells of its code: the loss of N without the utterance less its loss with it.

  python explained.py --checkpoint RUN/checkpoint.pt --arrays TRAIN

Writes TRAIN/explained.f32, nats a token for every row, which training reads (`least_explained`). A pair whose utterance and code
disagree is worth less than none. What the checkpoint was trained on it knows by heart: score pairs that are new to it.
"""
import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from checkpoint import open_with_arrays
from config import TrainConfig
from data import Pairs
from precision import autocast
from systems import CodeFusion
from systems.system import without_utterance

TIMES = (0.8,)          # mostly noise: what the canvas itself tells of its tokens would hide what the utterance tells
ROWS = 128              # scored together


@torch.no_grad()
def explained(model: CodeFusion, pairs: Pairs, times=TIMES, seed: int = 1, longest: int | None = None) -> np.ndarray:
    """The gain of every row, in nats a token of its code and the PAD behind it, the mean over `times`; [rows].
    Both losses see one noise, and no examples stand beside the utterance. Programs of more tokens than `longest` (the largest
    canvas) are not scored: NaN."""
    lengths = np.array(model.c.canvas_lengths)
    rows = pairs.rows.cpu()
    bucket = np.searchsorted(lengths, rows[:, 3].numpy())
    order = np.lexsort((rows[:, 1].numpy(), bucket))
    alone, gains = TrainConfig(drop_memory=1.0), np.full(len(rows), np.nan, np.float32)
    scored = rows[:, 3].numpy() <= min(longest or lengths[-1], lengths[-1])
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        for at in range(len(lengths)):
            members = order[(bucket[order] == at) & scored[order]]
            for chosen in np.split(members, range(ROWS, len(members), ROWS)):
                if len(chosen) > 0:
                    gains[chosen] = gain(model, pairs.batch(chosen, int(lengths[at]), at, alone), times).cpu().numpy()
    return gains


def gain(model: CodeFusion, batch, times) -> torch.Tensor:
    """The gain of one batch's rows; [b]."""
    with autocast(model.device):
        hidden, mask, _ = model.encode(batch)
        weights = (batch.ids != 0) | ((batch.ids == 0).cumsum(1) == 1)
        total = torch.zeros(len(batch.ids), device=model.device)
        for time in times:
            t = torch.full((len(batch.ids),), time, device=model.device)
            x_t = model.noised(batch.ids, t)
            with_it, without = (row_loss(model, batch.ids, x_t, t, hidden, visible, weights) for visible in (mask, without_utterance(mask)))
            total += without - with_it
    return total / len(times)


def row_loss(model: CodeFusion, ids, x_t, t, hidden, mask, weights) -> torch.Tensor:
    """Cross-entropy of N, the mean over the positions that count; [b]."""
    logits = model.denoiser.logits(model.table(), model.embeddings.bias, x_t, t, torch.zeros_like(x_t), torch.ones_like(ids), hidden, mask)
    loss = F.cross_entropy(logits.float().flatten(0, 1), ids.flatten(), reduction="none").reshape(ids.shape)
    return (loss * weights).sum(1) / weights.sum(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--arrays", type=Path, required=True)
    parser.add_argument("--times", type=float, nargs="*", default=TIMES)
    parser.add_argument("--longest", type=int, help="longer programs are not scored, and so not drawn")
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    model, pairs = open_with_arrays(a.checkpoint, a.arrays)
    if not isinstance(model, CodeFusion):
        raise SystemExit(f"{a.checkpoint} holds the system {model.name}: pairs are scored by {CodeFusion.name}")
    gains = explained(model, pairs, a.times, longest=a.longest)
    gains.tofile(a.arrays / "explained.f32")
    print("nats a token at every tenth row, from the least explained: " + " ".join(f"{q:.2f}" for q in np.nanquantile(gains, np.linspace(0, 1, 11))))


if __name__ == "__main__":
    main()
