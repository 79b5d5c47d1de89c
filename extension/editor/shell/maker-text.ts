import type { BackendUsed } from "../../schema";
import type { Translate } from "./translate";

/** Who made something, where that was not this machine: the server, and what of a served model is known. */
export function makerText({ kind, provider, host }: BackendUsed, model: string, t: Translate): string {
  if (host === undefined) return `${kind}, ${provider}`;
  return kind === "served" ? t("{0} at {1}", model, host) : t("computed at {0} ({1})", host, provider);
}
