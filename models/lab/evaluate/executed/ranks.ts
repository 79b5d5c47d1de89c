import type { Answer } from "../../../../extension/schema";
import { type Outcome, TOP } from "../../measures";
import { answerOf } from "./answers";
import type { ExecutedCase } from "./cases";
import { type ExecuteOptions, execute } from "./executor";

/**
 * The place of the first candidate that does what a case asks, from 1, for several lists of candidates of the same cases; infinite
 * where none does. Each different candidate is executed once, however many lists hold it.
 * @param lists for each of them one outcome a case, in the order of the cases
 * @throws CodeFusionError bad-input where nothing can be executed here, cancelled
 */
export async function executedRanks(
  cases: readonly ExecutedCase[],
  lists: readonly (readonly Outcome[])[],
  options: ExecuteOptions,
): Promise<number[][]> {
  const answers = await Promise.all(
    lists.map((outcomes) =>
      Promise.all(cases.map((each, at) => (outcomes[at] ? answerOf(each.id, outcomes[at]) : nothing(each.id)))),
    ),
  );
  const batches = cases.flatMap((each, at) =>
    batchesOf(
      each,
      answers.flatMap((list) => list[at] ?? []),
    ),
  );
  const asked = batches.map(({ parent, answer }) => ({ ...parent, id: answer.id }));
  const details = await execute(
    asked,
    batches.map(({ answer }) => answer),
    options,
  );
  const seen = new Map(details.map((detail) => [detail.id, detail.candidates]));
  const passing = new Set(
    batches.flatMap(({ parent, answer }) =>
      answer.candidates.flatMap(({ code }, at) => (seen.get(answer.id)?.[at]?.pass ? [keyOf(parent.id, code)] : [])),
    ),
  );
  return answers.map((list) => cases.map((each, at) => placeOf(each, list[at] ?? nothing(each.id), passing)));
}

const nothing = (id: string): Answer => ({ id, candidates: [] });
const keyOf = (id: string, code: string) => JSON.stringify([id, code]);

/** Every different candidate of a case, as many at a time as the executor looks at. */
function batchesOf(parent: ExecutedCase, answers: readonly Answer[]) {
  const byCode = new Map(answers.flatMap(({ candidates }) => candidates.map((each) => [each.code, each] as const)));
  const all = [...byCode.values()];
  return Array.from({ length: Math.ceil(all.length / TOP) }, (_, at) => ({
    parent,
    answer: { id: `${parent.id}#${at}`, candidates: all.slice(at * TOP, (at + 1) * TOP) },
  }));
}

function placeOf({ id, expected }: ExecutedCase, { candidates }: Answer, passing: ReadonlySet<string>): number {
  if (expected === "decline") return candidates.length === 0 ? 1 : Number.POSITIVE_INFINITY;
  const at = candidates.findIndex(({ code }) => passing.has(keyOf(id, code)));
  return at < 0 ? Number.POSITIVE_INFINITY : at + 1;
}
