import type { LanguageId } from "../../../extension/schema";
import type { Question } from "./measured";

const ask = (language: LanguageId, ...utterances: readonly string[]): Question[] =>
  utterances.map((utterance) => ({ utterance, language, count: 5, seed: 7 }));

/** What is asked: everyday requests, chosen before anything was timed, of several lengths and with few and many literals. */
export const QUESTIONS: Readonly<Record<LanguageId, readonly Question[]>> = {
  bash: ask(
    "bash",
    "find all files ending in .log larger than 10M",
    "count the lines in notes.txt",
    "show the 10 largest files in /var",
    "create a compressed archive backup.tar.gz of the folder docs",
  ),
  python: ask(
    "python",
    "sort the list `names` by length",
    "read the file data.txt into a string",
    "check if the file config.json exists",
    "remove duplicates from the list `items`",
  ),
  cf: ask(
    "cf",
    "mark values between 10 and 20",
    "Highlight cells greater than 100",
    "highlight cells that contain the word urgent",
    "mark the bottom 10 percent",
  ),
};
