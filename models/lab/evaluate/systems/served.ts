import { CodeFusionError } from "../../../../extension/errors";
import { createServedGenerator } from "../../../../extension/served";
import { type ModelOptions, modelSystem } from "./model";
import type { System } from "./system";

/** Where a model is served, and how it is asked. */
export interface ServedSystemOptions extends Pick<ModelOptions, "settings" | "signal"> {
  readonly endpoint: string;
  readonly model: string | undefined;
  /** Name of the environment variable that holds the key. */
  readonly apiKeyEnv?: string | undefined;
  /** Of the service's sampling. */
  readonly temperature?: number | undefined;
  /** Answers asked for each candidate. */
  readonly oversampling?: number | undefined;
}

/**
 * A served model, asked as the product asks it.
 * @throws CodeFusionError bad-input for an address, a model name or a key that is missing
 */
export function servedSystem(options: ServedSystemOptions): System {
  const { endpoint, model, apiKeyEnv, temperature, oversampling, settings, signal } = options;
  if (model === undefined)
    throw new CodeFusionError(
      "bad-input",
      "the served model has no name",
      "give the name it is served under with --model",
    );
  if (!/^https?:\/\/./.test(endpoint) || !URL.canParse(endpoint))
    throw new CodeFusionError("bad-input", `${endpoint} is no address`, "give --endpoint as http://host:port/v1");
  const key = keyIn(apiKeyEnv);
  const generator = createServedGenerator({
    server: { url: endpoint, ...(key !== undefined && { headers: { authorization: `Bearer ${key}` } }) },
    model,
    ...(temperature !== undefined && { temperature }),
    ...(oversampling !== undefined && { oversampling }),
  });
  return modelSystem(generator, { settings, signal });
}

/** A key is no argument: arguments can be read by everybody on the machine, and are kept in shell histories. */
function keyIn(variable: string | undefined): string | undefined {
  if (variable === undefined) return undefined;
  const key = process.env[variable];
  if (key !== undefined && key !== "") return key;
  throw new CodeFusionError("bad-input", `the environment variable ${variable} is empty`, "put the API key into it");
}
