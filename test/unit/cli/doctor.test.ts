import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { doctorReportSchema } from "../../../extension/schema";
import { FakeGenerator, run } from "./fake";

const unused = new FakeGenerator(() => {
  throw new Error("doctor generates nothing");
});

describe("codefusion doctor", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const doctor = (more = {}) => run(["doctor", "--model", folder, "--json"], unused, more);

  it("says where there is no model, and ends as bad input", async () => {
    const { code, line, stdout } = await doctor();
    assert.equal(code, 2);
    assert.match(line ?? "", /manifest\.json/);
    const { model, providers, node } = doctorReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual([model.found, model.verified, model.id], [false, false, null]);
    assert.deepEqual(
      providers.map(({ name, works }) => [name, works]),
      [["cpu", true]],
    );
    assert.equal(node, process.version);
  });

  it("names the file that does not match its checksum", async () => {
    writeFileSync(path.join(folder, "manifest.json"), JSON.stringify(manifestWithFiles(folder)));
    writeFileSync(path.join(folder, "denoiser.onnx"), "changed");
    const { code, line, stdout } = await doctor();
    assert.equal(code, 2);
    assert.match(line ?? "", /denoiser\.onnx does not match its checksum/);
    const { model } = doctorReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual([model.found, model.verified, model.folder], [true, false, folder]);
  });

  it("asks for one model where a folder holds several", async () => {
    for (const name of ["a", "b"]) {
      mkdirSync(path.join(folder, name));
      writeFileSync(path.join(folder, name, "manifest.json"), "{}");
    }
    assert.match((await doctor()).line ?? "", /several models/);
  });

  it("shows why a provider does not work", async () => {
    writeFileSync(path.join(folder, "manifest.json"), "{}");
    const outcomes = [{ provider: "cpu", status: "failed", reason: "it crashed" }] as const;
    const { stdout } = await doctor({ probeProviders: async () => outcomes });
    assert.deepEqual(doctorReportSchema.parse(JSON.parse(stdout)).providers, [
      { name: "cpu", works: false, detail: "failed: it crashed" },
    ]);
  });

  it("prints a line for each finding without --json", async () => {
    const { stdout } = await run(["doctor", "--model", folder], unused);
    assert.match(stdout, /^no {2}model .*manifest\.json.*\nok {2}cpu .*\nok {2}node .*\n$/);
  });
});

/** A manifest whose files are written beside it, each holding its own name. */
function manifestWithFiles(folder: string): object {
  const file = (name: string) => {
    writeFileSync(path.join(folder, name), name);
    return { path: name, bytes: name.length, sha256: createHash("sha256").update(name).digest("hex") };
  };
  return {
    formatVersion: 1,
    id: "tiny",
    languages: ["bash"],
    licence: "MIT",
    parameters: { encoder: 1, denoiser: 1, decoder: 1, total: 3, trainable: 3 },
    latentDim: 2,
    hiddenDim: 2,
    vocabularySize: 4,
    topM: 1,
    canvasLengths: [8],
    maxUtteranceTokens: 8,
    schedule: { kind: "shifted-cosine", noiseFactor: 1, maxLogSnr: 10 },
    defaults: { steps: 2, guidance: 1, temperature: 1, oversampling: 2, buckets: 1 },
    files: {
      utteranceTokenizer: file("utterance-tokenizer.json"),
      codeTokenizer: file("code-tokenizer.json"),
      encoder: file("encoder.onnx"),
      denoiser: file("denoiser.onnx"),
      decoder: file("decoder.onnx"),
      embeddings: file("embeddings.bin"),
    },
    training: { date: "2024-01-01", examples: 0, hours: 0, hardware: "none", data: [] },
    evaluation: {},
  };
}
