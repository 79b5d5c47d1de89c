import { LANGUAGES } from "../../../../extension/languages";
import type { JudgedCase } from "./figures";

/** Candidates shown of a case that none of them does. */
const FAILED_SHOWN = 2;

/** Sets whose requests nobody reads. */
const isUnread = (set: string): boolean => set !== "dev";

/**
 * Markdown that tells, request by request, which candidate is the first to do it; of development cases alone. Candidates behind
 * that one are left out, and remembered examples stand in italics.
 */
export function executedTable(judged: readonly JudgedCase[]): string {
  const read = judged.filter((each) => !isUnread(each.case.set));
  const parts = Object.values(LANGUAGES).flatMap(({ id, name }) => {
    const own = read.filter((each) => each.case.lang === id);
    if (own.length === 0) return [];
    const rows = own.map((each) => `| ${rowOf(each).join(" | ")} |`);
    return [
      `## ${name}`,
      totalOf(own),
      ["| request | near | done by | candidates |", "| --- | --- | --- | --- |", ...rows].join("\n"),
    ];
  });
  return [...HEAD, ...parts, ""].join("\n\n");
}

const HEAD = [
  "# Everyday requests, executed",
  "Every development case of [models/lab/cases](lab/cases/README.md), written as people write comments and without sight of examples or answers; the released model's candidates are run, and a candidate counts if it DOES what was asked. **near**: whether something remembered asks nearly the same. **done by**: the place of the first candidate that does it, among five. Candidates stand in the order in which they are offered, up to that one (the first two where none does it); those in _italics_ are remembered examples with the request's own literals, and no more. Held-out cases are not shown: nobody reads them. Written by `npm run --silent lab -- eval --execute --table models/EVERYDAY.md`.",
];

function totalOf(judged: readonly JudgedCase[]): string {
  const done = (top: "top1" | "top5") => judged.filter(({ detail }) => detail?.[top]).length;
  return `Of ${judged.length}, the first candidate does ${done("top1")}, one of five ${done("top5")}.`;
}

function rowOf({ case: { nl, expected }, answer, detail, near }: JudgedCase): string[] {
  const offered = answer?.candidates ?? [];
  const place = (detail?.candidates ?? []).findIndex(({ pass }) => pass);
  const shown = offered.slice(0, place < 0 ? FAILED_SHOWN : place + 1);
  const codes = shown.map(({ code, remembered }) => (remembered ? `_${inCode(code)}_` : inCode(code)));
  const declined = expected === "decline" && detail?.top1 ? "declined" : "–";
  return [inCell(nl), near ? "near" : "far", place < 0 ? declined : String(place + 1), codes.join(" · ") || "nothing"];
}

const inCell = (text: string): string =>
  text.replace(/\s+/g, " ").replaceAll("|", "\\|").replaceAll("<", "&lt;").trim();

/** Code as Markdown, in more back-ticks than it holds. */
function inCode(code: string): string {
  const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${ticks}${pad}${code.replace(/\s*\n\s*/g, " ⏎ ").replaceAll("|", "\\|")}${pad}${ticks}`;
}
