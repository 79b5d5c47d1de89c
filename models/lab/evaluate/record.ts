import { accessSync, constants, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type * as z from "zod";
import { modelFolder } from "../../../extension/cli/model-folder";
import { CodeFusionError } from "../../../extension/errors";
import { readManifest } from "../../../extension/model";
import {
  type EvalReport,
  type EvaluationRecord,
  type ExecutedReport,
  evaluationRecordSchema,
  executedRecordSchema,
  type GradualStep,
  type RecordSettings,
  type TestSet,
  trainingSchema,
} from "../../../extension/schema";
import { adjustDefaults } from "./decoding";
import type { EvalFlags } from "./flags";

/** What a record says besides what the flags say. */
export interface Measured {
  readonly rowsInFile: number;
  readonly figures: EvalReport;
  readonly gradual?: readonly GradualStep[] | undefined;
  /** The model whose E measured the embedding similarity. */
  readonly encoder?: string | undefined;
}

/** Writes a record; what cannot be recorded has been said before the measuring, by `prepareRecord`. */
export type WriteRecord = (measured: Measured) => void;

/**
 * Makes ready to write the record that the flags ask for; undefined where they ask for none.
 * @throws CodeFusionError bad-input for flags that lack something or do not go together, and for a --training file that
 *   cannot be read
 */
export function prepareRecord(flags: EvalFlags): WriteRecord | undefined {
  const { record: file, group, system, note, training } = flags;
  if (file === undefined) {
    refuse([flags.gradual && "--gradual", group && "--group", note && "--note", training && "--training"]);
    if (system !== undefined && system !== "openai" && flags.endpoint === undefined) refuse(["--system"]);
    return undefined;
  }
  if (group === undefined || system === undefined)
    throw new CodeFusionError("bad-input", "the record has no group or no system", "give --group and --system a name");
  requireWritable(file);
  const named = { format: 1, group, system, ...(note !== undefined && { note }) };
  const settings = settingsOf(flags);
  const trained = training === undefined ? {} : { training: readTraining(training) };
  return ({ rowsInFile, figures, gradual, encoder }) =>
    writeRecord(file, {
      ...named,
      testSet: testSetOf(flags, rowsInFile),
      settings: { ...settings, ...(encoder !== undefined && { encoder }) },
      ...trained,
      figures,
      ...(gradual && { gradual }),
    });
}

/** Writes a record of executed cases. */
export type WriteExecuted = (executed: ExecutedReport) => void;

/**
 * The same for executed cases, whose group is their own.
 * @throws CodeFusionError bad-input as `prepareRecord`
 */
export function prepareExecutedRecord(flags: EvalFlags): WriteExecuted | undefined {
  const { record: file, system, note, answers } = flags;
  if (flags.training !== undefined) refuse(["--training"]);
  if (file === undefined) {
    refuse([note && "--note"]);
    return undefined;
  }
  if (system === undefined) throw new CodeFusionError("bad-input", "the record has no system", "give --system a name");
  requireWritable(file);
  const named = { format: 1, group: "executed", system, ...(note !== undefined && { note }) };
  const settings = answers === undefined ? { settings: settingsOf(flags) } : {};
  return (executed) => writeJson(file, executedRecordSchema.parse({ ...named, ...settings, executed }));
}

function refuse(flags: readonly (string | false | undefined)[]): void {
  const named = flags.filter((flag) => typeof flag === "string");
  if (named.length === 0) return;
  throw new CodeFusionError("bad-input", `${named.join(", ")} is for a record`, "name the record's file with --record");
}

/** `cf-rules-public` of test-cf-rules-public.jsonl.gz. */
function testSetOf({ data = "", language, every, limit }: EvalFlags, rows: number): TestSet {
  const name = path.basename(data).replace(/\.jsonl(\.gz)?$/, "");
  return {
    name: name.replace(/^test-/, ""),
    rows,
    ...(language && { language }),
    ...(every && every > 1 && { every }),
    ...(limit && { limit }),
  };
}

function settingsOf(flags: EvalFlags): RecordSettings {
  const { count, seed, samples, baseline, endpoint, ranking, slots, steps, guidance, temperature, oversampling } =
    flags;
  const asked = { ...(temperature !== undefined && { temperature }), ...(oversampling && { oversampling }) };
  if (baseline !== undefined) return { count, seed };
  if (endpoint !== undefined) return { count, seed, ...asked };
  if (samples !== undefined) {
    const drawn = { ...asked, ...(steps && { steps }), ...(guidance && { guidance }) };
    return { count, seed, ranking, ...(!slots && { slots }), ...drawn };
  }
  const defaults = adjustDefaults(flags)(readManifest(modelFolder(flags.model)).defaults);
  // Weights are the model's, and no setting of a run.
  const { scope: _, confidence: __, leastConfidence: ___, ...settings } = defaults;
  return { count, seed, ranking, ...settings, steps: steps ?? defaults.steps };
}

function readTraining(file: string): z.infer<typeof trainingSchema> {
  try {
    return trainingSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new CodeFusionError(
      "bad-input",
      `${file} does not tell of a training`,
      'give --training a JSON file with "configuration", "parameters", "examples" and "seconds"',
      { cause: error },
    );
  }
}

/** Said before the measuring, which may take hours. */
function requireWritable(file: string): void {
  try {
    accessSync(path.dirname(file), constants.W_OK);
  } catch (error) {
    throw new CodeFusionError("bad-input", `cannot write ${file}`, "give --record a file in an existing folder", {
      cause: error,
    });
  }
}

function writeRecord(file: string, record: object): void {
  const checked: EvaluationRecord = evaluationRecordSchema.parse(record);
  writeJson(file, checked);
}

const writeJson = (file: string, value: object): void => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
