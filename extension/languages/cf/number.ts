import { strip } from "../text";

const DECIMAL = /^[-+]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[-+]?\d+(_\d+)*)?$/i;
const SPECIAL: ReadonlyMap<string, number> = new Map([
  ["inf", Number.POSITIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
  ["nan", Number.NaN],
]);

/** The number that a cell or a value stands for, as the metrics read it: "$5,000" is 5000, "85%" is 85. */
export function numberOf(value: string | number | boolean | null): number | undefined {
  if (typeof value === "boolean" || value === null) return undefined;
  if (typeof value === "number") return value;
  const text = strip(value.replace(/[,$]/g, "").replace(/%+$/, ""));
  if (DECIMAL.test(text)) return Number(text.replaceAll("_", ""));
  const special = SPECIAL.get(text.toLowerCase().replace(/^[-+]/, ""));
  return special === undefined ? undefined : text.startsWith("-") ? -special : special;
}

const IN_BRACKETS = /^\((.*)\)$/s;
const CURRENCY = /^(?:[$€£¥₹]|(?:USD|EUR|GBP|CHF|JPY)\b)\s*|\s*(?:[€£¥₹]|\b(?:USD|EUR|GBP|CHF|JPY))$/g;

/** The number that a cell stands for in a spreadsheet, whose sums have a currency, and brackets where they are negative. */
export function amountOf(value: string): number | undefined {
  // "nan" and "inf" are texts here; most texts have no digit and need no more than this look.
  if (!/\d/.test(value)) return undefined;
  const text = strip(value);
  const inside = IN_BRACKETS.exec(text)?.[1];
  if (inside !== undefined) {
    const number = amountOf(inside);
    return number === undefined || number < 0 ? undefined : -number;
  }
  return numberOf(text.replace(/^([-+]?)(.*)$/s, (_, sign: string, rest: string) => sign + rest.replace(CURRENCY, "")));
}
