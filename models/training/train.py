"""Trains one stage of a system on token arrays, within a time budget; resumable. run.py runs all stages.

  python train.py --config small --stage finetune --arrays FOLDER --valid FOLDER --out RUN --minutes 60
      [--resume CHECKPOINT] [--unlabelled FOLDER] [--languages cf bash] [--set longest=24]
"""
import argparse
import random
from dataclasses import replace
from pathlib import Path

import torch

from checkpoint import load_model
from config import Configuration, load_configuration
from data import Batches, Pairs, read_index
from layers import Layer
from loop import CLOCKS, Budget, fit
from precision import best_device
from systems import System, create_system
from unlabelled import PretrainingBatches, Unlabelled


def data_of(stage: str, arrays: Path | None, unlabelled: Path | None) -> Path:
    """The folder that a stage is trained on; SystemExit where it was not named."""
    folder = unlabelled if stage == "pretrain" else arrays
    if folder is None:
        raise SystemExit(f"the stage {stage} needs {'--unlabelled' if stage == 'pretrain' else '--arrays'}")
    return folder


def batches_of(stage: str, model: System, config, folder: Path, seed: int, languages):
    """Endless batches for a stage."""
    if stage == "pretrain":
        return PretrainingBatches(Unlabelled(folder), model.c, config, model.masks, seed, languages)
    return Batches(Pairs(folder), model.c.canvas_lengths, config, seed, languages)


def compile_layers(model: System) -> None:
    """Every layer compiled in place, which leaves the names of its weights as they are; each canvas length compiles once."""
    for module in model.modules():
        if isinstance(module, Layer):
            module.compile()


def run_stage(configuration: Configuration, stage: str, out: Path, budget: Budget, *, arrays: Path | None = None,
              unlabelled: Path | None = None, valid: Path | None = None, resume: Path | None = None, languages=None, seed: int = 1):
    """One stage from fresh weights or from a checkpoint; leaves out/checkpoint.pt."""
    torch.manual_seed(seed)
    random.seed(seed)
    config, folder = configuration.train, data_of(stage, arrays, unlabelled)
    progress = {"examples": 0, "steps": 0, "seconds": 0.0}
    stored = None
    if resume:
        model, stored = load_model(resume, "model")
        progress = dict(stored["progress"])
    else:
        # a token that the tokenizer lacks would only be in the way
        vocabulary = read_index(folder).get("vocabulary", configuration.model.vocabulary)
        model = create_system(configuration.system, replace(configuration.model, vocabulary=vocabulary), config.dropout)
    if stage not in model.stages:
        raise SystemExit(f"{model.name} has no stage {stage}: choose one of {', '.join(model.stages)}")
    batches = batches_of(stage, model, config, folder, seed + progress["steps"], languages)
    model.to(best_device()).train()
    if model.device.type == "cuda":
        compile_layers(model)
    pairs = Pairs(valid) if valid and stage != "pretrain" else None
    fit(model, stage, batches, config, budget, out, progress=progress, stored=stored, valid=pairs, languages=languages)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", default="small", help="one of configs/")
    parser.add_argument("--system", help="another system than the configuration's")
    parser.add_argument("--stage", default="finetune", choices=["pretrain", "finetune", "decoder"])
    parser.add_argument("--arrays", type=Path)
    parser.add_argument("--unlabelled", type=Path)
    parser.add_argument("--valid", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--clock", choices=list(CLOCKS), default="wall")
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--languages", nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="override a number of the configuration")
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    configuration = load_configuration(a.config, a.set)
    configuration.system = a.system or configuration.system
    run_stage(configuration, a.stage, a.out, Budget(a.minutes * 60, a.clock), arrays=a.arrays, unlabelled=a.unlabelled,
              valid=a.valid, resume=a.resume, languages=a.languages, seed=a.seed)


if __name__ == "__main__":
    main()
