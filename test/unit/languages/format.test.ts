import assert from "node:assert/strict";
import fc from "fast-check";
import { type LanguageInfo, loadLanguage } from "../../../extension/languages";
import { VALID_BASH } from "./fixtures/bash";
import { VALID_PYTHON } from "./fixtures/python";

describe("formatting", () => {
  const cases: readonly (readonly [LanguageInfo["id"], string, string])[] = [
    ["python", "  x = 1  \n", "x = 1"],
    ["python", "if a:  \n    b\t\n", "if a:\n    b"],
    ["python", "x  =  [1,  2]", "x  =  [1,  2]"],
    ["python", 'x = """a  \nb"""', 'x = """a  \nb"""'],
    ["python", " x = (1 ", " x = (1 "],
    ["bash", "  ls   -la \t| wc\n", "ls -la | wc"],
    ["bash", "grep  'a  b'  \"c  d\"", "grep 'a  b' \"c  d\""],
    ["bash", "echo  a\\  b", "echo a\\  b"],
    ["bash", "if a; then\n    b   c\nfi  # d  e", "if a; then\n    b c\nfi # d  e"],
    ["bash", "cat <<E\na  b  \nE", "cat <<E\na  b  \nE"],
    ["bash", "echo   'a ", "echo   'a "],
    ["bash", "find . -name *.txt -o -iname a?[bc]  -print", 'find . -name "*.txt" -o -iname "a?[bc]" -print'],
    ["bash", "ls *.c $(find / -path */x* -name a.c)", 'ls *.c $(find / -path "*/x*" -name a.c)'],
    ["bash", "find . -name \\*.c -name '*.h' -name $x*", "find . -name \\*.c -name '*.h' -name $x*"],
    ["cf", " top( 10 ) ", "top(10)"],
    ["cf", "top(10", "top(10"],
  ];
  for (const [id, code, formatted] of cases) {
    it(`makes ${JSON.stringify(code)} ${JSON.stringify(formatted)} in ${id}`, async () => {
      assert.equal((await loadLanguage(id)).format(code), formatted);
    });
  }

  for (const [id, programs] of [
    ["python", VALID_PYTHON],
    ["bash", VALID_BASH],
  ] as const) {
    it(`keeps every ${id} program valid and the same, and has nothing to do twice`, async () => {
      const { format, normalise, validate } = await loadLanguage(id);
      for (const code of programs) {
        const formatted = format(code);
        assert.deepEqual(validate(formatted), { valid: true }, formatted);
        assert.equal(normalise(formatted), normalise(code));
        assert.equal(format(formatted), formatted);
      }
    });
  }

  it("keeps the words of a command whatever the blanks between them", async () => {
    const { format } = await loadLanguage("bash");
    const words = fc.array(fc.stringMatching(/^(-?[a-z]{1,4}|'[a-z ]{0,4}'|"[a-z ]{0,4}")$/), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 4 }), (list, blanks) => {
        assert.equal(format(["ls", ...list].join(" ".repeat(blanks))), ["ls", ...list].join(" "));
      }),
    );
  });
});

describe("comparing programs", () => {
  const same: readonly (readonly [LanguageInfo["id"], string, string])[] = [
    ["python", "x = 'a'", 'x = "a"  # why'],
    ["python", "x = 'it\\'s'", 'x = "it\'s"'],
    ["python", "f(a,b)", "f( a, b )"],
    ["python", "a; b", "a\nb\n"],
    ["python", "if a: b", "if a:\n  b"],
    ["bash", "grep 'foo'  bar", 'grep "foo" bar # why'],
    ["bash", "grep foo bar", "grep 'foo' bar"],
    ["bash", "a; b", "a\nb;"],
    ["bash", "echo 'a b'", 'echo "a b"'],
    ["bash", "a | b>c", "a|b > c"],
  ];
  for (const [id, a, b] of same) {
    it(`counts ${JSON.stringify(a)} and ${JSON.stringify(b)} as the same ${id}`, async () => {
      const { normalise } = await loadLanguage(id);
      assert.equal(normalise(a), normalise(b));
    });
  }

  const different: readonly (readonly [LanguageInfo["id"], string, string])[] = [
    ["python", "x = 'a'", "x = b'a'"],
    ["python", "x = 'a b'", "x = 'ab'"],
    ["python", "if a:\n  b\nc", "if a:\n  b\n  c"],
    ["python", "a - (b - c)", "a - b - c"],
    ["bash", "echo *.txt", "echo '*.txt'"],
    ["bash", 'echo "$x"', "echo '$x'"],
    ["bash", 'echo "$x"', "echo $x"],
    ["bash", 'echo "a  $x"', 'echo "a $x"'],
    ["bash", "a b", "ab"],
    ["bash", "(a; b)", "{ a; b; }"],
  ];
  for (const [id, a, b] of different) {
    it(`tells ${JSON.stringify(a)} from ${JSON.stringify(b)} in ${id}`, async () => {
      const { normalise } = await loadLanguage(id);
      assert.notEqual(normalise(a), normalise(b));
    });
  }

  it("removes names and literals from a Python template, but not what is called", async () => {
    const { template } = await loadLanguage("python");
    assert.equal(template("x = sorted(y, reverse=True)"), template("ys = sorted( zs, reverse=False )"));
    assert.equal(template("print('a')"), template("print(5)"));
    assert.notEqual(template("x.sort()"), template("x.reverse()"));
    assert.notEqual(template("sorted(x)"), template("sorted(x, key=y)"));
  });
});
