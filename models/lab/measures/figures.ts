import { squash } from "../../../extension/languages/text";
import type { CfFigures, Figures, TopFigures } from "../../../extension/schema";
import { bleu4, bleuTokens } from "./bleu";
import { chrF } from "./chrf";
import { diversity } from "./diversity";
import { pairwiseSimilarity } from "./embedding";
import type { Match } from "./match";
import { hasUsableTable, type Outcome, TOP } from "./outcome";

/** Figures of one language over its utterances (at least one); fractions of 1, rounded to four digits. */
export function figures(outcomes: readonly Outcome[], match: Match): Figures {
  const language = outcomes[0]?.language;
  const judged = outcomes.map((outcome) => ({
    outcome,
    hits: firstCandidates(outcome).map((code) => match(outcome.language, code, outcome.gold, outcome.table)),
  }));
  const exact = outcomes.map((outcome) =>
    firstCandidates(outcome).map((code) => squash(code) === squash(outcome.gold)),
  );
  const samples = outcomes.flatMap((outcome) => outcome.samples);
  const sets = outcomes.map(firstCandidates).filter((candidates) => candidates.length > 1);
  const spread = sets.map(diversity);
  return {
    n: outcomes.length,
    ...topFigures(judged.map(({ hits }) => hits)),
    exactTop1: shareWithin(exact, 1),
    exactTop5: shareWithin(exact, TOP),
    validTop1Raw: round(mean(outcomes.map((outcome) => Number(outcome.samples[0]?.valid ?? false)))),
    validRaw: round(mean(samples.map((sample) => Number(sample.valid)))),
    diversity: {
      unique: round(mean(spread.map((each) => each.unique))),
      ngram4: round(mean(spread.map((each) => each.ngram4))),
      editDistance: round(mean(spread.map((each) => each.editDistance))),
      ...embeddingFigure(outcomes),
    },
    ...timeFigure(outcomes),
    ...(language === "cf" ? tableFigures(judged) : {}),
    ...(language === "python" ? textFigures(outcomes) : {}),
  };
}

const firstCandidates = (outcome: Outcome) => outcome.candidates.slice(0, TOP);
const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
const round = (value: number) => Math.round(value * 10_000) / 10_000;

/** Absent where not every utterance was timed. */
function timeFigure(outcomes: readonly Outcome[]): Pick<Figures, "msPerUtterance"> {
  const times = outcomes.flatMap(({ milliseconds }) => milliseconds ?? []);
  return times.length < outcomes.length ? {} : { msPerUtterance: Math.round(mean(times) * 10) / 10 };
}

/** Absent where E was not asked; only utterances with several candidates count, as in the other figures of diversity. */
function embeddingFigure(outcomes: readonly Outcome[]): Pick<Figures["diversity"], "embedding"> {
  if (outcomes.some(({ embeddings }) => embeddings === undefined)) return {};
  const sets = outcomes.flatMap(({ embeddings = [] }) => (embeddings.length > 1 ? [embeddings] : []));
  return { embedding: round(mean(sets.map(pairwiseSimilarity))) };
}

/** The share of rows with a hit among the first `k`. */
function shareWithin(hits: readonly (readonly boolean[])[], k: number): number {
  return round(mean(hits.map((row) => Number(row.slice(0, k).includes(true)))));
}

function topFigures(hits: readonly (readonly boolean[])[]): TopFigures {
  return { top1: shareWithin(hits, 1), top3: shareWithin(hits, 3), top5: shareWithin(hits, TOP) };
}

/** Rows whose rule can be run on their table, and rows judged by the rule alone, apart. */
function tableFigures(judged: readonly { outcome: Outcome; hits: readonly boolean[] }[]): CfFigures {
  const part = (wanted: boolean) => {
    const hits = judged.filter(({ outcome }) => hasUsableTable(outcome.table) === wanted).map((each) => each.hits);
    return { n: hits.length, ...topFigures(hits) };
  };
  return { withTable: part(true), withoutTable: part(false) };
}

/** Similarity of the first candidate's text; an utterance without candidates counts with an empty one. */
function textFigures(outcomes: readonly Outcome[]): { bleu4: number; chrF: number } {
  const pairs = outcomes.map((outcome) => ({ hypothesis: outcome.candidates[0] ?? "", reference: outcome.gold }));
  const tokens = pairs.map(({ hypothesis, reference }) => ({
    hypothesis: bleuTokens(hypothesis),
    reference: bleuTokens(reference),
  }));
  return { bleu4: round(bleu4(tokens)), chrF: round(chrF(pairs)) };
}
