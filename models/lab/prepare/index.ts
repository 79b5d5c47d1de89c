/** `lab prepare`: pairs files in, texts for the tokenizer training or token arrays for the model training out. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { options } from "../../../extension/cli/options";
import { readCodeTokenizer, readUtteranceTokenizer } from "../../../extension/cli/tokenizers";
import { CodeFusionError } from "../../../extension/errors";
import { loadLanguage, squash } from "../../../extension/languages";
import { loadGrammar } from "../../../extension/languages/syntax";
import { writeMemory } from "../../../extension/recall";
import { LANGUAGE_IDS, type LanguageId } from "../../../extension/schema";
import { agreeing } from "./agreement";
import { writeArrays } from "./arrays";
import { augment } from "./augment";
import { makeExample, makeExamples } from "./examples";
import { isGenerated } from "./grammar";
import { memoryExamples, openMemory, rememberedExamples, writeForms, writeNeighbours } from "./memory";
import { readPairFiles } from "./pair-files";
import { renameVariables } from "./renamed";
import { type CodeRow, type PairRow, readCode } from "./rows";
import { writeUnlabelled } from "./unlabelled";

/** Largest number that an option takes. */
const MOST = 1_000_000;

interface PrepareFlags {
  out: string;
  tokenizers?: string;
  memory?: string;
  writeMemory?: string;
  writeRenamed?: string;
  language?: LanguageId[];
  unlabelled?: true;
  remembered?: true;
  everyRow?: true;
  slots: boolean;
  minedShare?: number;
  augment: number;
  generate?: number;
  notIn?: string[];
  limit?: number;
  maxUtterance: number;
  maxCode: number;
}

/** Adds the `prepare` sub-command. */
export function registerPrepare(program: Command): void {
  program
    .command("prepare")
    .description("prepare pairs for training: slots, tokens, filtering")
    .argument("<files...>", "pairs files (.jsonl or .jsonl.gz), idioms (LANGUAGE/TOPIC.txt), grammars (….grammar)")
    .requiredOption("--out <folder>", "where the arrays (or texts) go")
    .option("--tokenizers <folder>", "folder of utterance-tokenizer.json and code-tokenizer.json; without it, texts")
    .option("--memory <file>", "examples memory: also write every row's nearest examples")
    .option("--write-memory <file>", "write the redistributable examples as a memory")
    .option("--write-renamed <file>", "write the Python rows with variables that only the code above tells, for eval")
    .addOption(new Option("--language <ids...>", "only rows of these languages").choices(LANGUAGE_IDS))
    .option(
      "--unlabelled",
      "code alone, for pre-training: which tokens are identifiers or keywords; pairs give their code",
    )
    .option("--remembered", "the files are memories: their examples as they are, and which programs have one form")
    .option("--every-row", "for evaluation: every row once, in order, whatever its code; long programs are cut")
    .option("--no-slots", "leave the literals in the code")
    .addOption(
      options.number(
        "--mined-share <share>",
        "keep this share of mined pairs, those that agree best, and no pseudo-code",
        0,
        1,
      ),
    )
    .addOption(
      options.whole("--augment <times>", "pairs repeated with other words and other literals", 0, MOST).default(0),
    )
    .addOption(options.whole("--generate <pairs>", "pairs drawn from each grammar", 1, MOST))
    .option("--not-in <files...>", "test files: no program of theirs is drawn from a grammar")
    .addOption(options.limit())
    .addOption(options.whole("--max-utterance <tokens>", "longer utterances are cut", 0, MOST).default(64))
    .addOption(options.whole("--max-code <tokens>", "longer programs are left out", 0, MOST).default(48))
    .action((files: string[], flags: PrepareFlags) => prepare(files, flags));
}

