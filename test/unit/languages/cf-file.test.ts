import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type CfProblem,
  cellsOf,
  columnLetters,
  decodeTable,
  excelFormula,
  locateCf,
  parseCf,
  parseTable,
  problemsIn,
  rulesIn,
  tableNamedIn,
} from "../../../extension/languages/cf";
import { affectsCells } from "../../../extension/languages/cf/affects";

const codes = (text: string) => rulesIn(text).map(({ code }) => code);

describe("a .cfrule file", () => {
  it("holds one rule a line, with comments and blank lines between", () => {
    assert.deepEqual(codes("# over 5\r\nGreaterThan(5)\r\n\r\n  top(3)\nBlanks()"), [
      "GreaterThan(5)",
      "top(3)",
      "Blanks()",
    ]);
    assert.deepEqual(codes("# only words\n\n"), []);
  });

  it("continues a rule on indented lines while a bracket is open, and never over a comment", () => {
    assert.deepEqual(codes("AND(Blanks(),\n  Errors())\nUnique()"), ["AND(Blanks(),\n  Errors())", "Unique()"]);
    assert.deepEqual(codes("AND(Blanks(),\nErrors())"), ["AND(Blanks(),", "Errors())"]);
    assert.deepEqual(codes("AND(Blanks(),\n  # why\n  Errors()"), ["AND(Blanks(),", "Errors()"]);
    assert.deepEqual(codes('TextContains("(")\n  Blanks()'), ['TextContains("(")', "Blanks()"]);
  });

  it("goes on for at most 100 lines and as many characters as a formula may have", () => {
    const lines = rulesIn(`AND(\n${" (\n".repeat(10_000)}`).map(({ code }) => code.split("\n").length);
    assert.equal(Math.max(...lines), 100);
    const long = rulesIn(`AND(\n${` "${"x".repeat(5000)}",\n`.repeat(10)}`);
    assert.ok(long.length >= 3);
  });

  it("is cut into rules that stand where they say, whatever the text", () => {
    const lines = fc
      .array(fc.constantFrom("# a", "", "  ", "Blanks()", "  top(3)", "AND(Blanks(),", "  Errors())", "(((", "'"))
      .map((all) => all.join("\n"));
    fc.assert(
      fc.property(fc.oneof(lines, fc.string({ unit: "grapheme" })), (text) => {
        let last = 0;
        for (const { start, end, code } of rulesIn(text)) {
          assert.ok(last <= start && start < end);
          assert.equal(text.slice(start, end), code);
          assert.equal(code.trim(), code);
          last = end;
        }
      }),
    );
  });

  it("may name its table in the first comment", () => {
    const text = "\n# My rules\n#  Table: data/my sales.csv \n# more\n";
    const named = tableNamedIn(text);
    assert.equal(named?.path, "data/my sales.csv");
    assert.equal(text.slice(named.start, named.end), named.path);
    assert.equal(tableNamedIn("# rules\n\n# table: later.csv"), undefined);
    assert.equal(tableNamedIn("# table:\nBlanks()"), undefined);
    assert.equal(tableNamedIn(""), undefined);
  });
});

describe("problems of CF rules", () => {
  const shown = (text: string, columns?: number) =>
    problemsIn(text, columns).map(({ start, end, what }: CfProblem) => [text.slice(start, end), what.kind]);

  it("are found at the predicate they are about", () => {
    assert.deepEqual(shown("# x\nAND(Sparkle(5),NOT(Blanks(3)))\nGreaterThan(red)"), [
      ["Sparkle", "unknown"],
      ["Blanks(3)", "argumentCount"],
      ["GreaterThan(red)", "argument"],
    ]);
    assert.deepEqual(shown("OR(NOT(Blanks(),Errors()))"), [
      ["OR(NOT(Blanks(),Errors()))", "twoRules"],
      ["NOT(Blanks(),Errors())", "oneRule"],
    ]);
  });

  it("start where the rule stops making sense", () => {
    assert.deepEqual(shown("Between(1,,2)"), [[",2)", "syntax"]]);
    assert.deepEqual(shown("  GreaterThan(5"), [["5", "syntax"]]);
    assert.deepEqual(
      shown(`${"NOT(".repeat(99)}Blanks()${")".repeat(99)}`).map(([, kind]) => kind),
      ["syntax"],
    );
  });

  it("suggest the predicate that a misspelt name is close to", () => {
    assert.deepEqual(
      problemsIn("GreatrThan(5)\nSparkle(1)").map(({ suggestion }) => suggestion),
      ["GreaterThan", undefined],
    );
  });

  it("are none where the parts of an AND are about different columns", () => {
    assert.deepEqual(shown("OR(AND(Blanks(c[1]),Errors(c[2])),Blanks())"), []);
  });

  it("include columns that the table lacks", () => {
    assert.deepEqual(shown("OR(Equals(c[2],a),GreaterThan(c[1],c[7]))", 2), [
      ["c[2]", "noSuchColumn"],
      ["c[7]", "noSuchColumn"],
    ]);
    assert.deepEqual(shown("Equals(c[2],a)", 3), []);
    assert.deepEqual(shown("Equals(c[2],a)"), []);
  });

  it("are none exactly where every rule is valid", () => {
    const piece = fc.constantFrom(
      "AND",
      "NOT",
      "Blanks",
      "GreaterThan",
      "Foo",
      "(",
      ")",
      ",",
      "5",
      "red",
      "c[1]",
      '"a"',
      " ",
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }).map((all) => all.join("")),
        (text) => {
          for (const { start, end } of problemsIn(text)) assert.ok(0 <= start && start < end && end <= text.length);
          const readable = rulesIn(text).every(({ code }) => "rule" in parseCf(code));
          if (!readable) assert.ok(problemsIn(text).length > 0);
        },
      ),
    );
  });

  it("know every rule inside a rule, at its place", () => {
    const code = "AND( Blanks(c[1]), not(TextContains(a (b)) ))";
    assert.deepEqual(
      locateCf(code).map(({ start, end, nameEnd }) => [code.slice(start, end), code.slice(start, nameEnd)]),
      [
        [code, "AND"],
        ["Blanks(c[1])", "Blanks"],
        ["not(TextContains(a (b)) )", "not"],
        ["TextContains(a (b))", "TextContains"],
      ],
    );
    assert.deepEqual(locateCf("AND("), []);
  });
});

