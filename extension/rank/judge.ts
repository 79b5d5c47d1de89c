import { say } from "../errors";
import type { Language } from "../languages";
import { SLOT_PATTERN, type Slot } from "../model";
import type { Table } from "../schema";
import { restoreSlots } from "../utterance";
import type { DecodedSample, Grounds, JudgedSample } from "./sample";

/** What a sample is judged against: its language, its utterance with the literals, and the table beside it. */
export interface Setting {
  readonly language: Language;
  readonly utterance: string;
  readonly slots: readonly Slot[];
  /** Names in scope where the code will stand, and those that the utterance marks as code; absent where none are known. */
  readonly names?: ReadonlySet<string>;
  /** What the function is given that the code will stand in. */
  readonly parameters?: readonly string[];
  /** Column names of the table beside the prompt; empty without one. */
  readonly header: readonly string[];
  /** That table, header first. */
  readonly table?: Table | undefined;
  /** What near examples say of a program and its parts; absent where none are looked for. */
  readonly parts?: {
    weigh(code: string): number;
    known(code: string): readonly [number, number];
    sharing(code: string): readonly [number, number];
  };
  /** How often a candidate with these grounds is right; absent where nobody knows. */
  readonly trust?: (grounds: Grounds) => number | undefined;
  /** What is right less often than that is not offered beside others. */
  readonly leastConfidence?: number | undefined;
  /** What a sample that started as noise weighs beside those that started from an example; 1 when absent. */
  readonly noiseWeight?: number;
}

/**
 * Slots put back, formatted and validated. Where the sample's first reading is not valid, the first valid one of its
 * others takes its place; where none is, the first reading says what is wrong with it.
 */
export function judge(sample: DecodedSample, setting: Setting): JudgedSample {
  const first = readCode(sample.slotted, setting);
  if (first.fault === undefined) return { ...sample, ...first, rawValid: true };
  for (const reading of sample.others?.() ?? []) {
    const other = readCode(reading.slotted, setting);
    if (other.fault === undefined) return { ...sample, ...reading, ...other, rawValid: false };
  }
  return { ...sample, ...first, rawValid: false };
}

/** Slotted code as it would be offered; undefined where its slots cannot be put back. */
export function codeOf(slotted: string, setting: Setting): string | undefined {
  const restored = restore(slotted, setting);
  return "code" in restored ? setting.language.format(restored.code) : undefined;
}

const restore = (slotted: string, { language, slots, header }: Setting) =>
  restoreSlots(slotted, slots, header.length, (literal, before) => language.quote(literal, before));

function readCode(slotted: string, setting: Setting): Pick<JudgedSample, "code" | "fault"> {
  const { language, slots } = setting;
  const restored = restore(slotted, setting);
  if ("reason" in restored) return { code: readable(slotted, slots), fault: restored.reason };
  const code = language.format(restored.code);
  if (code.trim() === "") return { code, fault: say`empty` };
  const validity = language.validate(code);
  return { code, fault: validity.valid ? undefined : validity.reason };
}

function readable(slotted: string, slots: readonly Slot[]): string {
  const restored = restoreSlots(slotted, slots, Number.POSITIVE_INFINITY, (literal) => literal);
  return "code" in restored ? restored.code : slotted.replace(new RegExp(SLOT_PATTERN, "g"), "…");
}
