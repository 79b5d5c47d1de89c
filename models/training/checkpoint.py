"""A training that can stop at any moment and go on later."""
from dataclasses import asdict, fields
from pathlib import Path

import torch

from config import ModelConfig
from data import Pairs
from precision import best_device
from systems import System, create_system


class Ema:
    """Exponential moving average of every parameter, whose window grows with the run."""

    def __init__(self, model, window_share: float):
        self.share, self.values = window_share, [p.detach().clone() for p in model.parameters()]

    @torch.no_grad()
    def update(self, model, steps: int):
        decay = 1 - 1 / (self.share * steps + 10)
        torch._foreach_lerp_(self.values, [p.detach() for p in model.parameters()], 1 - decay)

    @torch.no_grad()
    def swap(self, model):
        """Exchanges the model's parameters with their average; a second call undoes it."""
        own = [p.detach().clone() for p in model.parameters()]
        torch._foreach_copy_(list(model.parameters()), self.values)
        self.values = own

    def state_dict(self, model) -> dict:
        return dict(zip((name for name, _ in model.named_parameters()), self.values))


def save(path: Path, model: System, ema: Ema, optimiser, progress: dict, own: dict | None = None) -> None:
    """Written beside the target and then renamed, so that a crash never leaves half a file.
    own: weights that stand in place of the model's present ones."""
    temporary = path.with_suffix(".part")
    torch.save({"system": model.name, "config": asdict(model.c), "model": {**model.state_dict(), **(own or {})}, "ema": ema.state_dict(model),
                "optimiser": optimiser.state_dict() if optimiser else None, "progress": progress}, temporary)
    temporary.replace(path)


def load_model(path: Path, weights: str = "ema", dropout: float = 0.0) -> tuple[System, dict]:
    """The system of a checkpoint (its EMA by default) and the whole checkpoint. Dropout is no part of a checkpoint.
    SystemExit says what is wrong with a file that is none, or holds weights of another shape."""
    try:
        stored = torch.load(path, map_location="cpu", weights_only=False)
        known = {f.name for f in fields(ModelConfig)}
        model = create_system(stored.get("system", "codefusion"), ModelConfig(**{k: v for k, v in stored["config"].items() if k in known}),
                              dropout)
        state = {**stored["model"], **stored[weights]} if weights == "ema" else stored["model"]
    except FileNotFoundError:
        raise SystemExit(f"there is no checkpoint {path}")
    except SystemExit:
        raise
    except Exception as error:
        raise SystemExit(f"{path} cannot be read as a checkpoint ({error}): train again, or name another file")
    try:
        model.load_state_dict(state)
    except RuntimeError as error:
        raise SystemExit(f"{path} holds weights of another shape: {error}")
    return model, stored


def open_with_arrays(path: Path, arrays: Path) -> tuple[System, Pairs]:
    """A checkpoint's model, ready to be used where it is computed best, and token arrays there beside it.
    SystemExit as `load_model` and `Pairs` say."""
    model, _ = load_model(path)
    model.to(best_device()).eval()
    return model, Pairs(arrays, model.device, model.sentence_encoder is not None)
