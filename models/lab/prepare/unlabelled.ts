import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CodeTokenizer } from "../../../extension/model/tokenizer";
import { LANGUAGE_IDS } from "../../../extension/schema";
import { canonicalQuotes } from "../../../extension/utterance";
import { makeExample } from "./examples";
import { nameFinder } from "./names";
import type { CodeRow } from "./rows";

/**
 * Writes programs for pre-training: `code.u16` and `maskable.u8` (1: an identifier or keyword, which CPD may hide) are
 * flat; `code-rows.i32` holds per row [start, length, language]; `index.json` names the languages.
 * A program that comes with an utterance is written as fine-tuning will see it, with slots.
 * @returns how many were short enough
 */
export async function writeUnlabelled(
  programs: readonly CodeRow[],
  folder: string,
  tokenizer: CodeTokenizer,
  { maxCode, slots }: { readonly maxCode: number; readonly slots: boolean },
): Promise<number> {
  const names = await nameFinder();
  const codes: number[] = [];
  const maskable: number[] = [];
  const rows: number[] = [];
  for (const program of programs) {
    const { lang, nl } = program;
    const text =
      nl === undefined ? canonicalQuotes(program.code, lang) : makeExample({ ...program, nl }, nl, slots).slotted;
    const ids = tokenizer.encode(text);
    if (ids.length === 0 || ids.length > maxCode) continue;
    rows.push(codes.length, ids.length, LANGUAGE_IDS.indexOf(lang));
    const spans = names(text, lang);
    let at = 0;
    for (const id of ids) {
      const length = tokenizer.decode([id]).length;
      const [from, to] = [at, at + length];
      maskable.push(Number(spans.some(([start, end]) => from < end && to > start)));
      at = to;
    }
    for (const id of ids) codes.push(id);
  }
  const write = (name: string, data: NodeJS.ArrayBufferView) => writeFileSync(join(folder, name), data);
  write("code.u16", Uint16Array.from(codes));
  write("maskable.u8", Uint8Array.from(maskable));
  write("code-rows.i32", Int32Array.from(rows));
  writeFileSync(
    join(folder, "index.json"),
    JSON.stringify({ languages: LANGUAGE_IDS, rows: rows.length / 3, vocabulary: tokenizer.size }),
  );
  return rows.length / 3;
}
