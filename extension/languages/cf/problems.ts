import { closest, distance } from "fastest-levenshtein";
import { rulesIn, type WrittenRule } from "./file";
import { type CfSyntaxError, type LocatedRule, locateCf, parseCf } from "./parse";
import { PREDICATES } from "./predicates";
import { remembered } from "./remembered";
import { type Complaint, complaintOf } from "./validate";

/** Rules whose problems are kept: those of the largest files that people write. */
const MOST_KNOWN = 20_000;

/** What is wrong in a .cfrule file, and where, in offsets into its text. */
export interface CfProblem {
  readonly start: number;
  readonly end: number;
  readonly what:
    | Complaint
    | { readonly kind: "syntax"; readonly error: CfSyntaxError }
    | { readonly kind: "noSuchColumn"; readonly index: number; readonly columns: number };
  /** The known predicate that an unknown name may have meant. */
  readonly suggestion?: string;
}

/**
 * Every problem of every rule in a .cfrule file.
 * @param columns how many columns the table beside the file has, where there is one
 */
export function problemsIn(text: string, columns?: number): readonly CfProblem[] {
  return rulesIn(text).flatMap((written) => problemsOfRule(written, columns));
}

/** Every problem of one rule, in offsets into the file; what was found of the same rule before is known. */
export function problemsOfRule({ start, code }: WrittenRule, columns?: number): readonly CfProblem[] {
  const found = known(`${columns ?? ""}\n${code}`);
  return start === 0 ? found : found.map((each) => ({ ...each, start: each.start + start, end: each.end + start }));
}

const known = remembered(MOST_KNOWN, (key) => {
  const at = key.indexOf("\n");
  const code = key.slice(at + 1);
  return read({ start: 0, end: code.length, code }, at === 0 ? undefined : Number(key.slice(0, at)));
});

function read(written: WrittenRule, columns: number | undefined): CfProblem[] {
  const parsed = parseCf(written.code);
  if (!("rule" in parsed)) return [syntaxProblem(written, parsed)];
  return locateCf(written.code).flatMap((located) => {
    const complaint = complaintOf(located.rule);
    const own = complaint ? [complaintAt(written, located, complaint)] : [];
    return [...own, ...(columns === undefined ? [] : missingColumns(written, located, columns))];
  });
}

/** From where the rule goes wrong to its end; at its end, the last character. */
function syntaxProblem({ start, end }: WrittenRule, error: CfSyntaxError): CfProblem {
  const from = Math.min(start + (error.at ?? 0), end - 1);
  return { start: error.at === undefined ? start : from, end, what: { kind: "syntax", error } };
}

function complaintAt(written: WrittenRule, located: LocatedRule, what: Complaint): CfProblem {
  const start = written.start + located.start;
  if (what.kind !== "unknown") return { start, end: written.start + located.end, what };
  const suggestion = nearestPredicate(what.name);
  // The name as it is written: the rule itself keeps it in lower case.
  const name = written.code.slice(located.start, located.nameEnd);
  return {
    start,
    end: written.start + located.nameEnd,
    what: { ...what, name },
    ...(suggestion !== undefined && { suggestion }),
  };
}

/** The predicate that a misspelt name is close to. */
function nearestPredicate(name: string): string | undefined {
  const near = closest(name, [...PREDICATES.keys()]);
  return distance(near, name) <= Math.max(1, Math.floor(name.length / 3)) ? PREDICATES.get(near)?.name : undefined;
}

function missingColumns(written: WrittenRule, { rule, start, end }: LocatedRule, columns: number): CfProblem[] {
  if (rule.kind === "combination") return [];
  const missing = rule.args.filter((value) => value.kind === "column").filter(({ index }) => index >= columns);
  return missing.map(({ index }) => {
    const [at, length] = columnAt(written.code, start, end, index);
    const from = written.start + at;
    return { start: from, end: from + length, what: { kind: "noSuchColumn", index, columns } };
  });
}

function columnAt(code: string, start: number, end: number, index: number): [at: number, length: number] {
  for (const match of code.slice(start, end).matchAll(/c\[(\d+)\]/gi)) {
    if (Number(match[1]) === index) return [start + match.index, match[0].length];
  }
  return [start, end - start];
}
