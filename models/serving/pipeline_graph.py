"""One ONNX graph with the whole loop: E, the steps of N in an ONNX Loop over `times`, and D.

Built from the three released graphs of a model folder, weights as they are. Every input and output has the batch as its
first axis, and every row has times, guidance and temperature of its own, so that a server may batch rows of different users.
"""
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, compose, helper, numpy_helper

OPSET, IR_VERSION = 17, 8
FLOAT, DOUBLE, INT64, BOOL = TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.INT64, TensorProto.BOOL
TYPES = {FLOAT: "FP32", DOUBLE: "FP64", INT64: "INT64"}
"""Names of the Open Inference Protocol."""


def signature(manifest: dict) -> tuple[dict, dict]:
    """Inputs and outputs: name -> (type, shape without the batch axis); a name stands for any length, 0 included where
    the README says so."""
    d, width = manifest["latentDim"], manifest["hiddenDim"]
    inputs = {
        "input_ids": (INT64, ["utterance"]), "attention_mask": (INT64, ["utterance"]), "slot_ids": (INT64, ["utterance"]),
        "memory": (INT64, ["memory", 3]), "memory_mask": (INT64, ["memory"]),
        "hidden": (FLOAT, ["conditions", width]), "hidden_mask": (INT64, ["conditions"]),
        "latent": (FLOAT, ["canvas", d]), "previous_x0": (FLOAT, ["previous", d]),
        "times": (DOUBLE, ["times"]), "guidance": (FLOAT, [1]), "temperature": (FLOAT, [1]),
        "pinned_positions": (INT64, ["pinned"]), "pinned_latents": (FLOAT, ["pinned", d]),
    }
    outputs = {
        "encoded": (FLOAT, ["encoded", width]), "bucket_logits": (FLOAT, [len(manifest["canvasLengths"])]),
        "x0s": (FLOAT, ["steps", "canvas", d]), "step_ids": (INT64, ["steps", "canvas"]),
        "step_confidence": (FLOAT, ["steps", "canvas"]), "next_latent": (FLOAT, ["canvas", d]),
        "ids": (INT64, ["canvas", manifest["topM"]]), "log_probs": (FLOAT, ["canvas", manifest["topM"]]),
    }
    return inputs, outputs


class Nodes:
    """Collects the nodes of one graph; every call gives its output's name."""

    def __init__(self, prefix: str):
        self.prefix, self.nodes, self.constants = prefix, [], []

    def add(self, operator: str, *inputs: str, to: str | None = None, **attributes) -> str:
        name = to or f"{self.prefix}/{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], **attributes))
        return name

    def constant(self, value, dtype) -> str:
        name = f"{self.prefix}/constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array(value, dtype=dtype), name))
        return name

    def integers(self, *values: int) -> str:
        return self.constant(values, np.int64)

    def cast(self, value: str, to: int) -> str:
        name = f"{self.prefix}/cast_{len(self.nodes)}"
        self.nodes.append(helper.make_node("Cast", [value], [name], to=to))
        return name

    def dim(self, value: str, axis: int) -> str:
        """One length as a tensor [1]."""
        return self.add("Shape", value, start=axis, end=axis + 1)

    def rows(self, value: str, start: str, end: str) -> str:
        return self.add("Slice", value, start, end, self.integers(0))

    def join(self, *values: str, axis: int = 0) -> str:
        return self.add("Concat", *values, axis=axis)

    def filled(self, value: int, dtype, *dims: str) -> str:
        shape = self.join(*dims)
        return self.add("ConstantOfShape", shape, value=numpy_helper.from_array(np.array([value], dtype=dtype)))


def part(folder: Path, manifest: dict, name: str) -> onnx.GraphProto:
    """A released graph, every name in it prefixed."""
    model = onnx.load(str(folder / manifest["files"][name]["path"]))
    return compose.add_prefix(model, f"{name}/").graph


def embed(part_graph: onnx.GraphProto, name: str, feeds: dict, into: Nodes) -> None:
    """Puts a released graph's nodes into `into`; `feeds` says what its inputs are. Inputs that it does not have are left out."""
    for each in part_graph.input:
        into.add("Identity", feeds[each.name.removeprefix(f"{name}/")], to=each.name)
    into.nodes.extend(part_graph.node)
    into.constants.extend(part_graph.initializer)


