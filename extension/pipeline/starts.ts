import type { CodeTokenizer } from "../model";
import { codeOf, type Setting, voteOf } from "../rank";
import type { Recalled } from "../recall";
import type { StartExample } from "./plan";

/**
 * Remembered examples to start samples from. Examples of one form (their template) vote for it, the nearer the more: the
 * form with the most votes, for itself and for its parts, comes first, and no form comes twice before every form has come once.
 * @param recalled nearest first, every program once
 */
export function startsFrom(
  recalled: readonly Recalled[],
  setting: Setting,
  tokenizer: CodeTokenizer,
): readonly StartExample[] {
  const forms = new Map<string, { votes: number; members: Recalled[] }>();
  for (const each of recalled) {
    const key = setting.language.template(each.example.slotted);
    const form = forms.get(key) ?? { votes: 0, members: [] };
    form.votes += voteOf(each.similarity);
    form.members.push(each);
    forms.set(key, form);
  }
  const most = Math.max(...[...forms.values()].map(({ votes }) => votes));
  return [...forms.values()]
    .map((form) => ({ ...form, worth: form.votes * partsOf(form.members, setting) }))
    .sort((a, b) => b.worth - a.worth)
    .flatMap(({ votes, members }) => members.map((each, rank) => ({ each, rank, support: votes / most })))
    .sort((a, b) => a.rank - b.rank)
    .map(({ each: { example, similarity }, support }) => ({
      ids: tokenizer.encode(example.slotted),
      similarity,
      support,
    }));
}

/** What the votes on its parts are worth to a form. */
function partsOf([first]: readonly Recalled[], setting: Setting): number {
  const code = first && codeOf(first.example.slotted, setting);
  return code === undefined ? 1 : (setting.parts?.weigh(code) ?? 1);
}
