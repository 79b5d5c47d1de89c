"""A folder that model servers read: `pipeline.onnx` with what Triton, MLServer and KServe want to be told about it.

  python repository.py --model ../codefusion-small --out FOLDER

FOLDER/<id>/<version>/model.onnx   the graph; versions grow with the training date, so that servers take the newest
FOLDER/<id>/config.pbtxt           Triton
FOLDER/<id>/model-settings.json    MLServer
FOLDER/<id>/pipeline.json          what the graph is: id, version, SHA-256, inputs and outputs
"""
import argparse
import hashlib
import json
import re
import shutil
from pathlib import Path

import onnx

from pipeline_graph import TYPES, build, signature

HERE = Path(__file__).parent
MAX_BATCH = 64
"""Rows computed together at most: two full requests of a client."""
BATCH_DELAY_US = 2000
"""How long Triton lets a request wait for company; see sizing in README.md."""


def model_version(manifest: dict) -> str:
    """A whole number that grows with the training date and ends in four digits of the graphs' checksums; as
    extension/inference/open-inference/signature.ts computes it."""
    sums = "".join(manifest["files"][name]["sha256"] for name in ("encoder", "denoiser", "decoder"))
    digits = int.from_bytes(hashlib.sha256(sums.encode()).digest()[:4], "big") % 10_000
    return f"{re.sub(r'[^0-9]', '', manifest['training']['date'])[:8]}{digits:04d}"


def tensors(described: dict) -> list[dict]:
    """As the protocol's metadata has them: the batch first, -1 for any length."""
    return [{"name": name, "datatype": TYPES[kind], "shape": [-1, *(d if isinstance(d, int) else -1 for d in shape)]}
            for name, (kind, shape) in described.items()]


def triton_config(model_id: str, inputs: list[dict], outputs: list[dict], device: str) -> str:
    def block(kind: str, entries: list[dict]) -> str:
        lines = (f'  {{ name: "{e["name"]}" data_type: TYPE_{e["datatype"]} dims: {e["shape"][1:]} }}' for e in entries)
        return f"{kind} [\n" + ",\n".join(lines) + "\n]\n"
    return (
        f'name: "{model_id}"\nbackend: "onnxruntime"\nmax_batch_size: {MAX_BATCH}\n'
        + block("input", inputs) + block("output", outputs)
        + f"dynamic_batching {{ max_queue_delay_microseconds: {BATCH_DELAY_US} preserve_ordering: false\n"
        "  default_queue_policy { max_queue_size: 256 default_timeout_microseconds: 30000000 timeout_action: REJECT } }\n"
        f"instance_group [ {{ kind: KIND_{device} count: 1 }} ]\n"
        "version_policy { latest { num_versions: 2 } }\n")


def write(folder: Path, out: Path, device: str = "GPU") -> Path:
    """Writes the repository of the model in `folder`; gives the model's folder in it."""
    manifest = json.loads((folder / "manifest.json").read_text())
    version = model_version(manifest)
    target = out / manifest["id"]
    graph = target / version / "model.onnx"
    graph.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(build(folder), str(graph))
    inputs, outputs = (tensors(part) for part in signature(manifest))
    description = {"id": manifest["id"], "version": version, "graph": f"{version}/model.onnx",
                   "sha256": hashlib.sha256(graph.read_bytes()).hexdigest(), "licence": manifest["licence"],
                   "inputs": inputs, "outputs": outputs}
    (target / "pipeline.json").write_text(json.dumps(description, indent=2) + "\n")
    (target / "config.pbtxt").write_text(triton_config(manifest["id"], inputs, outputs, device))
    settings = {"name": manifest["id"], "implementation": "mlserver_runtime.PipelineRuntime", "platform": "onnxruntime_onnx",
                "versions": [version], "parameters": {"uri": "./pipeline.json", "version": version}, "inputs": inputs, "outputs": outputs}
    (target / "model-settings.json").write_text(json.dumps(settings, indent=2) + "\n")
    # MLServer imports a model's implementation from the model's own folder.
    for name in ("pipeline_session.py", "mlserver_runtime.py"):
        shutil.copy(HERE / name, target / name)
    return target


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, type=Path, help="model folder, with its manifest.json")
    parser.add_argument("--out", required=True, type=Path, help="where the repository is written")
    parser.add_argument("--device", choices=["GPU", "CPU"], default="GPU", help="what Triton runs the graph on")
    a = parser.parse_args()
    print(write(a.model, a.out, a.device))


if __name__ == "__main__":
    main()
