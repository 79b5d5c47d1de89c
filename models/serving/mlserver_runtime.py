"""The pipeline graph on MLServer."""
import asyncio
from pathlib import Path

from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceRequest, InferenceResponse, ResponseOutput
from mlserver.utils import get_model_uri

from pipeline_session import PipelineSession


class PipelineRuntime(MLModel):
    async def load(self) -> bool:
        self._session = PipelineSession(Path(await get_model_uri(self._settings)))
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        inputs = {each.name: NumpyCodec.decode_input(each).reshape(each.shape) for each in payload.inputs}
        wanted = [each.name for each in payload.outputs or []]
        outputs = await asyncio.to_thread(self._session.run, inputs, wanted)
        return InferenceResponse(
            id=payload.id, model_name=self.name, model_version=self.version,
            # Written out: NumpyCodec.encode_output adds an axis to shapes that it takes for scalars in a batch.
            outputs=[ResponseOutput(name=name, shape=list(value.shape), datatype="INT64" if value.dtype == "int64" else "FP32",
                                    data=value.ravel().tolist()) for name, value in outputs.items()])
