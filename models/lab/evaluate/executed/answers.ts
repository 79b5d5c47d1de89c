import { readJsonLines } from "../../../../extension/cli/json-lines";
import { loadLanguage } from "../../../../extension/languages";
import { type Answer, answerSchema } from "../../../../extension/schema";
import { type Outcome, TOP } from "../../measures";

const LINE = { name: "an answer", remedy: 'each line must be JSON with "id" and "candidates"' };

/** @throws CodeFusionError bad-input for a file that cannot be read, and for a line that is no answer, naming it */
export const readAnswers = (file: string): Answer[] => readJsonLines(file, answerSchema, LINE);

/** What a system answers to a case; where it marks nothing, candidates carry the cautions that the editor would show. */
export async function answerOf(id: string, { language, candidates, marks }: Outcome): Promise<Answer> {
  const { cautions } = await loadLanguage(language);
  const offered = candidates.slice(0, TOP).map((code, at) => {
    const mark = marks?.[at];
    return {
      code,
      cautions: [...(mark ? (mark.cautions ?? []) : (cautions?.(code) ?? []))],
      ...(mark && { remembered: mark.example !== undefined }),
    };
  });
  return { id, candidates: offered };
}
