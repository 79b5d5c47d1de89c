import type { LanguageId } from "../schema";

/** What can be said about a language without loading its grammar. */
export interface LanguageInfo {
  readonly id: LanguageId;
  /** The name a person reads. */
  readonly name: string;
  /** The editor's language ids whose prompt comments this language answers. */
  readonly editorIds: readonly string[];
  /** What starts a line comment. */
  readonly lineComment: string;
}

/** The facts of every language, by id. */
export const LANGUAGES: Readonly<Record<LanguageId, LanguageInfo>> = {
  python: { id: "python", name: "Python", editorIds: ["python"], lineComment: "#" },
  bash: { id: "bash", name: "Bash", editorIds: ["shellscript"], lineComment: "#" },
  cf: { id: "cf", name: "CF rules", editorIds: ["cfrule"], lineComment: "#" },
};

/** The language that answers prompt comments in an editor document of that language id. */
export function languageForEditor(editorId: string): LanguageId | undefined {
  return Object.values(LANGUAGES).find((info) => info.editorIds.includes(editorId))?.id;
}
