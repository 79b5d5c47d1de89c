import { readSample } from "../../../candidates";
import { CodeFusionError } from "../../../errors";
import type { CodeTokenizer } from "../../../model";
import { type Drawn, type SamplesLine, samplesLineSchema } from "../../../schema";
import { readJsonLines } from "../../json-lines";
import { readCodeTokenizer } from "../../tokenizers";
import type { TestRow, TestRows } from "../rows";
import { type Judging, judgeSamples, judgeTexts } from "./judged";
import type { System } from "./system";

/** Where samples come from. */
export interface SamplesOptions extends Judging {
  readonly file: string;
  /** Folder of the code tokenizer that the ids are of; samples that are text need none. */
  readonly tokenizers?: string | undefined;
}

/**
 * Samples that another system drew, one line of its file for each row of the test file or for each row measured.
 * @throws CodeFusionError bad-input for a file that cannot be read, is no samples file or belongs to other rows
 */
export function samplesSystem({ rows, inFile }: TestRows, { file, tokenizers, ...judging }: SamplesOptions): System {
  const lines = readJsonLines(file, samplesLineSchema, {
    name: "a line of samples",
    remedy:
      'each line must be JSON with "samples": [{"ids": […], "probability": above 0, at most 1}, …], or with "texts"',
  });
  const lineOf = matchLines(lines, { rows, inFile }, file);
  let tokenizer: CodeTokenizer | undefined;
  return {
    predict: async (row) => {
      const line = lineOf(row);
      if (line === undefined) throw new CodeFusionError("internal", "a row has no samples", "report it");
      if (line.nl !== undefined && line.nl !== row.nl)
        throw new CodeFusionError(
          "bad-input",
          `${file} was drawn for "${line.nl}" where the test file asks "${row.nl}"`,
          "name the test file that the samples were drawn for, with the same --language, --every and --limit",
        );
      if ("texts" in line) return judgeTexts(row, line.texts, line.milliseconds, judging.count);
      tokenizer ??= readCodeTokenizer(requireFolder(tokenizers));
      const own = tokenizer;
      requireKnown(line, own, file);
      const samples = line.samples.map((sample, index) => readSample(sample, index, own));
      const { noiseWeight } = line;
      return judgeSamples(row, samples, line.milliseconds, {
        ...judging,
        ...(noiseWeight !== undefined && { noiseWeight }),
      });
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
): (row: TestRow) => SamplesLine | undefined {
  if (lines.length === inFile) return ({ at }) => lines[at];
  const places = new Map(rows.map(({ at }, place) => [at, place]));
  if (lines.length === rows.length) return ({ at }) => lines[places.get(at) ?? -1];
  throw new CodeFusionError(
    "bad-input",
    `${file} has ${lines.length} lines, but --data has ${inFile} rows, of which ${rows.length} are measured`,
    "give one line for each row of --data, in the same order",
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
