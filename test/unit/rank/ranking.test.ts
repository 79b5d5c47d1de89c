import assert from "node:assert/strict";
import fc from "fast-check";
import { loadLanguage } from "../../../extension/languages";
import { type DecodedSample, judgeAll, RANKINGS, type Setting, select } from "../../../extension/rank";

const CODES = ["ls", "ls -l", "ls -a", "find . -type f", "if", "grep a b | wc -l"];

describe("rankings", () => {
  let bash: Setting;
  before(async () => {
    bash = { language: await loadLanguage("bash"), slots: [], header: [], utterance: "list files" };
  });
  const drawn = fc.array(fc.tuple(fc.nat(CODES.length - 1), fc.double({ min: 1e-6, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 12,
  });
  const samplesOf = (pairs: readonly [number, number][]) =>
    pairs.map(([code, probability], index): DecodedSample => {
      const slotted = CODES[code] ?? "";
      return { index, seed: index, slotted, probability, ids: slotted.split(" ").map((_, at) => at) };
    });

  for (const [name, ranking] of Object.entries(RANKINGS))
    it(`${name}: whatever was drawn, candidates are valid, distinct, best first, and nothing disappears`, () => {
      fc.assert(
        fc.property(drawn, (pairs) => {
          const { candidates, rejected } = select(judgeAll(samplesOf(pairs), bash), bash, 3, ranking);
          assert.equal(candidates.length + rejected.length, pairs.length);
          const codes = candidates.map(({ code }) => code);
          assert.equal(new Set(codes).size, codes.length);
          assert.ok(codes.every((code) => bash.language.validate(code).valid));
          const scores = candidates.map(({ score }) => score);
          assert.deepEqual(
            scores,
            [...scores].sort((a, b) => b - a),
          );
        }),
      );
    });

  it("likelihood puts the likeliest valid sample first, first the one drawn first", () => {
    fc.assert(
      fc.property(drawn, (pairs) => {
        const judged = judgeAll(samplesOf(pairs), bash);
        const valid = judged.filter(({ fault }) => fault === undefined);
        const likeliest = Math.max(...valid.map(({ probability }) => probability));
        const best = select(judged, bash, 5, RANKINGS.likelihood).candidates[0];
        assert.equal(best?.probability ?? Number.NEGATIVE_INFINITY, likeliest);
        assert.equal(select(judged, bash, 5, RANKINGS.first).candidates[0]?.code, valid[0]?.code);
      }),
    );
  });
});
