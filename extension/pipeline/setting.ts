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
  const around = context === undefined ? undefined : language.enclosing?.(context);
  // Who asks inside of a function for what it does means what it is given, not the function.
  const names = context === undefined ? [] : (language.names?.(context) ?? []).filter((name) => name !== around?.name);
  const marked = [...utterance.matchAll(/`([A-Za-z_]\w*)`/g)].flatMap(([, name]) => name ?? []);
  return {
    language,
    utterance,
    slots: findSlots(utterance, request.language, names),
    names: new Set([...names, ...marked]),
    parameters: around?.parameters ?? [],
    header: informativeHeader(request),
    table: request.table,
  };
}
