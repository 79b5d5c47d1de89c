/** What can be measured: the model, samples that another system drew, a served model, retrieval. */

import type { CliContext } from "../../../../extension/cli/context";
import { modelFolder } from "../../../../extension/cli/model-folder";
import { CodeFusionError } from "../../../../extension/errors";
import { EVIDENCE_IDS } from "../../../../extension/rank";
import type { SamplesLine } from "../../../../extension/schema";
import type { GradualImprovement } from "../../measures";
import { adjustDefaults } from "../decoding";
import type { EvalFlags } from "../flags";
import type { TestRows } from "../rows";
import { modelSystem } from "./model";
import { retrievalSystem } from "./retrieval";
import { samplesSystem } from "./samples";
import { servedSystem } from "./served";
import type { System } from "./system";

export type { System } from "./system";

/** What is kept of a run besides its outcomes, of a system that draws samples itself. */
export interface Kept {
  /** Gets the samples of every row. */
  readonly keep?: ((line: SamplesLine) => void) | undefined;
  /** Gets the history of every candidate. */
  readonly gradual?: GradualImprovement | undefined;
}

/**
 * The system that the flags ask for.
 * @throws CodeFusionError bad-input for flags that do not go together
 */
export async function openSystem(
  flags: EvalFlags,
  rows: TestRows,
  context: CliContext,
  { keep, gradual }: Kept,
): Promise<System> {
  const { count, steps, seed, samples, baseline, endpoint } = flags;
  if (samples === undefined) refuseJudgingFlags(flags);
  if ((keep || gradual) && (samples ?? baseline ?? endpoint) !== undefined)
    throw new CodeFusionError(
      "bad-input",
      "only the model's own samples have a way that can be kept",
      "leave --write-samples and --gradual out",
    );
  if (samples !== undefined) {
    const { tokenizers, slots, ranking } = flags;
    return samplesSystem(rows, { file: samples, tokenizers, slots, ranking, count, without: leftOut(flags) });
  }
  if (baseline !== undefined) {
    if (flags.baselineData !== undefined) return retrievalSystem(flags.baselineData, count);
    throw new CodeFusionError("bad-input", "the baseline has no data", "name a pairs file with --baseline-data");
  }
  if (endpoint !== undefined) {
    const { model, apiKeyEnv, temperature, oversampling } = flags;
    const { signal } = context;
    return servedSystem({
      endpoint,
      model,
      apiKeyEnv,
      temperature,
      oversampling,
      settings: { count, steps, seed },
      signal,
    });
  }
  if (flags.system === "openai")
    throw new CodeFusionError("bad-input", "nobody knows where openai is served", "give its base URL with --endpoint");
  const generator = await context.openGenerator(modelFolder(flags.model), flags.provider, adjustDefaults(flags));
  return modelSystem(generator, { settings: { count, steps, seed }, signal: context.signal, keep, gradual });
}

/** Ids of the evidence that `--without` names, or of all but what `--only` names. */
function leftOut({ without = [], only }: EvalFlags): ReadonlySet<string> {
  const kept = only && new Set(only);
  return new Set(kept ? EVIDENCE_IDS.filter((id) => !kept.has(id)) : without);
}

/** The model ranks in its own way: another one is measured on its written samples. */
function refuseJudgingFlags({ slots, ranking, tokenizers, without, only }: EvalFlags): void {
  if (slots && ranking === "consensus" && (tokenizers ?? without ?? only) === undefined) return;
  throw new CodeFusionError(
    "bad-input",
    "--tokenizers, --no-slots, --ranking, --without and --only are for --samples",
    "write the model's samples with --write-samples first, then measure them with --samples",
  );
}
