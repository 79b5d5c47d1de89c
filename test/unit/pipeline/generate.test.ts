import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { GenerateProgress, GenerateResult, Generator } from "../../../extension/contract";
import { CodeFusionError, inEnglish } from "../../../extension/errors";
import { loadLanguage } from "../../../extension/languages";
import { createGenerator } from "../../../extension/pipeline";
import {
  type Drawn,
  historySchema,
  isRecall,
  type LanguageId,
  type Readout,
  readoutSchema,
} from "../../../extension/schema";

const modelsDir = join(__dirname, "../../../models");
const PROMPTS: [LanguageId, string][] = [
  ["cf", "Highlight cells greater than 85"],
  ["bash", "find all files in the current directory with extension .log larger than 10M"],
  ["python", "sort the list `x` in descending order"],
];
/** Origins that cannot be started from. */
const ORIGINS = [
  { origin: { canvas: "ls", time: 0 } },
  { origin: { canvas: "", time: 1 } },
  { origin: { canvas: [1, 2], time: 1, pinned: [2] } },
];
const fails = (code: string) => (error: unknown) => error instanceof CodeFusionError && error.code === code;

/** Processes of the inference child that this test process has started. */
function children(): number[] {
  const lines = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)], { encoding: "utf8" }).split(
    "\n",
  );
  return lines.filter((line) => /inference\/child|child\.js/.test(line)).map((line) => Number.parseInt(line, 10));
}

