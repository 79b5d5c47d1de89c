"""The whole way: data, pre-training, fine-tuning, D, export, evaluation. Resumable: what is finished is not done again.

  python run.py --config small --pairs PAIRS.jsonl.gz --valid VALID.jsonl.gz --unlabelled CODE.jsonl.gz --out RUN --minutes 120

The budget covers everything: 5 minutes, 2 hours and the 25 minutes of a borrowed GPU all end in RUN/model, which
`codefusion generate --model RUN/model` and the extension read, RUN/figures.json and RUN/loss.svg.
"""
import argparse
import json
import subprocess
import time
from pathlib import Path

import torch

from config import load_configuration
from export import export
from learn_tokenizers import learn
from plot_loss import draw, read_logs
from recall import make_vectors
from sentence_encoder import load_sentence_encoder, write_states
from stages import run_stages

CLI = Path(__file__).parents[2] / "scripts" / "lab.mjs"
RESERVE = 0.15          # of the budget, for export and evaluation
LEAST = 0.3             # of the budget is trained, however long the data took
DEFAULTS = {"steps": 8, "guidance": 1.0, "temperature": 0.5, "oversampling": 4.0, "buckets": 2}


def codefusion(*arguments) -> str:
    """Output of the CLI; SystemExit with its own words where it fails."""
    done = subprocess.run(["node", CLI, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"codefusion {arguments[0]} failed: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def prepare(a, data: Path, configuration) -> None:
    """Tokenizers, memory, arrays and the sentence encoder's states; every part once."""
    def once(target: Path, make) -> None:
        if not target.exists():
            print(f"data: {target.relative_to(data)}", flush=True)
            make()
    limit = ["--max-code", min(configuration.train.longest, max(configuration.model.canvas_lengths))]
    languages = ["--language", *a.languages] if a.languages else []
    texts, tokenizers, memory = data / "texts", data / "tokenizers", data / "memory.jsonl.br"
    once(memory, lambda: codefusion("prepare", *a.pairs, *languages, "--out", texts, "--write-memory", memory))
    once(tokenizers, lambda: learn(texts / "texts.jsonl", tokenizers, configuration.model.vocabulary))
    common = ["--tokenizers", tokenizers, *languages, *limit]
    arrays = {"train": a.pairs, "valid": [a.valid]}
    for name, files in arrays.items():
        once(data / name, lambda: codefusion("prepare", *files, *common, "--memory", memory, "--out", data / name))
    if a.unlabelled:
        once(data / "unlabelled", lambda: codefusion("prepare", *a.unlabelled, *common, "--unlabelled", "--out", data / "unlabelled"))
    once(data / "remembered", lambda: codefusion("prepare", memory, "--remembered", *common, "--out", data / "remembered"))
    encoder = load_sentence_encoder(json.loads((tokenizers / "kept-pieces.json").read_text()))
    for name in [*arrays, "remembered"]:
        once(data / name / "states.f16", lambda: write_states(data / name, encoder))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", default="small", help="one of configs/ whose system is codefusion")
    parser.add_argument("--pairs", type=Path, nargs="+", required=True)
    parser.add_argument("--valid", type=Path, required=True)
    parser.add_argument("--unlabelled", type=Path, nargs="*", help="code without utterances, or pairs of which only the code is used")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--languages", nargs="*")
    parser.add_argument("--name", default="codefusion-own", help="id in the manifest")
    parser.add_argument("--rows", type=int, default=60, help="validation rows that are evaluated at the end")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="override a number of the configuration")
    a = parser.parse_args()
    started, budget = time.time(), a.minutes * 60
    torch.set_num_threads(a.threads)
    configuration = load_configuration(a.config, a.set)
    data, model = a.out / "data", a.out / "model"
    data.mkdir(parents=True, exist_ok=True)
    prepare(a, data, configuration)
    left = budget - (time.time() - started) - RESERVE * budget
    summary = run_stages(configuration, a.out, max(left, LEAST * budget), arrays=data / "train", valid=data / "valid",
                         unlabelled=data / "unlabelled" if a.unlabelled else None, languages=a.languages, seed=a.seed)
    draw(read_logs([a.out / "log.jsonl"]), a.out / "loss.svg")
    hardware = torch.cuda.get_device_name() if torch.cuda.is_available() else f"{a.threads} CPU cores"
    make_vectors(a.out / "checkpoint.pt", data / "remembered", a.out / "vectors.bin")
    export(a.out / "checkpoint.pt", data / "tokenizers", data / "memory.jsonl.br", a.out / "vectors.bin", a.name, model, DEFAULTS,
           {"hardware": hardware, "data": [path.name for path in a.pairs]})
    print(f"{model}: {summary['examples']} examples", flush=True)
    figures = codefusion("eval", "--model", model, "--data", a.valid, "--limit", a.rows, "--json")
    (a.out / "figures.json").write_text(figures)
    print(figures)


if __name__ == "__main__":
    main()
