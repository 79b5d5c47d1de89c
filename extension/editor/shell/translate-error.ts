/** Translations by English message; `{0}` and so on stand for what varies. */
export type Bundle = Readonly<Record<string, string>>;

/**
 * What went wrong, or why a sample was left out, in the user's language. The pipeline runs without an editor and says
 * it in English, values filled in; so the translation is found by the message that it fits.
 */
export function translateError(english: string, bundle: Bundle | undefined): string {
  if (bundle === undefined) return english;
  const exact = bundle[english];
  if (exact !== undefined) return exact;
  for (const [message, translation] of Object.entries(bundle)) {
    if (!message.includes("{0}") || !startsAlike(message, english)) continue;
    const values = patternOf(message).exec(english)?.groups;
    if (values) return translation.replace(/\{(\d+)\}/g, (whole, index: string) => values[`v${index}`] ?? whole);
  }
  return english;
}

/** Messages that begin with what varies fit anything at first; what else they say decides. */
function startsAlike(message: string, english: string): boolean {
  const fixed = message.slice(0, message.indexOf("{"));
  return english.startsWith(fixed) && message.replace(/\{\d+\}/g, "").trim().length >= 12;
}

function patternOf(message: string): RegExp {
  const seen = new Set<string>();
  const source = message.split(/\{(\d+)\}/).map((part, at) => {
    if (at % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    if (seen.has(part)) return `\\k<v${part}>`;
    seen.add(part);
    return `(?<v${part}>[\\s\\S]*?)`;
  });
  return new RegExp(`^${source.join("")}$`);
}
