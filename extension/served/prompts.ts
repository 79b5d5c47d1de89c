import type { GenerateRequest } from "../contract";
import { CodeFusionError } from "../errors";
import { loadLanguage } from "../languages";
import { informativeHeader } from "../pipeline";
import type { Gap } from "./families";
import { INSTRUCTIONS } from "./instructions";

/** One message of a chat. */
export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** What of a request a model is told. */
export type ToldRequest = Pick<GenerateRequest, "utterance" | "language" | "table" | "context" | "below" | "origin">;

/** Where a completion ends: the next example would begin. */
export const COMPLETION_ENDS: readonly string[] = ["\n\n", "\n# "];

/**
 * The chat that asks for a request's code: the task, a few examples, the code around the prompt, the utterance, the columns.
 * @param most characters of the code above that are sent
 * @throws CodeFusionError bad-input where the request starts from tokens, which only our own model has
 */
export function chatFor(request: ToldRequest, most: number): ChatMessage[] {
  const { task, examples } = INSTRUCTIONS[request.language];
  const code = startOf(request);
  const above = nearest(request.context, most);
  const around = [
    ...(above === "" ? [] : [`The code above it:\n\`\`\`\n${above}\n\`\`\``]),
    ...(code === undefined ? [] : [`Change this code:\n\`\`\`\n${code}\n\`\`\``]),
  ];
  return [
    { role: "system", content: task },
    ...examples.flatMap(([utterance, answer]): ChatMessage[] => [
      { role: "user", content: utterance },
      { role: "assistant", content: answer },
    ]),
    { role: "user", content: [...around, withColumns(request)].join("\n\n") },
  ];
}

/**
 * The same as a text that a model without a chat goes on with: examples as comments with their code, then the code above.
 * @throws CodeFusionError as `chatFor`
 */
export async function textFor(request: ToldRequest, most: number): Promise<string> {
  const { lineComment } = await loadLanguage(request.language);
  const comment = (text: string) => text.replace(/^/gm, `${lineComment} `);
  const { examples } = INSTRUCTIONS[request.language];
  const code = startOf(request);
  const above = nearest(request.context, most);
  return [
    ...examples.map(([utterance, answer]) => `${comment(utterance)}\n${answer}`),
    ...(above === "" ? [] : [above]),
    ...(code === undefined ? [] : [code]),
    `${comment(withColumns(request))}\n`,
  ].join("\n\n");
}

/** The gap that a model fills: the code above and the prompt before it, the code below behind it. */
export async function gapFor(request: ToldRequest, most: number): Promise<Gap> {
  const { lineComment } = await loadLanguage(request.language);
  const above = nearest(request.context, most);
  const comment = withColumns(request).replace(/^/gm, `${lineComment} `);
  return {
    prefix: `${above === "" ? "" : `${above}\n`}${comment}\n`,
    suffix: (request.below ?? "").slice(0, Math.floor(most / 4)),
  };
}

/** It tells the columns where our own model is told them too. */
function withColumns({ utterance, language, table }: ToldRequest): string {
  const columns = informativeHeader({ language, table }).map((name, index) => `c[${index}] = ${name}`);
  return columns.length === 0 ? utterance : `${utterance}\nColumns: ${columns.join(", ")}`;
}

function startOf({ origin }: ToldRequest): string | undefined {
  const canvas = origin?.canvas;
  if (canvas === undefined || typeof canvas === "string") return canvas;
  throw new CodeFusionError(
    "bad-input",
    "a served model has no steps to branch from",
    "generate the code again, or let this machine's model denoise it",
  );
}

/** The last characters of the code above, whole lines. */
function nearest(context: string | undefined, most: number): string {
  const above = (context ?? "").trimEnd();
  if (above.length <= most) return above;
  const cut = above.slice(above.length - most);
  return cut.slice(cut.indexOf("\n") + 1);
}
