import type { Answer, DoneFigures, ExecutedFigures, ExecutedReport } from "../../../../extension/schema";
import { LANGUAGE_IDS } from "../../../../extension/schema";
import type { ExecutedCase } from "./cases";
import type { Detail } from "./executor";

/** A case with what was answered, what became of it, and whether it is near something remembered. */
export interface JudgedCase {
  readonly case: ExecutedCase;
  readonly answer: Answer | undefined;
  readonly detail: Detail | undefined;
  readonly near: boolean;
}

/** The figures of all cases, by set and language; nothing of a single case is left in them. */
export function executedFigures(judged: readonly JudgedCase[]): ExecutedReport {
  const sets = [...new Set(judged.map(({ case: { set } }) => set))];
  const entries = sets.map((set) => {
    const languages = LANGUAGE_IDS.flatMap((language) => {
      const own = judged.filter((each) => each.case.set === set && each.case.lang === language);
      return own.length === 0 ? [] : [[language, figuresOf(own)] as const];
    });
    return [set, Object.fromEntries(languages)] as const;
  });
  return Object.fromEntries(entries);
}

function figuresOf(judged: readonly JudgedCase[]): ExecutedFigures {
  const groups = [...new Set(judged.flatMap((each) => groupOf(each.case) ?? []))].sort();
  const candidates = judged.flatMap(({ detail }) => detail?.candidates ?? []);
  return {
    ...done(judged),
    near: done(judged.filter(({ near }) => near)),
    far: done(judged.filter(({ near }) => !near)),
    groups: Object.fromEntries(
      groups.map((group) => [group, done(judged.filter((each) => groupOf(each.case) === group))]),
    ),
    offered: round(judged.reduce((sum, { answer }) => sum + (answer?.candidates.length ?? 0), 0) / judged.length),
    dangerous: candidates.filter(({ touched, marked }) => touched.length > 0 && !marked).length,
    missing: judged.filter(({ answer }) => answer === undefined).length,
    unjudged: judged.filter(({ detail }) => detail === undefined || detail.candidates.some(isUnjudged)).length,
  };
}

/** `table` of cf_table; cases that are to be declined are a group of their own. */
const groupOf = ({ expected, group, level, lang }: ExecutedCase): string | undefined =>
  expected ?? group?.replace(`${lang}_`, "") ?? level;

const isUnjudged = ({ seen }: Detail["candidates"][number]): boolean =>
  typeof seen === "string" && seen.startsWith("harness: ");

function done(judged: readonly JudgedCase[]): DoneFigures {
  const n = judged.length;
  const share = (count: number) => (n === 0 ? 0 : round(count / n));
  return {
    n,
    top1: share(judged.filter(({ detail }) => detail?.top1).length),
    top5: share(judged.filter(({ detail }) => detail?.top5).length),
    ...named("generatedTop1", generatedShare(judged, 1)),
    ...named("generatedTop5", generatedShare(judged, Number.POSITIVE_INFINITY)),
  };
}

const named = (name: "generatedTop1" | "generatedTop5", value: number | undefined) =>
  value === undefined ? {} : { [name]: value };

/** Of the candidates that are the first to do it, the share that is not remembered; undefined where nobody knows. */
function generatedShare(judged: readonly JudgedCase[], top: number): number | undefined {
  const hits = judged.flatMap(({ answer, detail }) => {
    const at = detail?.candidates.slice(0, top).findIndex(({ pass }) => pass) ?? -1;
    return answer?.candidates[at]?.remembered ?? [];
  });
  return hits.length === 0 ? undefined : round(hits.filter((remembered) => !remembered).length / hits.length);
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
