import { type Command, Option } from "commander";
import { modelFolder } from "../../../extension/cli/model-folder";
import { options } from "../../../extension/cli/options";
import type { ProviderSetting } from "../../../extension/inference";
import { EVIDENCE_IDS, RANKINGS, type RankingId } from "../../../extension/rank";
import { RECALLED } from "../../../extension/recall";
import { LANGUAGE_IDS, type LanguageId, RECORD_GROUPS, type RecordGroup } from "../../../extension/schema";
import type { DecodingFlags } from "./decoding";

/** What `lab eval` was told. */
export interface EvalFlags extends DecodingFlags {
  /** Checked by hand: `eval report` shares the command and needs none. */
  readonly data?: string;
  readonly execute?: true;
  readonly cases?: readonly string[];
  readonly answers?: string;
  /** The folder of an installed icalfa: its requests instead of cases. */
  readonly intercode?: string;
  /** A Markdown file for what was offered for development cases. */
  readonly table?: string;
  readonly writeAnswers?: string;
  readonly patience?: number;
  readonly language?: LanguageId;
  readonly every?: number;
  readonly limit?: number;
  readonly count: number;
  readonly steps?: number;
  readonly seed: number;
  readonly predictions?: string;
  readonly writeSamples?: string;
  readonly baseline?: "retrieval";
  readonly baselineData?: readonly string[];
  readonly endpoint?: string;
  readonly apiKeyEnv?: string;
  readonly embedding?: true;
  readonly gradual?: true;
  readonly record?: string;
  readonly group?: RecordGroup;
  readonly system?: string;
  readonly note?: string;
  readonly training?: string;
  readonly samples?: string;
  readonly tokenizers?: string;
  readonly slots: boolean;
  readonly ranking: RankingId;
  readonly without?: readonly string[];
  readonly only?: readonly string[];
  readonly provider?: ProviderSetting;
  readonly model?: string;
  readonly json?: true;
}

/** Adds the options of `eval`. */
export function addEvalOptions(command: Command): Command {
  const all = [
    new Option("--data <file>", "test rows {lang, nl, code, data?}, .jsonl or .jsonl.gz"),
    ...executionOptions(),
    new Option("--language <id>", "only rows of this language").choices(LANGUAGE_IDS),
    options.every(),
    options.limit(),
    options.count(),
    options.steps(),
    options.seed(),
    ...decodingOptions(),
    new Option("--predictions <file>", "write the candidates of every row to this .jsonl file"),
    new Option("--write-samples <file>", "write the model's samples of every row, as --samples reads them"),
    new Option("--baseline <name>", "measure this instead of the model")
      .choices(["retrieval"])
      .conflicts(["samples", "endpoint"]),
    new Option(
      "--baseline-data <files...>",
      "what the baseline retrieves from: pairs (.jsonl or .jsonl.gz), idioms (.txt)",
    ),
    new Option("--samples <file>", "judge samples that another system drew, one line for each row of --data").conflicts(
      "endpoint",
    ),
    new Option("--tokenizers <folder>", "folder of the code-tokenizer.json that the ids of --samples are of"),
    new Option("--no-slots", "the system of --samples spells literals itself: it was trained without slots"),
    new Option("--ranking <name>", "what orders the samples of --samples")
      .choices(Object.keys(RANKINGS))
      .default("consensus"),
    new Option("--without <ids...>", "judge --samples without these entries of the evidence").choices(EVIDENCE_IDS),
    new Option(
      "--only <ids...>",
      "judge --samples with these entries of the evidence alone; likelihood alone: none of them",
    )
      .choices(["likelihood", ...EVIDENCE_IDS])
      .conflicts("without"),
    new Option(
      "--endpoint <url>",
      "measure the --model that is served there over an OpenAI-compatible API, as http://host:port/v1",
    ),
    new Option("--api-key-env <name>", "environment variable that holds the key for --endpoint"),
    new Option("--embedding", "also measure how alike E finds the candidates of an utterance"),
    new Option("--gradual", "also measure how candidates approach their final code, step by step; for a --record"),
    new Option("--record <file>", "write an evaluation record, which `eval report` reads"),
    new Option("--group <name>", "section of the report that the record belongs to").choices(RECORD_GROUPS),
    new Option("--system <name>", "name of what is measured, for the record; openai asks for an --endpoint"),
    new Option("--note <text>", "what a reader of the record should know"),
    new Option("--training <file>", "JSON that the training of the measured system wrote, for the record"),
    options.provider(),
    new Option(
      "--model <folder>",
      "folder with the model's manifest.json; with --endpoint, the name of the served model",
    ),
    options.json(),
  ];
  return all.reduce((extended, option) => extended.addOption(option), command);
}

/** What is executed instead of compared. */
function executionOptions(): Option[] {
  return [
    new Option("--execute", "execute candidates in a sandbox and see whether they do what was asked"),
    new Option("--cases <files...>", "with --execute: files of cases (default: all of models/lab/cases)"),
    new Option(
      "--intercode <folder>",
      "with --execute: the requests of InterCode-ALFA instead, of the Python package icalfa in this folder",
    ).conflicts("cases"),
    new Option(
      "--answers <file>",
      "with --execute: answers that --write-answers has written, instead of a run",
    ).conflicts(["samples", "endpoint", "baseline", "writeAnswers", "writeSamples"]),
    new Option("--write-answers <file>", "with --execute: write the candidates of every case to this .jsonl file"),
    new Option("--table <file>", "with --execute: write what development cases got to this Markdown file"),
    options.number(
      "--patience <times>",
      "with --execute: times the usual seconds, on a busy machine (default: 1)",
      1,
      100,
    ),
  ];
}

/** The folder of our own model: with a service, --model is the name of what it serves. */
export const ownModel = ({ endpoint, model }: EvalFlags): string =>
  modelFolder(endpoint === undefined ? model : undefined);

/** Decoding settings in place of the model's own, for studies. */
function decodingOptions(): Option[] {
  return [
    options.number("--guidance <scale>", "classifier-free guidance (default: the model's own)", 1, 20),
    options.number(
      "--temperature <value>",
      "of the softmax that x0 is read from (default: the model's own), or of the service's sampling",
      0,
      10,
    ),
    options.number("--oversampling <factor>", "samples for each candidate (default: the model's own)", 1, 100),
    options.whole("--buckets <n>", "canvas lengths drawn from (default: the model's own)", 1, 100),
    options.number("--recall-time <t>", "noise time of remembered examples (default: the model's own)", 0.001, 1),
    new Option("--no-recall", "no sample starts from a remembered example"),
    options.whole("--conditioning <n>", "remembered examples that E looks at (default: the model's own)", 0, RECALLED),
  ];
}
