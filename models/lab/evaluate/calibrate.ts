/** `lab eval calibrate`: how often candidates are right, by what is known of them; on samples that were written before. */
import { basename } from "node:path";
import type { Command } from "commander";
import type { CliContext } from "../../../extension/cli/context";
import { Random } from "../../../extension/diffusion";
import { CONFIDENCE_FEATURES } from "../../../extension/rank";
import { type ReliabilityRecord, reliabilityRecordSchema } from "../../../extension/schema";
import { loadMatch, TOP } from "../measures";
import { type JudgingAnew, requireSamples, writeRecord } from "./judging-anew";
import { readTestRows } from "./rows";
import { samplesSystem } from "./systems/samples";

/** One candidate: the row that it answers, what is known of it, and whether it is right. */
interface Case {
  readonly row: number;
  /** The constant 1 first. */
  readonly x: readonly number[];
  readonly score: number;
  readonly right: boolean;
}

const FOLDS = 10;
const BINS = 10;
/** Keeps weights small where few rows speak. */
const RIDGE = 1;
const NEWTON_STEPS = 30;

/** Adds `calibrate` to `eval`. */
export function registerCalibrate(evaluation: Command, context: CliContext): void {
  evaluation
    .command("calibrate")
    .description(
      "how often candidates are right, and the manifest's weights that say so; in cross-validation over rows",
    )
    // --data, --samples, --tokenizers, --count, --seed and --record are eval's own, which shares its line with this
    .action((_: object, command: Command) => calibrate(command.optsWithGlobals<JudgingAnew>(), context));
}

async function calibrate(flags: JudgingAnew, context: CliContext): Promise<void> {
  const { data, samples } = requireSamples(flags);
  const { tokenizers, seed, count } = flags;
  const test = readTestRows(data, {});
  const match = await loadMatch();
  const system = samplesSystem(test, { file: samples, tokenizers, slots: true, ranking: "consensus", count });
  const cases: Case[] = [];
  for (const [at, row] of test.rows.entries()) {
    const { candidates, grounds = [], language, gold, table } = await system.predict(row);
    for (const [place, code] of candidates.slice(0, TOP).entries()) {
      const known = grounds[place];
      if (known === undefined) continue;
      const x = [1, ...CONFIDENCE_FEATURES.map((name) => known[name])];
      cases.push({ row: at, x, score: 1 / (1 + Math.exp(-known.score)), right: match(language, code, gold, table) });
    }
  }
  const language = test.rows[0]?.lang ?? "bash";
  const foreseen = crossValidated(cases, test.rows.length, seed);
  const bins = binsOf(cases.map(({ right }, at) => ({ said: foreseen[at] ?? 0, right })));
  const record: ReliabilityRecord = reliabilityRecordSchema.parse({
    format: 1,
    group: "reliability",
    system: flags.system ?? "codefusion-small",
    ...(flags.note !== undefined && { note: flags.note }),
    language,
    testSet: basename(data),
    rows: test.rows.length,
    n: cases.length,
    error: {
      score: errorOf(binsOf(cases.map(({ score, right }) => ({ said: score, right })))),
      confidence: errorOf(bins),
    },
    weights: weightsOf(cases).map((weight) => Number(weight.toPrecision(4))),
    bins,
  });
  await writeRecord(record, flags.record, context);
}

const logistic = (weights: readonly number[], x: readonly number[]) =>
  1 / (1 + Math.exp(-weights.reduce((sum, weight, at) => sum + weight * (x[at] ?? 0), 0)));

/** What is foreseen of every case by weights that were fitted without its row. */
function crossValidated(cases: readonly Case[], rows: number, seed: number): number[] {
  const random = new Random(seed);
  const folds = Array.from({ length: rows }, () => Math.floor(random.uniform() * FOLDS));
  const weights = Array.from({ length: FOLDS }, (_, fold) => weightsOf(cases.filter(({ row }) => folds[row] !== fold)));
  return cases.map(({ row, x }) => logistic(weights[folds[row] ?? 0] ?? [], x));
}

/** Logistic regression by Newton's method, every weight but the constant's held small. */
function weightsOf(cases: readonly Case[]): number[] {
  const size = CONFIDENCE_FEATURES.length + 1;
  const weights = new Array<number>(size).fill(0);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const gradient = weights.map((weight, at) => (at === 0 ? 0 : -RIDGE * weight));
    const held = (at: number): number => (at === 0 ? 1e-6 : RIDGE);
    const hessian = weights.map((_, at) => weights.map((__, to) => (at === to ? held(at) : 0)));
    for (const { x, right } of cases) {
      const p = logistic(weights, x);
      for (const [at, value] of x.entries()) {
        gradient[at] = (gradient[at] ?? 0) + value * (Number(right) - p);
        const line = hessian[at] ?? [];
        for (const [to, other] of x.entries()) line[to] = (line[to] ?? 0) + value * other * p * (1 - p);
      }
    }
    for (const [at, change] of solve(hessian, gradient).entries()) weights[at] = (weights[at] ?? 0) + change;
  }
  return weights;
}

/** Gauss's elimination; the matrix is positive definite, so that it needs no pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  for (const [at, pivot] of rows.entries())
    for (const [to, row] of rows.entries()) {
      if (to === at) continue;
      const share = (row[at] ?? 0) / (pivot[at] ?? 1);
      for (let k = at; k < row.length; k++) row[k] = (row[k] ?? 0) - share * (pivot[k] ?? 0);
    }
  return rows.map((row, at) => (row.at(-1) ?? 0) / (row[at] ?? 1));
}

function binsOf(said: readonly { readonly said: number; readonly right: boolean }[]): ReliabilityRecord["bins"] {
  return Array.from({ length: BINS }, (_, bin) => {
    const own = said.filter((each) => Math.min(BINS - 1, Math.floor(each.said * BINS)) === bin);
    const mean = (value: (each: (typeof own)[number]) => number) =>
      Number((own.reduce((sum, each) => sum + value(each), 0) / Math.max(1, own.length)).toFixed(4));
    return { n: own.length, confidence: mean((each) => each.said), right: mean((each) => Number(each.right)) };
  }).filter(({ n }) => n > 0);
}

/** Expected calibration error: how far what is said is from what comes, on average over all that is said. */
function errorOf(bins: ReliabilityRecord["bins"]): number {
  const all = bins.reduce((sum, { n }) => sum + n, 0);
  const off = bins.reduce((sum, { n, confidence, right }) => sum + n * Math.abs(confidence - right), 0);
  return Number((off / Math.max(1, all)).toFixed(4));
}
