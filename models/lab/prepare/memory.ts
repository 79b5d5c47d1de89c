import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CodeFusionError } from "../../../extension/errors";
import { loadLanguage } from "../../../extension/languages";
import type { CodeTokenizer } from "../../../extension/model/tokenizer";
import { type ExamplesMemory, type MemoryExample, readMemory, similarityLevel } from "../../../extension/recall";
import { canonicalQuotes } from "../../../extension/utterance";
import { type Example, makeExample } from "./examples";
import { isIdiom } from "./idioms";

/** Sources under MIT, CC0 or CC-BY, and our own: only these are redistributed as examples. */
const REDISTRIBUTABLE =
  /^(?:idiom:|nl2bash|tldr-|cheat:|eg:|gittips:|shcomment:mathiasbynens|mdshell:(?:MichaelCurrin|wsargent|trimstray|onceupon|dylanaraps)|cf-dsl-gen|mbpp:|30s:|numpy100:|pandas100:|django-pseudo:|py-\w+:(?:TheAlgorithms|norvig|keon|more-itertools|geekcomputers|avinashkranjan|pytest-dev|pypa|hastagAB|trekhleb|CoreyMSchafer|rougier)\/)/;
/** Generated CF pairs repeat each other: a part of them says all. */
const CF_SHARE = 4;
/** Neighbours written for every row; training draws from them. */
const NEIGHBOURS = 8;

/** The examples of the memory files at `paths`, in their order, as they are trained on. */
export function rememberedExamples(paths: readonly string[]): Example[] {
  const remembered = paths.flatMap((path) => openMemory(path).examples);
  return remembered.map(({ language, utterance, code, source }) =>
    makeExample({ lang: language, nl: utterance, code, src: source }, utterance, true),
  );
}

/** Writes `forms.i32`: equal numbers for examples whose programs have one form. */
export async function writeForms(examples: readonly Example[], folder: string): Promise<void> {
  const numbers = new Map<string, number>();
  const forms = new Int32Array(examples.length);
  for (const [at, { row, slotted }] of examples.entries()) {
    const key = `${row.lang} ${(await loadLanguage(row.lang)).template(slotted)}`;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    forms[at] = number;
  }
  writeFileSync(join(folder, "forms.i32"), forms);
}

/** The examples that a memory file gets: redistributable, without a table (its columns would be another table's). */
export function memoryExamples(examples: readonly Example[]): MemoryExample[] {
  let generated = 0;
  return examples.flatMap(({ row, header }) => {
    if (!REDISTRIBUTABLE.test(row.src) || header.length > 0) return [];
    if (row.lang === "cf" && generated++ % CF_SHARE !== 0) return [];
    const source = row.src.startsWith("cf-") ? "cf-dsl-gen" : row.src;
    return [{ language: row.lang, utterance: row.nl, code: canonicalQuotes(row.code, row.lang), source }];
  });
}

/**
 * Reads a memory file.
 * @throws CodeFusionError bad-input where it cannot be read
 */
export function openMemory(path: string): ExamplesMemory {
  try {
    return readMemory(readFileSync(path));
  } catch (cause) {
    throw new CodeFusionError("bad-input", `cannot read the memory ${path}`, "write it with --write-memory first", {
      cause,
    });
  }
}

/**
 * Writes what the training conditions rows on: `memory.u16` and `memory-rows.i32` [start, length] hold code of examples, with
 * the literals of the row that it is near to; `neighbours.i32` and `levels.u8` [rows, 8] every row's nearest examples
 * (-1: none) and how near they are.
 * @param examples those that `writeArrays` wrote, in that order
 */
export async function writeNeighbours(
  examples: readonly Example[],
  memory: ExamplesMemory,
  folder: string,
  tokenizer: CodeTokenizer,
): Promise<void> {
  const places = new Map<string, number>();
  const neighbours = new Int32Array(NEIGHBOURS * examples.length).fill(-1);
  const levels = new Uint8Array(NEIGHBOURS * examples.length);
  for (const [index, { row, origin, slots }] of examples.entries()) {
    const own = new Set([row.nl.toLowerCase(), origin.toLowerCase()]);
    const isOwn = ({ utterance, source }: MemoryExample) =>
      own.has(utterance.toLowerCase()) || (isIdiom(row) && source === row.src);
    const recalled = await memory.recall(row.nl, slots, row.lang, NEIGHBOURS, { skips: isOwn });
    recalled.forEach(({ example, similarity }, rank) => {
      const place = places.get(example.slotted) ?? places.size;
      places.set(example.slotted, place);
      neighbours[index * NEIGHBOURS + rank] = place;
      levels[index * NEIGHBOURS + rank] = similarityLevel(similarity);
    });
  }
  const codes = [...places.keys()].map((slotted) => tokenizer.encode(slotted));
  const rows = new Int32Array(2 * codes.length);
  const all = new Uint16Array(codes.reduce((sum, code) => sum + code.length, 0));
  let at = 0;
  codes.forEach((code, place) => {
    rows.set([at, code.length], 2 * place);
    all.set(code, at);
    at += code.length;
  });
  const write = (name: string, data: NodeJS.ArrayBufferView) => writeFileSync(join(folder, name), data);
  write("memory.u16", all);
  write("memory-rows.i32", rows);
  write("neighbours.i32", neighbours);
  write("levels.u8", levels);
}
