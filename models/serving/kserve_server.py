"""The pipeline graph on KServe's Python server: `python kserve_server.py --description FOLDER/<id>/pipeline.json --http_port 8080`."""
import argparse
import asyncio
from pathlib import Path

from kserve import InferOutput, InferRequest, InferResponse, Model, ModelServer, model_server

from pipeline_session import PipelineSession


class PipelineModel(Model):
    def __init__(self, session: PipelineSession):
        super().__init__(session.description["id"])
        self._session = session
        self.ready = True

    async def get_input_types(self) -> list[dict]:
        return self._session.description["inputs"]

    async def get_output_types(self) -> list[dict]:
        return self._session.description["outputs"]

    async def predict(self, payload: InferRequest, headers=None, response_headers=None) -> InferResponse:
        inputs = {each.name: each.as_numpy() for each in payload.inputs}
        wanted = {each.name: each for each in payload.request_outputs or []}
        values = await asyncio.to_thread(self._session.run, inputs, list(wanted))
        outputs = []
        for name, value in values.items():
            output = InferOutput(name, list(value.shape), "INT64" if value.dtype == "int64" else "FP32")
            own = wanted[name].binary_data if name in wanted else None
            output.set_data_from_numpy(value, binary_data=payload.use_binary_outputs if own is None else own)
            outputs.append(output)
        return InferResponse(
            response_id=payload.id, model_name=self.name, model_version=self._session.description["version"],
            infer_outputs=outputs, requested_outputs=payload.request_outputs, use_binary_outputs=payload.use_binary_outputs)


def main():
    parser = argparse.ArgumentParser(parents=[model_server.parser])
    parser.add_argument("--description", required=True, type=Path, help="pipeline.json of the model's folder")
    arguments, _ = parser.parse_known_args()
    ModelServer().start([PipelineModel(PipelineSession(arguments.description))])


if __name__ == "__main__":
    main()
