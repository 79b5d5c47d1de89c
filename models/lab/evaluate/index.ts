/** `lab eval`: predicts every row of a test file, prints the figures and writes the predictions. */
import type { Command } from "commander";
import { type CliContext, write } from "../../../extension/cli/context";
import { paintFor } from "../../../extension/cli/style";
import { CodeFusionError } from "../../../extension/errors";
import { type EvalReport, evalReportSchema, LANGUAGE_IDS } from "../../../extension/schema";
import { figures, GradualImprovement, loadMatch, type Outcome } from "../measures";
import { registerReport } from "../report";
import { registerAblate } from "./ablate";
import { registerCalibrate } from "./calibrate";
import { openCodeEncoder, withEmbeddings } from "./code-encoder";
import { evaluateExecuted } from "./executed";
import { addEvalOptions, type EvalFlags, ownModel } from "./flags";
import { openLines, predictionOf } from "./lines-file";
import { predictAll } from "./predict";
import { prepareRecord } from "./record";
import { readTestRows, type TestRows } from "./rows";
import { showFigures } from "./show";

/** Adds `eval`: a test file in, figures out. */
export function registerEval(program: Command, context: CliContext): void {
  const command = addEvalOptions(program.command("eval"))
    .description("measure the model, or another system in its place, on a test file")
    .action((flags: EvalFlags) => evaluate(flags, context));
  registerReport(command, context);
  registerAblate(command, context);
  registerCalibrate(command, context);
}

async function evaluate(flags: EvalFlags, context: CliContext): Promise<void> {
  requireExecution(flags);
  if (flags.execute) return evaluateExecuted(flags, context);
  const test = readTestRows(requireData(flags), flags);
  const writeRecord = prepareRecord(flags);
  const encoder = flags.embedding ? await openCodeEncoder(ownModel(flags), flags.provider) : undefined;
  const gradual = flags.gradual ? new GradualImprovement() : undefined;
  try {
    const predicted = await predictRows(test, flags, gradual, context);
    const report = await measure(encoder ? await withEmbeddings(predicted, encoder) : predicted);
    writeRecord?.({
      ...{ rowsInFile: test.inFile, figures: report },
      ...{ gradual: gradual?.steps(), encoder: encoder?.model },
    });
    const text = flags.json ? `${JSON.stringify(report)}\n` : showFigures(report, paintFor(context.stdout));
    await write(context.stdout, text);
  } finally {
    await encoder?.dispose();
  }
}

/** @throws CodeFusionError bad-input for flags of --execute without it, and for those that it makes nothing of */
function requireExecution(flags: EvalFlags): void {
  const { execute, cases, intercode, table, answers, writeAnswers, patience } = flags;
  const { data, embedding, gradual, predictions, group } = flags;
  const own = { cases, intercode, table, answers, writeAnswers, patience };
  const others = { data, embedding, gradual, predictions, group };
  const wrong = Object.entries(execute ? others : own).find(([, value]) => value !== undefined)?.[0];
  if (wrong === undefined) return;
  const option = `--${wrong.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (execute) throw new CodeFusionError("bad-input", `--execute makes nothing of ${option}`, "leave one of them out");
  throw new CodeFusionError("bad-input", `${option} is for executed cases`, "give --execute as well");
}

async function predictRows(
  test: TestRows,
  flags: EvalFlags,
  gradual: GradualImprovement | undefined,
  context: CliContext,
): Promise<Outcome[]> {
  const file = flags.predictions === undefined ? undefined : openLines(flags.predictions, "--predictions");
  try {
    return await predictAll(test, flags, context, { gradual, onOutcome: (each) => file?.add(predictionOf(each)) });
  } finally {
    file?.close();
  }
}

function requireData({ data }: EvalFlags): string {
  if (data !== undefined) return data;
  throw new CodeFusionError("bad-input", "there is no test file", "name one with --data");
}

async function measure(outcomes: readonly Outcome[]): Promise<EvalReport> {
  const match = await loadMatch();
  const entries = LANGUAGE_IDS.flatMap((id) => {
    const own = outcomes.filter((outcome) => outcome.language === id);
    return own.length === 0 ? [] : [[id, figures(own, match)]];
  });
  return evalReportSchema.parse(Object.fromEntries(entries));
}
