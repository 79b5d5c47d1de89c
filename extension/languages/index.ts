/** The target languages: comments, validity, formatting, comparison and quoting, behind one interface and one registry. */
import type { LanguageId } from "../schema";
import { createBash } from "./bash";
import { createCf } from "./cf";
import type { Language } from "./language";
import { createPython } from "./python";
import { loadGrammar, loadShellParser } from "./syntax";

export { type BashToken, bashTemplate, bashTokens } from "./bash";
export { CAUTIONS, type Caution, unasked } from "./cautions";
export { cfMatch, decodeTable, parseTable } from "./cf";
export type { Explained, Fitting, Language, Surroundings, Validity } from "./language";
export { LANGUAGES, type LanguageInfo, languageForEditor } from "./metadata";
export { squash } from "./text";

const loaded = new Map<LanguageId, Promise<Language>>();

/**
 * The language with its grammar loaded; loaded once per process.
 * @throws CodeFusionError internal where the installation lacks a grammar file (the next call tries again)
 */
export function loadLanguage(id: LanguageId): Promise<Language> {
  const known = loaded.get(id);
  if (known !== undefined) return known;
  const loading = load(id).catch((error: unknown) => {
    loaded.delete(id);
    throw error;
  });
  loaded.set(id, loading);
  return loading;
}

async function load(id: LanguageId): Promise<Language> {
  switch (id) {
    case "python":
      return createPython(await loadGrammar("python"));
    case "bash":
      return createBash(...(await Promise.all([loadGrammar("bash"), loadShellParser()])));
    case "cf":
      return createCf();
  }
}
