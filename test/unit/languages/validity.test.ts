import assert from "node:assert/strict";
import { inEnglish } from "../../../extension/errors";
import type { Language } from "../../../extension/languages";
import { loadLanguage } from "../../../extension/languages";
import { INVALID_BASH, VALID_BASH } from "./fixtures/bash";
import { INVALID_PYTHON, VALID_PYTHON } from "./fixtures/python";

const SUITES = [
  { id: "python", valid: VALID_PYTHON, invalid: INVALID_PYTHON },
  { id: "bash", valid: VALID_BASH, invalid: INVALID_BASH },
] as const;

for (const { id, valid, invalid } of SUITES) {
  describe(`validity of ${id}`, () => {
    let language: Language;
    before(async () => {
      language = await loadLanguage(id);
    });

    for (const code of valid) {
      it(`accepts ${JSON.stringify(code)}`, () => assert.deepEqual(language.validate(code), { valid: true }));
    }
    for (const code of invalid) {
      it(`rejects ${JSON.stringify(code)} with a reason`, () => {
        const verdict = language.validate(code);
        assert.ok(!verdict.valid && inEnglish(verdict.reason).length > 3);
      });
    }
  });
}

describe("reasons", () => {
  const cases = [
    ["python", "", "there is no statement"],
    ["python", "f(a=1, 2)", "a positional argument follows a keyword argument (line 1)"],
    ["python", "x = 1\nreturn x", "return outside a function (line 2)"],
    ["python", "x = (1", 'syntax error at "x = (1" (line 1)'],
    ["bash", "# nothing", "there is no statement"],
    ["bash", "if a; then fi", "`then` must be followed by a statement list (line 1)"],
    ["bash", "a\ndone", "`done` can only be used to end a loop (line 2)"],
    ["bash", "a &&", "`&&` must be followed by a statement (line 1)"],
    ["bash", "a\nelse", "unexpected else (line 2)"],
    ["bash", "a\0b", "a NUL character (line 1)"],
    ["bash", "() { a; }", "anonymous functions are a zsh feature (line 1)"],
  ] as const;
  for (const [id, code, reason] of cases) {
    it(`says what is wrong with ${JSON.stringify(code)}`, async () => {
      const verdict = (await loadLanguage(id)).validate(code);
      assert.equal(verdict.valid ? "valid" : inEnglish(verdict.reason), reason);
    });
  }
});

describe("code that is nested without end", () => {
  const deep: readonly ((times: number) => string)[] = [
    (times) => `$((${"~".repeat(times)}1))`,
    (times) => "$((".repeat(times),
    (times) => `echo ${"$(".repeat(times)}a${")".repeat(times)}`,
    (times) => "if ".repeat(times),
    (times) => `f(${"(".repeat(times)}1${")".repeat(times)})`,
  ];
  for (const { id } of SUITES)
    it(`has a verdict in ${id}, and spoils none after it`, async () => {
      const { validate } = await loadLanguage(id);
      for (const code of deep)
        for (const times of [200, 2_000, 20_000]) assert.doesNotThrow(() => validate(code(times)));
      assert.deepEqual(validate(id === "bash" ? "ls -l" : "x = 1"), { valid: true });
    });
});
