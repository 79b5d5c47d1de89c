import { writeFileSync } from "node:fs";
import { type CliContext, write } from "../../../extension/cli/context";
import { CodeFusionError } from "../../../extension/errors";

/** Flags of commands that judge samples which `eval --write-samples` wrote: eval's own, which shares its line with them. */
export interface JudgingAnew {
  readonly data?: string;
  readonly samples?: string;
  readonly tokenizers?: string;
  readonly seed: number;
  readonly count: number;
  readonly record?: string;
  readonly system?: string;
  readonly note?: string;
}

/** @throws CodeFusionError bad-input where the rows or their samples are not named */
export function requireSamples({ data, samples }: JudgingAnew): { readonly data: string; readonly samples: string } {
  if (data !== undefined && samples !== undefined) return { data, samples };
  throw new CodeFusionError(
    "bad-input",
    "there is nothing to judge",
    "name --data, and with --samples what eval --write-samples wrote for it",
  );
}

/** Writes a record where `--record` says, or to standard output. */
export async function writeRecord(record: unknown, file: string | undefined, context: CliContext): Promise<void> {
  const text = `${JSON.stringify(record, undefined, 2)}\n`;
  if (file === undefined) await write(context.stdout, text);
  else writeFileSync(file, text);
}
