/** `lab bench`: what a request costs, beside what it could cost and what others cost, in one run. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { type CliContext, write } from "../../../extension/cli/context";
import { modelFolder } from "../../../extension/cli/model-folder";
import { CodeFusionError } from "../../../extension/errors";
import { drawChart } from "../report/draw";
import { chartsOf } from "./charts";
import { markdownOf } from "./markdown";
import { type BenchFlags, runBench } from "./run";

/** Adds `bench`. */
export function registerBench(program: Command, context: CliContext): void {
  program
    .command("bench")
    .description("time the pipeline beside a roofline, an autoregressive decoder and a served model, in one run")
    .option("--quick", "fewer requests and repeats: under a minute on two idle cores")
    .option("--json", "print the figures as JSON and write no page")
    .option("--out <file>", "the page, .md; its charts go into the folder of its name beside it")
    .option("--model <folder>", "the model; the released one by default")
    .option(
      "--against <folder>",
      "another checkout, made ready by npm run bench: its pipeline is timed by turns with this one",
    )
    .option("--endpoint <url>", "an OpenAI-compatible server to time as well")
    .option("--served-model <name>", "the name it is served under", "model")
    .action((flags: Flags) => bench(flags, context));
}

interface Flags extends Omit<BenchFlags, "model"> {
  readonly json?: true;
  readonly out?: string;
  readonly model?: string;
}

async function bench(flags: Flags, context: CliContext): Promise<void> {
  const { out } = flags;
  if (flags.json === undefined && out === undefined)
    throw new CodeFusionError("bad-input", "the figures would go nowhere", "give --json, or --out with a file");
  const say = (what: string) => write(context.stderr, `${what} …\n`);
  const report = await runBench({ ...flags, model: modelFolder(flags.model) }, context, say);
  if (flags.json) await write(context.stdout, `${JSON.stringify(report, null, 2)}\n`);
  if (out === undefined) return;
  const charts = chartsOf(report);
  const figures = path.basename(out, ".md").toLowerCase();
  const at = path.join(path.dirname(out), figures);
  mkdirSync(at, { recursive: true });
  for (const { name, spec } of charts) writeFileSync(path.join(at, `${name}.svg`), await drawChart(spec));
  writeFileSync(out, markdownOf(report, charts, figures));
  await write(context.stdout, `${out}\n`);
}
