import type { OffsetRange } from "./range";

/**
 * Where `text` is in `document`: at `range` when it still is, else at its only other place; undefined when it is gone
 * or stands in several places. Line ends may have changed since.
 */
export function relocate(document: string, text: string, range: OffsetRange): OffsetRange | undefined {
  const lineFeeds = text.replace(/\r\n/g, "\n");
  const wanted = document.includes("\r\n") ? lineFeeds.replace(/\n/g, "\r\n") : lineFeeds;
  if (document.startsWith(wanted, range.start)) return at(range.start, wanted);
  const first = document.indexOf(wanted);
  if (first < 0 || document.indexOf(wanted, first + 1) >= 0) return undefined;
  return at(first, wanted);
}

function at(start: number, text: string): OffsetRange {
  return { start, end: start + text.length };
}
