import { type DecodedSample, judgeAll, RANKINGS, type Ranking, type Setting, select } from "../../../candidates";
import type { Outcome } from "../../../evaluation";
import { settingFor } from "../../../setting";
import type { TestRow } from "../rows";
import { outcomeOf } from "./system";

/** How samples that another system drew are judged. */
export interface Judging {
  readonly count: number;
  readonly ranking: Ranking;
  /** Without slots the utterance has no literals to put back: the code spells them. */
  readonly slots: boolean;
}

/** The product's own chain from here on: slots put back, validated, de-duplicated, ranked, chosen. */
export async function judgeSamples(
  row: TestRow,
  samples: readonly DecodedSample[],
  milliseconds: number | undefined,
  { count, ranking, slots, noiseWeight }: Judging & Pick<Setting, "noiseWeight">,
): Promise<Outcome> {
  const full = await settingFor({ utterance: row.nl, language: row.lang, table: row.data });
  const setting = { ...full, ...(!slots && { slots: [] }), ...(noiseWeight !== undefined && { noiseWeight }) };
  return outcomeIn(row, samples, setting, count, ranking, milliseconds);
}

/** The same for answers that are code already, best first: validated and de-duplicated, their order kept. */
export async function judgeTexts(
  row: TestRow,
  texts: readonly string[],
  milliseconds: number | undefined,
  count: number,
): Promise<Outcome> {
  const full = await settingFor({ utterance: row.nl, language: row.lang, table: row.data });
  const samples = texts.map((slotted, index) => ({ index, seed: 0, slotted, probability: 1 }));
  return outcomeIn(row, samples, { ...full, slots: [], header: [] }, count, RANKINGS.first, milliseconds);
}

function outcomeIn(
  row: TestRow,
  samples: readonly DecodedSample[],
  setting: Setting,
  count: number,
  ranking: Ranking,
  milliseconds: number | undefined,
): Outcome {
  const { candidates, judged } = select(judgeAll(samples, setting), setting, count, ranking);
  return outcomeOf(row, {
    candidates: candidates.map(({ code }) => code),
    samples: judged.map(({ rawValid }) => ({ valid: rawValid })),
    milliseconds,
  });
}
