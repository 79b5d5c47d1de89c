import { CodeFusionError, say } from "../../errors";
import { LANGUAGES, languageForEditor } from "../../languages/metadata";
import type { LanguageId } from "../../schema";
import type { CommentSyntax } from "../ask/prompt-comment";

/** Every editor language id whose prompt comments are answered. */
export const EDITOR_LANGUAGE_IDS: readonly string[] = Object.values(LANGUAGES).flatMap((info) => info.editorIds);

/**
 * The language that answers prompt comments in documents of `editorId`.
 * @throws CodeFusionError bad-input when there is none
 */
export function requireLanguage(editorId: string): LanguageId {
  const language = languageForEditor(editorId);
  if (language !== undefined) return language;
  const names = Object.values(LANGUAGES).map((info) => info.name);
  throw new CodeFusionError(
    "bad-input",
    say`no code can be generated for files of the language "${editorId}"`,
    say`use a file of one of these languages: ${names.join(", ")}`,
  );
}

/** The editor language id that code of `language` is highlighted as. */
export function highlightedAs(language: LanguageId): string {
  return LANGUAGES[language].editorIds[0] ?? "plaintext";
}

/** How lines of code end whose block stands below. */
const OPENS_BLOCK: Partial<Record<LanguageId, RegExp>> = {
  python: /:$/,
  bash: /(^|[\s;])(then|do|else|\{)$/,
};

/** How comments of `language` are told from code. */
export function commentSyntax(language: LanguageId): CommentSyntax {
  const opensBlock = OPENS_BLOCK[language];
  return {
    hashStartsWord: language !== "python",
    docstrings: language === "python",
    ...(opensBlock && { opensBlock }),
  };
}
