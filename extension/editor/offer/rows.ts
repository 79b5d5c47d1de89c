import type { Candidate, RejectedSample } from "../../contract";
import type { Caution } from "../../languages";
import { makerText } from "../shell/maker-text";
import { oneLine, percent } from "../shell/text";
import { type Translate, translated, untranslated } from "../shell/translate";
import { difference } from "./difference";

/** One line of the candidate list as a person reads it. */
export interface CandidateRow {
  /** What the code does that cannot be undone, in front of everything else; absent where it does nothing of the kind. */
  readonly caution?: string;
  /** The first line of the code, or as much of it as leaves room for the figures. */
  readonly label: string;
  /** Rank, confidence, and what is unusual. */
  readonly description: string;
  /** The rest of the code, or how code that is told by its label differs from the first. */
  readonly detail?: string;
  /** Which row it is: the code as the model gave it. */
  readonly code: string;
  /** Absent for rejected samples. */
  readonly candidate?: Candidate;
  readonly pinned?: boolean;
  readonly copied?: boolean;
}

/** What is listed. */
export interface Listed {
  readonly candidates: readonly Candidate[];
  /** Shown after the candidates, marked with their reason. */
  readonly rejected?: readonly RejectedSample[];
  readonly isPinned?: (candidate: Candidate) => boolean;
  /** The code that was copied last. */
  readonly copied?: string | undefined;
  /** Code as it would be inserted. */
  readonly fitted?: (code: string) => string;
}

/** The editor cuts what is too long to be seen, and shows the whole where the pointer rests on it. */
const MOST_DETAIL = 2000;
/** Characters, a caution's included, that fit beside the figures and the buttons of the row in focus. */
const MOST_LABEL = 60;
const LINE_BREAK = " ⏎ ";

/** The candidates in their order and the rejected samples after them. */
export function candidateRows(listed: Listed, t: Translate = untranslated): readonly CandidateRow[] {
  const { candidates, rejected = [], isPinned = () => false, copied, fitted = (code) => code } = listed;
  const first = fitted(candidates[0]?.code ?? "");
  const origin = originsOf(candidates, t);
  const maker = makersOf(candidates, t);
  const offered = candidates.map((candidate, index): CandidateRow => {
    const { code } = candidate;
    const pinned = isPinned(candidate);
    const figures = [
      ...(code === copied ? [t("copied")] : []),
      `#${index + 1}`,
      percent(candidate.confidence ?? candidate.score),
      ...(candidate.valid ? [] : [t("not valid")]),
      ...origin(candidate),
      ...maker(candidate),
      ...(pinned ? [t("pinned")] : []),
    ];
    const caution = (candidate.cautions ?? []).map((each) => cautionText(each, t)).join(", ");
    return {
      ...(caution !== "" && { caution }),
      ...codeRow(fitted(code), MOST_LABEL - caution.length, (shown) => difference(first, shown, t)),
      ...{ description: figures.join(" · "), code, candidate, pinned, copied: code === copied },
    };
  });
  return [...offered, ...rejected.filter(hasCode).map((sample) => rejectedRow(sample, copied, t))];
}

/** Where candidates come from, told of the fewer ones alone: what stands on every row tells nobody anything. */
function originsOf(candidates: readonly Candidate[], t: Translate): (candidate: Candidate) => readonly string[] {
  const isRemembered = ({ example }: Candidate) => example !== undefined;
  const remembered = candidates.filter(isRemembered).length;
  const isRare = 2 * remembered <= candidates.length;
  const word = isRare ? t("remembered example") : t("generated");
  return (candidate) => (isRemembered(candidate) === isRare ? [word] : []);
}

/** Who made each candidate, where not all were made in one place: the title says it of a whole list. */
function makersOf(candidates: readonly Candidate[], t: Translate): (candidate: Candidate) => readonly string[] {
  const placeOf = ({ madeBy }: Candidate) => madeBy?.host;
  const isMixed = new Set(candidates.map(placeOf)).size > 1;
  return (candidate) => {
    const { madeBy } = candidate;
    if (!isMixed || madeBy === undefined) return [];
    return [madeBy.host === undefined ? t("made here") : makerText(madeBy, madeBy.model, t)];
  };
}

/** What a candidate does that cannot be undone, in words. */
function cautionText(caution: Caution, t: Translate): string {
  switch (caution) {
    case "deletes":
      return t("deletes");
    case "overwrites":
      return t("overwrites");
    case "moves":
      return t("moves files");
    case "stops":
      return t("stops processes");
    case "rights":
      return t("changes rights");
    case "sends":
      return t("sends data");
    case "runs":
      return t("runs programs");
  }
}

function rejectedRow(sample: RejectedSample, copied: string | undefined, t: Translate): CandidateRow {
  const { code, reason } = sample;
  const said = t("rejected: {0}", oneLine(translated(reason, t), MOST_DETAIL));
  const description = code === copied ? `${t("copied")} · ${said}` : said;
  return { ...codeRow(code, MOST_LABEL, () => undefined), description, code, copied: code === copied };
}

/** The whole code in two lines; where one is enough, the second is what `differs` says. */
function codeRow(
  code: string,
  most: number,
  differs: (code: string) => string | undefined,
): Pick<CandidateRow, "label" | "detail"> {
  const [line = "", ...others] = code.split("\n");
  const [label, rest] = parted(line, most);
  const below = [...(rest === "" ? [] : [`… ${rest}`]), ...others].map((each) => each.trim());
  const whole = below.filter((each) => each !== "").join(LINE_BREAK);
  const detail = whole === "" ? differs(code) : oneLine(whole, MOST_DETAIL);
  return detail === undefined ? { label } : { label, detail };
}

/** A line in two where it is too long, between words where there are some. */
function parted(line: string, most: number): readonly [string, string] {
  if (line.length <= most) return [line, ""];
  const space = line.lastIndexOf(" ", most);
  const at = space > most / 2 ? space : most;
  return [line.slice(0, at), line.slice(at).trimStart()];
}

function hasCode(sample: RejectedSample): boolean {
  return sample.code.trim() !== "";
}
