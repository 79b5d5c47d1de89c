import { clearLine, cursorTo } from "node:readline";
import type { CliContext, Output } from "../../../extension/cli/context";
import { cancelled } from "../../../extension/errors";
import type { GradualImprovement, Outcome } from "../measures";
import type { EvalFlags } from "./flags";
import { openLines } from "./lines-file";
import type { TestRow, TestRows } from "./rows";
import { openSystem } from "./systems";

/** Who else sees what is predicted. */
export interface Watching {
  readonly gradual?: GradualImprovement | undefined;
  /** Gets every outcome as soon as it is there. */
  readonly onOutcome?: (outcome: Outcome, row: TestRow) => void | Promise<void>;
}

/**
 * What the system that the flags ask for answers to every row; its samples go to --write-samples.
 * @throws CodeFusionError as `openSystem`, and cancelled
 */
export async function predictAll(
  test: TestRows,
  flags: EvalFlags,
  context: CliContext,
  { gradual, onOutcome }: Watching,
): Promise<Outcome[]> {
  const samples = flags.writeSamples === undefined ? undefined : openLines(flags.writeSamples, "--write-samples");
  const outcomes: Outcome[] = [];
  try {
    const system = await openSystem(flags, test, context, { keep: samples?.add, gradual });
    try {
      for (const row of test.rows) {
        if (context.signal.aborted) throw cancelled();
        showProgress(context.stderr, `${outcomes.length}/${test.rows.length} ${row.lang}`);
        const outcome = await system.predict(row);
        outcomes.push(outcome);
        await onOutcome?.(outcome, row);
      }
    } finally {
      system.dispose();
    }
  } finally {
    showProgress(context.stderr, "");
    samples?.close();
  }
  return outcomes;
}

/** One line that replaces itself, on a terminal only. */
export function showProgress(output: Output, text: string): void {
  if (!isTerminal(output)) return;
  cursorTo(output, 0);
  clearLine(output, 1);
  output.write(text);
}

const isTerminal = (output: Output): output is Output & NodeJS.WritableStream => output.isTTY === true;
