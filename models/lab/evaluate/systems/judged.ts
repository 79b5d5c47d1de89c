import { settingFor } from "../../../../extension/pipeline";
import {
  type DecodedSample,
  type JudgedSample,
  judgeAll,
  judgeTexts,
  RANKINGS,
  type RankingId,
  type Setting,
  select,
} from "../../../../extension/rank";
import type { Outcome } from "../../measures";
import type { TestRow } from "../rows";
import { outcomeOf } from "./system";

/** How samples become candidates. */
export interface Judging {
  /** Candidates wanted. */
  readonly count: number;
  readonly ranking: RankingId;
  /** Evidence that is left out, by id. */
  readonly without?: ReadonlySet<string>;
}

/** What is known of a row's samples besides themselves. */
export interface Drawing extends Pick<Setting, "noiseWeight"> {
  /** False: the utterance's literals are not put back, the code spells them. */
  readonly slots: boolean;
  /** Time of the utterance in ms. */
  readonly milliseconds?: number | undefined;
}

/** The product's own chain from here on: slots put back, validated, de-duplicated, ranked, chosen. */
export async function judgeSamples(
  row: TestRow,
  samples: readonly DecodedSample[],
  { slots, noiseWeight, milliseconds }: Drawing,
  judging: Judging,
): Promise<Outcome> {
  const full = await settingOf(row);
  const setting = { ...full, ...(!slots && { slots: [] }), ...(noiseWeight !== undefined && { noiseWeight }) };
  return chosenOf(row, judgeAll(samples, setting, judging.without), setting, judging, milliseconds);
}

/** The same for answers that are code already, in the order in which they came. */
export async function judgeTextsOf(
  row: TestRow,
  texts: readonly string[],
  milliseconds: number | undefined,
  judging: Judging,
): Promise<Outcome> {
  const samples = texts.map((slotted, index) => ({ index, seed: 0, slotted, probability: 1 }));
  const setting = await settingOf(row);
  return chosenOf(row, judgeTexts(samples, setting, judging.without), setting, judging, milliseconds);
}

const settingOf = ({ nl, lang, data, context }: TestRow) =>
  settingFor({ utterance: nl, language: lang, table: data, context });

function chosenOf(
  row: TestRow,
  samples: readonly JudgedSample[],
  setting: Setting,
  { count, ranking, without }: Judging,
  milliseconds: number | undefined,
): Outcome {
  const { candidates, judged } = select(samples, setting, count, RANKINGS[ranking], without);
  return outcomeOf(row, {
    candidates: candidates.map(({ code }) => code),
    samples: judged.map(({ rawValid }) => ({ valid: rawValid })),
    milliseconds,
  });
}
