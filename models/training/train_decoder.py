"""Trains D with E, N and L frozen, on N's x0 as it occurs at the end of sampling; resumable.

  python train_decoder.py --arrays FOLDER --checkpoint RUN/checkpoint.pt --out RUN --minutes 15
"""
import argparse
import random
import time
from pathlib import Path

import torch

from checkpoint import Ema, load_model
from config import TrainConfig
from data import Batches, Pairs
from losses import position_weights, token_loss
from precision import autocast


@torch.no_grad()
def imperfect_x0(model, ids, hidden, mask):
    """Half of the time a short roll-out from pure noise, else one prediction at a small t; [b, n, latentDim]."""
    if random.random() < 0.5:
        return model.sample(hidden, mask, ids.shape[1], steps=random.randint(3, 6))
    t = torch.rand(ids.shape[0]).mul(0.6).clamp(min=1e-3)
    x_t = model.noised(ids, t)
    return model.denoiser(model.embeddings, x_t, t, torch.zeros_like(x_t), torch.ones_like(ids), hidden, mask, 1.0)[0]


def decoder_loss(model, batch, config):
    """Cross-entropy of D and H over the clean tokens."""
    *conditions, ids, _ = batch
    with torch.no_grad():
        hidden, mask, _ = model.encode(*conditions)
        x0 = imperfect_x0(model, ids, hidden, mask)
    logits = model.decoder.logits(model.embeddings, x0, torch.ones_like(ids), hidden, mask)
    return token_loss(logits, ids, position_weights(ids, config.pad_weight))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--arrays", required=True)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    random.seed(arguments.seed)
    torch.set_num_threads(2)
    config = TrainConfig()
    model, stored = load_model(Path(arguments.checkpoint))
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.startswith("decoder."))
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=config.learning_rate, betas=config.betas)
    ema = Ema(model, config.ema_window)
    batches = Batches(Pairs(Path(arguments.arrays)), model.c.canvas_lengths, config, arguments.seed)
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    start, step, window = time.time(), 0, []
    while (share := (time.time() - start) / (arguments.minutes * 60)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = config.learning_rate * min(1.0, (step + 1) / 100) * min(1.0, max(0.02, (1 - share) / 0.5))
        with autocast():
            loss = decoder_loss(model, next(batches), config)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), config.clip)
        optimiser.step()
        step += 1
        ema.update(model, step)
        window.append(loss.item())
        if step % 50 == 0:
            print({"step": step, "loss": round(sum(window) / len(window), 4)}, flush=True)
            window = []
    # the frozen parts go on from where their own training stood, not from their average
    named = {name: p for name, p in model.named_parameters() if name.startswith("decoder.")}
    averaged = {name: value for name, value in ema.state_dict(model).items() if name in named}
    stored["model"].update(averaged)
    stored["ema"].update(averaged)
    stored["progress"]["seconds"] += arguments.minutes * 60
    target = out / "checkpoint.pt"
    torch.save(stored, target.with_suffix(".part"))
    target.with_suffix(".part").replace(target)


if __name__ == "__main__":
    main()
