import { isBrokenUnicode } from "../text";
import { canonicalName, takesText } from "./predicates";
import { isPlain, isRawText, quoteText } from "./print";

/** A number with a currency sign or thousands separators. */
const MONEY = /^([-+]?)[$€£]?\s?([-+]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(%?)$/;

/** The text to put for `literal` right after `before`; see Language.quote. */
export function quoteCf(literal: string, before: string): string | undefined {
  if (/[\n\r\0]/.test(literal) || isBrokenUnicode(literal)) return undefined;
  const place = placeOf(before);
  if (place.quote !== undefined) return insideQuotes(literal, place.quote);
  if (!place.atStart) return /^[^()"'\\,]+$/.test(literal) ? literal : undefined;
  if (place.text) return isRawText(literal) ? literal : quoteText(literal);
  const number = MONEY.exec(literal.trim());
  if (number !== null) return number.slice(1).join("").replaceAll(",", "");
  return isPlain(literal) ? literal : quoteText(literal);
}

interface Place {
  /** The open quote, if one is. */
  readonly quote: string | undefined;
  /** Whether the argument begins here. */
  readonly atStart: boolean;
  /** Whether the argument is text, in which commas are ordinary. */
  readonly text: boolean;
}

/** What is open at the end of `before`: a quote counts only where an argument begins. */
function placeOf(before: string): Place {
  const names: string[] = [];
  let atStart = false;
  let at = 0;
  while (at < before.length) {
    const character = before.charAt(at);
    if (atStart && (character === '"' || character === "'")) {
      const end = closing(before, at, character);
      if (end === undefined) return { quote: character, atStart: false, text: false };
      at = end;
      atStart = false;
    } else if (character === "(") {
      names.push(/\w*$/.exec(before.slice(0, at))?.[0] ?? "");
      atStart = true;
    } else if (character === ")") {
      names.pop();
      atStart = false;
    } else if (character === ",") {
      atStart = !takesText(canonicalName(names.at(-1) ?? "")) || /\(\s*c\[\d+\]\s*$/i.test(before.slice(0, at));
    } else if (!/\s/.test(character)) {
      atStart = false;
    }
    at += 1;
  }
  return { quote: undefined, atStart, text: takesText(canonicalName(names.at(-1) ?? "")) };
}

/** Where the quote that opens at `at` closes. */
function closing(text: string, at: number, mark: string): number | undefined {
  for (let index = at + 1; index < text.length; index += 1) {
    if (text.charAt(index) === "\\") index += 1;
    else if (text.charAt(index) === mark) return index;
  }
  return undefined;
}

function insideQuotes(literal: string, mark: string): string {
  return literal.replace(/\\[\s\S]|["']|\\$/g, (piece) => (piece === mark || piece === "\\" ? `\\${piece}` : piece));
}
