/** `codefusion prepare`: pairs files in, texts for the tokenizer training or token arrays for the model training out. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { loadLanguage } from "../../languages";
import { writeMemory } from "../../model";
import { readCodeTokenizer, readUtteranceTokenizer } from "../tokenizers";
import { writeArrays } from "./arrays";
import { makeExamples } from "./examples";
import { memoryExamples, openMemory, writeNeighbours } from "./memory";
import { type PairRow, readPairs } from "./rows";

interface PrepareFlags {
  out: string;
  tokenizers?: string;
  memory?: string;
  writeMemory?: string;
  maxUtterance: string;
  maxCode: string;
}

/** Adds the `prepare` sub-command. */
export function registerPrepare(program: Command): void {
  program
    .command("prepare")
    .description("prepare pairs for training: slots, tokens, filtering")
    .argument("<files...>", "pairs files (.jsonl or .jsonl.gz)")
    .requiredOption("--out <folder>", "where the arrays (or texts) go")
    .option("--tokenizers <folder>", "folder of utterance-tokenizer.json and code-tokenizer.json; without it, texts")
    .option("--memory <file>", "examples memory: also write every row's nearest examples")
    .option("--write-memory <file>", "write the redistributable examples as a memory")
    .option("--max-utterance <tokens>", "longer utterances are cut", "64")
    .option("--max-code <tokens>", "longer programs are left out", "48")
    .action((files: string[], flags: PrepareFlags) => prepare(files, flags));
}

/** A model should not learn what the validator will reject. */
async function validRows(rows: readonly PairRow[]): Promise<PairRow[]> {
  const languages = {
    python: await loadLanguage("python"),
    bash: await loadLanguage("bash"),
    cf: await loadLanguage("cf"),
  };
  return rows.filter((row) => languages[row.lang].validate(row.code.trim()).valid);
}

async function prepare(files: string[], flags: PrepareFlags): Promise<void> {
  const rows = files.flatMap(readPairs);
  const valid = await validRows(rows);
  console.log(`${rows.length - valid.length} of ${rows.length} rows left out: their code is not valid`);
  const examples = makeExamples(valid);
  mkdirSync(flags.out, { recursive: true });
  if (flags.writeMemory !== undefined) writeFileSync(flags.writeMemory, writeMemory(memoryExamples(examples)));
  if (!flags.tokenizers) {
    const lines = examples.map(({ row, header, slotted }) =>
      JSON.stringify({ lang: row.lang, utterance: [row.nl, ...header].join(" ; "), code: slotted }),
    );
    writeFileSync(join(flags.out, "texts.jsonl"), lines.join("\n"));
    console.log(`${lines.length} texts`);
    return;
  }
  const folder = flags.tokenizers;
  const tokenizers = { utterance: readUtteranceTokenizer(folder), code: readCodeTokenizer(folder) };
  const written = writeArrays(examples, flags.out, tokenizers, {
    utteranceTokens: Number(flags.maxUtterance),
    codeTokens: Number(flags.maxCode),
  });
  if (flags.memory !== undefined) await writeNeighbours(written, openMemory(flags.memory), flags.out, tokenizers.code);
  console.log(`${written.length} examples, ${examples.length - written.length} left out`);
}
