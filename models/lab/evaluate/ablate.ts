/** `lab eval ablate`: what each entry of the evidence is worth, on samples that were written before. */
import { basename } from "node:path";
import type { Command } from "commander";
import type { CliContext } from "../../../extension/cli/context";
import { Random } from "../../../extension/diffusion";
import { CodeFusionError } from "../../../extension/errors";
import { EVIDENCE_IDS } from "../../../extension/rank";
import { type WorthRecord, worthRecordSchema } from "../../../extension/schema";
import { loadMatch, type Match, type Outcome, TOP } from "../measures";
import { type JudgingAnew, requireSamples, writeRecord } from "./judging-anew";
import { readTestRows } from "./rows";
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
}

/** Paired draws over rows. */
const DRAWS = 1000;

/** Adds `ablate` to `eval`. */
export function registerAblate(evaluation: Command, context: CliContext): void {
  evaluation
    .command("ablate")
    .description("what each entry of the evidence is worth: samples judged with it and without, paired over rows")
    // --data, --samples, --tokenizers, --count and --seed are eval's own, which shares its line with this
    .option("--drawn <id=file...>", "samples drawn without something, as with --unfitted: what that is worth")
    .action((_: object, command: Command) => ablate(command.optsWithGlobals<AblateFlags>(), context));
}

interface AblateFlags extends JudgingAnew {
  /** `places=FILE`: samples for the same rows, drawn without. */
  readonly drawn?: readonly string[];
}

async function ablate(flags: AblateFlags, context: CliContext): Promise<void> {
  const { data, samples } = requireSamples(flags);
  const { tokenizers, seed, count, record, system = "codefusion-small", note } = flags;
  const rows = readTestRows(data, {});
  const match = await loadMatch();
  const ranksWithout = async (without: ReadonlySet<string>, file = samples): Promise<number[]> => {
    const judging = { file, tokenizers, slots: true, ranking: "consensus", count, without } as const;
    const system = samplesSystem(rows, judging);
    const ranks: number[] = [];
    for (const row of rows.rows) ranks.push(rankOf(await system.predict(row), match));
    return ranks;
  };
  const all = await ranksWithout(new Set());
  const none = await ranksWithout(new Set(EVIDENCE_IDS));
  const worths = [worthOf("everything", all, none, seed)];
  for (const id of EVIDENCE_IDS) worths.push(worthOf(id, all, await ranksWithout(new Set([id])), seed));
  for (const each of flags.drawn ?? []) {
    const [, id = "", file = ""] = /^([\w-]+)=(.+)$/.exec(each) ?? [];
    if (file === "") throw new CodeFusionError("bad-input", `--drawn ${each} names no file`, "write --drawn ID=FILE");
    worths.push(worthOf(`fitting: ${id}`, all, await ranksWithout(new Set(), file), seed));
  }
  const points = (value: (rank: number) => number) => Number((100 * meanOf(all, value)).toFixed(2));
  const figures: WorthRecord = worthRecordSchema.parse({
    ...{ format: 1, group: "evidence", system, ...(note !== undefined && { note }), testSet: basename(data) },
    ...{ rows: all.length, top1: points(first), top5: points(found), worths },
  });
  await writeRecord(figures, record, context);
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
  const difference = (value: (rank: number) => number): Difference => {
    const differences = withIt.map((rank, at) => value(rank) - value(without[at] ?? Number.POSITIVE_INFINITY));
    const random = new Random(seed);
    const draws = Array.from({ length: DRAWS }, () =>
      differences.reduce((sum) => sum + (differences[Math.floor(random.uniform() * differences.length)] ?? 0), 0),
    ).sort((a, b) => a - b);
    const percent = (sum = 0) => Math.round((1e4 * sum) / differences.length) / 100;
    return {
      mean: percent(differences.reduce((a, b) => a + b, 0)),
      low: percent(draws[Math.floor(0.05 * DRAWS)]),
      high: percent(draws[Math.floor(0.95 * DRAWS)]),
    };
  };
  return { id, top1: difference(first), top5: difference(found), rank: difference(reciprocal) };
}
