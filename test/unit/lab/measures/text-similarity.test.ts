import assert from "node:assert/strict";
import { bleu4, bleuTokens, chrF } from "../../../../models/lab/measures";

/** The expected values are sacreBLEU 2.6.0's (tokenised as here, no smoothing; chrF2). */
const PAIRS = [
  { hypothesis: "print('hello world')", reference: 'print("hello, world")' },
  { hypothesis: "sorted(x, reverse=True)", reference: "x.sort(reverse=True)" },
  { hypothesis: "os.path.joinAll(a, b)", reference: "os.path.join(a, b)" },
];
const tokens = (pairs: typeof PAIRS) =>
  pairs.map(({ hypothesis, reference }) => ({ hypothesis: bleuTokens(hypothesis), reference: bleuTokens(reference) }));

function assertClose(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);
}

describe("BLEU-4", () => {
  it("splits code as CoNaLa's evaluation does", () => {
    assert.deepEqual(bleuTokens("os.joinAll('a')"), ["os", ".", "join", "All", "(", "`", "a", "`", ")"]);
  });

  it("equals the reference values", () => {
    assertClose(bleu4(tokens(PAIRS)), 0.5878992596771365);
    assertClose(bleu4(tokens(PAIRS.slice(1, 2))), 0.382602941627845);
  });

  it("is 0 without a common 4-gram and 1 for the reference itself", () => {
    assert.equal(bleu4(tokens([{ hypothesis: "sorted(x)", reference: "sorted(x, key=len)" }])), 0);
    assert.equal(bleu4(tokens(PAIRS.map(({ reference }) => ({ hypothesis: reference, reference })))), 1);
    assert.equal(bleu4(tokens([{ hypothesis: "", reference: "f(x)" }])), 0);
  });
});

describe("chrF", () => {
  it("equals the reference values", () => {
    assertClose(chrF(PAIRS), 0.6408476670085376);
    assertClose(chrF(PAIRS.slice(1, 2)), 0.6852675562676409);
    assertClose(chrF([{ hypothesis: "ab", reference: "abc" }]), 0.636363636363636);
    assertClose(chrF([{ hypothesis: "the cat", reference: "the hat" }]), 0.280555555555556);
  });

  it("is 0 for nothing in common or nothing at all", () => {
    assert.equal(chrF([{ hypothesis: "ab", reference: "cd" }]), 0);
    assert.equal(chrF([{ hypothesis: "", reference: "cd" }]), 0);
  });
});
