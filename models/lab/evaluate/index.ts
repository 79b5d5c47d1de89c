/** `lab eval`: predicts every row of a test file, prints the figures and writes the predictions. */
import { clearLine, cursorTo } from "node:readline";
import type { Command } from "commander";
import { type CliContext, type Output, write } from "../../../extension/cli/context";
import { modelFolder } from "../../../extension/cli/model-folder";
import { paintFor } from "../../../extension/cli/style";
import { CodeFusionError, cancelled } from "../../../extension/errors";
import { type EvalReport, evalReportSchema, LANGUAGE_IDS } from "../../../extension/schema";
import { figures, GradualImprovement, loadMatch, type Outcome } from "../measures";
import { registerReport } from "../report";
import { registerAblate } from "./ablate";
import { openCodeEncoder, withEmbeddings } from "./code-encoder";
import { addEvalOptions, type EvalFlags } from "./flags";
import { type LinesFile, openLines, predictionOf } from "./lines-file";
import { prepareRecord } from "./record";
import { readTestRows, type TestRows } from "./rows";
import { showFigures } from "./show";
import { openSystem } from "./systems";

/** Adds `eval`: a test file in, figures out. */
export function registerEval(program: Command, context: CliContext): void {
  const command = addEvalOptions(program.command("eval"))
    .description("measure the model, or another system in its place, on a test file")
    .action((flags: EvalFlags) => evaluate(flags, context));
  registerReport(command, context);
  registerAblate(command, context);
}

async function evaluate(flags: EvalFlags, context: CliContext): Promise<void> {
  const test = readTestRows(requireData(flags), flags);
  const writeRecord = prepareRecord(flags);
  const encoder = flags.embedding ? await openCodeEncoder(encoderFolder(flags), flags.provider) : undefined;
  const gradual = flags.gradual ? new GradualImprovement() : undefined;
  try {
    const predicted = await predictAll(test, flags, gradual, context);
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

function requireData({ data }: EvalFlags): string {
  if (data !== undefined) return data;
  throw new CodeFusionError("bad-input", "there is no test file", "name one with --data");
}

/** With a service, --model is the name of what it serves, so the model in its usual place reads the candidates. */
const encoderFolder = ({ endpoint, model }: EvalFlags) => modelFolder(endpoint === undefined ? model : undefined);

interface Files {
  readonly predictions?: LinesFile | undefined;
  readonly samples?: LinesFile | undefined;
}

function openFiles({ predictions, writeSamples }: EvalFlags): Files {
  const open = (file: string | undefined, option: string) => (file === undefined ? undefined : openLines(file, option));
  return { predictions: open(predictions, "--predictions"), samples: open(writeSamples, "--write-samples") };
}

async function predictAll(
  test: TestRows,
  flags: EvalFlags,
  gradual: GradualImprovement | undefined,
  context: CliContext,
): Promise<Outcome[]> {
  const files = openFiles(flags);
  const outcomes: Outcome[] = [];
  try {
    const system = await openSystem(flags, test, context, { keep: files.samples?.add, gradual });
    try {
      for (const row of test.rows) {
        if (context.signal.aborted) throw cancelled();
        showProgress(context.stderr, `${outcomes.length}/${test.rows.length} ${row.lang}`);
        const outcome = await system.predict(row);
        outcomes.push(outcome);
        files.predictions?.add(predictionOf(outcome));
      }
    } finally {
      system.dispose();
    }
  } finally {
    showProgress(context.stderr, "");
    for (const file of Object.values(files)) file?.close();
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
