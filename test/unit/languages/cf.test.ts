import assert from "node:assert/strict";
import fc from "fast-check";
import { inEnglish } from "../../../extension/errors";
import { cfMatch, type Language, loadLanguage } from "../../../extension/languages";
import { type CfRule, type CfValue, cellsOf, parseCf, printCf } from "../../../extension/languages/cf";

function read(code: string): CfRule {
  const parsed = parseCf(code);
  assert.ok("rule" in parsed, `${code}: ${"reason" in parsed ? parsed.reason : ""}`);
  return parsed.rule;
}

/** Records that are ordinary objects, as those of the parser are. */
function record<T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record<T>(model, { noNullPrototype: true });
}

describe("printing CF rules", () => {
  const cases = [
    ["GreaterThan(85)", "GreaterThan(85)"],
    ["greaterthan( 85 )", "GreaterThan(85)"],
    ["Between(689, 927)", "Between(689,927)"],
    ["AND( GreaterThan(1) , Or(LessThan(5),Blanks()))", "AND(GreaterThan(1),OR(LessThan(5),Blanks()))"],
    ["Not(Duplicates())", "NOT(Duplicate())"],
    ["TextContains('ster')", "TextContains(ster)"],
    ['TextContains("a, b")', "TextContains(a, b)"],
    ["TextContains(Non-pooled, en)", "TextContains(Non-pooled, en)"],
    ["TextContains(Item (old))", "TextContains(Item (old))"],
    ['TextContains("a)")', 'TextContains("a)")'],
    ["TextStartsWith(INV-)", "StartsWith(INV-)"],
    ["endswith(GmbH)", "EndsWith(GmbH)"],
    ["StartsWith(#)", "StartsWith(#)"],
    ["TextContains(it's)", "TextContains(it's)"],
    ['TextContains(c[3], "Worldwide")', "TextContains(c[3],Worldwide)"],
    ["Top(c[1], 10)", "top(c[1],10)"],
    ["top(10%)", "top(10%)"],
    ["TopPercent(c[4], 10)", "TopPercent(c[4],10)"],
    ["AboveAverage(c[1])", "aboveAverage(c[1])"],
    ["Blank()", "Blanks()"],
    ["GreaterThanEqualTo(3)", "GreaterThanEqual(3)"],
    ["GreaterThanEquals(3)", "GreaterThanEqual(3)"],
    ["TextEquals()", "TextEquals()"],
    ["# cells over 5\nGreaterThan(5)", "GreaterThan(5)"],
  ] as const;
  for (const [code, printed] of cases) {
    it(`prints ${JSON.stringify(code)} as ${printed}`, () => {
      assert.equal(printCf(read(code)), printed);
      assert.equal(printCf(read(printed)), printed);
    });
  }

  const text = fc
    .oneof(fc.string({ unit: "grapheme" }), fc.stringMatching(/^[ab"'()\\,[\]# ]{0,8}$/))
    .filter((value) => !/[\n\r]/.test(value));
  const value: fc.Arbitrary<CfValue> = fc.oneof(
    text.map((inside): CfValue => ({ kind: "text", text: inside })),
    fc.nat(9).map((index): CfValue => ({ kind: "column", index })),
  );
  const column = fc.nat(9).map((index): CfValue => ({ kind: "column", index }));
  const textArgs = fc
    .tuple(fc.option(column), text)
    .map(([on, inside]): CfValue[] => [...(on === null ? [] : [on]), { kind: "text", text: inside }]);
  const { rule } = fc.letrec<{ rule: CfRule }>((tie) => ({
    rule: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      record({
        kind: fc.constant("predicate" as const),
        name: fc.constantFrom("textcontains", "textequals", "textstartswith"),
        args: textArgs,
      }),
      record({
        kind: fc.constant("predicate" as const),
        name: fc.constantFrom("greaterthan", "between", "top", "blanks", "madeup"),
        args: fc.array(value, { maxLength: 3 }),
      }),
      record({
        kind: fc.constant("combination" as const),
        name: fc.constantFrom("and" as const, "or" as const, "not" as const),
        rules: fc.array(tie("rule"), { maxLength: 3 }),
      }),
    ),
  }));

  it("is undone by parsing", () => {
    fc.assert(fc.property(rule, (original) => assert.deepEqual(read(printCf(original)), original)));
  });
});

describe("validity of CF rules", () => {
  let language: Language;
  before(async () => {
    language = await loadLanguage("cf");
  });

  const valid = [
    "GreaterThan(85)",
    "LessThan(-0.5)",
    "GreaterThan($5000.00)",
    "GreaterThan(13 Days)",
    "GreaterThan($E$13)",
    "GreaterThan(c[2], c[1])",
    "LessThan(2024-01-31)",
    "Between(15,85)",
    "Equals(Yes)",
    "NotEquals(c[1], 0)",
    "top(10%)",
    "bottom(c[0], 3)",
    "TextEquals()",
    "TextContains(*)",
    "ColorScale(c[2])",
    "NOT(NOT(Duplicate()))",
    "AND(GreaterThan(0),OR(LessThan(-5251.4737555988249),GreaterThan(14668.417877816035)))",
  ];
  for (const code of valid) it(`accepts ${code}`, () => assert.deepEqual(language.validate(code), { valid: true }));

  const invalid = [
    ["TextEquals(Blocked(TextEquals(a)))", 'TextEquals cannot take "Blocked(TextEquals(a))"'],
    ["", "there is no rule"],
    ["# nothing", "there is no rule"],
    ["Sparkle(5)", "unknown predicate sparkle"],
    ["AND(GreaterThan(1),TextFoo(a))", "unknown predicate textfoo"],
    ["GreaterThan()", "GreaterThan needs one value"],
    ["GreaterThan(1,2)", "GreaterThan needs one value"],
    ["Between(1)", "Between needs two values"],
    ["Blanks(5)", "Blanks needs no value"],
    ["GreaterThan(red)", 'GreaterThan cannot take "red"'],
    ["top(red)", 'top cannot take "red"'],
    ["TextContains()", "TextContains cannot take an empty text"],
    ["TextContains(c[1])", "TextContains needs one value"],
    ["NOT(Blanks(),Errors())", "NOT needs one rule"],
    ["OR(Blanks())", "OR needs at least two rules"],
    [`${"NOT(".repeat(500)}Blanks()${")".repeat(500)}`, "the rule is nested too deeply"],
  ] as const;
  for (const [code, reason] of invalid) {
    it(`rejects ${JSON.stringify(code)}: ${reason}`, () => {
      const verdict = language.validate(code);
      assert.equal(verdict.valid ? "valid" : inEnglish(verdict.reason), reason);
    });
  }

  for (const code of [
    "GreaterThan",
    "GreaterThan(5",
    "GreaterThan(5))",
    "GreaterThan 5",
    "AND(5)",
    "(5)",
    "TextContains(a",
    "TextContains('a)",
    "Between(1,,2)",
    "=A1>5",
  ]) {
    it(`rejects ${JSON.stringify(code)} and says where`, () => {
      const verdict = language.validate(code);
      assert.ok(!verdict.valid && /^column \d+: expected/.test(inEnglish(verdict.reason)));
    });
  }
});

describe("executing CF rules", () => {
  const TABLE = [
    ["Index", "Name", "Sales"],
    [1, "Ann", 5],
    [2, "bob", "$1,000"],
    [3, "", 7],
    [4, "Ann", "n/a"],
    [5, "#N/A", 12],
  ];
  const cases = [
    ["GreaterThan(6)", "1,2 2,2 4,2"],
    ["LessThanEqual(c[2],7)", "0,2 2,2"],
    ["GreaterThan(c[0],3)", "3,0 4,0"],
    ["Between(7,5)", "0,2 2,2"],
    ["NotBetween(5,7)", "1,2 4,2"],
    ["Equals(5)", "0,2"],
    ["NOT(Equals(c[2],5))", "1,2 2,2 3,2 4,2"],
    ["TextContains(AN)", "0,1 3,1"],
    ["StartsWith(b)", "1,1"],
    ["EndsWith(n)", "0,1 3,1"],
    ["Blanks()", "2,1"],
    ["Errors()", "4,1"],
    ["Duplicate()", "0,1 3,1"],
    ["Unique(c[1])", "1,1 4,1"],
    ["top(2)", "1,2 4,2"],
    ["bottom(1)", "0,2"],
    ["TopPercent(50)", "1,2 4,2"],
    ["aboveAverage()", "1,2"],
    ["belowAverage()", "0,2 2,2 4,2"],
    ["AND(GreaterThan(6),LessThan(100))", "2,2 4,2"],
    ["OR(Blanks(),Equals(5))", "0,2 2,1"],
    ["DataBar(c[2])", "0,2 1,2 2,2 4,2"],
  ] as const;
  for (const [code, cells] of cases) {
    it(`${code} formats ${cells}`, () => assert.equal([...cellsOf(read(code), TABLE)].sort().join(" "), cells));
  }

  it("refuses rules without a meaning", () => {
    assert.throws(() => cellsOf(read("Sparkle(5)"), TABLE), RangeError);
    assert.throws(() => cellsOf(read("OR()"), TABLE), RangeError);
  });

  it("tells whether a rule does anything to a table, where that can be told", async () => {
    const { affects } = await loadLanguage("cf");
    assert.equal(affects?.("GreaterThan(10)", TABLE), true);
    assert.equal(affects?.("Equals(98765)", TABLE), false);
    assert.equal(affects?.("GreaterThan(10)", TABLE.slice(0, 1)), undefined);
    assert.equal(affects?.("OR()", TABLE), undefined);
    assert.equal((await loadLanguage("bash")).affects, undefined);
  });

  it("names what a rule compares cells with", async () => {
    const { values } = await loadLanguage("cf");
    assert.deepEqual(values?.("OR(TextEquals(c[0], Done ),Between(5,6.5))"), ["Done", "5", "6.5"]);
    assert.deepEqual(values?.("GreaterThan(c[0],c[1])"), ["c[1]"]);
    assert.deepEqual(values?.("Blanks(c[1])"), []);
    assert.deepEqual(values?.("Equals("), []);
    assert.equal((await loadLanguage("python")).values, undefined);
  });

  it("matches rules whose cells are equal, and never visual ones", () => {
    assert.ok(cfMatch("GreaterThan(10)", "top(2)", TABLE));
    assert.ok(!cfMatch("GreaterThan(10)", "top(1)", TABLE));
    assert.ok(!cfMatch("Equals(99)", "Equals(98)", TABLE));
    assert.ok(!cfMatch("DataBar(c[2])", "DataBar()", TABLE));
    assert.ok(cfMatch("or(Blanks(), Equals(5.0))", "OR(Equals(5),Blank())"));
    assert.ok(!cfMatch("GreaterThan(10)", "top(2)"));
    assert.ok(!cfMatch("not a rule", "top(2)", TABLE));
  });
});

describe("comparing CF rules", () => {
  it("sees through names, numbers and the order inside AND", async () => {
    const { normalise, template } = await loadLanguage("cf");
    assert.equal(normalise("and(greaterthan(5.0), Blank())"), normalise("AND(Blanks(),GreaterThan(5))"));
    assert.notEqual(normalise("top(10)"), normalise("top(10%)"));
    assert.equal(template("GreaterThan(5)"), template("GreaterThan(7)"));
    assert.notEqual(template("GreaterThan(5)"), template("GreaterThan(c[1],7)"));
    assert.notEqual(template("Equals(5)"), template("Equals(Yes)"));
  });
});