def levels(g: Nodes, t: str, schedule: dict) -> tuple[str, str]:
    """alpha and sigma of noise times [b], [b, 1, 1], in double precision rounded to float32: what extension/diffusion/schedule.ts gives."""
    angle = g.add("Mul", t, g.constant(np.pi / 2, np.float64))
    # At t = 1 the cosine is nothing, of either sign.
    tangent = g.add("Div", g.add("Sin", angle), g.add("Abs", g.add("Cos", angle)))
    snr = g.add("Mul", g.add("Log", tangent), g.constant(-2, np.float64))
    snr = g.add("Sub", snr, g.constant(2 * np.log(schedule["noiseFactor"]), np.float64))
    most = schedule["maxLogSnr"]
    snr = g.add("Clip", snr, g.constant(-most, np.float64), g.constant(most, np.float64))
    both = [g.add("Sqrt", g.add("Sigmoid", value)) for value in (snr, g.add("Neg", snr))]
    return tuple(g.add("Unsqueeze", g.cast(g.cast(value, FLOAT), DOUBLE), g.integers(1, 2)) for value in both)


def step(manifest: dict, denoiser: onnx.GraphProto) -> onnx.GraphProto:
    """The body of the Loop: one step of N for all rows, and the sampler (DDIM, eta 0)."""
    g = Nodes("step")
    d = manifest["latentDim"]
    batch = g.dim("latent_in", 0)
    t = g.add("Gather", "times", "iteration", axis=1)
    after = g.add("Gather", "times", g.add("Add", "iteration", g.constant(1, np.int64)), axis=1)
    # Rows without the utterance come second, and only where some row asks for guidance.
    twice = lambda value: g.join(value, g.rows(value, g.integers(0), "unconditional"))
    rows = g.add("Add", batch, "unconditional")
    embed(denoiser, "denoiser", {
        "x_t": twice("latent_in"), "t": g.cast(twice(t), FLOAT), "previous_x0": twice("previous_in"),
        "canvas_mask": g.filled(1, np.int64, rows, g.dim("latent_in", 1)), "hidden": "all_hidden",
        "hidden_mask": "all_masks", "temperature": "all_temperatures"}, g)
    first = lambda value: g.rows(value, g.integers(0), batch)
    conditional = g.cast(first("denoiser/x0"), DOUBLE)
    # Where nobody is guided the unconditional prediction stands for itself: x0 = x0 + scale * 0.
    others = g.join(g.rows(g.cast("denoiser/x0", DOUBLE), batch, rows), conditional)
    unconditional = g.rows(others, g.integers(0), batch)
    difference = g.add("Mul", "scale", g.add("Sub", conditional, unconditional))
    free = g.cast(g.add("Add", unconditional, difference), FLOAT)
    x0 = g.add("ScatterElements", free, "pinned_index", "pinned_latents", axis=1, to="x0")
    clean = g.cast(x0, DOUBLE)
    (alpha, sigma), (to_alpha, to_sigma) = levels(g, t, manifest["schedule"]), levels(g, after, manifest["schedule"])
    noise = g.add("Div", g.add("Sub", g.cast("latent_in", DOUBLE), g.add("Mul", alpha, clean)), sigma)
    moved = g.cast(g.add("Add", g.add("Mul", to_alpha, clean), g.add("Mul", to_sigma, noise)), FLOAT)
    ended = g.add("Unsqueeze", g.add("Equal", after, g.constant(0, np.float64)), g.integers(1, 2))
    g.add("Where", ended, x0, moved, to="latent_out")
    g.add("Identity", x0, to="previous_out")
    g.add("Identity", x0, to="last_out")
    g.add("Identity", x0, to="step_x0")
    g.add("Identity", first("denoiser/ids"), to="one_ids")
    g.add("Identity", first("denoiser/confidence"), to="one_confidence")
    g.add("Identity", "go_on", to="go_on_out")
    value = helper.make_tensor_value_info
    latent = ["batch", "canvas", d]
    return helper.make_graph(
        g.nodes, "step",
        [value("iteration", INT64, []), value("go_on", BOOL, []),
         *(value(name, FLOAT, latent) for name in ("latent_in", "previous_in", "last_in"))],
        [value("go_on_out", BOOL, []), *(value(name, FLOAT, latent) for name in ("latent_out", "previous_out", "last_out", "step_x0")),
         value("one_ids", INT64, ["batch", "canvas"]), value("one_confidence", FLOAT, ["batch", "canvas"])],
        initializer=g.constants)


