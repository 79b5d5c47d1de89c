/** `codefusion eval`: predicts every row of a test file, prints the figures and writes the predictions. */
import { clearLine, cursorTo } from "node:readline";
import type { Command } from "commander";
import { cancelled } from "../../errors";
import { figures, loadMatch, type Outcome } from "../../evaluation";
import { type EvalReport, evalReportSchema, LANGUAGE_IDS } from "../../schema";
import { type CliContext, type Output, write } from "../context";
import { paintFor } from "../style";
import { addEvalOptions, type EvalFlags } from "./flags";
import { type LinesFile, openLines, predictionOf } from "./lines-file";
import { readTestRows, type TestRow } from "./rows";
import { showFigures } from "./show";
import { openSystem, type System } from "./systems";

/** Adds `eval`: a test file in, figures out. */
export function registerEval(program: Command, context: CliContext): void {
  addEvalOptions(program.command("eval"))
    .description("measure the model, or another system in its place, on a test file")
    .action((flags: EvalFlags) => evaluate(flags, context));
}

async function evaluate(flags: EvalFlags, context: CliContext): Promise<void> {
  const test = readTestRows(flags.data, flags);
  const files = openFiles(flags);
  let outcomes: Outcome[];
  try {
    const system = await openSystem(flags, test, context, files.samples?.add);
    try {
      outcomes = await predictAll(test.rows, system, files.predictions, context);
    } finally {
      system.dispose();
    }
  } finally {
    for (const file of Object.values(files)) file?.close();
  }
  const report = await measure(outcomes);
  const text = flags.json ? `${JSON.stringify(report)}\n` : showFigures(report, paintFor(context.stdout));
  await write(context.stdout, text);
}

interface Files {
  readonly predictions?: LinesFile | undefined;
  readonly samples?: LinesFile | undefined;
}

function openFiles({ predictions, writeSamples }: EvalFlags): Files {
  const open = (file: string | undefined, option: string) => (file === undefined ? undefined : openLines(file, option));
  return { predictions: open(predictions, "--predictions"), samples: open(writeSamples, "--write-samples") };
}

async function predictAll(
  rows: readonly TestRow[],
  system: System,
  predictions: LinesFile | undefined,
  { signal, stderr }: CliContext,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  try {
    for (const row of rows) {
      if (signal.aborted) throw cancelled();
      showProgress(stderr, `${outcomes.length}/${rows.length} ${row.lang}`);
      const outcome = await system.predict(row);
      outcomes.push(outcome);
      predictions?.add(predictionOf(outcome));
    }
  } finally {
    showProgress(stderr, "");
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
