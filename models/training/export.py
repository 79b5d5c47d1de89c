"""A checkpoint as the released model: three ONNX graphs, the embedding table, tokenizers and the manifest.

  python export.py --checkpoint RUN/checkpoint.pt --tokenizers FOLDER --id NAME --out models/NAME [--steps 16 …]
"""
import argparse
import datetime
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from checkpoint import load_model
from sentence_encoder import load_sentence_encoder
from systems import CodeFusion

LEAST_SCALE = 1e-6  # of int8 values; less is nothing in fp16
SMALL = 256  # initialisers below this many numbers stay as they are


class EncoderGraph(nn.Module):
    def __init__(self, sentence_encoder, model):
        super().__init__()
        self.sentence_encoder, self.adapter = sentence_encoder, model.adapter
        self.table = nn.Parameter(model.embeddings.normalised().detach())

    def forward(self, input_ids, attention_mask, slot_ids, memory, memory_mask):
        states = self.sentence_encoder(input_ids, attention_mask)
        return self.adapter(states, slot_ids, attention_mask, memory, memory_mask, self.table)


class DenoiserGraph(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.denoiser, self.bias = model.denoiser, model.embeddings.bias
        self.table = nn.Parameter(model.embeddings.normalised().detach())

    def normalised(self):
        return self.table

    def forward(self, x_t, t, previous_x0, canvas_mask, hidden, hidden_mask, temperature):
        return self.denoiser(self, x_t, t, previous_x0, canvas_mask, hidden, hidden_mask, temperature)


class DecoderGraph(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.decoder, self.bias, self.top_m = model.decoder, model.embeddings.bias, model.c.top_m
        self.table = nn.Parameter(model.embeddings.normalised().detach())

    def normalised(self):
        return self.table

    def forward(self, x0, canvas_mask, hidden, hidden_mask):
        logits = self.decoder.logits(self, x0, canvas_mask, hidden, hidden_mask)
        log_probs, ids = torch.log_softmax(logits, -1).topk(self.top_m, -1)
        return ids, log_probs


def compress(graph: onnx.ModelProto) -> onnx.ModelProto:
    """Large matrices as int8 with a scale per row, other large initialisers as fp16, plus casts, which the runtime folds
    when it loads."""
    nodes, kept = [], []
    for tensor in graph.graph.initializer:
        value = numpy_helper.to_array(tensor)
        if value.dtype != np.float32 or value.size < SMALL:
            kept.append(tensor)
            continue
        name = tensor.name
        if value.ndim == 2:
            scale = np.maximum(np.abs(value).max(axis=1, keepdims=True) / 127, LEAST_SCALE).astype(np.float16)
            kept.append(numpy_helper.from_array(np.round(value / scale.astype(np.float32)).clip(-127, 127).astype(np.int8), name + ".int8"))
            kept.append(numpy_helper.from_array(scale, name + ".scale"))
            nodes.append(helper.make_node("Cast", [name + ".int8"], [name + ".float"], to=TensorProto.FLOAT))
            nodes.append(helper.make_node("Cast", [name + ".scale"], [name + ".rows"], to=TensorProto.FLOAT))
            nodes.append(helper.make_node("Mul", [name + ".float", name + ".rows"], [name]))
        else:
            kept.append(numpy_helper.from_array(value.astype(np.float16), name + ".half"))
            nodes.append(helper.make_node("Cast", [name + ".half"], [name], to=TensorProto.FLOAT))
    del graph.graph.initializer[:]
    graph.graph.initializer.extend(kept)
    body = list(graph.graph.node)
    for node in body:
        node.ClearField("name")
    del graph.graph.node[:]
    graph.graph.node.extend(nodes + body)
    del graph.graph.value_info[:]
    onnx.checker.check_model(graph)
    return graph


def write_graph(module, inputs: dict, outputs: list[str], axes: dict, path: Path) -> None:
    """Exports one graph with dynamic axes, compresses it, and checks it against PyTorch.
    Constants are left for the runtime to fold, so that every parameter keeps its name (released.py reads them back)."""
    module.eval()
    torch.onnx.export(module, tuple(inputs.values()), str(path), input_names=list(inputs), output_names=outputs,
                      dynamic_axes=axes, opset_version=17, dynamo=False, do_constant_folding=False)
    onnx.save(compress(onnx.load(str(path))), str(path))
    check(module, inputs, outputs, path)


def check(module, inputs: dict, outputs: list[str], path: Path, tolerance: float = 0.2) -> None:
    """The exported graph gives what PyTorch gives, within the rounding of the weights."""
    import onnxruntime
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    got = session.run(outputs, {name: value.numpy() for name, value in inputs.items()})
    with torch.inference_mode():
        wanted = module(*inputs.values())
    for name, a, b in zip(outputs, got, wanted):
        if a.dtype == np.float32 and name != "log_probs":
            error = np.abs(a - b.numpy()).mean() / (np.abs(b.numpy()).mean() + 1e-9)
            print(f"{path.name} {name}: relative error {error:.4f}")
            if error > tolerance:
                raise SystemExit(f"{path.name}: {name} differs from PyTorch by {error:.3f}")


def file_entry(path: Path) -> dict:
    data = path.read_bytes()
    return {"path": path.name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def count(module) -> int:
    return sum(p.numel() for p in module.parameters())


def export(checkpoint: Path, tokenizers: Path, memory: Path, vectors: Path, name: str, out: Path, defaults: dict, provenance: dict) -> dict:
    """Writes every file of the model folder and returns the manifest."""
    model, stored = load_model(checkpoint)
    if not isinstance(model, CodeFusion):
        raise SystemExit(f"{checkpoint} holds the system {model.name}: only {CodeFusion.name} is what the extension runs")
    model.eval()
    c = model.c
    pieces = json.loads((tokenizers / "kept-pieces.json").read_text())
    sentence = model.sentence_encoder or load_sentence_encoder(pieces)
    out.mkdir(parents=True, exist_ok=True)
    b, s, m, n = 2, 9, 7, 12
    ids = torch.randint(5, len(pieces), (b, s))
    mask = torch.ones(b, s, dtype=torch.long)
    mask[1, 6:] = 0
    hidden, x = torch.randn(b, s, c.hidden_dim), torch.randn(b, n, c.latent_dim)
    canvas = torch.ones(b, n, dtype=torch.long)
    row, utterance, canvas_axes = {0: "batch"}, {0: "batch", 1: "utterance"}, {0: "batch", 1: "canvas"}
    memory_axes, conditions = {0: "batch", 1: "memory"}, {0: "batch", 1: "conditions"}
    inputs = {"input_ids": ids, "attention_mask": mask, "slot_ids": torch.randint(0, 20, (b, s)),
              "memory": torch.randint(0, min(c.example_tokens, c.memory_marks), (b, m, 3)), "memory_mask": torch.ones(b, m, dtype=torch.long)}
    write_graph(EncoderGraph(sentence, model), inputs, ["hidden", "bucket_logits"],
                {"input_ids": utterance, "attention_mask": utterance, "slot_ids": utterance, "memory": memory_axes,
                 "memory_mask": memory_axes, "hidden": conditions, "bucket_logits": row},
                out / "encoder.onnx")
    write_graph(DenoiserGraph(model), {"x_t": x, "t": torch.tensor([0.4, 0.7]), "previous_x0": x * 0.1, "canvas_mask": canvas,
                                       "hidden": hidden, "hidden_mask": mask, "temperature": torch.ones(1)},
                ["x0", "ids", "confidence"],
                {"x_t": canvas_axes, "t": row, "previous_x0": canvas_axes, "canvas_mask": canvas_axes, "hidden": conditions,
                 "hidden_mask": conditions, "x0": canvas_axes, "ids": canvas_axes, "confidence": canvas_axes},
                out / "denoiser.onnx")
    write_graph(DecoderGraph(model), {"x0": x, "canvas_mask": canvas, "hidden": hidden, "hidden_mask": mask}, ["ids", "log_probs"],
                {"x0": canvas_axes, "canvas_mask": canvas_axes, "hidden": conditions, "hidden_mask": conditions,
                 "ids": canvas_axes, "log_probs": canvas_axes}, out / "decoder.onnx")
    (out / "embeddings.f16").write_bytes(model.embeddings.normalised().detach().numpy().astype(np.float16).tobytes())
    for tokenizer in ("utterance-tokenizer.json", "code-tokenizer.json"):
        shutil.copy(tokenizers / tokenizer, out / tokenizer)
    shutil.copy(memory, out / "memory.jsonl.br")
    shutil.copy(vectors, out / "vectors.bin")
    encoder, denoiser = count(sentence) + count(model.adapter), count(model.denoiser)
    decoder = count(model.decoder) + count(model.embeddings)
    manifest = {
        "formatVersion": 1, "id": name, "languages": ["python", "bash", "cf"],
        "licence": "CC-BY-SA-4.0",
        "parameters": {"encoder": encoder, "denoiser": denoiser, "decoder": decoder, "total": encoder + denoiser + decoder, "trainable": count(model)},
        "latentDim": c.latent_dim, "hiddenDim": c.hidden_dim, "vocabularySize": c.vocabulary, "topM": c.top_m,
        "canvasLengths": list(c.canvas_lengths), "maxUtteranceTokens": 64,
        "schedule": {"kind": "shifted-cosine", "noiseFactor": c.noise_factor, "maxLogSnr": c.max_log_snr},
        "defaults": defaults,
        "files": {"utteranceTokenizer": file_entry(out / "utterance-tokenizer.json"), "codeTokenizer": file_entry(out / "code-tokenizer.json"),
                  "encoder": file_entry(out / "encoder.onnx"), "denoiser": file_entry(out / "denoiser.onnx"),
                  "decoder": file_entry(out / "decoder.onnx"), "embeddings": file_entry(out / "embeddings.f16"),
                  "memory": file_entry(out / "memory.jsonl.br"), "vectors": file_entry(out / "vectors.bin")},
        "training": {"date": datetime.date.today().isoformat(), "examples": stored["progress"]["examples"],
                     "hours": round(stored["progress"]["seconds"] / 3600, 2), **provenance},
        "evaluation": {},
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    return manifest


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--tokenizers", required=True)
    parser.add_argument("--memory", required=True, help="examples memory, as `lab prepare --write-memory` wrote it")
    parser.add_argument("--vectors", required=True, help="how E sees that memory, as recall.py wrote it")
    parser.add_argument("--id", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--steps", type=int, default=16)
    parser.add_argument("--guidance", type=float, default=1.0)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--oversampling", type=float, default=3.0)
    parser.add_argument("--buckets", type=int, default=2)
    parser.add_argument("--hardware", default="2 CPU cores")
    parser.add_argument("--data", nargs="*", default=["NL2Bash (MIT)", "tldr-pages (CC-BY-4.0)", "CoNaLa (CC-BY-SA-4.0)", "mined comments and docstrings (permissive)", "generated CF rules (own work)"])
    a = parser.parse_args()
    defaults = {"steps": a.steps, "guidance": a.guidance, "temperature": a.temperature, "oversampling": a.oversampling, "buckets": a.buckets}
    manifest = export(Path(a.checkpoint), Path(a.tokenizers), Path(a.memory), Path(a.vectors), a.id, Path(a.out), defaults, {"hardware": a.hardware, "data": a.data})
    print(json.dumps(manifest["parameters"]), sum(f["bytes"] for f in manifest["files"].values()) / 2**20, "MiB")


if __name__ == "__main__":
    main()
