import type { LanguageId } from "../../schema";

/** Characters that mean something else in the other kind of quotes. */
const SINGLE_QUOTED = /(?<![\w\\"$])'([^'"\\$`!\n]*)'/g;

/**
 * Code in one quote style where that does not change its meaning, so that the model need not choose.
 * Only strings without escapes, expansions or other quotes are touched, and nothing where both styles are mixed.
 */
export function canonicalQuotes(code: string, language: LanguageId): string {
  if (language === "cf" || code.includes('"')) return code;
  return code.replace(SINGLE_QUOTED, '"$1"');
}
