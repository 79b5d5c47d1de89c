import type { PublishedRecord } from "../../../extension/schema";
import { orDash, percent } from "./text";

/** A published figure in per cent, marked where it is not known to the last digit. */
export function publishedValue(
  figures: PublishedRecord["figures"],
  approximate: PublishedRecord["approximate"],
  name: keyof PublishedRecord["figures"],
): string {
  const value = figures[name];
  if (value === undefined) return orDash(undefined);
  return `${approximate.includes(name) ? "≈ " : ""}${percent(value)}`;
}

/** Where published figures come from and what differs, as a list, each word once; empty where there are none. */
export function sourcesOf(published: readonly PublishedRecord[]): string[] {
  const systems = new Map<string, Set<string>>();
  for (const { system, comparable, note, source } of published) {
    const verdict = comparable ? "comparable" : "**not comparable**";
    const told = `${verdict}${note ? `: ${note}` : ""}. Source: ${source}.`;
    systems.set(told, (systems.get(told) ?? new Set()).add(system));
  }
  if (systems.size === 0) return [];
  const lines = [...systems].map(([told, names]) => `- ${[...names].join("; ")} _(published)_: ${told}`);
  return [[...lines, "- ≈ marks what is not known to the last digit."].join("\n")];
}
