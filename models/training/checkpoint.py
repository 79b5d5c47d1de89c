"""A training that can stop at any moment and go on later."""
from dataclasses import asdict
from pathlib import Path

import torch

from config import ModelConfig
from model import CodeFusion


class Ema:
    """Exponential moving average whose window grows with the run."""

    def __init__(self, model, window_share: float):
        self.share, self.values = window_share, [p.detach().clone() for p in model.parameters()]

    @torch.no_grad()
    def update(self, model, steps: int):
        decay = 1 - 1 / (self.share * steps + 10)
        torch._foreach_lerp_(self.values, [p.detach() for p in model.parameters()], 1 - decay)

    def state_dict(self, model) -> dict:
        names = [name for name, _ in model.named_parameters()]
        return dict(zip(names, self.values))


def save(path: Path, model, ema: Ema, optimiser, progress: dict) -> None:
    """Written beside the target and then renamed, so that a crash never leaves half a file."""
    temporary = path.with_suffix(".part")
    torch.save({"config": asdict(model.c), "model": model.state_dict(), "ema": ema.state_dict(model),
                "optimiser": optimiser.state_dict(), "progress": progress}, temporary)
    temporary.replace(path)


def load_model(path: Path, weights: str = "ema") -> tuple[CodeFusion, dict]:
    """The model of a checkpoint (its EMA by default) and the whole checkpoint."""
    stored = torch.load(path, map_location="cpu", weights_only=False)
    model = CodeFusion(ModelConfig(**stored["config"]))
    state = {**stored["model"], **stored[weights]} if weights == "ema" else stored["model"]
    model.load_state_dict(state)
    return model, stored
