import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { pack, pipelineOutputs, type Tensors } from "../../extension/inference";
import { canvasTensors, noConditions, utteranceTensors } from "../../extension/inference/remote/inputs";
import { installedServer } from "../../scripts/lib/servers.mjs";
import { MODEL, serveTiny } from "../unit/inference/remote/tiny-server";
import { TINY } from "../unit/inference/tiny-model";
import { runPython } from "./processes";

/** The protocol's OpenAPI description, as MLServer carries it. */
const FIND = `
import importlib.util, pathlib
print(pathlib.Path(importlib.util.find_spec("mlserver").origin).parent / "rest" / "openapi" / "dataplane.json")
`;

describe("codefusion serve and the protocol's OpenAPI description", () => {
  it("agree on every body", async () => {
    const description = readFileSync(runPython(installedServer("mlserver") ?? "", FIND).trim(), "utf8");
    const ajv = new Ajv({ strict: false, validateFormats: false });
    // No type of JSON Schema.
    ajv.addSchema(JSON.parse(description.replaceAll('"type": "bytes"', '"type": "string"')), "protocol");
    const check = (schema: string, body: unknown) => {
      const validate = ajv.getSchema(`protocol#/components/schemas/${schema}`);
      assert.ok(validate, schema);
      assert.equal(validate(body), true, `${schema}: ${ajv.errorsText(validate.errors)}`);
    };
    const tiny = await serveTiny();
    const get = async (path: string) => (await fetch(tiny.url + path)).json();
    check("MetadataServerResponse", await get("/v2"));
    check("MetadataModelResponse", await get("/v2/models/tiny"));
    check("MetadataModelErrorResponse", await get("/v2/models/other"));
    const inputs: Tensors = {
      ...utteranceTensors({ inputIds: Int32Array.of(1), slotIds: Int32Array.of(0), memory: new Int32Array(3) }, 1),
      ...noConditions(1, TINY.hiddenDim),
      ...canvasTensors({ latents: new Float32Array(4 * TINY.latentDim), n: 4, times: [1, 0] }, MODEL),
    };
    const { body } = pack({ id: "7" }, "inputs", inputs, () => false);
    check("InferenceRequest", JSON.parse(Buffer.from(body).toString()));
    const answer = await fetch(`${tiny.url}/v2/models/tiny/infer`, { method: "POST", body: new Uint8Array(body) });
    const response = await answer.json();
    check("InferenceResponse", response);
    assert.equal(response.id, "7");
    assert.deepEqual(
      response.outputs.map(({ name }: { name: string }) => name),
      pipelineOutputs(MODEL).map(({ name }) => name),
    );
    const refused = await fetch(`${tiny.url}/v2/models/tiny/infer`, { method: "POST", body: "{}" });
    check("InferenceErrorResponse", await refused.json());
    await tiny.close();
  });
});
