import * as z from "zod";
import type { GenerateRequest, Generator } from "../../../../extension/contract";
import { CodeFusionError } from "../../../../extension/errors";
import type { Drawn, SamplesLine } from "../../../../extension/schema";
import type { GradualImprovement } from "../../measures";
import type { TestRow } from "../rows";
import { outcomeOf, type System } from "./system";

const samplesSchema = z.object({ samples: z.array(z.object({ valid: z.boolean() })) });

/** How the model is asked. */
export interface ModelOptions {
  readonly settings: Pick<GenerateRequest, "count" | "steps" | "seed">;
  readonly signal: AbortSignal;
  /** Gets what was drawn for every row. */
  readonly keep?: ((line: SamplesLine) => void) | undefined;
  /** Gets the history of every candidate. */
  readonly gradual?: GradualImprovement | undefined;
}

/** The model, asked as the product asks it. */
export function modelSystem(generator: Generator, { settings, signal, keep, gradual }: ModelOptions): System {
  const predict = async (row: TestRow) => {
    const started = performance.now();
    let drawn: Drawn | undefined;
    const onDrawn = (samples: Drawn) => {
      drawn = samples;
    };
    const finish = (predicted: Parameters<typeof outcomeOf>[1]) => {
      const { milliseconds = 0 } = predicted;
      // a declined request has a line, too: lines belong to rows by their order
      keep?.({ nl: row.nl, samples: [], ...drawn, milliseconds });
      return outcomeOf(row, predicted);
    };
    try {
      const request = { utterance: row.nl, language: row.lang, table: row.data, context: row.context, ...settings };
      const { candidates, samples, timings, history } = await generator.generate(request, {
        signal,
        ...(keep && { onDrawn }),
      });
      if (gradual) for (const candidate of candidates) gradual.add(await history(candidate));
      return finish({
        ...{ candidates: candidates.map(({ code }) => code), marks: candidates },
        ...{ samples, milliseconds: timings.totalMs },
      });
    } catch (error) {
      if (!(error instanceof CodeFusionError) || !error.isAnswer) throw error;
      const samples = samplesSchema.safeParse(error).data?.samples ?? [];
      return finish({ candidates: [], samples, milliseconds: performance.now() - started });
    }
  };
  return { predict, dispose: () => generator.dispose() };
}
