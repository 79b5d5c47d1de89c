/** `lab eval --execute`: whether candidates DO what cases ask for; only totals are printed or recorded. */
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { type CliContext, write } from "../../../../extension/cli/context";
import { paintFor } from "../../../../extension/cli/style";
import { openModel } from "../../../../extension/model";
import { memoryOf } from "../../../../extension/recall";
import { type Answer, executedReportSchema } from "../../../../extension/schema";
import { Nearness } from "../../measures";
import { type EvalFlags, ownModel } from "../flags";
import { openLines } from "../lines-file";
import { predictAll, showProgress } from "../predict";
import { prepareExecutedRecord } from "../record";
import { answerOf, readAnswers } from "./answers";
import { allCases, type ExecutedCase, readCases, rowsOf } from "./cases";
import { execute } from "./executor";
import { executedFigures } from "./figures";
import { readIntercode } from "./intercode";
import { showExecuted } from "./show";
import { executedTable } from "./table";

/**
 * Answers of a system to cases, or answers from a file, executed.
 * @throws CodeFusionError bad-input for flags, cases or answers that cannot be used, and where nothing can be executed here
 */
export async function evaluateExecuted(flags: EvalFlags, context: CliContext): Promise<void> {
  const { signal, stderr, stdout } = context;
  const writeRecord = prepareExecutedRecord(flags);
  const { examples } = memoryOf(openModel(ownModel(flags)));
  const cases =
    flags.intercode === undefined
      ? readCases(flags.cases ?? allCases(), flags)
      : await readIntercode(flags.intercode, examples, flags, signal);
  const answers = flags.answers === undefined ? await askAll(cases, flags, context) : readAnswers(flags.answers);
  showProgress(stderr, `executing ${cases.length} cases`);
  const jobs = Math.max(1, availableParallelism() - 1);
  const details = await execute(cases, answers, {
    signal,
    jobs,
    patience: flags.patience ?? 1,
    intercode: flags.intercode,
  });
  showProgress(stderr, "");
  const nearness = new Nearness(examples);
  const answerById = new Map(answers.map((answer) => [answer.id, answer]));
  const detailById = new Map(details.map((detail) => [detail.id, detail]));
  const judged = cases.map((each) => ({
    case: each,
    answer: answerById.get(each.id),
    detail: detailById.get(each.id),
    near: nearness.isNear(each.nl, each.lang),
  }));
  const report = executedReportSchema.parse(executedFigures(judged));
  writeRecord?.(report);
  if (flags.table !== undefined) writeFileSync(flags.table, executedTable(judged));
  await write(stdout, flags.json ? `${JSON.stringify(report)}\n` : showExecuted(report, paintFor(stdout)));
}

/** Every answer is written as soon as it is there: a stopped run keeps what it has. */
async function askAll(cases: readonly ExecutedCase[], flags: EvalFlags, context: CliContext): Promise<Answer[]> {
  const file = flags.writeAnswers === undefined ? undefined : openLines(flags.writeAnswers, "--write-answers");
  const answers: Answer[] = [];
  try {
    await predictAll(rowsOf(cases), flags, context, {
      onOutcome: async (outcome, { src }) => {
        const answer = await answerOf(src, outcome);
        answers.push(answer);
        file?.add(answer);
      },
    });
  } finally {
    file?.close();
  }
  return answers;
}