describe("generate, with the released model", () => {
  let generator: Generator;
  before(() => {
    generator = createGenerator({ modelsDir, provider: "cpu" });
  });
  after(() => generator.dispose());

  for (const [language, utterance] of PROMPTS) {
    it(`offers distinct valid ${language} candidates, and the same ones for the same seed`, async () => {
      const request = { utterance, language, count: 5, seed: 7 };
      const first = await generator.generate(request);
      const again = await generator.generate(request);
      assert.deepEqual(again.candidates, first.candidates);
      const { validate, normalise } = await loadLanguage(language);
      assert.ok(first.candidates.length > 0 && first.candidates.length <= 5);
      assert.ok(first.candidates.length === 5 || first.shortfall !== undefined);
      for (const { code } of first.candidates) assert.ok(validate(code).valid, code);
      assert.equal(new Set(first.candidates.map(({ code }) => normalise(code))).size, first.candidates.length);
      assert.ok(first.rejected.every(({ reason }) => inEnglish(reason).length > 0));
      assert.ok(first.timings.totalMs >= first.timings.denoiseMs);
    });
  }

  it("shows E as many remembered examples as the model's defaults say, in each language", async function () {
    this.timeout(240_000);
    const drawn = async (language: LanguageId, utterance: string, examples?: number) => {
      const other = createGenerator({
        modelsDir,
        provider: "cpu",
        defaults: (own) =>
          examples === undefined ? own : { ...own, conditioning: { ...own.conditioning, [language]: examples } },
      });
      const all: Drawn["samples"][number][] = [];
      const onDrawn = ({ samples }: Drawn) => all.push(...samples);
      await other.generate({ utterance, language, count: 5, seed: 7 }, { onDrawn });
      await other.dispose();
      return all;
    };
    const bash = ["bash", "find all empty files under /tmp"] as const;
    const cf = ["cf", "shade the cells that are above 12"] as const;
    assert.deepEqual(await drawn(...bash), await drawn(...bash, 0));
    assert.notDeepEqual(await drawn(...bash), await drawn(...bash, 2));
    assert.deepEqual(await drawn(...cf), await drawn(...cf, 2));
    assert.notDeepEqual(await drawn(...cf), await drawn(...cf, 0));
  });

  it("answers a plain CF request with the rule that was asked for", async () => {
    const { candidates } = await generator.generate({
      utterance: "Highlight cells greater than 85",
      language: "cf",
      count: 5,
      seed: 1,
    });
    assert.equal(candidates[0]?.code, "GreaterThan(85)");
  });

  it("offers a rule that it is sure of alone, and says so", async () => {
    const request = { utterance: "Highlight cells greater than 85", language: "cf", count: 5, seed: 1 } as const;
    const { candidates, shortfall } = await generator.generate(request);
    assert.deepEqual(
      candidates.map(({ code }) => code),
      ["GreaterThan(85)"],
    );
    assert.ok(shortfall);
  });

  it("reports every step and shows readouts while it denoises", async () => {
    const seen: GenerateProgress[] = [];
    await generator.generate(
      { utterance: "list all files", language: "bash", count: 3, seed: 2, steps: 6, canvas: 8 },
      { onProgress: (progress) => seen.push(progress) },
    );
    const steps = seen.filter(({ phase }) => phase === "denoising");
    assert.deepEqual(
      steps.map(({ step }) => step),
      // Two samples come first, so that there is a row to be shown, then all others.
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    );
    assert.ok(steps.every(({ preview, steps: all }) => preview.length > 0 && all === 12));
    assert.equal(seen[seen.length - 1]?.phase, "selecting");
  });

  it("reads a candidate's frames on demand: noise, T … 1 and the final code, each the size of the canvas", async () => {
    const request = { utterance: "Highlight duplicates", language: "cf", count: 2, seed: 3, steps: 5 } as const;
    const result = await generator.generate(request);
    const candidate = result.candidates[0];
    assert.ok(candidate);
    const history = historySchema.parse(await result.history(candidate));
    assert.deepEqual(
      history.frames.map(({ step, source }) => `${source} ${step}`),
      ["nearest 5", "decoder 5", "decoder 4", "decoder 3", "decoder 2", "decoder 1", "decoder 0"],
    );
    assert.equal(history.startedFrom, "noise");
    const [noise] = history.frames;
    assert.equal(noise?.t, 1);
    assert.ok(
      noise?.tokens.every(({ confidence = 1 }) => confidence < 0.01),
      "noise says nothing",
    );
    assert.equal(new Set(history.frames.map(({ tokens }) => tokens.length)).size, 1);
    assert.equal(history.frames.at(-1)?.code, candidate.code);
    assert.equal(history.frames.at(-1)?.editDistance, 0);
    await assert.rejects(async () => result.frames({ ...candidate }), fails("bad-input"));
  });

  it("begins with the same noise for the same seed, and tells it of the live samples before their first step", async () => {
    const request = { utterance: "Highlight duplicates", language: "cf", count: 1, seed: 3, steps: 3 } as const;
    const live: Readout[] = [];
    const onProgress = ({ starts }: GenerateProgress) => live.push(...(starts?.() ?? []));
    const [first, second] = [await generator.generate(request, { onProgress }), await generator.generate(request)];
    const noise = await Promise.all(
      [first, second].map(async ({ candidates: [one], frames }) => (one ? (await frames(one))[0]?.tokens : undefined)),
    );
    assert.deepEqual(noise[0], noise[1]);
    assert.ok(live.length > 0);
    for (const readout of live) assert.deepEqual([readoutSchema.parse(readout).source, readout.t], ["nearest", 1]);
    assert.ok(live.some(({ tokens }) => JSON.stringify(tokens) === JSON.stringify(noise[0])));
  });

  it("calls a remembered example that, whose starting latent reads as the example still", async () => {
    const request = {
      utterance: "sort the list `x` in descending order",
      language: "python",
      count: 3,
      seed: 7,
    } as const;
    const { candidates, history } = await generator.generate(request);
    const [first] = await Promise.all(candidates.map((each) => history(each)));
    assert.ok(first && isRecall(first), JSON.stringify(first?.frames.map(({ code }) => code)));
    assert.equal(first.example, candidates[0]?.example);
    assert.equal(first.frames[0]?.source, "nearest");
    assert.ok(first.frames[0].t < 1);
  });

  it("streams candidates that grow into the result, and readouts as frames", async () => {
    const seen: GenerateProgress[] = [];
    const request = { utterance: "list all files", language: "bash", count: 3, seed: 2, steps: 4 } as const;
    const { candidates } = await generator.generate(request, { onProgress: (progress) => seen.push(progress) });
    const streamed = seen.flatMap((progress) => (progress.candidates ? [progress.candidates] : []));
    assert.ok(streamed.length > 0);
    assert.deepEqual(streamed[streamed.length - 1], candidates);
    const readouts = seen.find(({ phase }) => phase === "denoising")?.readouts?.() ?? [];
    assert.ok(readouts.length > 0);
    for (const readout of readouts) assert.ok(readoutSchema.parse(readout).tokens.every(({ id }) => id !== undefined));
  });

  it("keeps the history of a rejected sample, with the reason", async () => {
    const request = { utterance: "list all files", language: "bash", count: 1, seed: 2, steps: 4 } as const;
    const { rejected, history } = await generator.generate(request);
    const sample = rejected[0];
    assert.ok(sample);
    const { rejected: reason, code, frames } = historySchema.parse(await history(sample));
    assert.deepEqual([reason, code], [inEnglish(sample.reason), sample.code]);
    assert.equal(frames.length, 6);
  });

  it("starts from a frame: takes only the steps that are left, and holds what is pinned", async () => {
    const request = { utterance: "Highlight duplicates", language: "cf", count: 2, seed: 3, steps: 8 } as const;
    const parent = await generator.generate(request);
    const [candidate] = parent.candidates;
    assert.ok(candidate);
    const canvas = ((await parent.frames(candidate)).at(-1)?.tokens ?? []).map(({ id }) => id ?? 0);
    const pinned = [...canvas.keys()];
    const branch = await generator.generate({ ...request, seed: 9, origin: { canvas, time: 0.5, pinned } });
    assert.deepEqual(
      branch.candidates.map(({ code }) => code),
      [candidate.code],
    );
    const [only] = branch.candidates;
    assert.ok(only);
    assert.deepEqual(
      (await branch.frames(only)).map(({ step }) => step),
      [4, 4, 3, 2, 1, 0],
    );
    assert.equal((await branch.history(only)).startedFrom, "canvas");
  });

  it("refines code that is given as text, and leaves it nearly alone where little noise is added", async () => {
    const request = {
      utterance: "Highlight cells greater than 85",
      language: "cf",
      count: 3,
      seed: 3,
      steps: 20,
    } as const;
    const { candidates } = await generator.generate({
      ...request,
      origin: { canvas: "LessThan(85)", time: 1 / 20 },
    });
    assert.deepEqual(
      candidates.map(({ code }) => code),
      ["LessThan(85)"],
    );
  });

  it("stops between steps when it is cancelled, and works again afterwards", async () => {
    const request = { utterance: "list all files", language: "bash", count: 5, seed: 4, steps: 200 } as const;
    const controller = new AbortController();
    let steps = 0;
    const run = generator.generate(request, {
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase === "denoising" && ++steps === 3) controller.abort();
      },
    });
    await assert.rejects(run, fails("cancelled"));
    assert.ok(steps < 200);
    assert.ok((await generator.generate({ ...request, steps: 4 })).samples.length > 0);
  });

  it("does the work once more when the inference child is killed in the middle, and says so when it is killed again", async function () {
    this.timeout(180_000);
    const request = { utterance: "list all files", language: "bash", count: 5, seed: 5, steps: 200 } as const;
    const killing = (times: number, steps: number) => {
      let left = times;
      return generator.generate(
        { ...request, steps },
        {
          onProgress: ({ phase }) => {
            if (phase !== "denoising" || left === 0) return;
            left--;
            for (const pid of children()) process.kill(pid, "SIGKILL");
          },
        },
      );
    };
    const codesOf = ({ candidates }: GenerateResult) => candidates.map(({ code }) => code);
    const undisturbed = codesOf(await generator.generate({ ...request, steps: 8 }));
    assert.deepEqual(codesOf(await killing(1, 8)), undisturbed, "with the same seeds");
    await assert.rejects(killing(Number.POSITIVE_INFINITY, 200), fails("backend-crashed"));
    assert.ok((await generator.generate({ ...request, steps: 4 })).samples.length > 0);
  });

  it("refuses bad input in words", async () => {
    const good = { utterance: "list files", language: "bash", count: 5, seed: 1 } as const;
    for (const bad of [
      { utterance: " \n" },
      { count: 0 },
      { steps: 0.5 },
      { seed: -1 },
      { canvas: 1000 },
      ...ORIGINS,
    ]) {
      await assert.rejects(generator.generate({ ...good, ...bad }), fails("bad-input"));
    }
  });
});
