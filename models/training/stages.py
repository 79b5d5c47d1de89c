"""All stages of one configuration after each other, resumable at each point: pre-train, fine-tune, train D."""
import json
from pathlib import Path

import torch

from config import Configuration
from loop import Budget
from systems import SYSTEMS
from train import run_stage


def stage_shares(configuration: Configuration, has_unlabelled: bool) -> dict[str, float]:
    """The share of the time budget that each stage of the system gets, in their order."""
    config = configuration.train
    shares = {"pretrain": config.pretrain_share if has_unlabelled else 0.0, "decoder": config.decoder_share}
    shares = {stage: shares.get(stage, 0.0) for stage in SYSTEMS[configuration.system].stages}
    shares["finetune"] = 1.0 - sum(shares.values())
    return {stage: share for stage, share in shares.items() if share > 0}


class Progress:
    """Which stages are done: RUN/progress.json."""

    def __init__(self, out: Path):
        self.path = out / "progress.json"
        self.done = json.loads(self.path.read_text()) if self.path.exists() else []

    def finish(self, stage: str) -> None:
        self.done.append(stage)
        self.path.write_text(json.dumps(self.done))


def run_stages(configuration: Configuration, out: Path, amount: float, *, unit: str = "wall", arrays: Path,
               unlabelled: Path | None = None, valid: Path | None = None, languages=None, seed: int = 1) -> dict:
    """Trains what is not yet done and leaves out/checkpoint.pt and out/training.json.
    amount: budget of all stages in `unit`.
    -> what training.json says: configuration, parameters, examples, seconds, stages."""
    out.mkdir(parents=True, exist_ok=True)
    progress, checkpoint = Progress(out), out / "checkpoint.pt"
    shares = stage_shares(configuration, unlabelled is not None)
    for stage, share in shares.items():
        if stage in progress.done:
            continue
        before = 0.0
        if checkpoint.exists():
            stored = torch.load(checkpoint, map_location="cpu", weights_only=False)["progress"]
            before = stored.get("used", 0.0) if stored.get("stage") == stage else 0.0
        resume = checkpoint if checkpoint.exists() else None
        run_stage(configuration, stage, out, Budget(share * amount, unit, before), arrays={arrays: 1.0}, unlabelled=unlabelled,
                  valid=valid, resume=resume, languages=languages, seed=seed)
        progress.finish(stage)
    stored = torch.load(checkpoint, map_location="cpu", weights_only=False)
    summary = {"configuration": configuration.name, "system": configuration.system,
               "parameters": sum(value.numel() for value in stored["ema"].values()), "examples": stored["progress"]["examples"],
               "seconds": round(stored["progress"]["seconds"]), "budget": {"amount": amount, "unit": unit},
               "stages": [{"stage": stage, "share": round(share, 3)} for stage, share in shares.items()]}
    (out / "training.json").write_text(json.dumps(summary, indent=2) + "\n")
    return summary
