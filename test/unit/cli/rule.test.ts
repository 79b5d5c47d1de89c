import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { ruleReportSchema } from "../../../extension/schema";
import { run, unused } from "./fake";

describe("codefusion rule", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "codefusion-rule-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function asked(rule: string, csv?: string) {
    const file = join(folder, "table.csv");
    if (csv !== undefined) writeFileSync(file, csv);
    const table = csv === undefined ? [] : ["--table", file];
    const { code, stdout, line } = await run(["rule", "--rule", rule, ...table, "--json"], unused);
    return { code, line, report: ruleReportSchema.parse(JSON.parse(stdout)) };
  }

  const painted = [
    ["a decimal comma", "N;P\nA;3,50\nB;12,00", "GreaterThan(c[1],10)", "1,1"],
    ["ISO dates", "T,D\nA,2024-01-15\nB,2024-03-01", "LessThan(c[1],2024-02-01)", "0,1"],
    ["local dates, told by one of the column", "T,D\nA,01/02/2024\nB,31/12/2024", "LessThan(c[1],2024-03-01)", "0,1"],
    ["local dates that nothing tells", "T,D\nA,01/02/2024\nB,03/04/2024", "GreaterThan(c[1],2024-01-15)", ""],
    ["dates with dots", "T;D\nA;01.02.2024\nB;02.01.2024", "GreaterThan(c[1],15.1.2024)", "0,1"],
    ["times", "T,D\nA,17:30\nB,09:15", "GreaterThan(c[1],12:00)", "0,1"],
    ["text that looks like no number", "N,V\nA,10\nB,NaN\nC,90", "aboveAverage(c[1])", "2,1"],
    ["empty rows", "N,V\nA,90\n\nB,95", "GreaterThan(c[1],50)", "0,1 2,1"],
    ["a line that names the separator", "sep=;\nN;V\nA;90", "GreaterThan(c[1],50)", "0,1"],
    ["pipes", "N|V\nA|90\nB|5", "LessThan(c[1],50)", "1,1"],
    ["a stray quote", 'I,S\nTV,55"\nPC,', "Blanks()", "1,1"],
    ["a quoted header of two lines", '"a\n(b, c)";"d"\n1;2', "GreaterThan(c[1],1)", "0,1"],
    ["a blank at an end, as Excel compares it", "N,S\nA,Done \nB,done", "TextEquals(c[1],Done)", "1,1"],
    ["a currency before and behind", "N;V\nA;€1200\nB;12 €\nC;5 EUR", "GreaterThan(c[1],9)", "0,1 1,1"],
    ["negatives in brackets", "N,V\nA,($1200)\nB,5", "LessThan(c[1],0)", "0,1"],
    ["per cent", "N,V\nA,90%\nB,8%", "GreaterThan(c[1],85%)", "0,1"],
    ["two columns of one row", "N,V,W\nA,1,2\nB,3,1\nC,x,0", "GreaterThan(c[1],c[2])", "1,1"],
    [
      "conditions on two columns",
      "N,V,S\nA,1,open\nB,9,open\nC,9,done",
      "AND(GreaterThan(c[1],5),Equals(c[2],open))",
      "1,1",
    ],
    ["one of them denied", "N,V,S\nA,1,open\nB,9,done", "AND(NOT(Equals(c[2],open)),GreaterThan(c[1],5))", "1,2"],
    ["today", "N,D\nA,1999-12-31\nB,2999-12-31", "LessThan(c[1],today-7)", "0,1"],
  ] as const;
  for (const [what, csv, rule, cells] of painted) {
    it(`paints what ${rule} means with ${what}`, async () => {
      const { code, report } = await asked(rule, csv);
      assert.equal(report.cells.map(String).join(" "), cells);
      assert.deepEqual([code, report.valid, report.reason], [0, true, null]);
    });
  }

  it("gives the formula and its range, with no table up to row 1000", async () => {
    const { report } = await asked("AND(GreaterThan(c[1],5),Equals(c[2],open))", "N,V,S\nA,1,open\nB,9,open");
    assert.deepEqual([report.formula, report.range], ['=AND(AND(ISNUMBER($B2),$B2>5),$C2="open")', "$B$2:$B$3"]);
    const alone = await asked("GreaterThan(c[1],5)");
    assert.deepEqual(alone.report, {
      ...{ valid: true, reason: null, cells: [] },
      ...{ formula: "=AND(ISNUMBER($B2),$B2>5)", range: "$B$2:$B$1000" },
    });
    assert.equal((await asked("ColorScale(c[1])", "N,V\nA,1\nB,2")).report.formula, null);
  });

  it("says why a rule is none, or none for this table, and ends with 1", async () => {
    for (const [rule, why] of [
      ["GreaterThan(", /expected/],
      ["Sparkle(5)", /unknown predicate/],
      ["GreaterThan(c[7],5)", /no column c\[7\]/],
      ["top(c[0],c[1])", /neither a number nor a date/],
      ["GreaterThan(c[1],13 Days)", /neither a number nor a date/],
    ] as const) {
      const { code, line, report } = await asked(rule, "N,V\nA,1");
      assert.deepEqual([report.valid, report.cells, report.formula, code], [false, [], null, 1], rule);
      assert.match(report.reason ?? "", why);
      assert.match(line ?? "", /not valid/);
    }
  });

  it("refuses a table that it cannot read, and ends with 2", async () => {
    const { code, line, stdout } = await run(
      ["rule", "--rule", "Blanks()", "--table", join(folder, "absent.csv")],
      unused,
    );
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(line ?? "", /cannot read the table/);
  });

  it("ends well or says why, whatever the rule", async () => {
    const parts = fc.constantFrom(
      ..."AND( OR( NOT( GreaterThan( top( Between( c[0] c[1] c[9] , ) 5 x today 2024-01-01 %".split(" "),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(parts, { maxLength: 9 }), async (pieces) => {
        const { code, report } = await asked(pieces.join(""), "N,V\nA,1\nB,x");
        assert.equal(report.valid, code === 0);
        assert.equal(report.reason === null, report.valid);
      }),
      { numRuns: 300 },
    );
  });
});
