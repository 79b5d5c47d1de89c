import type { Setting } from "./candidates";
import { loadLanguage } from "./languages";
import { findSlots } from "./model";
import type { GenerateRequest } from "./pipeline";
import { informativeHeader } from "./request";

/**
 * What the samples of a request are judged against, whoever drew them.
 * @throws CodeFusionError internal where the installation lacks the language's grammar
 */
export async function settingFor(request: Pick<GenerateRequest, "utterance" | "language" | "table">): Promise<Setting> {
  const { utterance, language } = request;
  return {
    language: await loadLanguage(language),
    utterance,
    slots: findSlots(utterance, language),
    header: informativeHeader(request),
    table: request.table,
  };
}
