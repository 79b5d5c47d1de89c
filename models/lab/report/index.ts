/** `lab eval report`: evaluation records in, one Markdown page with figures out. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { type CliContext, write } from "../../../extension/cli/context";
import { CodeFusionError } from "../../../extension/errors";
import { buildReport } from "./build";
import { drawChart } from "./draw";
import { readEvidence } from "./evidence";

interface ReportFlags {
  readonly records: string;
  readonly published?: string;
  readonly out: string;
  readonly check?: true;
}

/** Adds `report` to `eval`. */
export function registerReport(evaluation: Command, context: CliContext): void {
  evaluation
    .command("report")
    .description("write the report of all evaluation records, or check that it is what they give")
    .requiredOption("--records <folder>", "folder of the records that eval --record has written")
    .option("--published <file>", "figures that others have published (default: published.json beside the folder)")
    .requiredOption("--out <file>", "the report, .md; its figures go into the folder evaluation/ beside it")
    .option("--check", "write nothing; fail where the report is not what the records give")
    .action((flags: ReportFlags) => report(flags, context));
}

async function report(flags: ReportFlags, context: CliContext): Promise<void> {
  const files = await filesOf(flags);
  if (flags.check) {
    const stale = files.find(({ file, text }) => textIn(file) !== text);
    if (stale === undefined) return write(context.stdout, `${flags.out} is what the records give\n`);
    throw new CodeFusionError(
      "bad-input",
      `${stale.file} is not what the records give`,
      "write it anew with lab eval report, without --check",
    );
  }
  for (const { file, text } of files) writeText(file, text);
  await write(context.stdout, files.map(({ file }) => `${file}\n`).join(""));
}

interface TextFile {
  readonly file: string;
  readonly text: string;
}

async function filesOf({ records, out, published }: ReportFlags): Promise<TextFile[]> {
  const evidence = readEvidence(records, published ?? path.join(records, "..", "published.json"));
  const figures = "evaluation";
  const { markdown, charts } = buildReport(evidence, figures);
  const drawn: TextFile[] = [];
  for (const { name, spec } of charts)
    drawn.push({ file: path.join(path.dirname(out), figures, `${name}.svg`), text: await drawChart(spec) });
  return [{ file: out, text: markdown }, ...drawn];
}

function textIn(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function writeText(file: string, text: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new CodeFusionError(
      "bad-input",
      `cannot write ${file}`,
      "give --out a file in a folder that can be written",
      {
        cause: error,
      },
    );
  }
}
