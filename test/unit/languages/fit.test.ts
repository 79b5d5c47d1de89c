import assert from "node:assert/strict";
import fc from "fast-check";
import { loadLanguage } from "../../../extension/languages";
import type { Language } from "../../../extension/languages/language";

const VALUE = "sum(n ** 2 for n in numbers)";

describe("Python code between the lines around it", () => {
  let python: Language;

  before(async () => {
    python = await loadLanguage("python");
  });

  /** `code` where `file` has a line `# HERE`. */
  function fitted(file: string, code = VALUE): string {
    const at = file.indexOf("# HERE");
    const start = file.lastIndexOf("\n", at) + 1;
    const end = file.indexOf("\n", at);
    const around = {
      before: file.slice(0, start),
      after: end < 0 ? "" : file.slice(end + 1),
      indent: file.slice(start, at),
    };
    return python.fitting?.(around)(code) ?? assert.fail("Python code is fitted");
  }

  const returned = {
    "as the whole body": "def f(numbers):\n    # HERE\n",
    "behind other statements": "def f(numbers):\n    print(numbers)\n    # HERE\n\n\nx = f([])\n",
    "behind an early return": "def f(numbers):\n    if not numbers:\n        return 0\n    # HERE\n",
    "in an async function": "async def f(numbers):\n    # HERE\n",
    "in a method": "class A:\n    def f(self, numbers):\n        # HERE\n\n    def g(self):\n        pass\n",
    "in the last branch": "def f(numbers):\n    if numbers:\n        return 1\n    else:\n        # HERE\n",
    "in the first branch": "def f(numbers):\n    if numbers:\n        # HERE\n    else:\n        return 1\n",
    "in a with at the end": "def f(p):\n    with open(p) as numbers:\n        # HERE\n",
    "in what is tried last": "def f(p):\n    try:\n        # HERE\n    except OSError:\n        return 0\n",
    "in a case":
      "def f(numbers):\n    match numbers:\n        case [1]:\n            # HERE\n        case _:\n            return 0\n",
    "in front of pass": "def f(numbers):\n    # HERE\n    pass\n",
    "in a function inside a function": "def f(xs):\n    def g(numbers):\n        # HERE\n    return g(xs)\n",
    "with tabs": "def f(numbers):\n\t# HERE\n",
  };
  for (const [where, file] of Object.entries(returned))
    it(`is returned ${where}`, () => assert.equal(fitted(file), `return ${VALUE}`));

  const unchanged = {
    "of a script": "numbers = [1]\n# HERE\n",
    "in a block of a script": "if x:\n    # HERE\n",
    "in a class": "class A:\n    # HERE\n",
    "in a loop": "def f(xs):\n    for numbers in xs:\n        # HERE\n",
    "with something behind it": "def f(numbers):\n    # HERE\n    print(numbers)\n",
    "behind a return": "def f(numbers):\n    return 1\n    # HERE\n",
    "in a generator": "def f(numbers):\n    yield 1\n    # HERE\n",
    "in a constructor": "class A:\n    def __init__(self, numbers):\n        # HERE\n",
    "in a procedure": "def f(numbers) -> None:\n    # HERE\n",
    "in a setter": "class A:\n    @x.setter\n    def x(self, numbers):\n        # HERE\n",
    "in a finally": "def f(numbers):\n    try:\n        pass\n    finally:\n        # HERE\n",
    "in what is tried before an else":
      "def f(numbers):\n    try:\n        # HERE\n    except OSError:\n        return 1\n    else:\n        return 2\n",
    "that cannot be read": "def f(numbers:\n    # HERE\n",
  };
  for (const [where, file] of Object.entries(unchanged))
    it(`stays as it is ${where}`, () => assert.equal(fitted(file), VALUE));

  const assigned = {
    "to what the next line returns": "def f(numbers):\n    # HERE\n    return total\n",
    "to what later lines read": "def f(numbers):\n    # HERE\n    print(total)\n    return str(total)\n",
    "in a loop": "def f(rows, out):\n    for numbers in rows:\n        # HERE\n        out.append(total)\n",
    "as the other branch does": "def f(numbers):\n    if numbers:\n        # HERE\n    else:\n        total = 0\n",
    "as the other branches of a script do":
      "if a:\n    total = 1\nelif b:\n    total = 2\nelse:\n    # HERE\nprint(total)\n",
  };
  for (const [how, file] of Object.entries(assigned))
    it(`is assigned ${how}`, () => assert.equal(fitted(file), `total = ${VALUE}`));

  it("is not assigned to a name that is bound, called or built in, nor to one of several", () => {
    for (const next of ["return numbers", "return other(numbers)", "return map(str, numbers)", "return one + two"])
      assert.equal(fitted(`def f(numbers):\n    # HERE\n    ${next}\n`), VALUE, next);
  });

  const kinds = {
    "print(numbers)": "print(numbers)",
    "numbers.append(1)": "numbers.append(1)",
    "[print(n) for n in numbers]": "[print(n) for n in numbers]",
    "frame.dropna(inplace=True)": "frame.dropna(inplace=True)",
    "total = sum(numbers)": "total = sum(numbers)",
    "for n in numbers:\n    print(n)": "for n in numbers:\n    print(n)",
    "await asyncio.sleep(1)": "await asyncio.sleep(1)",
    "import math\nmath.sqrt(numbers)": "import math\nreturn math.sqrt(numbers)",
    "a, b": "return a, b",
    "numbers[0]  # the first": "return numbers[0]  # the first",
    "await fetch(numbers)": "return await fetch(numbers)",
    "{\n    n: n\n    for n in numbers\n}": "return {\n    n: n\n    for n in numbers\n}",
  };
  for (const [code, expected] of Object.entries(kinds))
    it(`${JSON.stringify(code)} at the end of a function: ${JSON.stringify(expected)}`, () =>
      assert.equal(fitted("def f(numbers):\n    # HERE\n", code), expected));

  it("gives valid programs, and only ever adds a lead in front of the last statement", () => {
    const codes = [VALUE, "print(x)", "import re\nre.findall(x, y)", "x = 1", "x if y else z", "[x]", "x.sort()"];
    const headers = ["def f(x):", "async def f(x):", "if x:", "for x in y:", "with x as y:", "class A:", "try:"];
    const nexts = ["", "pass", "print(x)", "x = 2", "print(total)"];
    const shape = fc.record({
      opened: fc.array(fc.constantFrom(...headers), { minLength: 1, maxLength: 4 }),
      code: fc.constantFrom(...codes),
      next: fc.constantFrom(...nexts),
    });
    fc.assert(
      fc.property(shape, ({ opened, code, next }) => {
        const at = (depth: number, text: string) => text.replace(/^(?=.)/gm, "    ".repeat(depth)).concat("\n");
        const indent = "    ".repeat(opened.length);
        const before = opened.map((line, depth) => at(depth, line)).join("");
        const closed = opened.map((line, depth) => (line === "try:" ? at(depth, "except OSError:\n    pass") : ""));
        const after = (next === "" ? "" : at(opened.length, next)) + closed.reverse().join("");
        const now = python.fitting?.({ before, after, indent })(code) ?? "";
        const [lead = ""] = /^(return |total = )/m.exec(now) ?? [];
        assert.equal(lead === "" ? now : now.replace(lead, ""), code);
        const program = before + at(opened.length, now) + after;
        assert.deepEqual(python.validate(program), { valid: true }, program);
      }),
    );
  });

  it("keeps a return that what replaces it does not replace", () => {
    const kept = (replaced: string, by: string) => python.kept?.(replaced, by);
    const body = "total = 0\nfor n in numbers:\n    total += n\nreturn total";
    assert.equal(kept(body, "total = sum(numbers)"), 1);
    assert.equal(kept(body, "return sum(numbers)"), 0);
    assert.equal(kept("return (\n    total\n)", "print(total)"), 3);
    assert.equal(kept("if x:\n    return 1\nprint(x)", "print(2)"), 3);
    assert.equal(kept("def g():\n    return 1\ng()", "print(2)"), 0);
    assert.equal(kept("x = 1", "print(2)"), 0);
  });
});
