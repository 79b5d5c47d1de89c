/** `codefusion eval`: predicts every row of a test file, prints the figures and writes the predictions. */
import { clearLine, cursorTo } from "node:readline";
import { type Command, Option } from "commander";
import { CodeFusionError, cancelled } from "../../errors";
import { figures, loadMatch, type Outcome } from "../../evaluation";
import type { ProviderId } from "../../inference";
import { type EvalReport, evalReportSchema, LANGUAGE_IDS } from "../../schema";
import { type CliContext, type Output, write } from "../context";
import { modelFolder } from "../model-folder";
import { options } from "../options";
import { type PairRow, readPairs } from "../prepare/rows";
import { paintFor } from "../style";
import { modelPredict, type Predict, retrievalPredict } from "./predict";
import { openPredictions } from "./predictions";
import { showFigures } from "./show";

interface EvalFlags {
  readonly data: string;
  readonly limit?: number;
  readonly count: number;
  readonly steps?: number;
  readonly seed: number;
  readonly predictions?: string;
  readonly baseline?: "retrieval";
  readonly baselineData?: string;
  readonly provider?: ProviderId;
  readonly model?: string;
  readonly json?: true;
}

/** Adds `eval`: a test file in, figures out. */
export function registerEval(program: Command, context: CliContext): void {
  program
    .command("eval")
    .description("measure the model, or a baseline in its place, on a test file")
    .requiredOption("--data <file>", "test rows {lang, nl, code, data?}, .jsonl or .jsonl.gz")
    .addOption(options.limit())
    .addOption(options.count())
    .addOption(options.steps())
    .addOption(options.seed())
    .option("--predictions <file>", "write the candidates of every row to this .jsonl file")
    .addOption(new Option("--baseline <name>", "measure this instead of the model").choices(["retrieval"]))
    .option("--baseline-data <file>", "pairs that the baseline retrieves from, .jsonl or .jsonl.gz")
    .addOption(options.provider())
    .addOption(options.model())
    .addOption(options.json())
    .action((flags: EvalFlags) => evaluate(flags, context));
}

async function evaluate(flags: EvalFlags, context: CliContext): Promise<void> {
  const rows = readPairs(flags.data).slice(0, flags.limit);
  if (rows.length === 0)
    throw new CodeFusionError("bad-input", `${flags.data} has no rows`, "name a file with one JSON object a line");
  const { predict, dispose } = await predictor(flags, context);
  let outcomes: Outcome[];
  try {
    outcomes = await predictAll(rows, predict, flags.predictions, context);
  } finally {
    dispose();
  }
  const report = await measure(outcomes);
  const text = flags.json ? `${JSON.stringify(report)}\n` : showFigures(report, paintFor(context.stdout));
  await write(context.stdout, text);
}

async function predictor(
  { baseline, baselineData, provider, model, ...settings }: EvalFlags,
  context: CliContext,
): Promise<{ predict: Predict; dispose: () => void }> {
  if (baseline !== undefined) {
    if (baselineData === undefined)
      throw new CodeFusionError("bad-input", "the baseline has no data", "name a pairs file with --baseline-data");
    return { predict: retrievalPredict(baselineData, settings.count), dispose: () => {} };
  }
  const generator = await context.openGenerator(modelFolder(model), provider);
  const { count, steps, seed } = settings;
  return {
    predict: modelPredict(generator, { count, steps, seed }, context.signal),
    dispose: () => generator.dispose(),
  };
}

async function predictAll(
  rows: readonly PairRow[],
  predict: Predict,
  predictions: string | undefined,
  { signal, stderr }: CliContext,
): Promise<Outcome[]> {
  const file = predictions === undefined ? undefined : openPredictions(predictions);
  const outcomes: Outcome[] = [];
  try {
    for (const row of rows) {
      if (signal.aborted) throw cancelled();
      showProgress(stderr, `${outcomes.length}/${rows.length} ${row.lang}`);
      const outcome = await predict(row);
      outcomes.push(outcome);
      file?.add(outcome);
    }
  } finally {
    showProgress(stderr, "");
    file?.close();
  }
  return outcomes;
}

/** One line that replaces itself, on a terminal only. */
function showProgress(output: Output, text: string): void {
  if (!isTerminal(output)) return;
  cursorTo(output, 0);
  clearLine(output, 1);
  output.write(text);
}

const isTerminal = (output: Output): output is Output & NodeJS.WritableStream => output.isTTY === true;

async function measure(outcomes: readonly Outcome[]): Promise<EvalReport> {
  const match = await loadMatch();
  const entries = LANGUAGE_IDS.flatMap((id) => {
    const own = outcomes.filter((outcome) => outcome.language === id);
    return own.length === 0 ? [] : [[id, figures(own, match)]];
  });
  return evalReportSchema.parse(Object.fromEntries(entries));
}
