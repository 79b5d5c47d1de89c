import type { GenerateRequest } from "../contract";
import { loadLanguage } from "../languages";
import type { Setting } from "../rank";
import { findSlots } from "../utterance";
import { informativeHeader } from "./request";

/**
 * What the samples of a request are judged against, whoever drew them.
 * @throws CodeFusionError internal where the installation lacks the language's grammar
 */
export async function settingFor(
  request: Pick<GenerateRequest, "utterance" | "language" | "table" | "context">,
): Promise<Setting> {
  const { utterance, context } = request;
  const language = await loadLanguage(request.language);
  const names = context === undefined ? undefined : language.names?.(context);
  const marked = [...utterance.matchAll(/`([A-Za-z_]\w*)`/g)].flatMap(([, name]) => name ?? []);
  return {
    language,
    utterance,
    slots: findSlots(utterance, request.language, names),
    names: new Set([...(names ?? []), ...marked]),
    header: informativeHeader(request),
    table: request.table,
  };
}
