import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type CfRule,
  type ExcelOutcome,
  excelFormula,
  meaningOf,
  paintedCells,
  parseCf,
  printCf,
} from "../../../extension/languages/cf";
import type { Table } from "../../../extension/schema";
import { rules, tables } from "./cf-arbitraries";
import { painted, readFormula, sheetFrom } from "./spreadsheet";

const TABLE: Table = [
  ["Index", "Name", "Sales", "Share"],
  [1, "Ann", 5, "40%"],
  [2, "bob", 120, "85%"],
  [3, "", 7, "90%"],
  [4, "Ann", "n/a", "12%"],
];

function read(code: string): CfRule {
  const parsed = parseCf(code);
  assert.ok("rule" in parsed, code);
  return parsed.rule;
}

const formulaOf = (code: string, table?: Table): ExcelOutcome => excelFormula(read(code), table);

describe("CF rules as Excel formulas", () => {
  const withTable = [
    ["GreaterThan(c[2],85)", "=AND(ISNUMBER($C2),$C2>85)", "$C$2:$C$5"],
    ["GreaterThan(85)", "=AND(ISNUMBER(B2),B2>85)", "$B$2:$D$5"],
    ["Between(c[2],9,3)", "=AND(ISNUMBER($C2),$C2>=3,$C2<=9)", "$C$2:$C$5"],
    ["LessThan(c[3],50)", "=AND(ISNUMBER($D2),$D2<50%)", "$D$2:$D$5"],
    ["LessThan(c[3],50%)", "=AND(ISNUMBER($D2),$D2<50%)", "$D$2:$D$5"],
    ["GreaterThan($5000.50)", "=AND(ISNUMBER(B2),B2>5000.5)", "$B$2:$D$5"],
    ["GreaterThan(c[2],c[0])", "=AND(ISNUMBER($C2),ISNUMBER($A2),$C2>$A2)", "$C$2:$C$5"],
    ["GreaterThan(c[2],$e$13)", "=AND(ISNUMBER($C2),ISNUMBER($E$13),$C2>$E$13)", "$C$2:$C$5"],
    ["LessThan(c[2],2024-01-31)", "=AND(ISNUMBER($C2),$C2<DATE(2024,1,31))", "$C$2:$C$5"],
    ['Equals(c[1],a "b")', '=$B2="a ""b"""', "$B$2:$B$5"],
    ["NotEquals(c[1],Ann)", '=NOT(IFERROR($B2="Ann",FALSE))', "$B$2:$B$5"],
    ["TextContains(c[1],what?)", '=ISNUMBER(SEARCH("what~?",$B2))', "$B$2:$B$5"],
    ["StartsWith(c[1],An)", '=LEFT($B2,2)="An"', "$B$2:$B$5"],
    ["EndsWith(c[1],n)", '=RIGHT($B2,1)="n"', "$B$2:$B$5"],
    ["Blanks(c[1])", "=LEN(TRIM($B2))=0", "$B$2:$B$5"],
    ["Errors()", "=ISERROR(B2)", "$B$2:$D$5"],
    ["top(c[2],3)", "=AND(ISNUMBER($C2),$C2>=AGGREGATE(14,6,$C$2:$C$5,MIN(3,COUNT($C$2:$C$5))))", "$C$2:$C$5"],
    [
      "bottom(c[2],5%)",
      "=AND(ISNUMBER($C2),$C2<=AGGREGATE(15,6,$C$2:$C$5,MAX(1,INT(COUNT($C$2:$C$5)*5/100))))",
      "$C$2:$C$5",
    ],
    ["aboveAverage(c[2])", "=AND(ISNUMBER($C2),$C2>AGGREGATE(1,6,$C$2:$C$5))", "$C$2:$C$5"],
    ["Duplicate(c[1])", '=AND($B2<>"",SUMPRODUCT(IFERROR(($B$2:$B$5<>"")*($B$2:$B$5=$B2),0))>1)', "$B$2:$B$5"],
    [
      "OR(Blanks(c[1]),Equals(c[3],5))",
      "=OR(IFERROR(AND(COLUMN(B2)=2,LEN(TRIM(B2))=0),FALSE),IFERROR(AND(COLUMN(B2)=4,AND(ISNUMBER(B2),B2=5%)),FALSE))",
      "$B$2:$B$5,$D$2:$D$5",
    ],
  ] as const;
  for (const [code, formula, appliesTo] of withTable) {
    it(`${code} beside a table`, () => assert.deepEqual(formulaOf(code, TABLE), { formula, appliesTo }));
  }

  it("takes the columns from the rule where there is no table", () => {
    assert.deepEqual(formulaOf("GreaterThan(c[27],5)"), {
      formula: "=AND(ISNUMBER($AB2),$AB2>5)",
      appliesTo: "$AB$2:$AB$1000",
    });
    assert.deepEqual(formulaOf("Blanks()"), { formula: "=LEN(TRIM($A2))=0", appliesTo: "$A$2:$A$1000" });
  });

  const none = [
    ["ColorScale(c[1])", { kind: "visual", name: "colorscale" }],
    ["OR(Blanks(),IconSet())", { kind: "visual", name: "iconset" }],
    ["GreaterThan(13 Days)", { kind: "value", value: "13 Days" }],
    ["LessThan(3/4/2024)", { kind: "value", value: "3/4/2024" }],
    ["top(c[1],c[2])", { kind: "value", value: "c[2]" }],
    ["Sparkle(5)", { kind: "invalid", name: "sparkle" }],
    [`TextContains(${"a".repeat(300)})`, { kind: "tooLong" }],
    [`${"NOT(".repeat(40)}Blanks()${")".repeat(40)}`, { kind: "tooLong" }],
    [`OR(${"TextContains(abcdefghijkl),".repeat(300)}Blanks())`, { kind: "tooLong" }],
  ] as const;
  for (const [code, why] of none) {
    it(`has none for ${code.slice(0, 40)}: ${why.kind}`, () => assert.deepEqual(formulaOf(code), { none: why }));
  }

  it("are read by the formula parser, calls of known functions only", () => {
    fc.assert(
      fc.property(rules, fc.option(tables, { nil: undefined }), (code, beside) => {
        const outcome = formulaOf(code, beside);
        if ("formula" in outcome) readFormula(outcome.formula);
      }),
    );
  });

  it("paint in a spreadsheet the cells that the executor paints", () => {
    fc.assert(
      fc.property(rules, tables, (code, beside) => {
        const outcome = excelFormula(read(code), beside);
        const expected = paintedCells(read(code), beside);
        if ("none" in outcome && outcome.none.kind === "noSuchColumn") {
          assert.ok(code.includes(`c[${outcome.none.index}]`) && outcome.none.index >= (beside[0]?.length ?? 0));
          return;
        }
        if (!("formula" in outcome)) {
          assert.deepEqual(outcome, { none: { kind: "paintsNothing" } });
          assert.equal(expected.size, 0, code);
          return;
        }
        const cells = painted(outcome.formula, outcome.appliesTo, sheetFrom(beside));
        assert.deepEqual([...cells].sort(), [...expected].sort(), `${outcome.formula} on ${outcome.appliesTo}`);
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 1000) },
    );
  });

  it("count a duplicate as the executor does, and read no pattern in it", () => {
    const values = fc.array(fc.constantFrom<string | number>("", "a", "A", "a*", "aa", ">5", 0, 6), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(values, fc.constantFrom("Duplicate()", "Unique(c[0])"), (column, code) => {
        const beside: Table = [["Key"], ...column.map((value) => [value])];
        const outcome = formulaOf(code, beside);
        assert.ok("formula" in outcome);
        const cells = painted(outcome.formula, outcome.appliesTo, sheetFrom(beside));
        assert.deepEqual([...cells].sort(), [...paintedCells(read(code), beside)].sort());
      }),
    );
  });
});

describe("what a rule means to people", () => {
  it("is a share of the cells where the amount is written in per cent", () => {
    assert.equal(
      printCf(meaningOf(read("OR(top(10%),bottom(c[1],5%))"))),
      "OR(TopPercent(10%),BottomPercent(c[1],5%))",
    );
    assert.equal(printCf(meaningOf(read("top(10)"))), "top(10)");
  });
});
