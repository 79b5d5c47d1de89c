/** Characters that are unseen or that reorder their neighbours: controls, bidi marks, separators, zero widths. */
const UNSEEN = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** `text` with every unseen character but tab and newline made visible, so that nothing hides in model output. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === "\n" || character === "\t") return character;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
  });
}

/** One token's text for a label: PAD by name, blanks and newlines as marks, cut to `longest` characters. */
export function tokenLabel(text: string, longest = 40): string {
  if (text === "") return "PAD";
  const marked = visible(text.slice(0, longest)).replaceAll("\n", "↵").replaceAll("\t", "⇥").replaceAll(" ", "·");
  return text.length > longest ? `${marked}…` : marked;
}
