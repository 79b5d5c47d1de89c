import { readJsonLines } from "../../../../extension/cli/json-lines";
import { readCodeTokenizer } from "../../../../extension/cli/tokenizers";
import { CodeFusionError } from "../../../../extension/errors";
import type { CodeTokenizer } from "../../../../extension/model";
import { readSample } from "../../../../extension/rank";
import { type Drawn, type SamplesLine, samplesLineSchema } from "../../../../extension/schema";
import type { TestRow, TestRows } from "../rows";
import { type Judging, judgeSamples, judgeTextsOf } from "./judged";
import type { System } from "./system";

/** Where samples come from. */
export interface SamplesOptions extends Judging {
  readonly file: string;
  /** Folder of the code tokenizer that the ids are of; samples that are text need none. */
  readonly tokenizers?: string | undefined;
  /** False: the system was trained without slots. */
  readonly slots: boolean;
}

const LINE = {
  name: "a line of samples",
  remedy:
    'each line must be JSON with "samples": [{"ids": […], "probability": above 0, at most 1}, …], or with "texts"',
};

/**
 * Samples that another system drew, one line of its file for each row of the test file or for each row measured.
 * @throws CodeFusionError bad-input for a file that cannot be read, is no samples file or belongs to other rows
 */
export function samplesSystem(test: TestRows, { file, tokenizers, slots, ...judging }: SamplesOptions): System {
  const lineOf = matchLines(readJsonLines(file, samplesLineSchema, LINE), test, file);
  let tokenizer: CodeTokenizer | undefined;
  return {
    predict: async (row) => {
      const line = lineOf(row);
      requireSameUtterance(line, row, file);
      const { milliseconds } = line;
      if ("texts" in line) return judgeTextsOf(row, line.texts, milliseconds, { ...judging, ranking: "first" });
      tokenizer ??= readCodeTokenizer(requireFolder(tokenizers));
      const own = tokenizer;
      requireKnown(line, own, file);
      const samples = line.samples.map((sample, index) => readSample(sample, index, own));
      const { noiseWeight } = line;
      const drawing = { slots, milliseconds, ...(noiseWeight !== undefined && { noiseWeight }) };
      return judgeSamples(row, samples, drawing, judging);
    },
    dispose: () => {},
  };
}

/**
 * The line of a row, by its place in the test file or among the measured rows.
 * @throws CodeFusionError bad-input where there are as many lines as neither has rows
 */
function matchLines(
  lines: readonly SamplesLine[],
  { rows, inFile }: TestRows,
  file: string,
): (row: TestRow) => SamplesLine {
  const places = new Map(rows.map(({ at }, place) => [at, place]));
  const placeOf = lines.length === inFile ? (at: number) => at : (at: number) => places.get(at) ?? -1;
  if (lines.length === inFile || lines.length === rows.length) return ({ at }) => lines[placeOf(at)] ?? { samples: [] };
  throw new CodeFusionError(
    "bad-input",
    `${file} has ${lines.length} lines, but --data has ${inFile} rows, of which ${rows.length} are measured`,
    "give one line for each row of --data, in the same order",
  );
}

function requireSameUtterance({ nl }: SamplesLine, row: TestRow, file: string): void {
  if (nl === undefined || nl === row.nl) return;
  throw new CodeFusionError(
    "bad-input",
    `${file} was drawn for "${nl}" where the test file asks "${row.nl}"`,
    "name the test file that the samples were drawn for, with the same --language, --every and --limit",
  );
}

function requireFolder(tokenizers: string | undefined): string {
  if (tokenizers !== undefined) return tokenizers;
  throw new CodeFusionError(
    "bad-input",
    "the samples are token ids of an unknown tokenizer",
    "name the folder of its code-tokenizer.json with --tokenizers",
  );
}

function requireKnown({ samples }: Drawn, tokenizer: CodeTokenizer, file: string): void {
  const stranger = samples.flatMap(({ ids }) => ids).find((id) => !tokenizer.knows(id));
  if (stranger === undefined) return;
  throw new CodeFusionError(
    "bad-input",
    `${file} has token id ${stranger}, which the tokenizer does not know`,
    "name the tokenizers that the system was trained with",
  );
}