describe("a table from CSV", () => {
  it("has plain numbers as numbers, and everything else as it stands", () => {
    assert.deepEqual(parseTable('\ufeffName,Sales\r\n"Ann, B.",5\r\n\r\n007,$1\r\n'), [
      ["Name", "Sales"],
      ["Ann, B.", 5],
      [],
      ["007", "$1"],
    ]);
  });

  it("reads a comma before decimals where fields are separated otherwise and no cell of the column speaks against it", () => {
    assert.deepEqual(parseTable("N;A;B;C\nx;1.234,50;1,234;2,5\ny;12,00;12;n,a\n"), [
      ["N", "A", "B", "C"],
      ["x", 1234.5, "1,234", "2,5"],
      ["y", 12, 12, "n,a"],
    ]);
  });

  it("may say what separates its fields, have a long first name, and quotes inside of a field", () => {
    assert.deepEqual(parseTable("sep=;\nN;V\nA;90"), [
      ["N", "V"],
      ["A", 90],
    ]);
    assert.deepEqual(parseTable('"a\n(b, c)";"d"\n1;2'), [
      ["a\n(b, c)", "d"],
      [1, 2],
    ]);
    assert.deepEqual(parseTable('I,S\nTV,55"'), [
      ["I", "S"],
      ["TV", '55"'],
    ]);
  });

  it("keeps an empty line between others as the row that it is in a sheet", () => {
    const table = parseTable("\nN,V\nA,90\n\nB,95\n\n");
    const parsed = parseCf("GreaterThan(c[1],50)");
    assert.ok("rule" in parsed);
    assert.deepEqual([...cellsOf(parsed.rule, table)], ["0,1", "2,1"]);
    const formula = excelFormula(parsed.rule, table);
    assert.ok("appliesTo" in formula);
    assert.equal(formula.appliesTo, "$B$2:$B$4");
  });

  it("is read from UTF-8, UTF-16 and the encoding of older programs", () => {
    const expected = [["Stra\u00dfe"], [1]];
    const utf16 = Buffer.from("\ufeffStra\u00dfe\n1\n", "utf16le");
    for (const bytes of [
      Buffer.from("Stra\u00dfe\n1\n"),
      utf16,
      Buffer.from(utf16).swap16(),
      Buffer.from("Stra\u00dfe\n1\n", "latin1"),
    ])
      assert.deepEqual(decodeTable(bytes), expected);
    assert.throws(() => parseTable("a\0b"), /no text/);
  });

  it("may have as many rows as a file of a sheet, for everything that looks at them", () => {
    const table = parseTable(`v\n${"85\n1\n".repeat(65_000)}`);
    assert.equal(table.length, 130_001);
    const parsed = parseCf("GreaterThan(50)");
    assert.ok("rule" in parsed);
    assert.equal(cellsOf(parsed.rule, table).size, 65_000);
    assert.equal(affectsCells("GreaterThan(50)", table), true);
    const formula = excelFormula(parsed.rule, table);
    assert.ok("appliesTo" in formula);
    assert.equal(formula.appliesTo, "$A$2:$A$130001");
  });

  it("is refused with too many columns or cells", () => {
    assert.throws(() => parseTable(`${",".repeat(100_000)}\n${"1\n".repeat(199)}`), /100001 columns/);
    assert.throws(() => parseTable(`${",".repeat(1000)}\n${"1\n".repeat(1000)}`), /cells in all/);
    assert.throws(() => parseTable(`a\n"${"x".repeat(2 ** 21)}"`), /record/i);
  });

  it("may be separated by semicolons or tabs, as spreadsheets of other countries write it", () => {
    assert.deepEqual(parseTable('"a,b,c";Umsatz\nx;1,5\n'), [
      ["a,b,c", "Umsatz"],
      ["x", 1.5],
    ]);
    assert.deepEqual(parseTable("a\tb\n1\t2"), [
      ["a", "b"],
      [1, 2],
    ]);
  });

  it("says why where the text is no CSV", () => {
    assert.throws(() => parseTable('a,b\n"open'), /quote/i);
  });
});

describe("columns", () => {
  it("have the letters of a spreadsheet", () => {
    assert.deepEqual([0, 25, 26, 51, 52, 701, 702].map(columnLetters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
  });
});
