/** `lab eval ablate`: what each entry of the evidence is worth, on samples that were written before. */
import { availableParallelism } from "node:os";
import { basename } from "node:path";
import type { Command } from "commander";
import type { CliContext } from "../../../extension/cli/context";
import { Random } from "../../../extension/diffusion";
import { CodeFusionError } from "../../../extension/errors";
import { EVIDENCE_IDS } from "../../../extension/rank";
import { type LanguageId, type WorthRecord, worthRecordSchema } from "../../../extension/schema";
import { loadMatch, type Match, type Outcome, TOP } from "../measures";
import { allCases, readCases, rowsOf } from "./executed/cases";
import { executedRanks } from "./executed/ranks";
import { type JudgingAnew, requireSamples, writeRecord } from "./judging-anew";
import { readTestRows, type TestRows } from "./rows";
import { samplesSystem } from "./systems/samples";

/** A difference that leaving an entry out makes, with the interval that holds nine of ten bootstrap draws. */
interface Difference {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** What one entry is worth: the figures with it less those without. */
interface Worth {
  readonly id: string;
  readonly top1: Difference;
  readonly top5: Difference;
  /** Reciprocal rank of the first hit among five. */
  readonly rank: Difference;
  /** Share of the draws in which the reciprocal rank is higher with the entry than without. */
  readonly certainty: number;
}

/** Paired draws over rows. */
const DRAWS = 1000;
/** Means of reciprocal ranks that differ by less are equal. */
const EPSILON = 1e-9;

/** Adds `ablate` to `eval`. */
export function registerAblate(evaluation: Command, context: CliContext): void {
  evaluation
    .command("ablate")
    .description("what each entry of the evidence is worth: samples judged with it and without, paired over rows")
    // --data, --execute, --cases, --patience, --samples, --tokenizers, --count and --seed are eval's own, which shares its line
    .option("--drawn <id=file...>", "samples drawn without something: what that is worth")
    .action((_: object, command: Command) => ablate(command.optsWithGlobals<AblateFlags>(), context));
}

interface AblateFlags extends JudgingAnew {
  /** `places=FILE`: samples for the same rows, drawn without. */
  readonly drawn?: readonly string[];
  readonly execute?: true;
  readonly cases?: readonly string[];
  readonly language?: LanguageId;
  readonly patience?: number;
}

/** Where the samples of a condition come from, and which evidence it leaves out. */
interface Condition {
  readonly id: string;
  readonly file: string;
  readonly without: readonly string[];
}

async function ablate(flags: AblateFlags, context: CliContext): Promise<void> {
  const { tokenizers, seed, count, record, system = "codefusion-small", note } = flags;
  const { rows, testSet, file, ranksOf } = flags.execute ? casesOf(flags, context) : dataOf(flags);
  const conditions: readonly Condition[] = [
    { id: "everything", file, without: EVIDENCE_IDS },
    ...EVIDENCE_IDS.map((id) => ({ id, file, without: [id] })),
    ...(flags.drawn ?? []).map(drawnWithout),
  ];
  const outcomesOf = async ({ file: samples, without }: Omit<Condition, "id">): Promise<Outcome[]> => {
    const judging = { file: samples, tokenizers, slots: true, ranking: "consensus", count } as const;
    const judged = samplesSystem(rows, { ...judging, without: new Set(without) });
    const outcomes: Outcome[] = [];
    for (const row of rows.rows) outcomes.push(await judged.predict(row));
    return outcomes;
  };
  const lists = [await outcomesOf({ file, without: [] })];
  for (const condition of conditions) lists.push(await outcomesOf(condition));
  const [all = [], ...ranks] = await ranksOf(lists);
  const worths = conditions.map(({ id }, at) => worthOf(id, all, ranks[at] ?? [], seed));
  const points = (value: (rank: number) => number) => Number((100 * meanOf(all, value)).toFixed(2));
  const figures: WorthRecord = worthRecordSchema.parse({
    ...{ format: 1, group: "evidence", system, ...(note !== undefined && { note }), testSet },
    ...{ rows: all.length, top1: points(first), top5: points(found), worths },
  });
  await writeRecord(figures, record, context);
}

/** What is measured, and how: the ranks of several lists of outcomes, one outcome a row. */
interface Measured {
  readonly rows: TestRows;
  readonly testSet: string;
  readonly file: string;
  ranksOf(lists: readonly (readonly Outcome[])[]): Promise<number[][]>;
}

/** Rows of a test file, compared with the code that they expect. */
function dataOf(flags: AblateFlags): Measured {
  const { data, samples } = requireSamples(flags);
  return {
    ...{ rows: readTestRows(data, {}), testSet: basename(data), file: samples },
    ranksOf: async (lists) => {
      const match = await loadMatch();
      return lists.map((outcomes) => outcomes.map((outcome) => rankOf(outcome, match)));
    },
  };
}

/** Cases, by what their candidates do. */
function casesOf(flags: AblateFlags, { signal }: CliContext): Measured {
  const { samples, language, patience = 1 } = flags;
  if (samples === undefined)
    throw new CodeFusionError(
      "bad-input",
      "there is nothing to judge",
      "name with --samples what eval --execute --write-samples wrote for the same --cases",
    );
  const files = flags.cases ?? allCases();
  const cases = readCases(files, { ...(language && { language }) });
  const jobs = Math.max(1, availableParallelism() - 1);
  return {
    ...{ rows: rowsOf(cases), file: samples },
    testSet: `${files.map((each) => basename(each)).join(", ")}, executed`,
    ranksOf: (lists) => executedRanks(cases, lists, { signal, jobs, patience }),
  };
}

/** @throws CodeFusionError bad-input for what names no file */
function drawnWithout(text: string): Condition {
  const [, id = "", file = ""] = /^([\w-]+)=(.+)$/.exec(text) ?? [];
  if (file !== "") return { id: `drawing: ${id}`, file, without: [] };
  throw new CodeFusionError("bad-input", `--drawn ${text} names no file`, "write --drawn ID=FILE");
}

/** The place of the first candidate that matches, from 1; infinite where none does. */
function rankOf({ candidates, language, gold, table }: Outcome, match: Match): number {
  const at = candidates.slice(0, TOP).findIndex((code) => match(language, code, gold, table));
  return at < 0 ? Number.POSITIVE_INFINITY : at + 1;
}

const first = (rank: number) => Number(rank === 1);
const found = (rank: number) => Number(rank <= TOP);
const reciprocal = (rank: number) => 1 / rank;
const meanOf = (ranks: readonly number[], value: (rank: number) => number) =>
  ranks.reduce((sum, rank) => sum + value(rank), 0) / ranks.length;

function worthOf(id: string, withIt: readonly number[], without: readonly number[], seed: number): Worth {
  const drawn = (value: (rank: number) => number) => draw(value, withIt, without, seed);
  const rank = drawn(reciprocal);
  return {
    ...{ id, top1: intervalOf(drawn(first)), top5: intervalOf(drawn(found)), rank: intervalOf(rank) },
    certainty: rank.draws.filter((mean) => mean > EPSILON).length / DRAWS,
  };
}

/** Differences of the means, over all rows and over each of the drawn ones, ascending. */
interface Drawn {
  readonly mean: number;
  readonly draws: readonly number[];
}

function draw(
  value: (rank: number) => number,
  withIt: readonly number[],
  without: readonly number[],
  seed: number,
): Drawn {
  const differences = withIt.map((rank, at) => value(rank) - value(without[at] ?? Number.POSITIVE_INFINITY));
  const random = new Random(seed);
  const { length } = differences;
  const draws = Array.from({ length: DRAWS }, () => {
    const sum = differences.reduce((total) => total + (differences[Math.floor(random.uniform() * length)] ?? 0), 0);
    return sum / length;
  });
  return { mean: differences.reduce((a, b) => a + b, 0) / length, draws: draws.sort((a, b) => a - b) };
}

function intervalOf({ mean, draws }: Drawn): Difference {
  const percent = (share = 0) => Math.round(1e4 * share) / 100;
  return {
    ...{ mean: percent(mean), low: percent(draws[Math.floor(0.05 * DRAWS)]) },
    high: percent(draws[Math.floor(0.95 * DRAWS)]),
  };
}
