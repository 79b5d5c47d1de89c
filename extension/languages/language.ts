import type { Message } from "../errors";
import type { LanguageId, Table } from "../schema";
import type { Caution } from "./cautions";

/** The verdict on a piece of code; `reason` says in a few words what is wrong. */
export type Validity = { valid: true } | { valid: false; reason: Message };

/** An option or subcommand that its owner does not have. */
export interface Unknown {
  /** As it is written, e.g. "--foo". */
  readonly name: string;
  /** The tool, with its subcommand, e.g. "git log". */
  readonly owner: string;
}

/** One part of code, in the order in which it is written. */
export interface Explained {
  /** As it is written, e.g. "-type f". */
  readonly text: string;
  /** What it does: one line of English, from its tool's own documentation. */
  readonly says: string;
}

/** The lines that code is to stand between, and the white space that it stands behind. */
export interface Surroundings {
  /** Everything above, up to a line end. */
  readonly before: string;
  /** Everything below. */
  readonly after: string;
  readonly indent: string;
}

/** Code, not yet indented, as it stands well at one place. */
export type Fitting = (code: string) => string;

/** Everything the pipeline needs to know about one target language. All functions are pure. */
export interface Language {
  readonly id: LanguageId;
  /** The name a person reads, e.g. "Python". */
  readonly name: string;
  /** The editor's language ids whose prompt comments this language answers. */
  readonly editorIds: readonly string[];
  /** What starts a line comment, e.g. "#". */
  readonly lineComment: string;
  /** Whether `code` is a syntactically valid program of at least one statement. */
  validate(code: string): Validity;
  /** `code` as it is offered: trimmed, canonical spacing and quotes where that is safe. Returns the input where it cannot be parsed. */
  format(code: string): string;
  /** Key under which two pieces of code count as the same program (normalised tree: quotes, white space, comments). */
  normalise(code: string): string;
  /** Key under which two programs count as the same idea (literals and names removed). */
  template(code: string): string;
  /**
   * The text to insert for a literal at `offset` of `code` (the end of what has been restored so far), with the
   * quoting the place needs; undefined where it cannot be put there safely.
   */
  quote(literal: string, before: string): string | undefined;
  /**
   * Whether `code` does anything to a table (header first) that it stands beside; undefined where that cannot be told,
   * and absent from languages that have nothing to do with tables. Nothing is executed but the language's own rules.
   */
  affects?(code: string, table: Table): boolean | undefined;
  /** What `code` compares cells with, as it is written; absent from languages that have nothing to do with cells. */
  values?(code: string): readonly string[];
  /** The names that `code` binds, which an utterance below it may mean; absent from languages without names. */
  names?(code: string): readonly string[];
  /** The function that the end of `code` stands in; absent from languages without functions. */
  enclosing?(code: string): { readonly name: string; readonly parameters: readonly string[] } | undefined;
  /** The names that `code` uses and nothing binds; absent from languages without names. */
  freeNames?(code: string): readonly string[];
  /** What `code` does that cannot be undone; absent from languages in which nothing can be done. */
  cautions?(code: string): readonly Caution[];
  /** What `code` asks of tools that they do not have; absent from languages in which that is not known. */
  unknown?(code: string): readonly Unknown[];
  /** What each part of `code` does, as far as that is known; absent from languages in which it is not. */
  explain?(code: string): readonly Explained[];
  /** What code is changed to between these lines so that its value is not thrown away; absent where that says nothing. */
  fitting?(around: Surroundings): Fitting;
  /** How many lines at the end of `replaced` have to stay where `by` takes its place; absent where none ever has. */
  kept?(replaced: string, by: string): number;
}
