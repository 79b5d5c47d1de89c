import type { Language } from "../languages";
import type { CodeTokenizer, Recalled } from "../model";
import type { StartExample } from "./plan";

/** How much more a near example says than a farther one. */
const NEARNESS = 6;

/**
 * Remembered examples to start samples from. Examples of one form (their template) vote for it, the nearer the more: the
 * form with the most votes comes first, and no form comes twice before every form has come once.
 * @param recalled nearest first, every program once
 */
export function startsFrom(
  recalled: readonly Recalled[],
  language: Language,
  tokenizer: CodeTokenizer,
): readonly StartExample[] {
  const forms = new Map<string, { votes: number; members: Recalled[] }>();
  for (const each of recalled) {
    const key = language.template(each.example.slotted);
    const form = forms.get(key) ?? { votes: 0, members: [] };
    form.votes += each.similarity ** NEARNESS;
    form.members.push(each);
    forms.set(key, form);
  }
  const most = Math.max(...[...forms.values()].map(({ votes }) => votes));
  return [...forms.values()]
    .sort((a, b) => b.votes - a.votes)
    .flatMap(({ votes, members }) => members.map((each, rank) => ({ each, rank, support: votes / most })))
    .sort((a, b) => a.rank - b.rank)
    .map(({ each: { example, similarity }, support }) => ({
      ids: tokenizer.encode(example.slotted),
      similarity,
      support,
    }));
}
