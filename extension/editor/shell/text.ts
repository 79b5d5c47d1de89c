/** A first word that is a word: the name of a file, say, is written as it is. */
const PLAIN_WORD = /^[\p{L}'’-]+[,;:.!?]*(?=\s|$)/u;

/** `text` with a capital letter and a full stop. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  const begun = PLAIN_WORD.test(trimmed) ? trimmed.charAt(0).toUpperCase() + trimmed.slice(1) : trimmed;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

/** `text` where the editor would read `$(name)` as an icon: shown literally. */
export function withoutIcons(text: string): string {
  return text.replace(/\$\([\w-]+(~\w+)?\)/g, "\\$&");
}

/** `text` on one line, at most `most` characters. */
export function oneLine(text: string, most: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
}

/** `value` in [0, 1] as whole per cent; only 0 is called 0, and only 1 is called 100. */
export function percent(value: number): string {
  const whole = Math.round(100 * value);
  if (whole === 0 && value > 0) return "<1%";
  return `${value < 1 ? Math.min(99, whole) : whole}%`;
}

/** `text` as Markdown that shows it literally, on one line. */
export function markdownText(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]()#+\-.!~|<>&$]/g, "\\$&");
}

/**
 * `code` as Markdown on one line, of at most `most` characters. A substitution is cut: the editor would read `$(name)` as
 * an icon, and takes no escape for it in code.
 */
export function markdownSpan(code: string, most: number): string {
  const line = oneLine(code.replace(/\$\(.*$/s, "…"), most);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

/** `code` as a fenced block of `language`; the fence is longer than any in the code. */
export function markdownCode(code: string, language: string): string {
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${code}\n${fence}`;
}
