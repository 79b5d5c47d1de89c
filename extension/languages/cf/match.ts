import type { Table } from "../../schema";
import { squash, strip } from "../text";
import type { CfRule, CfValue } from "./ast";
import { cellsOf, VISUAL } from "./execute";
import { numberOf } from "./number";
import { metricName } from "./predicates";

const CALL = /^([A-Za-z_][\p{L}\p{N}_]*)\(([\s\S]*)\)$/u;
const COLUMN = /^c\[(\d+)\]$/;

/**
 * Whether two rules match in the sense of the execution metric: equal after normalisation, or else equal and not
 * empty in the cells that they format, where the table has two rows and neither rule is visual.
 * @param table the header first
 */
export function cfMatch(predicted: string, gold: string, table?: Table): boolean {
  const a = readLeniently(predicted);
  const b = readLeniently(gold);
  if (a === undefined || b === undefined) return squash(predicted).toLowerCase() === squash(gold).toLowerCase();
  if (metricKey(a) === metricKey(b)) return true;
  if (table === undefined || table.length < 3 || VISUAL.has(a.name) || VISUAL.has(b.name)) return false;
  try {
    const cells = cellsOf(a, table);
    const wanted = cellsOf(b, table);
    return wanted.size > 0 && cells.size === wanted.size && [...cells].every((cell) => wanted.has(cell));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The metric's own reading of a rule: looser than the grammar, because gold rules come as they are. */
function readLeniently(code: string): CfRule | undefined {
  const call = CALL.exec(strip(code));
  if (call === null) return undefined;
  const name = metricName(call[1] ?? "");
  const body = call[2] ?? "";
  const wholeBody = name.startsWith("text") && !/^\s*c\[\d+\]\s*,/.test(body);
  const args = wholeBody ? [body] : splitArguments(body);
  if (args === undefined) return undefined;
  if (name !== "and" && name !== "or" && name !== "not") return { kind: "predicate", name, args: args.map(readValue) };
  const rules = args.map(readLeniently).filter((rule) => rule !== undefined);
  return rules.length < args.length ? undefined : { kind: "combination", name, rules };
}

/** Splits at commas outside parentheses and brackets; undefined where these are unbalanced. */
function splitArguments(body: string): string[] | undefined {
  const args: string[] = [];
  let depth = 0;
  let current = "";
  for (const character of body) {
    if (character === "," && depth === 0) {
      args.push(current);
      current = "";
      continue;
    }
    if (character === "(" || character === "[") depth += 1;
    if (character === ")" || character === "]") depth -= 1;
    if (depth < 0) return undefined;
    current += character;
  }
  if (depth > 0) return undefined;
  if (strip(body) !== "") args.push(current);
  return args;
}

function readValue(written: string): CfValue {
  const text = strip(written);
  const column = COLUMN.exec(text);
  if (column !== null) return { kind: "column", index: Number(column[1]) };
  return { kind: "text", text: text.replace(/^["']+|["']+$/g, "") };
}

function metricKey(rule: CfRule): string {
  if (rule.kind === "predicate") return JSON.stringify([rule.name, ...rule.args.map(valueKey)]);
  const parts = rule.rules.map(metricKey);
  if (rule.name === "not") return `not ${parts[0] ?? ""}`;
  return `${rule.name} [${parts.sort().join(" ")}]`;
}

function valueKey(value: CfValue): string | number {
  if (value.kind === "column") return value.index;
  const number = numberOf(value.text);
  return number === undefined ? `text ${value.text.toLowerCase()}` : `number ${Object.is(number, -0) ? "-0" : number}`;
}
