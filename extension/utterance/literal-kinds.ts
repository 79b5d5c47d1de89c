import { LITERAL_PATTERN, literalChar, type Slot } from "../model";
import { FOLDER } from "./places";

/**
 * What a literal looks like; those of one kind may stand for each other. Text is what stands in quotes, a suffix what
 * files are said to end in.
 */
type Kind = "number" | "path" | "pattern" | "suffix" | "file" | "text" | "name";

/** A literal of an utterance, and how it is spelled there. */
export interface Literal {
  readonly slot: Slot;
  readonly kind: Kind;
  /** Whether the utterance marks it as code, with backticks. */
  readonly code: boolean;
  /** Whether the code that uses it has it where no place can stand: as a pattern, or a user's name. */
  readonly noPlace?: boolean;
}

/** What says of a dotted word before or after it that files end in it; others may stand between. */
const SUFFIX_AFTER =
  /^["'`]?(\s*(,|or|and)?\s*["'`]?\*?\.\w+["'`]?)*\s*(files?|extensions?|images?|archives?|format)\b/i;
const SUFFIX_BEFORE =
  /\b(extensions?|end(s|ing)?|suffix(es)?)(\s+(in|with|of|is|are))?(\s+["'`]?\.\w+["'`]?,?(\s+or)?)*\s+["'`]?$/i;

/** What says before or after `|` that a variable holds a place. */
const ABOUT_PLACE = new RegExp(
  `\\b(tree|${FOLDER}|under|below|within)\\s+["'\`“‘]?\\s\\||\\|\\s["'\`”’]?\\s*(${FOLDER}|tree)\\b`,
  "i",
);

function kindOf({ value, spans: [[start, end] = [0, 0]] }: Slot, utterance: string): Kind {
  if (/^[-+]?\d[\d.,]*[kKMGT]?$/.test(value)) return "number";
  if (/[/~]/.test(value)) return "path";
  if (/^\$\{?\w+\}?$/.test(value) && ABOUT_PLACE.test(`${utterance.slice(0, start)} | ${utterance.slice(end)}`))
    return "path";
  if (/\*/.test(value)) return "pattern";
  if (/^\.\w+$/.test(value)) {
    const isSuffix = SUFFIX_AFTER.test(utterance.slice(end)) || SUFFIX_BEFORE.test(utterance.slice(0, start));
    return isSuffix ? "suffix" : "file";
  }
  if (/^[\w-]*\.\w+$/.test(value)) return "file";
  const quoted = /["'“‘]/.test(utterance.charAt(start - 1));
  return !quoted && /^[\w$-]+$/.test(value) ? "name" : "text";
}

/** The literals that `slots` name in `utterance`. */
export const literalsOf = (slots: readonly Slot[], utterance: string): Literal[] =>
  slots.map((slot) => ({
    slot,
    kind: kindOf(slot, utterance),
    code: utterance.charAt((slot.spans[0]?.[0] ?? 0) - 1) === "`",
  }));

/** A slot that `find` is told to look in, and one where no place can stand. */
const SEARCHED = new RegExp(`(?<=\\bfind\\s+"?)${LITERAL_PATTERN}(?="?\\s)`, "g");
const NO_PLACE = new RegExp(
  `(?<=-(?:user|group|uid|gid|i?name)\\s+\\S*|[*.])${LITERAL_PATTERN}|${LITERAL_PATTERN}(?=\\*)`,
  "g",
);

/** The literals that `code` uses, with what it tells of them. */
export function literalsIn(code: string, literals: readonly Literal[]): Literal[] {
  const searched = new Set(code.match(SEARCHED));
  const noPlaces = new Set(code.match(NO_PLACE));
  return literals.flatMap((literal): readonly Literal[] => {
    const char = literalChar(literal.slot.index);
    if (!code.includes(char)) return [];
    return [searched.has(char) ? { ...literal, kind: "path" } : { ...literal, noPlace: noPlaces.has(char) }];
  });
}

const isWord = ({ kind }: Literal): boolean => kind === "name" || kind === "text";
const saysManyFiles = ({ kind }: Literal): boolean => kind === "pattern" || kind === "suffix";
const isFolder = ({ kind, slot }: Literal): boolean => kind === "path" && !/\.\w+$/.test(slot.value);
const saysFiles = (literal: Literal): boolean => literal.kind === "file" || saysManyFiles(literal);

/** In how far a literal may stand for another, the best first. */
const FITS: readonly ((own: Literal, other: Literal) => boolean)[] = [
  (own, other) => own.slot.value === other.slot.value,
  (own, other) => own.kind === other.kind && own.code === other.code,
  (own, other) => own.kind === other.kind,
  (own, other) => saysFiles(own) && saysManyFiles(other),
  // what many files are called is no folder
  (own, other) =>
    own.kind !== "number" &&
    other.kind !== "number" &&
    !(isFolder(own) && saysManyFiles(other)) &&
    !(own.noPlace && other.kind === "path"),
];

/** Which literal stands for which of an example's `own`: the best fits first, and of equal ones the first. */
export function matched(own: readonly Literal[], others: readonly Literal[]): ReadonlyMap<Literal, Literal> {
  const taken = new Map<Literal, Literal>();
  // as many words on both sides: the same things, whether names or texts, in the same order
  const words = [own.filter(isWord), others.filter(isWord)] as const;
  if (words[0].length === words[1].length) for (const [at, word] of words[1].entries()) pair(words[0][at], word);
  for (const fits of FITS)
    for (const literal of own) {
      if (taken.has(literal)) continue;
      const used = new Set(taken.values());
      pair(
        literal,
        others.find((each) => !used.has(each) && fits(literal, each)),
      );
    }
  return taken;

  function pair(literal: Literal | undefined, other: Literal | undefined): void {
    if (literal !== undefined && other !== undefined) taken.set(literal, other);
  }
}
