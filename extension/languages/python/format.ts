import { tidy } from "../format";
import type { Parse } from "../syntax";
import { normalisePython } from "./normalise";

const VERBATIM: ReadonlySet<string> = new Set(["string", "line_continuation"]);

/** Trimmed, without blanks at line ends; unchanged where the code does not parse. */
export function formatPython(parse: Parse, code: string): string {
  return tidy(parse, code, { verbatim: VERBATIM, collapse: false, key: normalisePython });
}
