/**
 * The README's comparison of modes: the same comments answered by this machine's model and by a served one.
 * `node --import tsx test/bench/modes.ts [--every 18] [--served URL --model NAME]`; without a server it starts llama.cpp's with
 * SmolLM2 (`npm run servers -- llamacpp`). Prints a Markdown table of what each offers first.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import type { GenerateRequest, Generator } from "../../extension/contract";
import { asCodeFusionError } from "../../extension/errors";
import { createGenerator } from "../../extension/pipeline";
import { languageIdSchema } from "../../extension/schema/language";
import { createServedGenerator } from "../../extension/served";
import { installedServer } from "../../scripts/lib/servers.mjs";
import { startLlamaServer } from "../servers/processes";

const ROOT = path.join(__dirname, "..", "..");
const EVERYDAY = path.join(ROOT, "test", "fixtures", "everyday.jsonl");
const SMOLLM2 = "smollm2";
const WANTED = 5;
/** Characters of code that a cell shows. */
const WIDEST = 70;

const { values } = parseArgs({
  options: {
    every: { type: "string", default: "18" },
    served: { type: "string" },
    model: { type: "string", default: SMOLLM2 },
  },
});

const lineSchema = z.object({ lang: languageIdSchema, nl: z.string() });

type Prompt = Pick<GenerateRequest, "utterance" | "language">;

/** What is offered first, how many of the candidates wanted there are, and how long they took. */
async function answer(generator: Generator, prompt: Prompt): Promise<string> {
  const started = performance.now();
  try {
    const { candidates } = await generator.generate({ ...prompt, count: WANTED, seed: 7 });
    const first = (candidates[0]?.code ?? "").replace(/\s*\n\s*/g, " ⏎ ");
    const shown = first.length > WIDEST ? `${first.slice(0, WIDEST - 1)}…` : first;
    const seconds = Math.round((performance.now() - started) / 1000);
    return `\`${shown.replaceAll("|", "\\|")}\` (${candidates.length} of ${WANTED}, ${seconds} s)`;
  } catch (error) {
    return asCodeFusionError(error).message;
  }
}

async function main(): Promise<void> {
  const llama =
    values.served === undefined ? await startLlamaServer(installedServer("llamacpp") ?? "", SMOLLM2) : undefined;
  const served = createServedGenerator({ server: { url: values.served ?? llama?.url ?? "" }, model: values.model });
  const local = createGenerator({ modelsDir: path.join(ROOT, "models") });
  try {
    const lines = readFileSync(EVERYDAY, "utf8").trim().split("\n");
    const prompts = lines
      .map((line) => lineSchema.parse(JSON.parse(line)))
      .map(({ lang, nl }): Prompt => ({ utterance: nl, language: lang }))
      .filter((_, at) => at % Number(values.every) === 0);
    console.log(
      `| comment | \`local\` offers first | \`served\` (${values.model}) offers first |\n| --- | --- | --- |`,
    );
    for (const prompt of prompts)
      console.log(
        `| ${prompt.utterance.replaceAll("|", "\\|")} | ${await answer(local, prompt)} | ${await answer(served, prompt)} |`,
      );
  } finally {
    local.dispose();
    served.dispose();
    await llama?.stop();
  }
}

void main();
