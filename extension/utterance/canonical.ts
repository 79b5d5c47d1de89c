import type { LanguageId } from "../schema";

/** An escaped character, or a string in single quotes and what stands right before it. */
const SINGLE_QUOTED = {
  python: /\\.|([\w$]?)'((?:[^'\\\n]|\\.)*)'/g,
  bash: /\\.|([\w$]?)'([^'\n]*)'/g,
};
/** Characters that mean something else in the other kind of quotes. */
const SPECIAL = /[\\$`!]/;

/**
 * Code in one quote style where that does not change its meaning, so that the model need not choose.
 * Only strings without escapes, expansions or other quotes are touched, and nothing where both styles are mixed.
 */
export function canonicalQuotes(code: string, language: LanguageId): string {
  if (language === "cf" || code.includes('"')) return code;
  return code.replace(SINGLE_QUOTED[language], (found: string, before?: string, text?: string) =>
    before !== "" || text === undefined || SPECIAL.test(text) ? found : `"${text}"`,
  );
}
