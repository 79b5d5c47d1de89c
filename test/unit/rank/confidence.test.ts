import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { confidenceOf } from "../../../extension/rank";
import { LANGUAGE_IDS, manifestSchema } from "../../../extension/schema";

const MODEL = path.join(__dirname, "..", "..", "..", "models", "codefusion-small");
const { defaults } = manifestSchema.parse(JSON.parse(readFileSync(path.join(MODEL, "manifest.json"), "utf8")));

const grounds = fc.record({
  score: fc.double({ min: -5, max: 5, noNaN: true }),
  agreement: fc.double({ min: -4, max: 0, noNaN: true }),
  likelihood: fc.double({ min: -3, max: 0, noNaN: true }),
  similarity: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe("confidence, by the released model", () => {
  for (const language of LANGUAGE_IDS)
    it(`is a share that grows with what speaks for a candidate (${language})`, () => {
      fc.assert(
        fc.property(grounds, fc.double({ min: 0, max: 3, noNaN: true }), (known, more) => {
          const before = confidenceOf(known, language, defaults) ?? Number.NaN;
          assert.ok(before > 0 && before < 1);
          const better = { ...known, score: known.score + more, agreement: Math.min(0, known.agreement + more) };
          assert.ok((confidenceOf(better, language, defaults) ?? Number.NaN) >= before);
        }),
      );
    });

  it("is not told by a model that does not say", () => {
    const known = { score: 0, agreement: 0, likelihood: 0, similarity: 1 };
    assert.equal(confidenceOf(known, "bash", {}), undefined);
  });
});
