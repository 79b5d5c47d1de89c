import { LANGUAGES } from "../../../extension/languages";
import type { LanguageId, TestSet } from "../../../extension/schema";
import type { Entry } from "./evidence";

/** A fraction of 1 as per cent with one decimal. */
export const percent = (value: number): string => (100 * value).toFixed(1);

/** A whole number with its thousands apart. */
export const whole = (value: number): string => Math.round(value).toLocaleString("en-US");

/** A figure that may be absent. */
export const orDash = (text: string | undefined): string => text ?? "–";

/** A Markdown table; the first columns hold text, the others numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], textColumns = 2): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  const rule = head.map((_, index) => (index < textColumns ? "---" : "--:"));
  return [line(head), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** Text that a table cell can hold. */
const cell = (text: string): string => text.replaceAll("|", "\\|").replace(/\s+/g, " ");

/** A test set and the part of it that was measured: `nl2bash-public (first 300 of 1,244 rows)`. */
export function testSetText({ name, rows, every, limit }: TestSet): string {
  const parts = [every && `every ${ordinal(every)}`, limit && `at most ${whole(limit)}`].filter((part) => part);
  return parts.length === 0 ? name : `${name} (${parts.join(", ")}, of ${whole(rows)} rows)`;
}

function ordinal(n: number): string {
  const suffix = n % 10 === 1 && n % 100 !== 11 ? "st" : n % 10 === 2 && n % 100 !== 12 ? "nd" : undefined;
  return `${n}${suffix ?? (n % 10 === 3 && n % 100 !== 13 ? "rd" : "th")}`;
}

/** What a person calls a language. */
export const languageName = (id: LanguageId): string => LANGUAGES[id].name;

/** Key and name of what may be compared: entries of one language on the same rows. */
export const groundOf = ({ language, record }: Entry): string =>
  `${languageName(language)}, ${testSetText(record.testSet)}`;

/** Notes of some entries as a list, each record's once; empty where none has any. */
export function notesOf(entries: readonly Entry[]): string[] {
  const notes = entries.flatMap(({ record: { system, note } }) => (note ? [`- ${system}: ${note}`] : []));
  return notes.length === 0 ? [] : [[...new Set(notes)].join("\n")];
}

/** What to say where a section has no records: the command that makes them. */
export function missing(what: string, ...commands: readonly string[]): string[] {
  return [`_Not measured yet: ${what}. A record is written by_`, ["```", ...commands, "```"].join("\n")];
}

/** The command that measures, up to what a section asks for. */
export const evalCommand = (rest: string): string => `npm run --silent lab -- eval --data TEST.jsonl.gz ${rest}`;

/** Where a section's records are written. */
export const recordFlags = (group: string, system: string): string =>
  `--record models/evaluation/records/NAME.json --group ${group} --system ${system}`;
