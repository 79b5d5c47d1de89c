import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CodeFusionError } from "../../../extension/errors";
import { findModelFolder, openModel, readManifest } from "../../../extension/model";

const released = findModelFolder(join(__dirname, "../../../models"));
const fails = (code: string) => (error: unknown) => error instanceof CodeFusionError && error.code === code;

describe("the model store", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "codefusion-model-"));
    cpSync(released, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("opens the released model, whose files fit in 40 MiB", () => {
    const { manifest } = openModel(released);
    const bytes = Object.values(manifest.files).reduce((sum, file) => sum + (file?.bytes ?? 0), 0);
    assert.ok(bytes <= 40 * 2 ** 20, `${bytes} bytes`);
    assert.deepEqual([...manifest.languages].sort(), ["bash", "cf", "python"]);
  });

  it("does not load a graph of which one byte differs", () => {
    const path = join(folder, readManifest(folder).files.denoiser.path);
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    assert.throws(() => openModel(folder), fails("model-corrupt"));
  });

  it("names a missing file", () => {
    rmSync(join(folder, readManifest(folder).files.encoder.path));
    assert.throws(() => openModel(folder), fails("model-missing"));
  });

  it("refuses a manifest that reaches outside its folder", () => {
    const manifest = readManifest(folder);
    manifest.files.encoder.path = "../encoder.onnx";
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
    assert.throws(() => openModel(folder), fails("model-corrupt"));
  });

  for (const [what, path] of [
    ["the folder above", ".."],
    ["its own manifest", "manifest.json"],
    ["another file of it", "ENCODER.onnx"],
  ] as const)
    it(`refuses a manifest that names ${what} as a file`, () => {
      const manifest = readManifest(folder);
      manifest.files.decoder.path = path;
      writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
      assert.throws(() => readManifest(folder), fails("model-corrupt"));
    });

  for (const [name, change] of Object.entries<(manifest: ReturnType<typeof readManifest>) => void>({
    canvasLengths: (manifest) => {
      manifest.canvasLengths = [1e9];
    },
    latentDim: (manifest) => {
      manifest.latentDim = 2 ** 40;
    },
    "defaults.steps": (manifest) => {
      manifest.defaults.steps = 1e9;
    },
    "defaults.oversampling": (manifest) => {
      manifest.defaults.oversampling = 1e9;
    },
    "defaults.recall.time": (manifest) => {
      if (manifest.defaults.recall) manifest.defaults.recall.time = 1e-300;
    },
  }))
    it(`refuses a manifest that would take all memory or time, and says where: ${name}`, () => {
      const manifest = readManifest(folder);
      change(manifest);
      writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
      assert.throws(
        () => openModel(folder),
        (error: unknown) => fails("model-corrupt")(error) && String(error).includes(name),
      );
    });

  it("refuses numbers that are each possible and together too large", () => {
    const manifest = readManifest(folder);
    manifest.canvasLengths = [4096];
    manifest.latentDim = 4096;
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
    assert.throws(() => openModel(folder), /canvasLengths/);
  });

  it("says that a folder stands where a file should, and not that it is missing", () => {
    const path = join(folder, readManifest(folder).files.embeddings.path);
    rmSync(path);
    mkdirSync(path);
    assert.throws(() => openModel(folder), fails("model-corrupt"));
  });

  it("says so where there is no model, or more than one", () => {
    rmSync(join(folder, "manifest.json"));
    assert.throws(() => findModelFolder(folder), fails("model-missing"));
    for (const name of ["a", "b"]) cpSync(released, join(folder, name), { recursive: true });
    assert.throws(() => findModelFolder(folder), fails("bad-input"));
  });
});