def conditioning(encoder: onnx.GraphProto, manifest: dict, outer: Nodes) -> tuple[str, str, str]:
    """E's states, where the caller has not sent them; their mask; and bucket logits, which are zeros where he has."""
    run = Nodes("encode")
    embed(encoder, "encoder", {name: name for name in ("input_ids", "attention_mask", "slot_ids", "memory", "memory_mask")}, run)
    run.add("Identity", "encoder/hidden", to="encode/hidden")
    masks = ["attention_mask", *(["memory_mask"] if "memory" in manifest["files"] else [])]
    run.add("Identity", run.join(*masks, axis=1), to="encode/mask")
    run.add("Identity", "encoder/bucket_logits", to="encode/buckets")
    keep = Nodes("keep")
    keep.add("Identity", "hidden", to="keep/hidden")
    keep.add("Identity", "hidden_mask", to="keep/mask")
    keep.add("Identity", keep.filled(0, np.float32, keep.dim("hidden", 0), keep.integers(len(manifest["canvasLengths"]))), to="keep/buckets")

    def branch(g: Nodes) -> onnx.GraphProto:
        value = helper.make_tensor_value_info
        shape = ["batch", None, manifest["hiddenDim"]]
        return helper.make_graph(g.nodes, g.prefix, [], [
            value(f"{g.prefix}/hidden", FLOAT, shape), value(f"{g.prefix}/mask", INT64, ["batch", None]),
            value(f"{g.prefix}/buckets", FLOAT, ["batch", len(manifest["canvasLengths"])])], initializer=g.constants)

    none = outer.add("Equal", outer.dim("hidden", 1), outer.integers(0))
    names = ("encoded", "conditions/mask", "bucket_logits")
    outer.nodes.append(helper.make_node("If", [outer.add("Squeeze", none)], names, then_branch=branch(run), else_branch=branch(keep)))
    return names


def build(folder: Path) -> onnx.ModelProto:
    """The pipeline graph of the model in `folder`."""
    manifest = json.loads((folder / "manifest.json").read_text())
    d = manifest["latentDim"]
    g = Nodes("pipeline")
    hidden, mask, _ = conditioning(part(folder, manifest, "encoder"), manifest, g)
    batch, canvas = g.dim("latent", 0), g.dim("latent", 1)
    guided = g.add("Not", g.add("Equal", "guidance", g.constant(1, np.float32)))
    some = g.add("ReduceMax", g.cast(guided, INT64), keepdims=0)
    g.add("Mul", batch, g.add("Reshape", some, g.integers(1)), to="unconditional")
    twice = lambda value, second, to: g.add("Concat", value, g.rows(second, g.integers(0), "unconditional"), axis=0, to=to)
    # Position 0 of the states holds the language alone: what a row without the utterance sees.
    length = g.add("Squeeze", g.dim(mask, 1))
    places = g.add("Range", g.constant(0, np.int64), length, g.constant(1, np.int64))
    language = g.cast(g.add("Equal", places, g.constant(0, np.int64)), INT64)
    twice(hidden, hidden, "all_hidden")
    twice(mask, g.add("Expand", language, g.join(batch, g.dim(mask, 1))), "all_masks")
    temperature = g.add("Unsqueeze", "temperature", g.integers(2))
    twice(temperature, temperature, "all_temperatures")
    g.nodes.append(helper.make_node("Unsqueeze", [g.cast("guidance", DOUBLE), g.integers(2)], ["scale"]))
    index = g.add("Unsqueeze", "pinned_positions", g.integers(2))
    g.add("Expand", index, g.integers(1, 1, d), to="pinned_index")
    missing = g.add("Sub", canvas, g.dim("previous_x0", 1))
    pads = g.join(g.integers(0, 0, 0, 0), missing, g.integers(0))
    previous = g.add("Pad", "previous_x0", pads)
    trips = g.add("Squeeze", g.add("Sub", g.dim("times", 1), g.integers(1)))
    carried = ["next_latent", "pipeline/previous", "pipeline/last"]
    g.nodes.append(helper.make_node(
        "Loop", [trips, g.constant(True, np.bool_), "latent", previous, "latent"],
        [*carried, "pipeline/x0s", "pipeline/step_ids", "pipeline/step_confidence"],
        body=step(manifest, part(folder, manifest, "denoiser"))))
    # The steps come first out of a Loop; without one, the shapes are told.
    steps = g.add("Sub", g.dim("times", 1), g.integers(1))
    for name, rest in (("x0s", [canvas, g.integers(d)]), ("step_ids", [canvas]), ("step_confidence", [canvas])):
        order = [1, 0, 2, 3][: 2 + len(rest)]
        turned = g.add("Transpose", f"pipeline/{name}", perm=order)
        g.add("Reshape", turned, g.join(batch, steps, *rest), allowzero=1, to=name)
    embed(part(folder, manifest, "decoder"), "decoder",
          {"x0": "pipeline/last", "canvas_mask": g.filled(1, np.int64, batch, canvas), "hidden": hidden, "hidden_mask": mask}, g)
    g.add("Identity", "decoder/ids", to="ids")
    g.add("Identity", "decoder/log_probs", to="log_probs")
    inputs, outputs = signature(manifest)
    value = lambda name, type_, shape: helper.make_tensor_value_info(name, type_, ["batch", *shape])
    graph = helper.make_graph(g.nodes, manifest["id"], [value(n, *s) for n, s in inputs.items()],
                              [value(n, *s) for n, s in outputs.items()], initializer=g.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="codefusion")
    onnx.checker.check_model(model)
    return model
