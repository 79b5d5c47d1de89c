import fc from "fast-check";
import type { Table } from "../../../extension/schema";
import { dayFrom } from "./spreadsheet";

const COLUMN_TYPES = {
  number: fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom("", "#DIV/0!", 2.5, "text")),
  date: fc.oneof(fc.integer({ min: -3, max: 3 }).map(dayFrom), fc.constantFrom("", "2024-02-29", "2024-03-01 17:30")),
  text: fc.constantFrom("", "Ann", "Ann ", "ann", "Bob", "a*b", "Banana", "x~y", "#DIV/0!", 7),
  percent: fc.integer({ min: 0, max: 100 }).map((value) => `${value}%`),
};
/** Columns of numbers and text, or all of them in per cent: a rule without a column cannot be right for both at once. */
const types = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(fc.constantFrom("number" as const, "text" as const, "date" as const), {
      minLength: 1,
      maxLength: 4,
    }),
  },
  fc.array(fc.constant("percent" as const), { minLength: 1, maxLength: 3 }),
);
/** Tables of up to four columns and eight rows. */
export const tables: fc.Arbitrary<Table> = fc
  .tuple(types, fc.boolean(), fc.integer({ min: 1, max: 8 }))
  .chain(([columns, index, rows]) => {
    const row = fc.tuple(...columns.map((type): fc.Arbitrary<string | number> => COLUMN_TYPES[type]));
    const header = columns.map((type, at) => (index && at === 0 ? "Index" : type));
    return fc.array(row, { minLength: rows, maxLength: rows }).map((body) => [header, ...body]);
  });
const column = fc.oneof(
  { weight: 2, arbitrary: fc.constant("") },
  fc.nat(3).map((at) => `c[${at}],`),
);
const number = fc.integer({ min: -9, max: 12 }).map(String);
const day = fc.constantFrom("2024-03-01", "29.2.2024", "2024-03-01 17:30", "today", "today-2", "today+1");
const beside = fc.nat(3).map((at) => `c[${at}]`);
const word = fc.constantFrom("ann", "B", "a", "a*b", "~", "?", "an");
const call = (names: readonly string[], values: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.constantFrom(...names), column, values)
    .map(([name, on, value]) => `${name}(${value === "" ? on.replace(",", "") : on}${value})`);
/** Rules of every kind, most of them about columns that the tables have. */
export const { rule: rules } = fc.letrec<{ rule: string }>((tie) => ({
  rule: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    call(["GreaterThan", "GreaterThanEqual", "LessThan", "LessThanEqual", "Equals", "NotEquals"], number),
    call(["GreaterThan", "LessThanEqual", "Equals", "NotEquals"], day),
    call(["Between", "NotBetween"], fc.tuple(day, day).map(String)),
    fc
      .tuple(fc.constantFrom("GreaterThan", "LessThanEqual", "Equals", "NotEquals"), beside, beside)
      .map(([name, own, other]) => `${name}(${own},${other})`),
    call(["Between", "NotBetween"], fc.tuple(number, number).map(String)),
    call(["Equals", "NotEquals", "TextContains", "StartsWith", "EndsWith"], word),
    call(["top", "bottom", "TopPercent", "BottomPercent"], fc.integer({ min: 0, max: 120 }).map(String)),
    call(
      ["top", "bottom"],
      fc.integer({ min: 1, max: 100 }).map((value) => `${value}%`),
    ),
    call(["Blanks", "Errors", "aboveAverage", "belowAverage"], fc.constant("")),
    fc.tuple(fc.constantFrom("AND", "OR"), tie("rule"), tie("rule")).map(([name, a, b]) => `${name}(${a},${b})`),
    tie("rule").map((inner) => `NOT(${inner})`),
  ),
}));
