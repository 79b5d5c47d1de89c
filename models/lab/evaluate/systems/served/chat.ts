import * as z from "zod";
import { CodeFusionError, cancelled } from "../../../../../extension/errors";
import type { Message } from "./instructions";

/** Where a model is served, and how it is asked. */
export interface Service {
  readonly endpoint: string;
  readonly model: string;
  /** Of an environment variable; absent for a service that wants no key. */
  readonly key?: string | undefined;
  readonly temperature: number;
  readonly signal: AbortSignal;
}

/** Asks a served model for `count` answers to one chat. */
export type Chat = (messages: readonly Message[], count: number, seed: number) => Promise<string[]>;

/** An answer longer than this is no answer to a one-line request. */
const MAX_TOKENS = 256;
const TIMEOUT_MS = 120_000;
const RETRIES = 3;

const completionSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
});

/**
 * A chat over the OpenAI protocol; what fails in passing (connection, 408, 409, 429, 5xx) is tried again by the client.
 * @throws CodeFusionError (when asked) bad-input for a refused key, model or request, backend-unavailable for a service
 *   that cannot be reached, fails or does not speak the protocol, cancelled
 */
export async function openChat({ endpoint, model, key, temperature, signal }: Service): Promise<Chat> {
  const sdk = await import("openai");
  const client = new sdk.OpenAI({
    baseURL: endpoint,
    apiKey: key ?? "none",
    organization: null,
    project: null,
    maxRetries: RETRIES,
    timeout: TIMEOUT_MS,
    logLevel: "off",
  });
  const ask = async (messages: readonly Message[], n: number, seed: number): Promise<string[]> => {
    try {
      const body = { model, messages: [...messages], n, temperature, seed, max_tokens: MAX_TOKENS };
      const completion = completionSchema.parse(await client.chat.completions.create(body, { signal }));
      return completion.choices.map(({ message }) => message.content ?? "");
    } catch (error) {
      throw readable(error, sdk, endpoint, model);
    }
  };
  return async (messages, count, seed) => {
    const answers: string[] = [];
    // Some services answer once whatever n is; asking goes on until there are enough.
    for (let asked = 0; answers.length < count && asked < count; asked++)
      answers.push(...(await ask(messages, count - answers.length, seed + asked)));
    return answers.slice(0, count);
  };
}

type Sdk = typeof import("openai");

function readable(error: unknown, sdk: Sdk, endpoint: string, model: string): CodeFusionError {
  const fault = (code: "bad-input" | "backend-unavailable", message: string, remedy: string) =>
    new CodeFusionError(code, message, remedy, { cause: error });
  if (error instanceof sdk.APIUserAbortError) return cancelled();
  if (error instanceof sdk.APIConnectionError)
    return fault("backend-unavailable", `${endpoint} cannot be reached`, "check --endpoint, and that it is served");
  if (error instanceof sdk.AuthenticationError || error instanceof sdk.PermissionDeniedError)
    return fault("bad-input", `${endpoint} refuses the key`, "name the variable that holds it with --api-key-env");
  if (error instanceof sdk.NotFoundError)
    return fault(
      "bad-input",
      `${endpoint} has no model ${model}`,
      "check --model, and that --endpoint ends as /v1 does",
    );
  if (
    error instanceof sdk.APIError &&
    error.status !== undefined &&
    error.status >= 400 &&
    error.status < 500 &&
    error.status !== 429
  )
    return fault("bad-input", `${endpoint} refuses the request (${error.message})`, "check --model and --temperature");
  if (error instanceof sdk.APIError)
    return fault("backend-unavailable", `${endpoint} fails (${error.message})`, "try again later");
  return fault(
    "backend-unavailable",
    `${endpoint} answers with something else than chat completions`,
    "check that --endpoint is the base URL of an OpenAI-compatible API",
  );
}
