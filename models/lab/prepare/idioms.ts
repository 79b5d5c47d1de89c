import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { CodeFusionError } from "../../../extension/errors";
import { languageIdSchema } from "../../../extension/schema";
import type { PairRow } from "./rows";

const REMEDY = "write the utterances, then each program after '> ', its further lines after '| ', and a blank line";

/** Where the rows of an idiom come from, as in `idiom:python/lists#12`: rows of one source say the same. */
export const isIdiom = ({ src }: Pick<PairRow, "src">): boolean => src.startsWith("idiom:");

/**
 * Pairs of an idioms file, LANGUAGE/TOPIC.txt: blocks of utterances that mean the same and of programs that do it, the most
 * usual first. Every utterance is paired with every program.
 * @throws CodeFusionError bad-input for a file that cannot be read or a block that is none, naming its line
 */
export function readIdioms(path: string): PairRow[] {
  const language = languageIdSchema.safeParse(basename(dirname(path)));
  const text = textOf(path);
  if (!language.success || text === undefined)
    throw new CodeFusionError("bad-input", `cannot read ${path}`, "name an existing file LANGUAGE/TOPIC.txt");
  const topic = `${language.data}/${basename(path, ".txt")}`;
  let line = 1;
  return text.split(/\n(?=\n)/).flatMap((block, at) => {
    const first = line;
    line += block.split("\n").length;
    const written = block.split("\n").filter((each) => each.trim() !== "" && !each.startsWith("#"));
    if (written.length === 0) return [];
    const utterances = written.filter((each) => !/^[>|] /.test(each));
    const programs = programsOf(written.slice(utterances.length));
    if (utterances.length === 0 || programs === undefined || programs.includes(""))
      throw new CodeFusionError("bad-input", `the block after line ${first} of ${path} is no idiom`, REMEDY);
    return utterances.flatMap((nl) =>
      programs.map((code) => ({ lang: language.data, nl, code, src: `idiom:${topic}#${at + 1}` })),
    );
  });
}

/** The programs of a block's last lines, an empty one after a lone '>'; undefined where there is none or a line belongs to none. */
export function programsOf(lines: readonly string[]): string[] | undefined {
  const programs: string[] = [];
  for (const line of lines) {
    if (line === ">" || line.startsWith("> ")) programs.push(line.slice(2));
    else if (line.startsWith("| ") && programs.length > 0) programs.push(`${programs.pop()}\n${line.slice(2)}`);
    else return undefined;
  }
  return programs.length > 0 ? programs : undefined;
}

/** What a file says; undefined where it cannot be read. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
