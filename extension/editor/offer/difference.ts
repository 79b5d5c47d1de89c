import { oneLine } from "../shell/text";
import { type Translate, untranslated } from "../shell/translate";

const MOST_TOLD = 80;
/** Share of a candidate's characters that the first must have too for a difference to be worth naming. */
const LEAST_SHARED = 0.4;

/**
 * What `other` has where `first` has something else, e.g. "-iname instead of -name"; undefined when they are the same,
 * or so different that naming the difference would repeat them.
 */
export function difference(first: string, other: string, t: Translate = untranslated): string | undefined {
  if (first === other) return undefined;
  const a = words(first);
  const b = words(other);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const shared = [...b.slice(0, head), ...b.slice(b.length - tail)].join("").length;
  if (shared < other.length * LEAST_SHARED) return undefined;
  const was = oneLine(a.slice(head, a.length - tail).join(""), MOST_TOLD);
  const is = oneLine(b.slice(head, b.length - tail).join(""), MOST_TOLD);
  if (was === "") return is === "" ? undefined : t("adds {0}", is);
  return is === "" ? t("leaves out {0}", was) : t("{0} instead of {1}", is, was);
}

function words(code: string): readonly string[] {
  // A run of dashes is read from its beginning alone.
  return code.match(/(?<!-)-*\w+|\s+|[^\w\s]/g) ?? [];
}
