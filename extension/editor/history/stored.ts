import * as z from "zod";
import { type History, historySchema } from "../../schema";

/** One piece of inserted code as it is kept in the workspace's storage. */
const storedEntrySchema = z.object({
  id: z.string().min(1),
  uri: z.string().min(1),
  range: z
    .object({ start: z.number().int().nonnegative(), end: z.number().int().positive() })
    .refine(({ start, end }) => end > start, "the range is empty"),
  text: z.string().min(1),
  indent: z.string().regex(/^[ \t]*$/),
  history: historySchema,
});
export type StoredEntry = z.infer<typeof storedEntrySchema>;

const VERSION = 1;
const storedSchema = z.object({ version: z.literal(VERSION), entries: z.array(z.unknown()) });

/** What was read from storage, and how many entries of it could not be used. */
export interface Loaded {
  readonly entries: readonly StoredEntry[];
  readonly dropped: number;
}

/** Reads what `pack` wrote; another version or a broken entry is left out and counted, never an error. */
export function unpackHistory(stored: unknown): Loaded {
  if (stored === undefined) return { entries: [], dropped: 0 };
  const read = storedSchema.safeParse(stored);
  if (!read.success) return { entries: [], dropped: 1 };
  const entries = read.data.entries.flatMap((entry) => {
    const parsed = storedEntrySchema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
  return { entries, dropped: read.data.entries.length - entries.length };
}

/** Characters of JSON at most: the editor reads a workspace's whole storage when it opens it. */
const MOST_STORED = 4_000_000;

/** The newest `limit` of `entries` (oldest first), and of those what fits, as what goes into storage. */
export function packHistory(entries: readonly StoredEntry[], limit: number, most = MOST_STORED): unknown {
  const kept: StoredEntry[] = [];
  let size = 0;
  for (const entry of limit === 0 ? [] : entries.slice(-limit).reverse()) {
    const packed = compact(entry);
    size += JSON.stringify(packed).length;
    if (size > most) break;
    kept.unshift(packed);
  }
  return { version: VERSION, entries: kept };
}

/** Three digits of confidence are all that is ever shown, and other readings are not kept: they would triple the storage. */
function compact(entry: StoredEntry): StoredEntry {
  const frames = entry.history.frames.map((frame) => ({
    ...frame,
    tokens: frame.tokens.map(({ text, confidence, id }) => ({
      text,
      ...(confidence !== undefined && { confidence: Math.round(confidence * 1000) / 1000 }),
      ...(id !== undefined && { id }),
    })),
  }));
  const history: History = { ...entry.history, frames };
  return { ...entry, history };
}
