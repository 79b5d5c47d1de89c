import assert from "node:assert/strict";
import fc from "fast-check";
import { codeTokens, normalisedDistance } from "../../../../extension/languages/text";
import { diversity } from "../../../../models/lab/measures";

describe("diversity", () => {
  it("takes candidates for the same that differ in white space and quotes alone", () => {
    assert.equal(diversity(['echo "a b" c d', "echo 'a b'  c d"]).unique, 0.5);
    assert.deepEqual(diversity(["a b c d", "a b c d"]), { unique: 0.5, ngram4: 0.5, editDistance: 0 });
  });

  it("takes a text shorter than four tokens as one run", () => {
    assert.deepEqual(diversity(["ls", "pwd"]), { unique: 1, ngram4: 1, editDistance: 1 });
  });

  it("counts one candidate as wholly distinct and without distance", () => {
    assert.deepEqual(diversity(["ls -l"]), { unique: 1, ngram4: 1, editDistance: 0 });
  });

  it("splits words of any script and single punctuation", () => {
    assert.deepEqual(codeTokens("größe+=x_1 // 数"), ["größe", "+", "=", "x_1", "/", "/", "数"]);
  });

  it("measures distances in code points, not UTF-16 units", () => {
    assert.equal(normalisedDistance("😀", "😁"), 1);
    assert.equal(normalisedDistance("a😀b", "ab"), 1 / 3);
    assert.equal(normalisedDistance("😀😀", "😀a"), 1 / 2);
  });

  it("agrees with the textbook distance on any text", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "😀", "😁", "\u0000", "\ue000"), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [x, y] = [[...a], [...b]];
        assert.equal(normalisedDistance(a, b), textbook(x, y) / Math.max(1, x.length, y.length));
      }),
    );
  });

  it("stays between 0 and 1", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 6 }), (candidates) => {
        for (const value of Object.values(diversity(candidates))) assert.ok(value >= 0 && value <= 1);
      }),
    );
  });
});

/** Levenshtein's recurrence, row by row. */
function textbook(a: readonly string[], b: readonly string[]): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  a.forEach((x, i) => {
    const row = [i + 1];
    b.forEach((y, j) => {
      const replaced = (previous[j] ?? 0) + Number(x !== y);
      row.push(Math.min((previous[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1, replaced));
    });
    previous = row;
  });
  return previous[b.length] ?? 0;
}
