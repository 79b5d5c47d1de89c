import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import path from "node:path";
import { gaussianNoise } from "../../extension/diffusion";
import { type Backend, type DenoiseInput, type Encoded, LocalBackend, RemoteBackend } from "../../extension/inference";
import { openModel } from "../../extension/model";
import { createGenerator } from "../../extension/pipeline";
import { encodeMemory } from "../../extension/recall";
import { findSlots } from "../../extension/utterance";
import { installedServer } from "../../scripts/lib/servers.mjs";
import { ensureBuilt } from "../unit/cli/process";
import { MODEL, type Running, runPython, startKServe, startMlServer, startServe, writeRepository } from "./processes";

const model = openModel(MODEL);
const { manifest } = model;
const ROWS = 3;
const N = 16;
const UTTERANCE = "find all files larger than 10M";

const words = model.utterances.encode(
  UTTERANCE,
  findSlots(UTTERANCE, "bash", undefined),
  "bash",
  [],
  manifest.maxUtteranceTokens,
);
const utterance = { ...words, memory: encodeMemory([], model.code) };

/** Conditions as they come of the encoder, and with some words hidden, which no token ids stand for. */
function conditionsOf({ hidden }: Encoded) {
  const { hiddenDim } = manifest;
  const s = hidden.length / hiddenDim;
  const kept = Array.from({ length: s }, (_, at) => at).filter((at) => at % 3 !== 1);
  const partial = Float32Array.from(kept.flatMap((at) => [...hidden.subarray(at * hiddenDim, (at + 1) * hiddenDim)]));
  return { whole: { hidden, s }, partial: { hidden: partial, s: kept.length } };
}

const noise = Float32Array.from(
  Array.from({ length: ROWS }, (_, row) => [...gaussianNoise(row + 1, N * manifest.latentDim)]).flat(),
);

/** What is asked of every backend: from noise, from a later step, with pins, guided, and ancestral. */
function requests(conditions: ReturnType<typeof conditionsOf>): Readonly<Record<string, DenoiseInput>> {
  const base = { ...conditions.whole, n: N, noise, steps: 4, guidance: 1, temperature: manifest.defaults.temperature };
  const mask = Uint8Array.from({ length: N }, (_, at) => (at === 0 || at === 5 ? 1 : 0));
  const latents = model.embeddings.latents(Int32Array.from({ length: N }, (_, at) => 100 + at));
  return {
    "from noise": base,
    "from a later step, as starts from examples do": { ...base, steps: 32, from: 2 },
    "with pinned positions": { ...base, pinned: { mask, latents } },
    guided: { ...base, steps: 2, guidance: 1.7 },
    "with words hidden": { ...base, ...conditions.partial },
    "by the ancestral sampler": { ...base, steps: 2, sampler: { id: "ddpm", rowSeeds: [5, 6, 7] } },
  };
}

async function answers(backend: Backend) {
  const encoded = await backend.encode(utterance);
  const outcome = new Map<string, { ids: number[]; logProbs: number[]; x0s: Float32Array; stepIds: number[] }>();
  for (const [name, input] of Object.entries(requests(conditionsOf(encoded)))) {
    const stepIds: number[] = [];
    const { x0s } = await backend.denoise(input, { onStep: ({ step, ids }) => stepIds.push(step, ...ids) });
    const latents = x0s.subarray(x0s.length - input.noise.length);
    const { ids, logProbs } = await backend.decode({ hidden: input.hidden, s: input.s, n: N, latents });
    outcome.set(name, { ids: [...ids], logProbs: [...logProbs], x0s, stepIds });
  }
  // Frames of a history: some latents, none of them the end of a call.
  const { hidden, s } = conditionsOf(encoded).whole;
  const some = await backend.decode({ hidden, s, n: N, latents: noise.slice(0, 2 * N * manifest.latentDim) });
  outcome.set("frames", { ids: [...some.ids], logProbs: [...some.logProbs], x0s: noise, stepIds: [] });
  return { encoded, outcome };
}

const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? Number.NaN))), 0);

const mlserver = installedServer("mlserver") ?? "";
const kserve = installedServer("kserve");

