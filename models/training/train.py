"""Trains E and N (stage `denoiser`) on token arrays, within a time budget; resumable.

  python train.py --arrays FOLDER --valid FOLDER --out RUN --minutes 60 [--resume CHECKPOINT] [--languages cf bash]
"""
import argparse
import json
import math
import time
from pathlib import Path

import torch

from checkpoint import Ema, load_model, save
from config import ModelConfig, TrainConfig
from data import Batches, Pairs
from losses import denoiser_loss
from model import CodeFusion
from optimiser import Optimiser
from precision import autocast


def learning_rate(config: TrainConfig, step: int, share: float) -> float:
    """Factor in (0, 1]: warm-up, plateau, linear decay over the last part of the budget (share of it spent, 0 … 1)."""
    return min(1.0, (step + 1) / config.warmup_steps) * min(1.0, max(0.02, (1 - share) / config.decay_share))


@torch.no_grad()
def validate(model, ema: Ema, pairs: Pairs, config: TrainConfig) -> dict:
    """Cross-entropy of the EMA on fixed validation batches, for every language, with fixed noise."""
    own = [p.detach().clone() for p in model.parameters()]
    torch._foreach_copy_(list(model.parameters()), ema.values)
    state = torch.random.get_rng_state()
    torch.manual_seed(0)
    model.eval()
    result = {}
    for language in ("python", "bash", "cf"):
        batches = Batches(pairs, model.c.canvas_lengths, config, 0, [language])
        losses = [denoiser_loss(model, next(batches), config)[1].item() for _ in range(6)]
        result[language] = round(sum(losses) / len(losses), 4)
    model.train()
    torch.random.set_rng_state(state)
    torch._foreach_copy_(list(model.parameters()), own)
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--arrays", required=True)
    parser.add_argument("--valid", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--resume")
    parser.add_argument("--languages", nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="override a TrainConfig number")
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    config = TrainConfig()
    for item in arguments.set:
        name, value = item.split("=")
        setattr(config, name, type(getattr(config, name))(value))
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    progress = {"examples": 0, "steps": 0, "seconds": 0.0}
    if arguments.resume:
        model, stored = load_model(Path(arguments.resume), "model")
        progress = stored["progress"]
    else:
        model, stored = CodeFusion(ModelConfig(), config.dropout), None
    optimiser = Optimiser(model, config)
    ema = Ema(model, config.ema_window)
    if stored:
        named = dict(model.named_parameters())
        ema.values = [stored["ema"][name].clone() for name in named]
        if stored.get("optimiser"):
            optimiser.load_state_dict(stored["optimiser"])
    batches = Batches(Pairs(Path(arguments.arrays)), model.c.canvas_lengths, config, arguments.seed + progress["steps"], arguments.languages)
    valid = Pairs(Path(arguments.valid))
    print(sum(p.numel() for p in model.parameters()), "parameters", flush=True)
    start = last = time.time()
    step, window, log = 0, [], open(out / "log.jsonl", "a", encoding="utf-8")
    first_steps = progress["steps"]
    while (spent := time.time() - start) < arguments.minutes * 60:
        rate = learning_rate(config, step, spent / (arguments.minutes * 60))
        optimiser.scale(rate)
        batch = next(batches)
        with autocast():
            loss, token, bucket = denoiser_loss(model, batch, config)
        optimiser.zero_grad()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(optimiser.parameters, config.clip)
        if not math.isfinite(norm):
            continue
        optimiser.step()
        step += 1
        ema.update(model, first_steps + step)
        progress["steps"] += 1
        progress["examples"] += batch[-2].shape[0]
        window.append((token.item(), bucket.item(), norm.item(), batch[-2].shape[0]))
        if step % 50 == 0:
            now = time.time()
            mean = [sum(column) / len(window) for column in zip(*window)]
            progress["seconds"] += now - last
            row = {"step": progress["steps"], "examples": progress["examples"], "loss": round(mean[0], 4), "bucket": round(mean[1], 4),
                   "norm": round(mean[2], 3), "perSecond": round(mean[3] * len(window) / (now - last), 1), "rate": round(rate, 4)}
            last, window = now, []
            if step % 1000 == 0:
                row["valid"] = validate(model, ema, valid, config)
                save(out / "checkpoint.pt", model, ema, optimiser, progress)
            log.write(json.dumps(row) + "\n")
            log.flush()
            print(row, flush=True)
    save(out / "checkpoint.pt", model, ema, optimiser, progress)
    print({"done": progress, "valid": validate(model, ema, valid, config)}, flush=True)


if __name__ == "__main__":
    main()
