/** Literals of Python source as their values, so that two spellings of one value compare equal. */

const ESCAPE = /\\(\r?\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[\s\S])/g;
const SIMPLE: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/**
 * The value of a string's text between its quotes (not raw); undefined where Python rejects an escape.
 * @param bytes whether it is a bytes literal, in which `\u`, `\U` and `\N` are no escapes
 */
export function unescapeText(text: string, bytes: boolean): string | undefined {
  let broken = false;
  const value = text.replace(ESCAPE, (whole, sequence: string) => {
    const kind = sequence.charAt(0);
    const simple = SIMPLE[sequence];
    if (simple !== undefined) return simple;
    if (kind === "\n" || kind === "\r") return "";
    if (/^[0-7]/.test(sequence)) return String.fromCodePoint(Number.parseInt(sequence, 8));
    if (kind !== "x" && (bytes || !/[uUN]/.test(kind))) return whole;
    // A named character keeps its name: equal names are equal characters.
    if (kind === "N" && sequence.length > 1) return whole;
    const code = sequence.length > 1 ? Number.parseInt(sequence.slice(1), 16) : Number.NaN;
    if (!(code <= 0x10ffff)) {
      broken = true;
      return whole;
    }
    return String.fromCodePoint(code);
  });
  return broken ? undefined : value;
}

/** The key of a number's value, integers, floats and imaginary numbers apart; undefined for Python 2 spellings. */
export function numberKey(text: string): string | undefined {
  const plain = text.replaceAll("_", "").toLowerCase();
  if (/^0[xob]/.test(plain) || /^(?:0+|[1-9]\d*)$/.test(plain)) {
    try {
      return `int:${BigInt(plain)}`;
    } catch {
      return undefined;
    }
  }
  const imaginary = plain.endsWith("j");
  const value = Number(imaginary ? plain.slice(0, -1) : plain);
  const looksFloat = imaginary || /[.e]/.test(plain);
  if (Number.isNaN(value) || !looksFloat) return undefined;
  return `${imaginary ? "imaginary" : "float"}:${value}`;
}
