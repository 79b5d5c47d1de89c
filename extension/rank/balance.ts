const PAIRS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const CLOSERS = new Set(Object.values(PAIRS));
const QUOTES = new Set(['"', "'", "`"]);

/** What is still open at some point of a program: closing brackets awaited, innermost last, and the open quote. */
export interface Balance {
  readonly awaited: string;
  readonly quote: string;
}

export const BALANCED: Balance = { awaited: "", quote: "" };

/** Whether nothing is open. */
export const isClosed = ({ awaited, quote }: Balance): boolean => awaited === "" && quote === "";

/**
 * The balance after more text; undefined where a bracket closes what is not open.
 * Knows brackets, quotes and backslashes alone: a cheap necessary condition that all three languages share.
 */
export function advance(balance: Balance, text: string): Balance | undefined {
  let { awaited, quote } = balance;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\\") at++;
    else if (quote !== "") {
      if (char === quote) quote = "";
    } else if (QUOTES.has(char)) quote = char;
    else if (PAIRS[char] !== undefined) awaited += PAIRS[char];
    else if (CLOSERS.has(char)) {
      if (!awaited.endsWith(char)) return undefined;
      awaited = awaited.slice(0, -1);
    }
  }
  return { awaited, quote };
}
