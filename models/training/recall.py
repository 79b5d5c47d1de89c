"""How remembered utterances lie to each other: those whose programs have one form, near. The extension finds examples by it.

  python recall.py --checkpoint RUN/checkpoint.pt --arrays REMEMBERED --out vectors.bin

REMEMBERED holds the arrays of `lab prepare MEMORY --remembered`. E's mean state of every utterance, read without examples,
is projected by one matrix, trained by contrast (of the utterances in a batch, the one with the same form is the right one), and
kept as the nearest centroid of each part (product quantisation, Jégou et al. 2011). extension/recall/vectors.ts reads it.
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
from systems import System

DIM, PARTS, CENTROIDS = 60, 12, 256
STEPS, BATCH, LEARNING_RATE, TEMPERATURE, DROPOUT = 2000, 384, 1e-3, 0.05, 0.1
MEMBERS = 20            # of a form's utterances that count towards how often it is drawn
ROWS = 256              # encoded together
FAR = 9.0               # where a centroid lies that no vector of length 1 is nearest to


@torch.no_grad()
def mean_states(model: System, pairs: Pairs) -> torch.Tensor:
    """E's mean state for every row's utterance, the first state (the language alone) left out; [rows, hiddenDim]."""
    alone = TrainConfig(drop_memory=1.0)
    states = torch.zeros(len(pairs.rows), model.c.hidden_dim)
    for chosen in torch.argsort(pairs.rows[:, 1]).split(ROWS):
        batch = pairs.batch(chosen, 1, 0, alone)
        with autocast(model.device):
            hidden = model.encode(batch)[0].float()
        words = batch.mask[:, 1:, None].float()
        states[chosen.cpu()] = ((hidden[:, 1: batch.mask.shape[1]] * words).sum(1) / words.sum(1).clamp(min=1)).cpu()
    return states


def groups_of(forms: np.ndarray) -> list[np.ndarray]:
    """Rows of every form that more than one row has."""
    order = np.argsort(forms, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(forms[order])) + 1)
    return [part for part in parts if len(part) > 1]


def train_projection(states: torch.Tensor, forms: np.ndarray, languages: np.ndarray, dim: int, steps: int, seed: int = 1) -> torch.Tensor:
    """states [rows, hiddenDim] of length 1 -> [hiddenDim, dim]. A batch is of one language: to tell languages apart is no art.
    Where no form is had by two rows, the principal axes are all there is."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    by_language = {}
    for group in groups_of(forms):
        by_language.setdefault(int(languages[group[0]]), []).append(group)
    weights = {name: np.sqrt([min(len(group), MEMBERS) for group in groups]) for name, groups in by_language.items()}
    names = list(by_language)
    share = np.array([len(by_language[name]) for name in names], float)
    few = states[rng.choice(len(states), min(len(states), 8000), replace=False)]
    start = torch.linalg.svd(few, full_matrices=False)[2][:dim].T
    projection = F.pad(start, (0, dim - start.shape[1])).contiguous().requires_grad_()
    optimiser = torch.optim.Adam([projection], LEARNING_RATE)
    for step in range(steps if by_language else 0):
        optimiser.param_groups[0]["lr"] = LEARNING_RATE * (1 - step / steps)
        name = names[rng.choice(len(names), p=share / share.sum())]
        groups, weight = by_language[name], weights[name]
        chosen = rng.choice(len(groups), min(BATCH, len(groups)), replace=False, p=weight / weight.sum())
        two = torch.from_numpy(np.array([rng.choice(groups[at], 2, replace=False) for at in chosen]))
        one, other = (F.normalize(F.dropout(states[side], DROPOUT) @ projection, dim=1) for side in two.unbind(1))
        likeness, right = one @ other.T / TEMPERATURE, torch.arange(len(chosen))
        loss = F.cross_entropy(likeness, right) + F.cross_entropy(likeness.T, right)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if (step + 1) % 500 == 0:
            print(f"step {step + 1}: loss {loss.item():.3f}", flush=True)
    return projection.detach()


def balanced_rotation(vectors: torch.Tensor, parts: int) -> torch.Tensor:
    """Principal axes dealt to the parts so that all carry alike (Ge et al. 2013): [dim, dim]."""
    variance, axes = torch.linalg.eigh(torch.cov(vectors.T))
    width, dealt, load = len(axes) // parts, [[] for _ in range(parts)], [0.0] * parts
    for axis in range(len(axes) - 1, -1, -1):
        part = min((part for part in range(parts) if len(dealt[part]) < width), key=lambda part: load[part])
        dealt[part].append(axis)
        load[part] += np.log(max(float(variance[axis]), 1e-9) / 1e-9)
    return axes[:, [axis for part in dealt for axis in part]]


def quantise(vectors: torch.Tensor, parts: int, centroids: int, rounds: int = 15) -> tuple[torch.Tensor, torch.Tensor]:
    """vectors [rows, dim] -> codebooks [parts, centroids, dim / parts], codes [rows, parts]: k-means of every part."""
    codebooks, codes = [], []
    for part in vectors.chunk(parts, 1):
        centre = part[torch.randperm(len(part))[:centroids]].clone()
        centre = F.pad(centre, (0, 0, 0, centroids - len(centre)), value=FAR)
        for _ in range(rounds):
            nearest = torch.cdist(part, centre).argmin(1)
            count = torch.bincount(nearest, minlength=centroids)[:, None]
            centre = torch.where(count > 0, torch.zeros_like(centre).index_add_(0, nearest, part) / count.clamp(min=1), centre)
        codebooks.append(centre)
        codes.append(torch.cdist(part, centre.half().float()).argmin(1))
    return torch.stack(codebooks), torch.stack(codes, 1)


def write_vectors(states: torch.Tensor, forms: np.ndarray, languages: np.ndarray, out: Path, dim: int = DIM, parts: int = PARTS,
                  centroids: int = CENTROIDS, steps: int = STEPS) -> None:
    """The file of vectors: five 32-bit numbers (hiddenDim, dim, parts, centroids, rows), then E's mean state over all rows, the
    projection and the codebooks as half floats, then every row's codes."""
    centre = states.mean(0)
    own = F.normalize(states - centre, dim=1)
    projection = train_projection(own, forms, languages, dim, steps)
    projection = projection @ balanced_rotation(F.normalize(own @ projection, dim=1), parts)
    projection = (projection / projection.abs().max()).half().float()
    codebooks, codes = quantise(F.normalize(own @ projection, dim=1), parts, centroids)
    shape = np.array([states.shape[1], dim, parts, centroids, len(states)], "<u4")
    halves = [part.numpy().astype("<f2").tobytes() for part in (centre, projection, codebooks)]
    out.write_bytes(b"".join([shape.tobytes(), *halves, codes.numpy().astype(np.uint8).tobytes()]))


def make_vectors(checkpoint: Path, arrays: Path, out: Path) -> None:
    """Everything from a checkpoint and the memory's arrays to the file."""
    model, pairs = open_with_arrays(checkpoint, arrays)
    forms = np.fromfile(arrays / "forms.i32", np.int32)
    write_vectors(mean_states(model, pairs), forms, pairs.rows[:, 4].cpu().numpy(), out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--arrays", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    make_vectors(a.checkpoint, a.arrays, a.out)


if __name__ == "__main__":
    main()
