import type { CodeTokenizer } from "../model";
import type { Reading } from "./sample";

/** The m likeliest tokens of every position of one canvas, best first, [n, m]. */
export interface Lattice {
  readonly ids: Int32Array;
  readonly logProbs: Float32Array;
  readonly n: number;
  readonly m: number;
}

interface Path {
  readonly ids: readonly number[];
  readonly sum: number;
  readonly balance: Balance;
}

/** Paths kept at every position, and readings returned at most. */
const BEAM = 48;

/**
 * Readings of a canvas in which every bracket and quote is closed, likeliest first: a beam search over the decoder's
 * alternatives. Argmax at every position by itself, as in the paper, is the reading that this starts from.
 */
export function balancedReadings({ ids, logProbs, n, m }: Lattice, tokenizer: CodeTokenizer): Reading[] {
  const finished: { ids: readonly number[]; mean: number }[] = [];
  const finish = (path: Path, read: number) => {
    if (path.ids.length > 0 && isClosed(path.balance)) finished.push({ ids: path.ids, mean: path.sum / read });
  };
  const texts = new Map<number, string>();
  const textOf = (id: number) => {
    const text = texts.get(id) ?? tokenizer.decode([id]);
    texts.set(id, text);
    return text;
  };
  let paths: Path[] = [{ ids: [], sum: 0, balance: BALANCED }];
  for (let position = 0; position < n; position++) {
    const next: Path[] = [];
    for (const path of paths) {
      for (let rank = 0; rank < m; rank++) {
        const id = ids[position * m + rank] ?? tokenizer.pad;
        const sum = path.sum + (logProbs[position * m + rank] ?? 0);
        if (id === tokenizer.pad) {
          finish({ ...path, sum }, position + 1);
          continue;
        }
        const balance = advance(path.balance, textOf(id));
        if (balance) next.push({ ids: [...path.ids, id], sum, balance });
      }
    }
    paths = next.sort((a, b) => b.sum - a.sum).slice(0, BEAM);
  }
  for (const path of paths) finish(path, n);
  return finished
    .sort((a, b) => b.mean - a.mean)
    .slice(0, BEAM)
    .map(({ ids: tokens, mean }) => ({ slotted: tokenizer.decode(tokens), probability: Math.exp(mean), ids: tokens }));
}

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
