import { CodeFusionError } from "../../../../extension/errors";
import { loadLanguage } from "../../../../extension/languages";
import type { LanguageId } from "../../../../extension/schema";
import { Retrieval } from "../../measures";
import { readPairFiles } from "../../prepare/pair-files";
import type { PairRow } from "../../prepare/rows";
import { outcomeOf, type System } from "./system";

/**
 * Retrieval from files of pairs: the floor. Nothing is filtered, so its samples are its candidates.
 * @throws CodeFusionError bad-input for a file that cannot be read or has no pair of a language that is asked for
 */
export function retrievalSystem(files: readonly string[], count: number): System {
  const pairs = readPairFiles(files);
  const built = new Map<LanguageId, Retrieval>();
  return {
    predict: async (row) => {
      const language = await loadLanguage(row.lang);
      const retrieval = built.get(row.lang) ?? new Retrieval(language, examplesOf(row.lang, pairs, files));
      built.set(row.lang, retrieval);
      const started = performance.now();
      const candidates = retrieval.answer(row.nl, count, row.data);
      const milliseconds = performance.now() - started;
      return outcomeOf(row, { candidates, samples: candidates.map((code) => language.validate(code)), milliseconds });
    },
    dispose: () => {},
  };
}

function examplesOf(language: LanguageId, pairs: readonly PairRow[], files: readonly string[]) {
  const own = pairs.filter((pair) => pair.lang === language);
  if (own.length === 0)
    throw new CodeFusionError(
      "bad-input",
      `${files.join(" and ")} has no ${language} pairs`,
      "name another file with --baseline-data",
    );
  return own.map(({ nl, code, data }) => ({ utterance: nl, code, table: data }));
}
