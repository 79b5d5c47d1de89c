import { FOLDER } from "./places";

/** Where things are, which is not what is looked for. */
const PLACE = new RegExp(
  [
    `\\b(current|this|present|working|home|root|given|specified|same|parent|whole|entire)\\s+(working\\s+)?${FOLDER}\\b`,
    `\\b${FOLDER}\\s+(tree|structure|hierarchy)\\b`,
    `\\b(in|under|of|from|within|below|down|inside|into|to|through)\\s+((the|an?|all)\\s+)?(\\S+\\s+)?${FOLDER}\\b`,
  ].join("|"),
  "gi",
);
const FOLDERS = new RegExp(`\\b(sub)?-?${FOLDER}\\b`, "i");
const FILES = /\bfiles?\b/i;

type FileType = "f" | "d";

/** What an utterance looks for, where it is files or folders and not both. */
function soughtIn(utterance: string): FileType | undefined {
  const things = utterance.replace(PLACE, " ");
  const [files, folders] = [FILES.test(things), FOLDERS.test(things)];
  if (files === folders) return undefined;
  return files ? "f" : "d";
}

/**
 * Bash whose `find` looks for files where `asked` does, and for folders where that does, if the example that it comes from looks
 * for the other and says so once.
 */
export function withFileType(code: string, known: string, asked: string): string {
  const [from, to] = [soughtIn(known), soughtIn(asked)];
  if (from === undefined || to === undefined || from === to) return code;
  const types = code.match(/(?<=\s-type\s+)\w\b/g) ?? [];
  return types.length === 1 && types[0] === from ? code.replace(/(?<=\s-type\s+)\w\b/, to) : code;
}
