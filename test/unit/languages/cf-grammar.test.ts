import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { createOnigScanner, createOnigString, loadWASM } from "vscode-oniguruma";
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from "vscode-textmate";

const GRAMMAR = path.join(__dirname, "../../../syntaxes/cfrule.tmLanguage.json");

describe("the highlighting of CF rules", () => {
  let grammar: IGrammar;

  before(async () => {
    await loadWASM(readFileSync(createRequire(__filename).resolve("vscode-oniguruma/release/onig.wasm")));
    const registry = new Registry({
      onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
      loadGrammar: async () => parseRawGrammar(readFileSync(GRAMMAR, "utf8"), GRAMMAR),
    });
    const loaded = await registry.loadGrammar("source.cfrule");
    assert.ok(loaded);
    grammar = loaded;
  });

  /** Every token but blanks as [text, innermost scope without the language]. */
  function tokens(...lines: string[]): [string, string][] {
    let stack = INITIAL;
    return lines.flatMap((line) => {
      const result = grammar.tokenizeLine(line, stack);
      stack = result.ruleStack;
      return result.tokens
        .map(({ startIndex, endIndex, scopes }): [string, string] => [
          line.slice(startIndex, endIndex),
          (scopes.at(-1) ?? "").replace(/\.cfrule$/, ""),
        ])
        .filter(([text]) => text.trim() !== "");
    });
  }

  const scopesOf = (wanted: string, ...lines: string[]) =>
    tokens(...lines)
      .filter(([text]) => text.trim() === wanted)
      .map(([, scope]) => scope);

  it("tells predicates, values, columns and combinations apart", () => {
    assert.deepEqual(tokens("AND(GreaterThan(c[1],85),Equals(Yes))"), [
      ["AND", "keyword.operator.logical"],
      ["(", "punctuation.section.parens.begin"],
      ["GreaterThan", "support.function"],
      ["(", "punctuation.section.parens.begin"],
      ["c", "variable.language.column"],
      ["[", "punctuation.section.brackets.begin"],
      ["1", "constant.numeric.integer"],
      ["]", "punctuation.section.brackets.end"],
      [",", "punctuation.separator.arguments"],
      ["85", "constant.numeric"],
      [")", "punctuation.section.parens.end"],
      [",", "punctuation.separator.arguments"],
      ["Equals", "support.function"],
      ["(", "punctuation.section.parens.begin"],
      ["Yes", "string.unquoted"],
      [")", "punctuation.section.parens.end"],
      [")", "punctuation.section.parens.end"],
    ]);
  });

  it("reads combinations in any letter case, as the parser does", () => {
    assert.deepEqual(scopesOf("or", "or(Blanks(),Errors())"), ["keyword.operator.logical"]);
  });

  it("knows a comment by its line, and # elsewhere as text", () => {
    assert.deepEqual(
      tokens("  # all (of it) 5").map(([, scope]) => scope),
      ["punctuation.definition.comment", "comment.line.number-sign"],
    );
    assert.deepEqual(scopesOf("#", "StartsWith(#)"), ["string.unquoted"]);
  });

  it("marks the table that a file names", () => {
    assert.deepEqual(scopesOf("table:", "# table: my sales.csv"), ["keyword.other.table"]);
    assert.match(scopesOf("my sales.csv", "# table: my sales.csv")[0] ?? "", /markup\.underline\.link/);
    assert.deepEqual(scopesOf("table:", "# table: of contents"), []);
  });

  it("takes commas and balanced brackets in a text for text, and the bracket behind it for the end", () => {
    assert.deepEqual(scopesOf("Non-pooled, en", "TextContains(c[2],Non-pooled, en (old))"), ["string.unquoted"]);
    assert.deepEqual(tokens("startswith(a (b))").at(-1), [")", "punctuation.section.parens.end"]);
  });

  it("marks quoted text with its escapes, dates, amounts and shares", () => {
    assert.deepEqual(scopesOf('\\"', 'Equals("a \\"b\\"")'), Array(2).fill("constant.character.escape"));
    assert.deepEqual(scopesOf("2024-01-31", "LessThan(2024-01-31)"), ["constant.other.date"]);
    assert.deepEqual(scopesOf("10%", "top(10%)"), ["constant.numeric"]);
    assert.deepEqual(scopesOf("$5000.5", "GreaterThan($5000.5)"), ["constant.numeric"]);
  });

  it("does not let an unfinished rule colour what follows", () => {
    assert.deepEqual(scopesOf("#", "GreaterThan(5", "# next"), ["punctuation.definition.comment"]);
    assert.deepEqual(scopesOf("#", "AND(Blanks(),", "# next"), ["punctuation.definition.comment"]);
    assert.deepEqual(scopesOf("top", "AND(Blanks(),", "top(3)"), ["support.function"]);
  });

  it("continues a combination on indented lines", () => {
    assert.deepEqual(tokens("AND(Blanks(),", "  Errors())").at(-1), [")", "punctuation.section.parens.end"]);
  });
});
