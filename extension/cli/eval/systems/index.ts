/** What can be measured: the model, samples that another system drew, a served model, retrieval. */
import { CodeFusionError } from "../../../errors";
import type { SamplesLine } from "../../../schema";
import type { CliContext } from "../../context";
import { modelFolder } from "../../model-folder";
import { adjustDefaults } from "../decoding";
import type { EvalFlags } from "../flags";
import type { TestRows } from "../rows";
import { modelSystem } from "./model";
import { retrievalSystem } from "./retrieval";
import { samplesSystem } from "./samples";
import { servedSystem } from "./served";
import type { System } from "./system";

export type { System } from "./system";

/**
 * The system that the flags ask for.
 * @param keep gets the samples of every row, of a system that draws any itself
 * @throws CodeFusionError bad-input for flags that do not go together
 */
export async function openSystem(
  flags: EvalFlags,
  rows: TestRows,
  context: CliContext,
  keep: ((line: SamplesLine) => void) | undefined,
): Promise<System> {
  const { count, steps, seed, samples, baseline, endpoint } = flags;
  if (samples === undefined) refuseJudgingFlags(flags);
  if (keep && (samples ?? baseline ?? endpoint) !== undefined)
    throw new CodeFusionError("bad-input", "only the model's own samples are written", "leave --write-samples out");
  if (samples !== undefined) {
    const { tokenizers, slots, ranking } = flags;
    return samplesSystem(rows, { file: samples, tokenizers, slots, ranking, count });
  }
  if (baseline !== undefined) {
    if (flags.baselineData !== undefined) return retrievalSystem(flags.baselineData, count);
    throw new CodeFusionError("bad-input", "the baseline has no data", "name a pairs file with --baseline-data");
  }
  if (endpoint !== undefined) {
    const { model, apiKeyEnv, temperature, oversampling } = flags;
    const { signal } = context;
    return servedSystem({ endpoint, model, apiKeyEnv, temperature, oversampling, count, seed, signal });
  }
  if (flags.system === "openai")
    throw new CodeFusionError("bad-input", "nobody knows where openai is served", "give its base URL with --endpoint");
  const generator = await context.openGenerator(modelFolder(flags.model), flags.provider, adjustDefaults(flags));
  const options = { settings: { count, steps, seed }, signal: context.signal };
  return modelSystem(generator, keep ? { ...options, keep } : options);
}

/** The model ranks in its own way: another one is measured on its written samples. */
function refuseJudgingFlags({ slots, ranking, tokenizers }: EvalFlags): void {
  if (slots && ranking === "consensus" && tokenizers === undefined) return;
  throw new CodeFusionError(
    "bad-input",
    "--tokenizers, --no-slots and --ranking are for --samples",
    "write the model's samples with --write-samples first, then measure them with --samples",
  );
}