/** A model should not learn what the validator will reject. */
async function validRows<Row extends CodeRow>(rows: readonly Row[]): Promise<Row[]> {
  const languages = {
    python: await loadLanguage("python"),
    bash: await loadLanguage("bash"),
    cf: await loadLanguage("cf"),
  };
  const valid = rows.filter((row) => languages[row.lang].validate(row.code.trim()).valid);
  console.log(`${rows.length - valid.length} of ${rows.length} rows left out: their code is not valid`);
  return valid;
}

async function prepare(files: string[], flags: PrepareFlags): Promise<void> {
  const wanted = <Row extends CodeRow>(rows: readonly Row[]) =>
    rows.filter(({ lang }) => flags.language === undefined || flags.language.includes(lang)).slice(0, flags.limit);
  mkdirSync(flags.out, { recursive: true });
  if (flags.unlabelled) {
    const programs = await validRows(wanted(files.flatMap(readCode)));
    const written = await writeUnlabelled(
      programs,
      flags.out,
      readCodeTokenizer(requireTokenizers(flags.tokenizers)),
      flags,
    );
    console.log(`${written} programs, ${programs.length - written} left out`);
    return;
  }
  if (flags.remembered) {
    const examples = rememberedExamples(files);
    const limits = { utteranceTokens: flags.maxUtterance, codeTokens: flags.maxCode, cut: true };
    writeArrays(examples, flags.out, readTokenizers(flags.tokenizers), limits);
    await writeForms(examples, flags.out);
    console.log(`${examples.length} remembered examples`);
    return;
  }
  const kept = unlike(flags.notIn ?? []);
  const pairs = wanted(readPairFiles(files, flags.generate).filter(kept));
  const rows = flags.minedShare === undefined ? pairs : agreeing(pairs, flags.minedShare);
  if (flags.writeRenamed !== undefined) {
    const renamed = renameVariables(rows, await loadGrammar("python"));
    writeFileSync(flags.writeRenamed, renamed.map((row) => JSON.stringify(row)).join("\n"));
    console.log(`${renamed.length} rows with other variables`);
    return;
  }
  const examples = flags.everyRow
    ? rows.map((row) => makeExample(row, row.nl, flags.slots))
    : makeExamples(await validRows(augment(rows, flags.augment)), flags.slots);
  if (flags.writeMemory !== undefined) writeFileSync(flags.writeMemory, writeMemory(memoryExamples(examples)));
  if (!flags.tokenizers) {
    const lines = examples.map(({ row, header, slotted }) =>
      JSON.stringify({ lang: row.lang, utterance: [row.nl, ...header].join(" ; "), code: slotted }),
    );
    writeFileSync(join(flags.out, "texts.jsonl"), lines.join("\n"));
    console.log(`${lines.length} texts`);
    return;
  }
  const tokenizers = readTokenizers(flags.tokenizers);
  const written = writeArrays(examples, flags.out, tokenizers, {
    utteranceTokens: flags.maxUtterance,
    codeTokens: flags.maxCode,
    cut: flags.everyRow ?? false,
  });
  if (flags.memory !== undefined) await writeNeighbours(written, openMemory(flags.memory), flags.out, tokenizers.code);
  console.log(`${written.length} examples, ${examples.length - written.length} left out`);
}

/** Whether a pair's program is its own: not drawn from a grammar, or in none of the files. */
function unlike(files: readonly string[]): (row: PairRow) => boolean {
  const known = new Set(files.flatMap((file) => readCode(file).map(({ code }) => squash(code))));
  return ({ src, code }) => !isGenerated({ src }) || !known.has(squash(code));
}

/** @throws CodeFusionError bad-input where no folder was named, or it lacks a tokenizer */
function readTokenizers(folder: string | undefined) {
  const named = requireTokenizers(folder);
  return { utterance: readUtteranceTokenizer(named), code: readCodeTokenizer(named) };
}

/** @throws CodeFusionError bad-input where no folder was named */
function requireTokenizers(folder: string | undefined): string {
  if (folder !== undefined) return folder;
  throw new CodeFusionError(
    "bad-input",
    "no tokenizers were named",
    "learn them first, and name them with --tokenizers",
  );
}
