"""The training loop of every system and stage: within a budget, logged, resumable, and stopped by a loss that is no number."""
import json
import math
import signal
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch

from checkpoint import Ema, save
from config import TrainConfig
from data import Batches, Pairs
from optimiser import SENTENCE_ENCODER, Optimiser
from precision import autocast
from systems import System

CLOCKS = {"wall": time.time, "cpu": time.process_time}
LOG_EVERY = 50
PATIENCE = 20  # steps in a row whose gradient is no number, before the run is given up


@dataclass
class Budget:
    """What a stage may use: seconds of the clock on the wall or of this process's CPU, or examples, which no other load on the
    machine can make fewer."""
    amount: float
    unit: str = "wall"
    before: float = 0.0             # used by an earlier, interrupted run of the stage
    started: float = field(init=False)
    examples: int = 0

    def __post_init__(self):
        self.started = CLOCKS[self.unit]() if self.unit in CLOCKS else 0.0

    def used(self) -> float:
        """What has been used so far, of the unit."""
        return self.before + (CLOCKS[self.unit]() - self.started if self.unit in CLOCKS else self.examples)

    def share(self) -> float:
        """The same as a share of the amount, 0 … 1 and more."""
        return self.used() / max(self.amount, 1e-9)


def learning_rate(config: TrainConfig, step: int, share: float) -> float:
    """Factor in (0, 1]: warm-up, plateau, linear decay over the last part of the budget (share of it spent, 0 … 1)."""
    return min(1.0, (step + 1) / config.warmup_steps) * min(1.0, max(0.02, (1 - share) / config.decay_share))


@torch.no_grad()
def validate(model: System, ema: Ema, pairs: Pairs, config: TrainConfig, stage: str, languages) -> dict:
    """Token loss of the EMA on fixed validation batches, for every language that has rows, with fixed noise."""
    ema.swap(model)
    model.eval()
    result, config = {}, replace(config, drop_words=0.0)
    with torch.random.fork_rng(), autocast(model.device):
        torch.manual_seed(0)
        present = {pairs.index["languages"][at] for at in pairs.rows[:, 4].unique().tolist()}
        for language in (name for name in languages or pairs.index["languages"] if name in present):
            batches = Batches(pairs, model.c.canvas_lengths, config, 0, [language])
            losses = [model.loss(next(batches).to(model.device), config, stage).token.item() for _ in range(6)]
            result[language] = round(sum(losses) / len(losses), 4)
    model.train()
    ema.swap(model)
    return result


class Interrupted(Exception):
    """SIGTERM: what has been learned is saved before the process ends."""


def _interrupt(*_):
    raise Interrupted


def fit(model: System, stage: str, batches, config: TrainConfig, budget: Budget, out: Path, *, progress: dict,
        stored: dict | None = None, valid: Pairs | None = None, languages=None) -> None:
    """Trains one stage and leaves out/checkpoint.pt, out/log.jsonl and, where it is validated, out/best.pt.
    progress: {"examples", "steps", "seconds"} so far, counted on in place; stored: the checkpoint that the stage goes on from.
    SystemExit where the loss stays no number; the last good checkpoint is kept."""
    out.mkdir(parents=True, exist_ok=True)
    trained = {name: parameter for name, parameter in model.trained(stage).items()
               if (config.sentence_learning_rate > 0 or not name.startswith(SENTENCE_ENCODER)) and name.startswith(tuple(config.trained_parts))}
    if not trained:
        raise SystemExit(f"no parameter of {model.name} starts with {' or '.join(config.trained_parts)}: check trained_parts")
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name in trained)
    optimiser = Optimiser(trained, config)
    ema = Ema(model, config.ema_window)
    if stored:
        ema.values = [stored["ema"][name].to(model.device, copy=True) for name, _ in model.named_parameters()]
        if stored.get("optimiser") and stored["progress"].get("stage") == stage:
            optimiser.load_state_dict(stored["optimiser"])
    own = use_average_of_frozen(model, ema, trained)
    first_steps = 0 if stage == "decoder" else progress["steps"]
    progress["stage"] = stage
    checkpoint = out / "checkpoint.pt"
    def store():
        progress["used"] = budget.used()
        save(checkpoint, model, ema, optimiser, progress, own)
    def validated() -> dict:
        """The validation losses; where their mean is the lowest of the stage so far, these weights are kept as best.pt."""
        losses = validate(model, ema, valid, config, stage, languages)
        mean = sum(losses.values()) / len(losses)
        if mean < progress.get("best", {}).get(stage, math.inf):
            progress["best"] = {stage: mean}
            save(out / "best.pt", model, ema, None, progress, own)
        return losses
    window, bad, step, last = [], 0, 0, time.time()
    previous = signal.signal(signal.SIGTERM, _interrupt)
    print(f"{stage}: {sum(p.numel() for p in trained.values())} parameters on {model.device}", flush=True)
    try:
        with open(out / "log.jsonl", "a", encoding="utf-8") as log:
            while (share := budget.share()) < 1:
                rate = learning_rate(config, step, share)
                optimiser.scale(rate)
                batch = next(batches).to(model.device)
                with autocast(model.device):
                    loss = model.loss(batch, config, stage)
                optimiser.zero_grad()
                loss.total.backward()
                norm = torch.nn.utils.clip_grad_norm_(optimiser.parameters, config.clip)
                bad = 0 if math.isfinite(norm) else bad + 1
                if bad == PATIENCE:
                    raise SystemExit(f"the gradient was not a number for {PATIENCE} steps (after step {progress['steps']}): lower "
                                     f"learning_rate or muon_learning_rate; the last good checkpoint is {checkpoint}")
                if bad:
                    continue
                optimiser.step()
                step += 1
                ema.update(model, first_steps + step)
                progress["steps"] += 1
                progress["examples"] += len(batch.ids)
                budget.examples += len(batch.ids)
                window.append((loss.token, loss.bucket, norm, len(batch.ids)))
                if step % LOG_EVERY == 0:
                    now = time.time()
                    mean = [float(sum(column)) / len(window) for column in zip(*window)]
                    progress["seconds"] += now - last
                    row = {"stage": stage, "step": progress["steps"], "examples": progress["examples"], "loss": round(mean[0], 4),
                           "bucket": round(mean[1], 4), "norm": round(mean[2], 3),
                           "perSecond": round(mean[3] * len(window) / (now - last), 1), "rate": round(rate, 4)}
                    last, window = now, []
                    if step % config.validate_every == 0:
                        if valid is not None:
                            row["valid"] = validated()
                        store()
                    log.write(json.dumps(row) + "\n")
                    log.flush()
                    print(row, flush=True)
            progress["seconds"] += time.time() - last
            row = {"stage": stage, "step": progress["steps"], "examples": progress["examples"]}
            if valid is not None:
                row["valid"] = validated()
            log.write(json.dumps(row) + "\n")
            print(row, flush=True)
    except (Interrupted, KeyboardInterrupt):
        print(f"interrupted: {checkpoint} holds everything up to step {progress['steps']}", flush=True)
        store()
        raise SystemExit(130)
    finally:
        signal.signal(signal.SIGTERM, previous)
    store()


@torch.no_grad()
def use_average_of_frozen(model: System, ema: Ema, trained: dict) -> dict:
    """What is trained learns beside the averaged rest that it will be used with (D beside E and N); returns the rest's own weights,
    which training goes on from."""
    own = {}
    for (name, parameter), value in zip(model.named_parameters(), ema.values):
        if name not in trained:
            own[name] = parameter.detach().clone()
            parameter.copy_(value)
    return own
