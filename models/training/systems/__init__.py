"""Every system that can be trained here: ours, the paper's, and those that the paper compares with."""
from config import ModelConfig

from .autoregressive import Autoregressive
from .codefusion import CodeFusion
from .diffusion_lm import DiffusionLM
from .genie import Genie
from .paper import Paper
from .system import Drawing, Losses, System

SYSTEMS = {system.name: system for system in (CodeFusion, Paper, DiffusionLM, Genie, Autoregressive)}

__all__ = ["SYSTEMS", "CodeFusion", "Drawing", "Losses", "System", "create_system"]


def create_system(name: str, c: ModelConfig, dropout: float = 0.0) -> System:
    """A system with fresh weights; SystemExit where there is none of that name."""
    if name not in SYSTEMS:
        raise SystemExit(f"there is no system {name}: choose one of {', '.join(SYSTEMS)}")
    return SYSTEMS[name](c, dropout)
