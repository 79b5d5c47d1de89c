import { tidy } from "../format";
import type { Parse } from "../syntax";
import { quoteGlobs } from "./globs";
import { normaliseBash } from "./normalise";

const VERBATIM: ReadonlySet<string> = new Set([
  "string",
  "raw_string",
  "ansi_c_string",
  "translated_string",
  "heredoc_body",
  "expansion",
  "regex",
  "comment",
]);

/** Trimmed, with single blanks between words, and the patterns of `find` in quotes; unchanged where the code does not parse. */
export function formatBash(parse: Parse, code: string): string {
  return quoteGlobs(parse, tidy(parse, code, { verbatim: VERBATIM, collapse: true, key: normaliseBash }));
}
