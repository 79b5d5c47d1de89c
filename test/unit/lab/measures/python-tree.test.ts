import assert from "node:assert/strict";
import fc from "fast-check";
import { loadSameTree, type SameTree } from "../../../../models/lab/measures/python";

const EQUAL: readonly (readonly [string, string])[] = [
  ["x  =  [1,2,3]  # a list", "x = [1, 2, 3,]"],
  [`print('it\\'s')`, `print("it's")`],
  [`"a" 'b'`, `'''ab'''`],
  [`r"\\d+"`, `"\\\\d+"`],
  [`"\\d"`, `r"\\d"`],
  [`"\\x41\\u0042\\103"`, `"ABC"`],
  [`b"\\x41"`, `b'A'`],
  [`f"{x}{{" 'y'`, `f'{x}{{y'`],
  [`f"{ x !r:>{w}}"`, `f'{x!r:>{w}}'`],
  ["0xFF + 1_000 + 1.50 + 2J", "255 + 1000 + 1.5 + 2.0j"],
  ["((a)) + (b)", "a + b"],
  ["return_value = (1, 2)", "return_value = 1, 2"],
  ["x[(1, 2)]", "x[1, 2]"],
  ["x[1:2:]", "x[1:2]"],
  ["f((x for x in y))", "f(x for x in y)"],
  ["f(a, *b, k=1)", "f(a, k=1, *b)"],
  ["class A(): pass", "class A:\n    pass"],
  ["for (a, b) in c: d", "for a, b in c:\n  d"],
  ["if a: b\nelif c: d\nelse: e", "if a: b\nelse:\n  if c: d\n  else: e"],
  ["from a import (b, c,)", "from a import b, c"],
  ["a = 1; b = 2", "a = 1\nb = 2\n"],
  ["x = \\\n  1", "x = 1"],
  ["a.b\r\nc.d", "a.b\nc.d"],
  ["del a, b", "del a, b,"],
];

const DIFFERENT: readonly (readonly [string, string])[] = [
  ["a - b", "a + b"],
  ["a == b", "a != b"],
  ["a in b", "a not in b"],
  ["a and b", "a or b"],
  ["a and b and c", "(a and b) and c"],
  ["a - (b - c)", "a - b - c"],
  ["x[1:]", "x[:1]"],
  ["x[1,]", "x[1]"],
  ["(a,)", "(a)"],
  ["a,", "a"],
  ["1", "1.0"],
  ["1", "True"],
  ["'a'", "b'a'"],
  ["'a'", "u'a'"],
  ["'a'", "f'a'"],
  [`"\\\\d"`, `"\\\\\\\\d"`],
  ["f(a, b)", "f(b, a)"],
  ["f(a=1, b=2)", "f(b=2, a=1)"],
  ["[a]", "(a,)"],
  ["from . import a", "from .. import a"],
  ["import a.b", "import a"],
  ["lambda x: x", "lambda *x: x"],
  ["f(*a)", "f(**a)"],
  ["def f(): pass", "async def f(): pass"],
  ["if a: b\nelse: c", "if a: b\nc"],
  ["f'{x}'", "f'{x!r}'"],
  ["del a, b", "del (a, b)"],
];

const NOT_PYTHON_3 = [
  `print "x"`,
  `print("a") if`,
  "exec 'a'",
  "a <> b",
  "raise A, 'b'",
  "try: a\nexcept A, e: b",
  "0777",
  "10L",
  "`a`",
  "ur'a'",
  "[x for x in 1, 2]",
  "'\\x4'",
];

describe("comparing Python by syntax tree", () => {
  let same: SameTree;
  before(async () => {
    same = await loadSameTree();
  });

  for (const [a, b] of EQUAL)
    it(`finds equal: ${JSON.stringify(a)} and ${JSON.stringify(b)}`, () => {
      assert.ok(same(a, b) && same(b, a));
    });

  for (const [a, b] of DIFFERENT)
    it(`tells apart: ${JSON.stringify(a)} and ${JSON.stringify(b)}`, () => {
      assert.ok(same(a, a) && same(b, b), "both are Python 3");
      assert.ok(!same(a, b) && !same(b, a));
    });

  for (const code of NOT_PYTHON_3)
    it(`gives ${JSON.stringify(code)} no tree to match`, () => {
      assert.ok(!same(code, code));
    });

  it("compares strings by value, however they are quoted", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "Z", " ", "'", '"', "\\", "\n", "{", "é", "😀", "0", "x") });
    fc.assert(
      fc.property(text, text, (value, other) => {
        const spelled = (quote: string) => quote + value.replace(/[\\'"]/g, "\\$&").replaceAll("\n", "\\n") + quote;
        const coded = `'${[...value].map((c) => `\\U${c.codePointAt(0)?.toString(16).padStart(8, "0")}`).join("")}'`;
        const different = `'${[...other].map((c) => `\\U${c.codePointAt(0)?.toString(16).padStart(8, "0")}`).join("")}'`;
        assert.ok(same(`x = ${spelled('"')}`, `x = ${spelled("'")}`));
        assert.ok(same(`x = ${spelled('"""')}`, `x = ${coded}`));
        assert.equal(same(`x = ${coded}`, `x = ${different}`), value === other);
      }),
      { numRuns: 200 },
    );
  });

  it("compares integers by value, however they are written", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 80n }), (value) => {
        for (const spelling of [`0x${value.toString(16)}`, `0O${value.toString(8)}`, `0b${value.toString(2)}`])
          assert.ok(same(`f(${spelling})`, `f(${value})`), spelling);
        assert.ok(!same(`f(${value})`, `f(${value + 1n})`));
      }),
      { numRuns: 100 },
    );
  });
});
