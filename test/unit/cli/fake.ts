import { PassThrough } from "node:stream";
import type { CliContext, Output } from "../../../extension/cli/context";
import { CODEFUSION, type CommandLine, runCommandLine } from "../../../extension/cli/program";
import type { GenerateRequest, GenerateResult, Generator } from "../../../extension/contract";
import { cancelled, say } from "../../../extension/errors";
import type { Frame } from "../../../extension/schema";

const FRAME: Frame = { step: 1, t: 0.5, source: "decoder", tokens: [], code: "ls\n-l", valid: true, editDistance: 0 };

/** A result with the given candidates. */
export function resultOf(request: GenerateRequest, codes: readonly string[], more: Partial<GenerateResult> = {}) {
  const result: GenerateResult = {
    request,
    model: { id: "fake", parameters: 1 },
    backend: { kind: "local", provider: "cpu" },
    steps: request.steps ?? 3,
    candidates: codes.map((code, i) => ({ code, score: 1 / (i + 1), valid: true, seed: request.seed + i })),
    rejected: [{ code: "ls |", reason: say`missing command` }],
    samples: [...codes.map((code) => ({ code, valid: true, score: 0.5 })), { code: "ls |", valid: false, score: 0.1 }],
    timings: { encodeMs: 1, denoiseMs: 2, decodeMs: 3, totalMs: 6 },
    frames: async () => [FRAME],
    history: async () => {
      throw new Error("not asked for here");
    },
    ...more,
  };
  return result;
}

/** A pipeline that answers with what `answer` says, reporting three steps first, and remembers its requests. */
export class FakeGenerator implements Generator {
  readonly requests: GenerateRequest[] = [];
  disposed = false;

  constructor(readonly answer: (request: GenerateRequest) => GenerateResult) {}

  async generate(request: GenerateRequest, { signal, onProgress }: Parameters<Generator["generate"]>[1] = {}) {
    this.requests.push(request);
    for (const step of [1, 2, 3]) {
      onProgress?.({ phase: "denoising", step, steps: 3, preview: [`noise ${step}`] });
      await new Promise(setImmediate);
      if (signal?.aborted) throw cancelled();
    }
    return this.answer(request);
  }

  status() {
    return { kind: "local", provider: "cpu", state: "idle" } as const;
  }

  dispose() {
    this.disposed = true;
  }
}

/** A stream that keeps its text; with `terminal`, it claims to be one of 60 columns without colours. */
export function recorder(terminal = false): Output & { text(): string } {
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const face = terminal ? { isTTY: true as const, columns: 60, rows: 10, hasColors: () => false } : {};
  return Object.assign(stream, face, { text: () => Buffer.concat(chunks).toString("utf8") });
}

/** Runs the CLI in this process against a fake pipeline. */
export const run = runnerOf(CODEFUSION);

/** Runs a command line in this process against a fake pipeline. */
export function runnerOf(line: CommandLine) {
  return async (args: readonly string[], generator: Generator, more: Partial<CliContext> = {}) => {
    const stdout = recorder();
    const stderr = recorder();
    const signal = new AbortController().signal;
    const openGenerator = async () => generator;
    const readInput = async () => "";
    const probeProviders = async () => [{ provider: "cpu", status: "works", difference: 0, ms: 5 }] as const;
    const ending = await runCommandLine(line, args, {
      ...{ stdout, stderr, signal, env: {}, readInput, openGenerator, probeProviders },
      ...more,
    });
    return { ...ending, stdout: stdout.text(), stderr: stderr.text() };
  };
}

/** A table beside a prompt, header first. */
export const TABLE = [
  ["City", "Sales"],
  ["Rome", 5],
  ["Oslo", 90],
];

/** For commands that measure something else than the model. */
export const unused = new FakeGenerator(() => {
  throw new Error("the model is not to be asked");
});
