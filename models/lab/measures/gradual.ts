import { normalisedDistance } from "../../../extension/languages/text";
import type { GradualStep, History } from "../../../extension/schema";

interface Sums {
  readonly step: number;
  readonly of: number;
  n: number;
  distance: number;
  confidence: number;
  valid: number;
}

/** How candidates approach their final code, step by step (paper section 5: gradual improvement). */
export class GradualImprovement {
  private readonly sums = new Map<string, Sums>();

  /** Adds one candidate's history. */
  add({ frames, steps: of, code }: Pick<History, "frames" | "steps" | "code">): void {
    for (const { step, source, tokens, code: shown, valid } of frames) {
      // What a sample starts from is none of its steps.
      if (source === "nearest") continue;
      const key = `${of} ${step}`;
      const sums = this.sums.get(key) ?? { step, of, n: 0, distance: 0, confidence: 0, valid: 0 };
      this.sums.set(key, sums);
      sums.n++;
      sums.distance += normalisedDistance(shown, code);
      sums.confidence += tokens.reduce((sum, { confidence = 0 }) => sum + confidence, 0) / Math.max(1, tokens.length);
      sums.valid += Number(valid);
    }
  }

  /** Means by T and step, T … 0; fractions of 1, rounded to four digits. */
  steps(): GradualStep[] {
    const round = (value: number) => Math.round(value * 10_000) / 10_000;
    return [...this.sums.values()]
      .sort((a, b) => a.of - b.of || b.step - a.step)
      .map(({ step, of, n, distance, confidence, valid }) => ({
        step,
        of,
        n,
        distance: round(distance / n),
        confidence: round(confidence / n),
        valid: round(valid / n),
      }));
  }
}
