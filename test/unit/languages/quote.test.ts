import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { type Language, type LanguageInfo, loadLanguage } from "../../../extension/languages";
import { parseCf } from "../../../extension/languages/cf";
import { childOfField, loadGrammar, type Parse } from "../../../extension/languages/syntax";

/** Literals as a person might write them, with the characters that languages give a meaning to over-represented. */
const LITERAL = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.stringMatching(/^[ab1"'`$\\(){}[\];|&<>*?#~ ,.=:!%@/-]{0,10}$/),
    fc.constantFrom(
      "it's",
      'say "hi"',
      "*.txt",
      "~/x",
      "$HOME",
      "a b",
      "$(ls",
      "${x",
      "`",
      "a;b",
      "C:\\x\\u",
      "5,000",
      "done",
    ),
  )
  .filter((literal) => !/\p{Cc}/u.test(literal));

/** Programs tried for each place. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 150);

type Place = readonly [before: string, after: string];
type Case = readonly [before: string, literal: string, text: string | undefined];

function examples(id: LanguageInfo["id"], cases: readonly Case[]): void {
  for (const [before, literal, text] of cases) {
    it(`puts ${JSON.stringify(literal)} after ${JSON.stringify(before)} as ${text === undefined ? "nothing" : JSON.stringify(text)}`, async () => {
      assert.equal((await loadLanguage(id)).quote(literal, before), text);
    });
  }
}

/** Every literal that can be put into the place makes a valid program, which `look` then inspects. */
function property(
  language: Language,
  [before, after]: Place,
  look: (code: string, text: string, literal: string) => void,
): void {
  fc.assert(
    fc.property(LITERAL, (literal) => {
      const text = language.quote(literal, before);
      if (text === undefined) return;
      const code = before + text + after;
      assert.deepEqual(language.validate(code), { valid: true }, code);
      look(code, text, literal);
    }),
    { numRuns: RUNS },
  );
}

describe("quoting for Bash", () => {
  examples("bash", [
    ["grep --include=", "]$?#", "']$?#'"],
    ['grep "', 'say "hi"', 'say \\"hi\\"'],
    ['grep "', 'already \\"escaped\\"', 'already \\"escaped\\"'],
    ['grep "', "$HOME and `date`", "$HOME and `date`"],
    ['grep "', '$(cut -d " ")', '$(cut -d " ")'],
    ['grep "', "price: $(", "price: \\$("],
    ['grep "', "back\\", "back\\\\"],
    ["grep '", "it's", "it'\\''s"],
    ["grep '", "$x \\d", "$x \\d"],
    ["grep $'", "it's", "it\\'s"],
    ["grep ", "plain", "plain"],
    ["grep ", "two words", '"two words"'],
    ["grep ", "costs $5 now", "'costs $5 now'"],
    ["grep ", "it's", '"it\'s"'],
    ["grep ", "", '""'],
    ["grep ", "a;b", '"a;b"'],
    ["grep ", "#tag", '"#tag"'],
    ["grep ", "(a|b)", '"(a|b)"'],
    ["find . -name ", "*.txt", "*.txt"],
    ["find . -name *.", "a b", '"a b"'],
    ["cd ", "~/my.dir/x-1", "~/my.dir/x-1"],
    ["cd ", "$HOME/x", "$HOME/x"],
    ["echo ", "$(date +%s)", "$(date +%s)"],
    ["echo $", "HOME", "HOME"],
    ["echo $", "a b", undefined],
    ["echo \\", "x", undefined],
    ["echo ", "a\nb", undefined],
    ["echo ", "a\0b", undefined],
    ['sed "s/', "foo/bar", "foo\\/bar"],
    ['sed -i "s/foo/', "baz/qux", "baz\\/qux"],
    ['sed -i "s|foo|', "a&b/c|d", "a\\&b/c\\|d"],
    ["sed '/", "a/b", "a\\/b"],
    ["awk '$1 ~ /", "a/b", "a\\/b"],
    ["awk -F/ '{print \"", "a/b", "a/b"],
    ['grep "^', "[error]", "\\[error]"],
    ['grep -F "', "[error]", "[error]"],
    ['grep "', "[a-z]", "[a-z]"],
    ['find . -name "*.c" -exec sed -i "s/', "a/b", "a\\/b"],
    ['ls | grep "x" > "', "a/b", "a/b"],
    ["echo \"$(grep '", "it's", "it'\\''s"],
    ['echo "$(grep x) ', 'a"b', 'a\\"b'],
    ["echo ${", "name", "name"],
    ["echo `grep ", "two words", '"two words"'],
    ["grep --include=", ">(])", '">(])"'],
    ["ls # see ", "it's", "it's"],
    ["cat <<E\n", "it's", "it's"],
    ["cat <<E\nx\nE\ngrep ", "it's", '"it\'s"'],
  ]);

  describe("for any literal", () => {
    let language: Language;
    let parse: Parse;
    before(async () => {
      language = await loadLanguage("bash");
      parse = await loadGrammar("bash");
    });

    const places: readonly Place[] = [
      ["echo ", ""],
      ['grep "', '" f'],
      ["grep '", "' f"],
      ["find . -name '*", "' -print"],
      ["grep --include=", " f"],
      ['echo "$(grep "', '" f)"'],
    ];
    for (const place of places) {
      it(`keeps ${place.join("…")} one argument`, () => {
        const words = (code: string): number =>
          parse(code).root.children[0]?.children.filter((child) => child.field === "argument").length ?? 0;
        const expected = words(`${place[0]}x${place[1]}`);
        property(language, place, (code) => {
          assert.equal(words(code), expected, code);
          assert.equal(parse(code).root.children.length, 1, code);
        });
      });
    }

    const text = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _./:,&|@%#'-]{0,12}[A-Za-z]$/);
    for (const [quote, delimiter] of [
      ['"', "/"],
      ["'", "/"],
      ['"', "|"],
      ["'", ","],
    ] as const) {
      it(`sed puts one text in the place of another between ${quote}s${delimiter}`, () => {
        fc.assert(
          fc.property(text, text, (old, by) => {
            const put = (code: string, literal: string) => `${code}${language.quote(literal, code)}`;
            const code = `${put(`${put(`sed ${quote}s${delimiter}`, old)}${delimiter}`, by)}${delimiter}${quote}`;
            const run = spawnSync("bash", ["-c", code], { input: `<${old}>\n`, encoding: "utf8" });
            assert.deepEqual([run.stdout, run.stderr], [`<${by}>\n`, ""], code);
          }),
          { numRuns: Math.min(RUNS, 40) },
        );
      });
    }

    it("single quotes keep the literal to the letter", () => {
      property(language, ["echo '", "'"], (_, text, literal) => assert.equal(text.replaceAll("'\\''", "'"), literal));
    });
  });
});

describe("quoting for Python", () => {
  examples("python", [
    ["x = '", "it's", "it\\'s"],
    ["x = '", 'say "hi"', 'say "hi"'],
    ['x = "', 'say "hi"', 'say \\"hi\\"'],
    ["x = '", "a\\'b", "a\\'b"],
    ["x = '", "\\d+\\n", "\\d+\\n"],
    ["x = '", "back\\", "back\\\\"],
    ["x = '", "C:\\users", "C:\\\\users"],
    ["x = '", "C:\\me\\notes.txt", "C:\\\\me\\\\notes.txt"],
    ["x = '", "\\\\host\\new", "\\\\\\\\host\\\\new"],
    ["x = r'", "C:\\me\\notes.txt", "C:\\me\\notes.txt"],
    ["x = '", "a\nb", undefined],
    ["x = '''", "a\nb", "a\nb"],
    ["x = f'", "{a}", "{{a}}"],
    ["x = f'{", "name", "name"],
    ["x = f'{", "a'b", undefined],
    ["x = r'", "\\d", "\\d"],
    ["x = r'", "it's", undefined],
    ["x = b'", "é", undefined],
    ["x = 'a' + '", "b'c", "b\\'c"],
    ["x = {'a': '", "b", "b"],
    ["x = ", "foo.bar[0]", "foo.bar[0]"],
    ["x = ", "[1, 2]", "[1, 2]"],
    ["x = ", "5", "5"],
    ["x = ", "'a b'", "'a b'"],
    ["x = ", "a b", '"a b"'],
    ["x = ", "for", '"for"'],
    ["x = ", "/etc/hosts", '"/etc/hosts"'],
    ["x = ", "007", '"007"'],
    ["x = ", "a # b", '"a # b"'],
    ["x = ", "y = 1", '"y = 1"'],
    ["x = ", 'say "hi', '"say \\"hi"'],
    ["x = ", "", '""'],
    ["df.", "mean()", "mean()"],
    ["df.", "two words", undefined],
    ["def get_", "name", "name"],
    ["def get_", "two words", undefined],
    ["def ", "f", "f"],
    ["def ", "class", undefined],
    ["import ", "os.path", "os.path"],
    ["import ", "my file", undefined],
    ["x = 1  # ", "it's", "it's"],
    ["x = 'a\ny = ", "b", undefined],
  ]);

  describe("for any literal", () => {
    let language: Language;
    let parse: Parse;
    before(async () => {
      language = await loadLanguage("python");
      parse = await loadGrammar("python");
    });

    const places: readonly Place[] = [
      ["print('", "')"],
      ['print("', '")'],
      ["print(f'", "')"],
      ["print(r'", "')"],
      ["print(b'", "')"],
      ["print('''", "''')"],
    ];
    for (const place of places) {
      it(`keeps ${place.join("…")} one string`, () => {
        property(language, place, (code) => {
          const call = parse(code).root.children[0]?.children[0];
          const list = call === undefined ? undefined : childOfField(call, "arguments");
          assert.deepEqual(
            list?.children.filter((child) => child.named).map((child) => child.type),
            ["string"],
            code,
          );
        });
      });
    }

    it("keeps x = … one assignment", () => {
      property(language, ["x = ", ""], (code) => {
        const [statement, ...others] = parse(code).root.children;
        assert.equal(others.length, 0, code);
        assert.equal(statement?.children[0]?.type, "assignment", code);
      });
    });
  });
});

describe("quoting for CF rules", () => {
  examples("cf", [
    ["GreaterThan(", "$5,000", "5000"],
    ["GreaterThan(", "-1,234.50", "-1234.50"],
    ["top(", "85%", "85%"],
    ["Between(1,", "2,000", "2000"],
    ["Equals(", "In Progress", "In Progress"],
    ["Equals(", "a, b", '"a, b"'],
    ["TextContains(", "$5,000", "$5,000"],
    ["TextContains(", "Non-pooled, en", "Non-pooled, en"],
    ["TextContains(", "it's", "it's"],
    ["TextContains(", "a)", '"a)"'],
    ["TextContains(", '"', "'\"'"],
    ["TextContains(", "", '""'],
    ["TextContains('", "it's", "it\\'s"],
    ["TextContains('", 'say "hi"', 'say "hi"'],
    ["TextContains(c[1],", "two words", "two words"],
    ["OR(TextContains(it's),TextEquals(", "b", "b"],
    ["TextContains(INV-", "7", "7"],
    ["TextContains(INV-", "a)", undefined],
    ["TextContains(", "a\nb", undefined],
  ]);

  describe("for any literal", () => {
    let language: Language;
    before(async () => {
      language = await loadLanguage("cf");
    });

    const places: readonly Place[] = [
      ["TextEquals(", ")"],
      ["TextEquals('", "')"],
      ['TextEquals(c[1],"', '")'],
      ["NOT(StartsWith(a", "))"],
      ["OR(Blanks(),TextEquals(", "))"],
    ];
    for (const place of places) {
      it(`keeps ${place.join("…")} one rule with one text`, () => {
        property(language, place, (code) => {
          const texts = JSON.stringify(parseCf(code)).match(/"kind":"text"/g);
          assert.equal(texts?.length, 1, code);
        });
      });
    }

    it("keeps the text to the letter where it stands alone", () => {
      property(language, ["TextEquals(", ")"], (code, _, literal) => {
        assert.deepEqual(parseCf(code), {
          rule: { kind: "predicate", name: "textequals", args: [{ kind: "text", text: literal }] },
        });
      });
    });
  });
});
