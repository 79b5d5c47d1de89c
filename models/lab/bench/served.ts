import { CodeFusionError } from "../../../extension/errors";
import type { Question } from "./measured";
import { type Spread, spreadOf } from "./statistics";

/**
 * A served model that writes one program, and five at once: as many tokens as ours have, and nothing of it judged.
 * @param url base URL of its OpenAI-compatible API
 * @throws CodeFusionError backend-unavailable where it answers with an error
 */
export async function measureServed(
  { url, model, tokens }: { readonly url: string; readonly model: string; readonly tokens: number },
  questions: readonly Question[],
): Promise<{ one: Spread; five: Spread }> {
  const write = async ({ utterance, language }: Question, seed: number): Promise<void> => {
    const body = {
      ...{ model, seed, max_tokens: tokens, temperature: 0.8, cache_prompt: false },
      messages: [{ role: "user", content: `Write ${language} code, nothing else: ${utterance}` }],
    };
    const answer = await fetch(`${url}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new CodeFusionError("backend-unavailable", `${url} answered ${answer.status}`, "see its log");
    await answer.text();
  };
  const times = { 1: [] as number[], 5: [] as number[] };
  for (const question of questions)
    for (const count of [1, 5] as const) {
      const started = performance.now();
      await Promise.all(Array.from({ length: count }, (_, seed) => write(question, seed)));
      times[count].push(performance.now() - started);
    }
  return { one: spreadOf(times[1]), five: spreadOf(times[5]) };
}
