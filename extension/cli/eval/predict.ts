import * as z from "zod";
import { CodeFusionError } from "../../errors";
import { type Outcome, Retrieval } from "../../evaluation";
import { loadLanguage } from "../../languages";
import type { GenerateRequest, Generator } from "../../pipeline";
import type { LanguageId } from "../../schema";
import { type PairRow, readPairs } from "../prepare/rows";

/** Predicts one row; what cannot be predicted has no candidates. */
export type Predict = (row: PairRow) => Promise<Outcome>;

const samplesSchema = z.object({ samples: z.array(z.object({ valid: z.boolean() })) });

/** Predicts with the model. */
export function modelPredict(
  generator: Generator,
  settings: Pick<GenerateRequest, "count" | "steps" | "seed">,
  signal: AbortSignal,
): Predict {
  return async (row) => {
    const started = performance.now();
    try {
      const request = { utterance: row.nl, language: row.lang, table: row.data, ...settings };
      const { candidates, samples, timings } = await generator.generate(request, { signal });
      return outcome(row, { candidates: candidates.map(({ code }) => code), samples, milliseconds: timings.totalMs });
    } catch (error) {
      if (!(error instanceof CodeFusionError) || error.code !== "no-valid-candidate") throw error;
      const samples = samplesSchema.safeParse(error).data?.samples ?? [];
      return outcome(row, { candidates: [], samples, milliseconds: performance.now() - started });
    }
  };
}

/**
 * Predicts by retrieval from a pairs file: the floor. Nothing is filtered, so its samples are its candidates.
 * @throws CodeFusionError bad-input for a file that cannot be read or has no pair of a language that is asked for
 */
export function retrievalPredict(file: string, count: number): Predict {
  const pairs = readPairs(file);
  const built = new Map<LanguageId, Retrieval>();
  return async (row) => {
    const language = await loadLanguage(row.lang);
    const retrieval = built.get(row.lang) ?? new Retrieval(language, examplesOf(row.lang, pairs, file));
    built.set(row.lang, retrieval);
    const started = performance.now();
    const candidates = retrieval.answer(row.nl, count, row.data);
    const milliseconds = performance.now() - started;
    return outcome(row, { candidates, samples: candidates.map((code) => language.validate(code)), milliseconds });
  };
}

function examplesOf(language: LanguageId, pairs: readonly PairRow[], file: string) {
  const own = pairs.filter((pair) => pair.lang === language);
  if (own.length === 0)
    throw new CodeFusionError(
      "bad-input",
      `${file} has no ${language} pairs`,
      "name another file with --baseline-data",
    );
  return own.map(({ nl, code, data }) => ({ utterance: nl, code, table: data }));
}

function outcome(row: PairRow, predicted: Pick<Outcome, "candidates" | "samples" | "milliseconds">): Outcome {
  return { language: row.lang, utterance: row.nl, gold: row.code, table: row.data, ...predicted };
}
