import { createHash } from "node:crypto";
import type { Slot } from "../../../extension/model";
import { headerOf } from "../../../extension/model/tokenizer";
import { applySlots, canonicalQuotes, findSlots } from "../../../extension/utterance";
import { mentionedColumn, withTable } from "./cf-tables";
import type { PairRow } from "./rows";

/** A pair, or a variant of one. */
export interface Augmented extends PairRow {
  /** Of a variant: the utterance that it was made from. */
  readonly origin?: string;
}

/** A pair ready to be tokenised. */
export interface Example {
  readonly row: PairRow;
  readonly slots: readonly Slot[];
  readonly header: readonly string[];
  readonly slotted: string;
  /** The utterance that this example was made from; equal to the row's own but for a variant, and a CF pair beside a made-up table. */
  readonly origin: string;
}

/** Share of the CF pairs that are repeated beside a made-up table. */
const TABLE_SHARE = 0.6;

/** A number in [0, 1) that depends only on `key`: preparation repeats exactly. */
export function hashed(key: string): number {
  return createHash("sha256").update(key).digest().readUInt32LE(0) / 2 ** 32;
}

/**
 * Pairs as examples, CF pairs partly repeated with tables.
 * @param withSlots false leaves the literals in the code
 */
export function makeExamples(rows: readonly Augmented[], withSlots = true): Example[] {
  const names = [...new Set(rows.flatMap((row) => (row.lang === "cf" ? (mentionedColumn(row.nl) ?? []) : [])))];
  const all = rows.flatMap((row, at) => {
    const { origin = row.nl } = row;
    const own = { row, origin };
    if (row.lang !== "cf" || row.data || hashed(`share ${at}`) >= TABLE_SHARE) return [own];
    let draws = 0;
    return [own, { row: withTable(row, names, () => hashed(`table ${at} ${draws++}`)), origin }];
  });
  return all.map(({ row, origin }) => makeExample(row, origin, withSlots));
}

/**
 * One pair as an example.
 * @param origin the utterance that it was made from
 */
export function makeExample(row: PairRow, origin: string, withSlots: boolean): Example {
  const slots = withSlots ? findSlots(row.nl, row.lang) : [];
  const header = tableHeader(row);
  const slotted = applySlots(canonicalQuotes(row.code, row.lang), slots, header.length);
  return { row, slots, header, origin, slotted };
}

/** The header where it can matter: a table of one value column needs no column name. */
function tableHeader(row: PairRow): readonly string[] {
  const header = headerOf(row.data);
  return header.filter((name) => name.toLowerCase() !== "index").length > 1 ? header : [];
}
