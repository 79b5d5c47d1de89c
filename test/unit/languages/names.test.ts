import assert from "node:assert/strict";
import fc from "fast-check";
import { loadLanguage } from "../../../extension/languages";

const CASES: readonly (readonly [code: string, names: readonly string[]])[] = [
  ["numbers = [3, 1]", ["numbers"]],
  ["a, (b, *c) = [d, e] = f()", ["a", "b", "c", "d", "e"]],
  ["count: int = 0", ["count"]],
  ["x.y = 1\nz[0] = 2", []],
  ["def area(width, height=1, *args, scale: float = 2, **kwargs):\n    return width", ["area", "width", "height"]],
  ["class Account(Base):\n    pass", ["Account"]],
  ["import os\nimport os.path\nimport numpy as np\nfrom re import sub as swap, match", ["os", "np", "swap", "match"]],
  ["for key, value in pairs:\n    pass", ["key", "value"]],
  ["with open(path) as handle:\n    pass", ["handle"]],
  ["try:\n    f()\nexcept ValueError as error:\n    pass", ["error"]],
  ["if (n := len(x)) > 3:\n    pass", ["n"]],
  ["print(x)", []],
  // Ten lines may begin and end anywhere.
  ["    total = 0\n    for row in rows:", ["total", "row"]],
  ["", []],
];

describe("names that Python code binds", () => {
  for (const [code, expected] of CASES) {
    it(JSON.stringify(code), async () => {
      const python = await loadLanguage("python");
      const names = python.names?.(code) ?? [];
      assert.deepEqual(
        expected.filter((name) => !names.includes(name)),
        [],
        `of ${names}`,
      );
      for (const name of names) assert.match(code, new RegExp(`\\b${name}\\b`));
      if (expected.length === 0) assert.deepEqual(names, []);
    });
  }

  it("are found in any text without harm, each once", async () => {
    const python = await loadLanguage("python");
    fc.assert(
      fc.property(fc.string(), (code) => {
        const names = python.names?.(code) ?? [];
        assert.equal(new Set(names).size, names.length);
      }),
    );
  });
});

describe("the function that Python code ends in", () => {
  const CASES: readonly (readonly [string, string | undefined, readonly string[]])[] = [
    ["def squares(numbers):", "squares", ["numbers"]],
    ["def squares(numbers):\n    total = 0\n", "squares", ["numbers"]],
    ["class A:\n    async def f(self, a: int = 1, *args):\n        x = 1", "f", ["a"]],
    ["def f(x):\n    return x\n\nvalues = [1]", undefined, []],
    ["def f(x):\n    def g(y):\n        return y\n    z = g(1)", "f", ["x"]],
    ["x = 1", undefined, []],
  ];
  for (const [code, name, parameters] of CASES)
    it(JSON.stringify(code), async () => {
      const around = (await loadLanguage("python")).enclosing?.(code);
      assert.deepEqual([around?.name, around?.parameters ?? []], [name, parameters]);
    });
});
