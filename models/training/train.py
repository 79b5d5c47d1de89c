"""Trains one stage of a system on token arrays, within a time budget; resumable. run.py runs all stages.

  python train.py --config small --stage finetune --arrays FOLDER … --valid FOLDER --out RUN --minutes 60
      [--resume CHECKPOINT] [--unlabelled FOLDER] [--languages cf bash] [--set longest=24]
"""
import argparse
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import torch

from checkpoint import load_model
from config import Configuration, load_configuration
from data import Batches, Mixture, Pairs, read_index
from layers import Layer
from loop import CLOCKS, Budget, fit
from precision import best_device
from sentence_encoder import BertLayer
from systems import System, create_system
from unlabelled import PretrainingBatches, Unlabelled


def data_of(stage: str, arrays: Mapping[Path, float], unlabelled: Path | None) -> Path:
    """The folder (of several, the first) that a stage is trained on; SystemExit where it was not named."""
    folder = unlabelled if stage == "pretrain" else next(iter(arrays), None)
    if folder is None:
        raise SystemExit(f"the stage {stage} needs {'--unlabelled' if stage == 'pretrain' else '--arrays'}")
    return folder


def batches_of(stage: str, model: System, config, arrays: Mapping[Path, float], unlabelled: Path | None, seed: int, languages):
    """Endless batches for a stage, of every folder of arrays as many as its rows weigh, times its number; in fine-tuning some are
    of pre-training's kind where the configuration wants them."""
    mixed = stage == "finetune" and config.unlabelled_share > 0 and unlabelled is not None
    if stage == "pretrain" or mixed:
        generation = PretrainingBatches(Unlabelled(unlabelled, model.device), model.c, config, model.masks, seed, languages)
    if stage == "pretrain":
        return generation
    kinds = [Batches(Pairs(folder, model.device, model.sentence_encoder is not None), model.c.canvas_lengths, config, seed, languages)
             for folder in arrays]
    weights = [kind.weight * weight for kind, weight in zip(kinds, arrays.values())]
    pairs = Mixture(kinds, weights, seed) if len(kinds) > 1 else kinds[0]
    return Mixture([pairs, generation], [1 - config.unlabelled_share, config.unlabelled_share], seed) if mixed else pairs


def compile_layers(model: System) -> None:
    """Every layer compiled in place, which leaves the names of its weights as they are; once for all shapes."""
    torch._dynamo.config.recompile_limit = 64  # with and without gradient, in training and not, for E, N and D
    for module in model.modules():
        if isinstance(module, (Layer, BertLayer)):
            module.compile(dynamic=True)


def run_stage(configuration: Configuration, stage: str, out: Path, budget: Budget, *, arrays: Mapping[Path, float] = MappingProxyType({}),
              unlabelled: Path | None = None, valid: Path | None = None, resume: Path | None = None, languages=None, seed: int = 1,
              sentence: Path | None = None, compiled: bool = True):
    """One stage from fresh weights or from a checkpoint; leaves out/checkpoint.pt.
    sentence: weights of the sentence encoder, which then is a part of fresh weights; compiled: layers compiled on a GPU."""
    torch.manual_seed(seed)
    random.seed(seed)
    torch.set_float32_matmul_precision("high")
    config, folder = configuration.train, data_of(stage, arrays, unlabelled)
    progress = {"examples": 0, "steps": 0, "seconds": 0.0}
    stored = None
    if resume:
        model, stored = load_model(resume, "model", config.dropout)
        progress = dict(stored["progress"])
    else:
        # a token that the tokenizer lacks would only be in the way
        vocabulary = read_index(folder).get("vocabulary", configuration.model.vocabulary)
        weights = torch.load(sentence) if sentence else None
        shape = replace(configuration.model, vocabulary=vocabulary, sentence_pieces=len(weights["words.weight"]) if weights else 0)
        model = create_system(configuration.system, shape, config.dropout)
        if weights:
            model.sentence_encoder.load_state_dict(weights)
    if stage not in model.stages:
        raise SystemExit(f"{model.name} has no stage {stage}: choose one of {', '.join(model.stages)}")
    model.to(best_device()).train()
    batches = batches_of(stage, model, config, arrays, unlabelled, seed + progress["steps"], languages)
    if model.device.type == "cuda" and compiled:
        compile_layers(model)
    pairs = Pairs(valid, model.device, model.sentence_encoder is not None) if valid and stage != "pretrain" else None
    fit(model, stage, batches, config, budget, out, progress=progress, stored=stored, valid=pairs, languages=languages)


def weighted(folders: list[str]) -> dict[Path, float]:
    """FOLDER or FOLDER=WEIGHT; SystemExit names what is no weight."""
    found = {}
    for text in folders:
        folder, _, weight = text.partition("=")
        try:
            found[Path(folder)] = float(weight or 1)
        except ValueError:
            raise SystemExit(f"{weight} is no weight: write {folder}=2, or {folder} alone")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", default="small", help="one of configs/")
    parser.add_argument("--system", help="another system than the configuration's")
    parser.add_argument("--stage", default="finetune", choices=["pretrain", "finetune", "decoder"])
    parser.add_argument("--arrays", nargs="*", default=[], metavar="FOLDER[=WEIGHT]",
                        help="folders that `codefusion prepare` wrote, and how often their rows are drawn (1)")
    parser.add_argument("--unlabelled", type=Path)
    parser.add_argument("--valid", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    budget = parser.add_mutually_exclusive_group(required=True)
    budget.add_argument("--minutes", type=float)
    budget.add_argument("--examples", type=int, help="a budget that no other load on the machine can make smaller")
    parser.add_argument("--clock", choices=list(CLOCKS), default="wall", help="that the minutes are read from")
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--languages", nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--sentence", type=Path, help="train the sentence encoder along, from these weights (sentence_encoder.py --out)")
    parser.add_argument("--no-compile", action="store_true", help="leave the layers uncompiled on a GPU")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="override a number of the configuration")
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    configuration = load_configuration(a.config, a.set)
    configuration.system = a.system or configuration.system
    amount = Budget(a.examples, "examples") if a.examples else Budget(a.minutes * 60, a.clock)
    run_stage(configuration, a.stage, a.out, amount, arrays=weighted(a.arrays), unlabelled=a.unlabelled, valid=a.valid, resume=a.resume,
              languages=a.languages, seed=a.seed, sentence=a.sentence, compiled=not a.no_compile)


if __name__ == "__main__":
    main()
