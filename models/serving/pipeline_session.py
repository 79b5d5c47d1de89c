"""The pipeline graph in ONNX Runtime, on whatever this machine has: what MLServer's and KServe's models share."""
import json
from pathlib import Path

import numpy as np
import onnxruntime


class PipelineSession:
    """One loaded graph. `description` is the file pipeline.json beside it."""

    def __init__(self, description: Path):
        self.description = json.loads(description.read_text())
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # Threads that spin while they wait slow down whatever else the machine does.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        graph = description.parent / self.description["graph"]
        self._session = onnxruntime.InferenceSession(str(graph), options, providers=onnxruntime.get_available_providers())
        self.outputs = [each.name for each in self._session.get_outputs()]

    def run(self, inputs: dict[str, np.ndarray], wanted: list[str]) -> dict[str, np.ndarray]:
        """Inputs by name -> the outputs wanted, all where none is named."""
        names = wanted or self.outputs
        return dict(zip(names, self._session.run(names, inputs)))
