/** Any model that somebody serves over an OpenAI-compatible API: asked with a few examples, its answers judged as ours are. */
import { CodeFusionError } from "../../../../../extension/errors";
import { judgeTexts } from "../judged";
import type { System } from "../system";
import { codeOfAnswer } from "./answer";
import { openChat } from "./chat";
import { chatFor } from "./instructions";

/** Where a model is served, and how it is asked. */
export interface ServedOptions {
  readonly endpoint: string;
  readonly model: string | undefined;
  /** Name of the environment variable that holds the key. */
  readonly apiKeyEnv?: string | undefined;
  /** Of the service's sampling. */
  readonly temperature?: number | undefined;
  /** Answers asked for each candidate. */
  readonly oversampling?: number | undefined;
  readonly count: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** What the service samples with when nothing else is said. */
const TEMPERATURE = 0.8;

/**
 * A served model; what its answers agree on comes first, then they stand as they came.
 * @throws CodeFusionError bad-input for an address, a model name or a key that is missing
 */
export async function servedSystem(options: ServedOptions): Promise<System> {
  const { endpoint, model, temperature = TEMPERATURE, oversampling = 1, count, seed, signal } = options;
  if (model === undefined)
    throw new CodeFusionError(
      "bad-input",
      "the served model has no name",
      "give the name it is served under with --model",
    );
  if (!/^https?:\/\/./.test(endpoint) || !URL.canParse(endpoint))
    throw new CodeFusionError("bad-input", `${endpoint} is no address`, "give --endpoint as http://host:port/v1");
  const chat = await openChat({ endpoint, model, key: keyIn(options.apiKeyEnv), temperature, signal });
  return {
    predict: async (row) => {
      const started = performance.now();
      const answers = await chat(chatFor(row), Math.ceil(count * oversampling), seed);
      const texts = answers.map(codeOfAnswer);
      return judgeTexts(row, texts, performance.now() - started, { count, ranking: "consensus" });
    },
    dispose: () => {},
  };
}

/** A key is no argument: arguments can be read by everybody on the machine, and are kept in shell histories. */
function keyIn(variable: string | undefined): string | undefined {
  if (variable === undefined) return undefined;
  const key = process.env[variable];
  if (key !== undefined && key !== "") return key;
  throw new CodeFusionError("bad-input", `the environment variable ${variable} is empty`, "put the API key into it");
}
