import type { Candidate, RejectedSample } from "../../contract";
import type { Caution } from "../../languages";
import { oneLine, percent } from "../shell/text";
import { type Translate, untranslated } from "../shell/translate";

/** One line of the candidate list as a person reads it. */
export interface CandidateRow {
  /** The first line of the code. */
  readonly label: string;
  /** Rank, confidence and validity. */
  readonly description: string;
  /** The other lines, or how a one-line candidate differs from the first. */
  readonly detail?: string;
  readonly code: string;
  /** Absent for rejected samples. */
  readonly candidate?: Candidate;
  readonly pinned?: boolean;
}

/** What is listed. */
export interface Listed {
  readonly candidates: readonly Candidate[];
  /** Shown after the candidates, marked with their reason. */
  readonly rejected?: readonly RejectedSample[];
  readonly isPinned?: (candidate: Candidate) => boolean;
}

const MOST_DETAIL = 160;
/** Share of a candidate's characters that the first must have too for a difference to be worth naming. */
const LEAST_SHARED = 0.4;
const LINE_BREAK = " ⏎ ";

/** The candidates in their order and the rejected samples after them. */
export function candidateRows(
  { candidates, rejected = [], isPinned = () => false }: Listed,
  t: Translate = untranslated,
): readonly CandidateRow[] {
  const first = candidates[0]?.code ?? "";
  const offered = candidates.map((candidate, index): CandidateRow => {
    const pinned = isPinned(candidate);
    const figures = [
      `#${index + 1}`,
      percent(candidate.score),
      candidate.valid ? t("valid") : t("not valid"),
      ...(candidate.example === undefined ? [] : [t("remembered example")]),
      ...(candidate.partial ? [t("another reading")] : []),
      ...(candidate.cautions ?? []).map((caution) => `$(warning) ${cautionText(caution, t)}`),
      ...(pinned ? [t("pinned")] : []),
    ];
    const shown = codeRow(candidate.code, difference(first, candidate.code, t));
    return { ...shown, description: figures.join(" · "), candidate, pinned };
  });
  return [...offered, ...rejected.filter(hasCode).map((sample) => rejectedRow(sample, t))];
}

/** What a candidate does that cannot be undone, in words. */
function cautionText(caution: Caution, t: Translate): string {
  switch (caution) {
    case "deletes":
      return t("deletes");
    case "overwrites":
      return t("overwrites");
    case "stops":
      return t("stops processes");
  }
}

function rejectedRow(sample: RejectedSample, t: Translate): CandidateRow {
  const description = t("rejected: {0}", oneLine(sample.reason, MOST_DETAIL));
  return { ...codeRow(sample.code, undefined), description };
}

function codeRow(code: string, differs: string | undefined): Pick<CandidateRow, "label" | "detail" | "code"> {
  const [label = "", ...rest] = code.split("\n");
  const others = rest.map((line) => line.trim()).filter((line) => line !== "");
  const detail = others.length > 0 ? oneLine(others.join(LINE_BREAK), MOST_DETAIL) : differs;
  return detail === undefined ? { label, code } : { label, detail, code };
}

/**
 * What `other` has where `first` has something else, e.g. "-iname instead of -name"; undefined when they are the same,
 * or so different that naming the difference would repeat them.
 */
export function difference(first: string, other: string, t: Translate = untranslated): string | undefined {
  if (first === other) return undefined;
  const a = words(first);
  const b = words(other);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const shared = [...b.slice(0, head), ...b.slice(b.length - tail)].join("").length;
  if (shared < other.length * LEAST_SHARED) return undefined;
  const was = oneLine(a.slice(head, a.length - tail).join(""), MOST_DETAIL / 2);
  const is = oneLine(b.slice(head, b.length - tail).join(""), MOST_DETAIL / 2);
  if (was === "") return is === "" ? undefined : t("adds {0}", is);
  return is === "" ? t("leaves out {0}", was) : t("{0} instead of {1}", is, was);
}

function words(code: string): readonly string[] {
  return code.match(/-*[\w]+|\s+|[^\w\s]/g) ?? [];
}

function hasCode(sample: RejectedSample): boolean {
  return sample.code.trim() !== "";
}
