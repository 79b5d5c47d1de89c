import { Tokenizer } from "@huggingface/tokenizers";
import type { LanguageId, Table } from "../schema";
import {
  COLUMN_PATTERN,
  COLUMN_SLOTS,
  columnChar,
  LITERAL_PATTERN,
  LITERAL_SLOTS,
  literalChar,
  SLOT_PATTERN,
  type Slot,
} from "./slot";

const SLOTS = new RegExp(`( ?${LITERAL_PATTERN}|${COLUMN_PATTERN})`);
const ANY_SLOT = new RegExp(SLOT_PATTERN, "g");

/** Slot ids of the encoder input: 0 none, 1 … literals, then columns, then (at [CLS] only) the language. */
const COLUMN_ID = 1 + LITERAL_SLOTS;
const LANGUAGE_ID: Record<LanguageId, number> = {
  python: COLUMN_ID + COLUMN_SLOTS,
  bash: COLUMN_ID + COLUMN_SLOTS + 1,
  cf: COLUMN_ID + COLUMN_SLOTS + 2,
};

/** Encoder input of one utterance, [CLS] and [SEP] included; both arrays have the same length s. */
export interface EncodedUtterance {
  readonly inputIds: Int32Array;
  readonly slotIds: Int32Array;
}

/** What a tokenizer file must look like; its content belongs to the tokenizer library. */
export type TokenizerJson = ConstructorParameters<typeof Tokenizer>[0];

const CONFIG = { clean_up_tokenization_spaces: false };

function requireId(tokenizer: Tokenizer, token: string): number {
  const id = tokenizer.token_to_id(token);
  if (id === undefined) throw new TypeError(`the tokenizer has no token ${token}`);
  return id;
}

/** The utterance side: WordPiece of the pre-trained encoder, with a slot id beside every token. */
export class UtteranceTokenizer {
  private readonly tokenizer: Tokenizer;
  private readonly cls: number;
  private readonly sep: number;

  constructor(json: TokenizerJson) {
    this.tokenizer = new Tokenizer(json, CONFIG);
    this.cls = requireId(this.tokenizer, "[CLS]");
    this.sep = requireId(this.tokenizer, "[SEP]");
  }

  /**
   * Tokens of the utterance and, for CF rules, of the table's header; words of a slot carry its id.
   * Encoded piece by piece, so that a slot's border is a token's border.
   * @param limit longest result in tokens; the end is cut, [SEP] stays
   */
  encode(
    utterance: string,
    slots: readonly Slot[],
    language: LanguageId,
    header: readonly string[],
    limit: number,
  ): EncodedUtterance {
    const ids: number[] = [this.cls];
    const slotIds: number[] = [LANGUAGE_ID[language]];
    const push = (text: string, slotId: number) => {
      for (const id of this.tokenizer.encode(text, { add_special_tokens: false }).ids) {
        ids.push(id);
        slotIds.push(slotId);
      }
    };
    let at = 0;
    const spans = slots.flatMap((slot) => slot.spans.map(([start, end]) => ({ start, end, slot })));
    for (const { start, end, slot } of spans.sort((a, b) => a.start - b.start)) {
      push(utterance.slice(at, start), 0);
      push(utterance.slice(start, end), 1 + slot.index);
      at = end;
    }
    push(utterance.slice(at), 0);
    header.slice(0, COLUMN_SLOTS).forEach((name, index) => {
      push(";", 0);
      push(name === "" ? "-" : name, COLUMN_ID + index);
    });
    ids.splice(limit - 1);
    slotIds.splice(limit - 1);
    return { inputIds: Int32Array.from([...ids, this.sep]), slotIds: Int32Array.from([...slotIds, 0]) };
  }
}

/** The code side: byte-level BPE; slots are tokens of their own, with and without a leading space. */
export class CodeTokenizer {
  private readonly tokenizer: Tokenizer;
  private readonly idOfSlot = new Map<string, number>();
  private readonly slotOfId = new Map<number, string>();
  /** The token that ends a program and fills the rest of its canvas. */
  readonly pad: number;

  constructor(json: TokenizerJson) {
    this.tokenizer = new Tokenizer(json, CONFIG);
    this.pad = requireId(this.tokenizer, "<|pad|>");
    const add = (text: string, name: string) => {
      const id = requireId(this.tokenizer, name);
      this.idOfSlot.set(text, id);
      this.slotOfId.set(id, text);
    };
    for (let k = 0; k < LITERAL_SLOTS; k++) {
      add(literalChar(k), `<|s${k}|>`);
      add(` ${literalChar(k)}`, `<|_s${k}|>`);
    }
    for (let k = 0; k < COLUMN_SLOTS; k++) add(columnChar(k), `<|c${k}|>`);
  }

  /** Token ids are 0 … size - 1. */
  get size(): number {
    return 1 + Math.max(...this.tokenizer.get_vocab().values());
  }

  /** Whether `id` is a token. */
  knows(id: number): boolean {
    return this.tokenizer.id_to_token(id) !== undefined;
  }

  /** Token ids of slotted code, without PAD. */
  encode(slotted: string): number[] {
    return slotted.split(SLOTS).flatMap((piece) => {
      const slot = this.idOfSlot.get(piece);
      if (slot !== undefined) return [slot];
      return piece === "" ? [] : this.tokenizer.encode(piece, { add_special_tokens: false }).ids;
    });
  }

  /** Slotted code of token ids up to the first PAD. */
  decode(ids: Iterable<number>): string {
    let text = "";
    let run: number[] = [];
    const flush = () => {
      // Bytes may spell what stands for a slot: only a slot's own token is one.
      if (run.length > 0)
        text += this.tokenizer.decode(run, { skip_special_tokens: false }).replace(ANY_SLOT, "\ufffd");
      run = [];
    };
    for (const id of ids) {
      if (id === this.pad) break;
      const slot = this.slotOfId.get(id);
      if (slot === undefined) run.push(id);
      else {
        flush();
        text += slot;
      }
    }
    flush();
    return text;
  }
}

/** The header of a table as texts, at most COLUMN_SLOTS wide; empty without a table. */
export function headerOf(table: Table | undefined): readonly string[] {
  return (table?.[0] ?? []).slice(0, COLUMN_SLOTS).map((cell) => String(cell ?? ""));
}
