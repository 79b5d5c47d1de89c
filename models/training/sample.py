"""Draws a system's samples for every row of a test file; `lab eval --samples` judges them.

  python sample.py --checkpoint RUN/checkpoint.pt --arrays TEST --out samples.jsonl [--samples 20 --steps 8 …]

TEST holds the arrays of `lab prepare FILE --every-row`. Canvases are planned as extension/pipeline/plan.ts does: the two
likeliest buckets, in proportion to their probability.
"""
import argparse
import json
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from checkpoint import open_with_arrays
from config import TrainConfig
from data import Pairs
from precision import autocast
from systems import Drawing, System

ROWS = 256  # drawn together


def planned(logits: torch.Tensor, samples: int, buckets: int) -> list[tuple[int, int]]:
    """(bucket, samples) of one utterance; logits [buckets]."""
    top = logits.topk(min(buckets, len(logits)))
    share = torch.softmax(top.values, 0)
    counts = [round(samples * float(part)) for part in share]
    return [(int(bucket), n) for bucket, n in zip(top.indices, counts) if n > 0]


def as_sample(ids: torch.Tensor, log_probs: torch.Tensor) -> dict:
    """Tokens up to the first PAD, and the geometric mean of their probabilities, that PAD's included; [n], [n]."""
    ends = (ids == 0).nonzero()
    length = int(ends[0]) if len(ends) else len(ids)
    read = log_probs[: length + 1]
    return {"ids": ids[:length].tolist(), "probability": round(float(read.mean().exp()), 6), "canvas": len(ids)}


@torch.no_grad()
def draw_all(model: System, pairs: Pairs, drawing: Drawing, samples: int, buckets: int) -> list[dict]:
    """One {"samples", "milliseconds"} for each row of the arrays, in their order."""
    config = TrainConfig(drop_memory=0.0, drop_example=0.0)
    lines = []
    for first in range(0, len(pairs.rows), ROWS):
        started = time.perf_counter()
        chosen = np.arange(first, min(first + ROWS, len(pairs.rows)))
        batch = pairs.batch(chosen, max(model.c.canvas_lengths), 0, config).to(model.device)
        hidden, mask, logits = model.encode(batch)
        jobs = defaultdict(list)
        for at in range(len(chosen)):
            if model.name == "autoregressive":
                jobs[len(model.c.canvas_lengths) - 1] += [at] * samples
            else:
                for bucket, n in planned(logits[at].float().cpu(), samples, buckets):
                    jobs[bucket] += [at] * n
        drawn = [[] for _ in chosen]
        for bucket, rows in sorted(jobs.items()):
            for part in np.array_split(rows, -(-len(rows) // 1024)):
                with autocast(model.device):
                    ids, log_probs = model.draw(hidden[part], mask[part], model.c.canvas_lengths[bucket], drawing)
                for at, row_ids, row_probs in zip(part, ids.cpu(), log_probs.float().cpu()):
                    drawn[at].append(as_sample(row_ids, row_probs))
        milliseconds = round(1000 * (time.perf_counter() - started) / len(chosen), 2)
        lines += [{"samples": row, "milliseconds": milliseconds} for row in drawn]
    return lines


def write_samples(path: Path, lines: list[dict]) -> None:
    """Written beside the target and then renamed, so that a file that is there is whole."""
    temporary = path.with_suffix(".part")
    temporary.write_text("".join(json.dumps(line) + "\n" for line in lines))
    temporary.replace(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--arrays", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--samples", type=int, default=20)
    parser.add_argument("--buckets", type=int, default=2)
    parser.add_argument("--steps", type=int, default=Drawing.steps)
    parser.add_argument("--temperature", type=float, default=Drawing.temperature)
    parser.add_argument("--guidance", type=float, default=Drawing.guidance)
    parser.add_argument("--clamp", action="store_true", help="Diffusion-LM: every step's x0 to the nearest embedding")
    parser.add_argument("--without-decoder", action="store_true", help="N's own reading, without D")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    model, pairs = open_with_arrays(a.checkpoint, a.arrays)
    drawing = Drawing(a.steps, a.temperature, a.guidance, a.clamp, not a.without_decoder)
    lines = draw_all(model, pairs, drawing, a.samples, a.buckets)
    write_samples(a.out, lines)


if __name__ == "__main__":
    main()
