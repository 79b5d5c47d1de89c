import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Generator } from "../../../extension/contract";
import { findModelFolder, readManifest } from "../../../extension/model";
import { createGenerator } from "../../../extension/pipeline";
import { children, until } from "./children";

const released = findModelFolder(join(__dirname, "../../../models"));
const REQUEST = { utterance: "Highlight cells greater than 85", language: "cf", count: 3, seed: 7 } as const;

describe("a generator that is disposed of, or whose model changes", function () {
  this.timeout(120_000);
  const generators: Generator[] = [];
  function create(modelsDir: string = released): Generator {
    const generator = createGenerator({ modelsDir, provider: "cpu" });
    generators.push(generator);
    return generator;
  }
  afterEach(async () => {
    for (const generator of generators.splice(0)) generator.dispose();
    await until(() => children().length === 0);
  });

  for (const phase of ["encoding", "denoising", "decoding", "selecting"] as const) {
    it(`stops a run in the phase ${phase} that has no signal of its own, and leaves no process`, async () => {
      const generator = create();
      const run = generator.generate(REQUEST, {
        onProgress: (progress) => {
          if (progress.phase === phase) generator.dispose();
        },
      });
      await assert.rejects(run, { code: "cancelled" });
      assert.equal(generator.status().state, "idle");
      await until(() => children().length === 0);
    });
  }

  it("starts what computes when it is prepared, and gives the same candidates then", async () => {
    const [cold, warm] = [create(), create()];
    await warm.prepare?.("cf");
    assert.equal(warm.status().state, "ready");
    assert.equal(children().length, 1);
    const codes = async (generator: Generator) =>
      (await generator.generate(REQUEST)).candidates.map(({ code }) => code);
    assert.deepEqual(await codes(warm), await codes(cold));
  });

  it("tells of the child that decodes a history after it was disposed of, and ends it", async () => {
    const generator = create();
    const result = await generator.generate(REQUEST);
    generator.dispose();
    await until(() => children().length === 0);
    const [candidate] = result.candidates;
    assert.ok(candidate);
    assert.ok((await result.frames(candidate)).length > 1);
    assert.equal(generator.status().state, "ready");
    generator.dispose();
    await until(() => children().length === 0);
  });

  it("does not compute with a graph that was changed since it was opened, and works when it is restored", async () => {
    const folder = mkdtempSync(join(tmpdir(), "codefusion-model-"));
    try {
      cpSync(released, folder, { recursive: true });
      const generator = create(folder);
      const { candidates } = await generator.generate(REQUEST);
      const path = join(folder, readManifest(folder).files.denoiser.path);
      const good = readFileSync(path);
      const bad = Buffer.from(good);
      bad[bad.length >> 1] = (bad[bad.length >> 1] ?? 0) ^ 1;
      const [pid] = children();
      assert.ok(pid !== undefined);
      process.kill(pid, "SIGKILL");
      writeFileSync(path, bad);
      await assert.rejects(generator.generate(REQUEST), { code: "model-corrupt" });
      writeFileSync(path, good);
      assert.deepEqual((await generator.generate(REQUEST)).candidates, candidates);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("finds a model by a path that is relative", async () => {
    const { candidates } = await create(relative(process.cwd(), released)).generate(REQUEST);
    assert.ok(candidates.length > 0);
  });

  it("refuses what slotted code would take for a slot, in the request and in the code that is refined", async () => {
    const generator = create();
    const bash = { language: "bash", count: 1, seed: 1 } as const;
    await assert.rejects(generator.generate({ ...bash, utterance: 'print "\ue000"' }), {
      code: "bad-input",
      message: /U\+E000/,
    });
    const origin = { canvas: 'echo "\ue009"', time: 0.5 };
    await assert.rejects(generator.generate({ ...bash, utterance: 'print "foo"', origin }), {
      code: "bad-input",
      message: /U\+E009/,
    });
    assert.deepEqual(children(), []);
  });
});
