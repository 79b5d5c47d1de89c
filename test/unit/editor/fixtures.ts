import type { Candidate, GenerateResult } from "../../../extension/contract";
import type { Frame, History } from "../../../extension/schema";

/** A history of `steps` frames and the final decode, for tests of what shows it. */
export function someHistory(steps = 10, overrides: Partial<History> = {}): History {
  const code = overrides.code ?? "ls -la";
  const frame = (step: number): Frame => ({
    step,
    t: step / steps,
    source: "decoder",
    tokens: [
      { text: `w${step}`, confidence: 1 - step / (2 * steps) },
      { text: "", confidence: 0.123456 },
    ],
    code: step === 0 ? code : `w${step}`,
    valid: step < 3,
    editDistance: step / steps,
  });
  return {
    version: 1,
    utterance: "list *all* files",
    language: "bash",
    code,
    score: 0.876,
    seed: 7,
    steps,
    modelId: "tiny_model",
    backend: { kind: "local", provider: "cpu" },
    frames: Array.from({ length: steps + 1 }, (_, i) => frame(steps - i)),
    ...overrides,
  };
}

/** A finished run with `codes` as candidates and `rejected` samples. */
export function someResult(codes: readonly string[], rejected: GenerateResult["rejected"] = []): GenerateResult {
  const candidates: Candidate[] = codes.map((code, i) => ({ code, score: 0.9 - i / 10, valid: true, seed: i }));
  return {
    request: { utterance: "list all files", language: "bash", count: 5, seed: 7 },
    model: { id: "tiny", parameters: 1 },
    backend: { kind: "local", provider: "cpu" },
    steps: 10,
    candidates,
    rejected,
    samples: [],
    timings: { encodeMs: 1, denoiseMs: 1, decodeMs: 1, totalMs: 3 },
    frames: async () => someHistory().frames,
    history: async (sample) => someHistory(10, { code: sample.code, seed: "seed" in sample ? sample.seed : 0 }),
  };
}
