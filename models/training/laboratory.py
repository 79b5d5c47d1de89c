"""Trains every system and ablation of the comparison at equal data and equal compute, and draws their samples.

  python laboratory.py --data DATA --out LAB --examples 92000 [--only codefusion paper …]

DATA holds, as `lab prepare` and sentence_encoder.py wrote them: train, valid, unlabelled; no-slots/{train,unlabelled};
augmented; and the test arrays (--every-row) test/NAME, no-slots/test/NAME. LAB gets a folder for each variant with its
checkpoint, log and training.json, and samples for each of its drawings. What is finished is not done again.
"""
import argparse
from dataclasses import dataclass, field
from pathlib import Path

import torch

from checkpoint import load_model
from config import load_configuration
from data import Pairs
from sample import draw_all, write_samples
from stages import run_stages
from systems import Drawing

SHARP, FLAT = 0.5, 1.0


@dataclass
class Variant:
    """One training, and how samples are drawn from it: a name for each drawing."""
    name: str
    system: str = "codefusion"
    overrides: list = field(default_factory=list)
    data: str = ""                  # folder of DATA with its own train (and unlabelled, test) arrays
    drawings: dict = field(default_factory=lambda: {"": Drawing()})


SQRT_STEPS = 30                     # of the 1,200 and 2,000 that are published
VARIANTS = [
    Variant("codefusion", drawings={
        "": Drawing(), "without-decoder": Drawing(decoder=False), "guidance-1.5": Drawing(guidance=1.5),
        "temperature-1": Drawing(temperature=FLAT)}),
    Variant("paper", "paper", drawings={"": Drawing(steps=SQRT_STEPS)}),
    Variant("diffusion-lm", "diffusion-lm", drawings={
        "": Drawing(steps=SQRT_STEPS), "clamp": Drawing(steps=SQRT_STEPS, clamp=True)}),
    Variant("genie", "genie", drawings={"": Drawing(steps=SQRT_STEPS)}),
    Variant("autoregressive", "autoregressive", drawings={
        "": Drawing(temperature=SHARP), "temperature-1": Drawing(temperature=FLAT)}),
    Variant("without-pretraining", overrides=["pretrain_share=0"]),
    Variant("without-cpd", overrides=["cpd=0"]),
    Variant("without-slots", data="no-slots"),
    Variant("without-self-conditioning", overrides=["self_conditioning=0"]),
    Variant("without-dropped-utterance", overrides=["drop_utterance=0"]),
    Variant("exact-length", overrides=["canvas_lengths=" + ",".join(map(str, range(1, 25))), "larger_canvas=0"]),
    Variant("augmented", data="augmented"),
]


def folder_of(data: Path, variant: Variant, name: str) -> Path:
    """The variant's own arrays where it has them, else those of all."""
    own = data / variant.data / name
    return own if own.exists() else data / name


def run_variant(variant: Variant, data: Path, out: Path, examples: int, languages, samples: int) -> None:
    """Trains the variant and draws from it, as far as that is not done."""
    configuration = load_configuration("tiny", variant.overrides)
    configuration.system = variant.system
    run = out / variant.name
    summary = run_stages(configuration, run, examples, unit="examples", arrays=folder_of(data, variant, "train"),
                         unlabelled=folder_of(data, variant, "unlabelled"), valid=folder_of(data, variant, "valid"),
                         languages=languages)
    print(variant.name, summary, flush=True)
    model, _ = load_model(run / "checkpoint.pt")
    model.eval()
    for test in sorted((data / "test").iterdir()):
        pairs = Pairs(folder_of(data, variant, f"test/{test.name}"))
        for name, drawing in variant.drawings.items():
            target = run / f"{test.name}{'-' if name else ''}{name}.samples.jsonl"
            if not target.exists():
                torch.manual_seed(7)
                write_samples(target, draw_all(model, pairs, drawing, samples, 2))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--examples", type=int, required=True, help="that each system is trained on: equal, whatever the machine does")
    parser.add_argument("--languages", nargs="*", default=["cf"])
    parser.add_argument("--only", nargs="*", choices=[variant.name for variant in VARIANTS])
    parser.add_argument("--samples", type=int, default=20)
    parser.add_argument("--threads", type=int, default=1)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    for variant in VARIANTS:
        if not a.only or variant.name in a.only:
            run_variant(variant, a.data, a.out, a.examples, a.languages, a.samples)


if __name__ == "__main__":
    main()
