const HEREDOC = /<<(-?)\s*(["']?)\\?([A-Za-z_]\w*)\2/;
/** Where << shifts bits. */
const ARITHMETIC = /\(\(.*?\)\)/g;

/** The lines inside the here-documents of a shell script, their end markers included. */
export function hereDocumentLines(lines: readonly string[]): ReadonlySet<number> {
  const inside = new Set<number>();
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? "").replace(ARITHMETIC, "");
    const [, dash, , word] = /^\s*#/.test(line) || line.includes("<<<") ? [] : (HEREDOC.exec(line) ?? []);
    if (word === undefined) continue;
    const ends = (text: string) => (dash === "-" ? text.replace(/^\t+/, "") : text) === word;
    while (at < lines.length - 1) {
      inside.add(++at);
      if (ends(lines[at] ?? "")) break;
    }
  }
  return inside;
}
