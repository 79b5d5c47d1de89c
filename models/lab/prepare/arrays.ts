import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CodeTokenizer, UtteranceTokenizer } from "../../../extension/model/tokenizer";
import { LANGUAGE_IDS } from "../../../extension/schema";
import type { Example } from "./examples";

/** Limits of what is written: longer examples are left out and counted. */
export interface Limits {
  readonly utteranceTokens: number;
  readonly codeTokens: number;
  /** Whether longer programs are cut instead of left out: evaluation wants every row. */
  readonly cut: boolean;
}

/**
 * Writes token arrays that the training reads by memory map:
 * `utterance.u16`, `slots.u8` and `code.u16` are flat; `rows.i32` holds per row
 * [utterance start, utterance length, code start, code length, language, source]; `index.json` names the sources and counts
 * the tokens.
 * @returns the examples written, in that order
 */
export function writeArrays(
  examples: readonly Example[],
  folder: string,
  tokenizers: { utterance: UtteranceTokenizer; code: CodeTokenizer },
  limits: Limits,
): readonly Example[] {
  mkdirSync(folder, { recursive: true });
  const names = ["utterance.u16", "slots.u8", "code.u16", "rows.i32"];
  const chunks: Buffer[][] = names.map(() => []);
  const write = (file: number, bytes: Uint16Array | Uint8Array | Int32Array) =>
    chunks[file]?.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const sources: string[] = [];
  let utteranceAt = 0;
  let codeAt = 0;
  const written: Example[] = [];
  for (const example of examples) {
    const { row, slots, header, slotted } = example;
    const whole = tokenizers.code.encode(slotted);
    if (!limits.cut && (whole.length === 0 || whole.length > limits.codeTokens)) continue;
    const code = whole.slice(0, limits.codeTokens);
    const { inputIds, slotIds } = tokenizers.utterance.encode(row.nl, slots, row.lang, header, limits.utteranceTokens);
    const source = row.src.split(/[:#]/)[0] ?? row.src;
    if (!sources.includes(source)) sources.push(source);
    write(0, Uint16Array.from(inputIds));
    write(1, Uint8Array.from(slotIds));
    write(2, Uint16Array.from(code));
    write(
      3,
      Int32Array.from([
        utteranceAt,
        inputIds.length,
        codeAt,
        code.length,
        LANGUAGE_IDS.indexOf(row.lang),
        sources.indexOf(source),
      ]),
    );
    utteranceAt += inputIds.length;
    codeAt += code.length;
    written.push(example);
  }
  for (const [file, name] of names.entries()) writeFileSync(join(folder, name), Buffer.concat(chunks[file] ?? []));
  const index = { languages: LANGUAGE_IDS, sources, rows: written.length, vocabulary: tokenizers.code.size };
  writeFileSync(join(folder, "index.json"), JSON.stringify(index));
  return written;
}
