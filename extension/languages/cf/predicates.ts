/** Other names of a predicate, in lower case, as the metrics read them. */
const METRIC_ALIASES: ReadonlyMap<string, string> = new Map([
  ["duplicates", "duplicate"],
  ["blank", "blanks"],
  ["error", "errors"],
  ["greaterthanequalto", "greaterthanequal"],
  ["lessthanequalto", "lessthanequal"],
  ["textequal", "textequals"],
  ["textcontain", "textcontains"],
  ["equal", "equals"],
  ["notequal", "notequals"],
  ["startswith", "textstartswith"],
  ["endswith", "textendswith"],
]);

/** Further spellings that people write. */
const MORE_ALIASES: ReadonlyMap<string, string> = new Map([
  ["greaterthanequals", "greaterthanequal"],
  ["greaterthanorequal", "greaterthanequal"],
  ["greaterthanorequalto", "greaterthanequal"],
  ["lessthanequals", "lessthanequal"],
  ["lessthanorequal", "lessthanequal"],
  ["lessthanorequalto", "lessthanequal"],
  ["textstartwith", "textstartswith"],
  ["textbeginswith", "textstartswith"],
  ["beginswith", "textstartswith"],
  ["textendwith", "textendswith"],
  ["contains", "textcontains"],
  ["uniques", "unique"],
  ["colourscale", "colorscale"],
  ["databars", "databar"],
  ["iconsets", "iconset"],
]);

/** The name under which the metrics know a predicate. */
export function metricName(written: string): string {
  const name = written.toLowerCase();
  return METRIC_ALIASES.get(name) ?? name;
}

/** The name under which this module knows a predicate: lower case, aliases resolved. */
export function canonicalName(written: string): string {
  const name = metricName(written);
  return MORE_ALIASES.get(name) ?? name;
}

/** Whether the arguments of that (canonical) predicate are text, in which commas and blanks are ordinary. */
export function takesText(name: string): boolean {
  return name.startsWith("text");
}

/** What a predicate takes besides an optional column. */
export interface PredicateSpec {
  /** The printed spelling. */
  readonly name: string;
  readonly takes: "nothing" | "number" | "twoNumbers" | "count" | "value" | "text" | "anyText";
}

/** How many values a predicate takes besides an optional column. */
export const ARITY = { nothing: 0, number: 1, twoNumbers: 2, count: 1, value: 1, text: 1, anyText: 1 } as const;

/** Every predicate of the rule language, by its lower-case name. */
export const PREDICATES: ReadonlyMap<string, PredicateSpec> = new Map(
  (
    [
      ["GreaterThan", "number"],
      ["GreaterThanEqual", "number"],
      ["LessThan", "number"],
      ["LessThanEqual", "number"],
      ["Between", "twoNumbers"],
      ["NotBetween", "twoNumbers"],
      ["Equals", "value"],
      ["NotEquals", "value"],
      ["TextEquals", "anyText"],
      ["TextContains", "text"],
      ["StartsWith", "text"],
      ["EndsWith", "text"],
      ["top", "count"],
      ["bottom", "count"],
      ["TopPercent", "count"],
      ["BottomPercent", "count"],
      ["aboveAverage", "nothing"],
      ["belowAverage", "nothing"],
      ["Duplicate", "nothing"],
      ["Unique", "nothing"],
      ["Blanks", "nothing"],
      ["Errors", "nothing"],
      ["ColorScale", "nothing"],
      ["DataBar", "nothing"],
      ["IconSet", "nothing"],
    ] as const
  ).map(([name, takes]) => [canonicalName(name), { name, takes }]),
);
