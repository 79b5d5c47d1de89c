/** A stretch of a document in UTF-16 code units; `end` is exclusive. */
export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

/** One replacement: `length` code units at `offset` became `inserted` code units. */
export interface OffsetChange {
  readonly offset: number;
  readonly length: number;
  readonly inserted: number;
}

/**
 * Where `range` is after `change`. Text put in at either edge stays outside; a change that cuts into the range moves
 * that edge to the change; undefined when nothing of the range is left.
 */
export function follow(range: OffsetRange, change: OffsetChange): OffsetRange | undefined {
  const changeEnd = change.offset + change.length;
  const delta = change.inserted - change.length;
  if (changeEnd <= range.start) return { start: range.start + delta, end: range.end + delta };
  if (change.offset >= range.end) return range;
  if (change.offset >= range.start && changeEnd <= range.end) return nonEmpty(range.start, range.end + delta);
  const start = change.offset < range.start ? change.offset + change.inserted : range.start;
  const end = changeEnd > range.end ? change.offset : range.end + delta;
  return nonEmpty(start, end);
}

/** `range` after the changes of one event, given in the editor's order (they do not overlap, and each is relative to
 * the document before the event): applied from the last to the first place. */
export function followAll(range: OffsetRange, changes: readonly OffsetChange[]): OffsetRange | undefined {
  let current: OffsetRange | undefined = range;
  for (const change of [...changes].sort((a, b) => b.offset - a.offset)) {
    if (current === undefined) return undefined;
    current = follow(current, change);
  }
  return current;
}

function nonEmpty(start: number, end: number): OffsetRange | undefined {
  return end > start ? { start, end } : undefined;
}