describe("the same seed on servers of the Open Inference Protocol", function () {
  this.timeout(180_000);
  let local: Awaited<ReturnType<typeof answers>>;
  let repository: string;

  before(async () => {
    await ensureBuilt();
    repository = writeRepository(mlserver);
    const backend = new LocalBackend({ model: { ...manifest, files: model.graphs }, provider: "cpu" });
    local = await answers(backend);
    await backend.dispose();
  });
  after(() => rmSync(path.dirname(repository), { recursive: true, force: true }));

  const servers: Readonly<Record<string, () => Promise<Running>>> = {
    "codefusion serve": () => startServe(),
    MLServer: () => startMlServer(mlserver, repository),
    ...(kserve && { "KServe's Python server": () => startKServe(kserve, repository) }),
  };
  for (const [name, start] of Object.entries(servers))
    describe(`on ${name}`, () => {
      let server: Running;
      let remote: Awaited<ReturnType<typeof answers>>;
      before(async () => {
        server = await start();
        // Two steps a call, as a server elsewhere is asked.
        const asked = { ...manifest, remote: { stepsPerCall: 2 } };
        const backend = new RemoteBackend({ model: asked, server: { url: server.url }, deadlineMs: 120_000 });
        remote = await answers(backend);
        assert.equal(backend.state, "ready");
      });
      after(() => server?.stop());

      it("gives the encoder's states and bucket logits", () => {
        assert.equal(remote.encoded.hidden.length, local.encoded.hidden.length);
        assert.ok(worst(remote.encoded.hidden, local.encoded.hidden) < 1e-3);
        assert.ok(worst(remote.encoded.bucketLogits, local.encoded.bucketLogits) < 1e-3);
      });

      for (const request of [
        ...Object.keys(requests(conditionsOf({ hidden: new Float32Array(), bucketLogits: new Float32Array(), ms: 0 }))),
        "frames",
      ])
        it(`gives the same tokens, log-probabilities and steps: ${request}`, () => {
          const [wanted, found] = [local.outcome.get(request), remote.outcome.get(request)];
          assert.ok(wanted && found);
          assert.deepEqual(found.ids, wanted.ids);
          assert.deepEqual(found.stepIds, wanted.stepIds);
          assert.ok(worst(found.logProbs, wanted.logProbs) < 1e-3, `${worst(found.logProbs, wanted.logProbs)}`);
          assert.equal(found.x0s.length, wanted.x0s.length);
          assert.ok(worst(found.x0s, wanted.x0s) < 1e-2);
        });
    });

  describe("through the whole pipeline, on codefusion serve", () => {
    let server: Running;
    before(async () => {
      server = await startServe();
    });
    after(() => server?.stop());

    it("gives the same candidates, with their history", async () => {
      const request = { utterance: UTTERANCE, language: "bash", count: 1, seed: 7, steps: 4 } as const;
      const defaults = (own: typeof manifest.defaults) => ({ ...own, oversampling: 2, buckets: 1 });
      const here = createGenerator({ modelsDir: MODEL, provider: "cpu", defaults });
      const there = createGenerator({
        modelsDir: MODEL,
        defaults,
        backend: ({ manifest: own }) => new RemoteBackend({ model: own, server: { url: server.url } }),
      });
      try {
        const [mine, theirs] = [await here.generate(request), await there.generate(request)];
        assert.deepEqual(
          theirs.candidates.map(({ code }) => code),
          mine.candidates.map(({ code }) => code),
        );
        const [first] = theirs.candidates;
        assert.ok(first);
        const history = await theirs.history(first);
        assert.deepEqual(history.backend, {
          kind: "remote",
          provider: "codefusion cpu",
          host: new URL(server.url).host,
        });
        assert.equal(history.frames.at(-1)?.code, first.code);
      } finally {
        here.dispose();
        there.dispose();
      }
    });

    it("answers NVIDIA's own client", () => {
      const printed = JSON.parse(runPython(mlserver, TRITON_CLIENT, new URL(server.url).host, manifest.id));
      assert.deepEqual(printed.ready, [true, true, true]);
      assert.deepEqual(printed.shapes, { ids: [2, 8, manifest.topM], x0s: [2, 3, 8, manifest.latentDim] });
      assert.equal(printed.sameAsJson, true);
      assert.match(printed.refusal, /there is no model other/);
    });
  });
});

/** Asks for two rows and three steps, with binary tensors and without. */
const TRITON_CLIENT = `
import json, sys
import numpy as np
import tritonclient.http as http
from tritonclient.utils import InferenceServerException

client = http.InferenceServerClient(sys.argv[1])
model = sys.argv[2]
described = client.get_model_metadata(model)
rows, n = 2, 8
random = np.random.default_rng(1)
lengths = {"input_ids": 8, "attention_mask": 8, "slot_ids": 8, "memory": 1, "memory_mask": 1, "latent": n, "times": 4}
given = {"times": np.tile([1, 0.5, 0.25, 0], (rows, 1)), "guidance": np.ones((rows, 1)), "temperature": np.ones((rows, 1)),
         "latent": random.standard_normal((rows, n, 128)), "attention_mask": np.ones((rows, 8)), "memory_mask": np.ones((rows, 1))}
types = {"FP32": np.float32, "FP64": np.float64, "INT64": np.int64}

def ask(binary):
    inputs = []
    for each in described["inputs"]:
        shape = [rows, lengths.get(each["name"], 0), *each["shape"][2:]]
        value = given.get(each["name"], np.zeros(shape)).astype(types[each["datatype"]])
        tensor = http.InferInput(each["name"], list(value.shape), each["datatype"])
        tensor.set_data_from_numpy(value, binary_data=binary)
        inputs.append(tensor)
    outputs = [http.InferRequestedOutput(name, binary_data=binary) for name in ("ids", "x0s")]
    return client.infer(model, inputs, outputs=outputs, request_id="7")

answer, plain = ask(True), ask(False)
try:
    client.get_model_metadata("other")
    refusal = ""
except InferenceServerException as error:
    refusal = str(error)
print(json.dumps({"ready": [client.is_server_live(), client.is_server_ready(), client.is_model_ready(model)],
                  "shapes": {name: list(answer.as_numpy(name).shape) for name in ("ids", "x0s")},
                  "sameAsJson": bool((answer.as_numpy("ids") == plain.as_numpy("ids")).all()), "refusal": refusal}))
`;
