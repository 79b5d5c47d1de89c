import { bashTemplate, cfMatch } from "../../../extension/languages";
import { squash } from "../../../extension/languages/text";
import type { LanguageId, Table } from "../../../extension/schema";
import { loadSameTree } from "./python";

/** Whether a candidate says the same as the expected code, by the measure of its language. */
export type Match = (language: LanguageId, prediction: string, gold: string, table?: Table) => boolean;

/**
 * Equal text but for white space and quotes always matches; besides that Bash compares templates, CF rules compare
 * what they format, Python compares syntax trees.
 * @throws CodeFusionError internal where the installation lacks the Python grammar
 */
export async function loadMatch(): Promise<Match> {
  const sameTree = await loadSameTree();
  return (language, prediction, gold, table) => {
    if (squash(prediction) === squash(gold)) return true;
    switch (language) {
      case "bash":
        return bashTemplate(prediction) === bashTemplate(gold);
      case "cf":
        return cfMatch(prediction, gold, table);
      case "python":
        return sameTree(prediction, gold);
    }
  };
}
