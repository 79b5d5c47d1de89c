import assert from "node:assert/strict";
import { figuresSchema } from "../../../../extension/schema";
import { figures, loadMatch, type Match, type Outcome } from "../../../../models/lab/measures";

const TABLE = [
  ["City", "Sales"],
  ["a", 1],
  ["b", 9],
];

function outcome(
  language: Outcome["language"],
  gold: string,
  candidates: string[],
  more: Partial<Outcome> = {},
): Outcome {
  const samples = candidates.map(() => ({ valid: true }));
  return { language, utterance: "do it", gold, candidates, samples, milliseconds: 10, ...more };
}

describe("the figures of a language", () => {
  let match: Match;
  before(async () => {
    match = await loadMatch();
  });

  it("counts hits among the first 1, 3 and 5 candidates, and exact ones apart", () => {
    const rows = [
      outcome("bash", "ls -l a", ["ls -l b", "ls -l a"]),
      outcome("bash", "pwd", ["ls", "cd", "pwd"]),
      outcome("bash", "date", ["ls", "cd", "pwd", "id", "date", "w"]),
      outcome("bash", "who", ["ls", "cd", "pwd", "id", "w", "who"]),
    ];
    const { n, top1, top3, top5, exactTop1, exactTop5 } = figures(rows, match);
    assert.deepEqual([n, top1, top3, top5, exactTop1, exactTop5], [4, 0.25, 0.5, 0.75, 0, 0.75]);
  });

  it("measures validity on samples before filtering", () => {
    const rows = [
      outcome("bash", "ls", ["ls"], { samples: [{ valid: false }, { valid: true }, { valid: true }] }),
      outcome("bash", "ls", ["ls"], { samples: [{ valid: true }] }),
      outcome("bash", "ls", [], { samples: [] }),
    ];
    const { validRaw, validTop1Raw, top1 } = figures(rows, match);
    assert.deepEqual([validRaw, validTop1Raw, top1], [0.75, 0.3333, 0.6667]);
  });

  it("leaves utterances with fewer than two candidates out of the diversity, and looks at five only", () => {
    const rows = [
      outcome("bash", "ls", ["a b", "a c", "a d", "a e", "a f", "a f"]),
      outcome("bash", "ls", ["ls"]),
      outcome("bash", "ls", []),
    ];
    assert.deepEqual(figures(rows, match).diversity, { unique: 1, ngram4: 1, editDistance: 0.3333 });
  });

  it("averages the time of an utterance", () => {
    const rows = [outcome("bash", "ls", ["ls"]), outcome("bash", "ls", ["ls"], { milliseconds: 15 })];
    assert.equal(figures(rows, match).msPerUtterance, 12.5);
  });

  it("tells CF rows with two rows of data from the others", () => {
    const rows = [
      outcome("cf", "GreaterThan(5)", ["Equals(9)"], { table: TABLE }),
      outcome("cf", "GreaterThan(5)", ["Equals(9)"], { table: TABLE.slice(0, 2) }),
      outcome("cf", "GreaterThan(5)", ["Equals(9)", "greaterThan(5.0)"]),
    ];
    const { top1, top3, withTable, withoutTable } = figures(rows, match);
    assert.deepEqual([top1, top3], [0.3333, 0.6667]);
    assert.deepEqual(withTable, { n: 1, top1: 1, top3: 1, top5: 1 });
    assert.deepEqual(withoutTable, { n: 2, top1: 0, top3: 0.5, top5: 0.5 });
  });

  it("adds BLEU-4 and chrF of the first candidate for Python, and only there", () => {
    const python = figures([outcome("python", "f(x, y)", ["f(x, y)"]), outcome("python", "g(z)", [])], match);
    assert.ok((python.bleu4 ?? 0) > 0 && (python.bleu4 ?? 1) < 1);
    assert.ok((python.chrF ?? 0) > 0 && (python.chrF ?? 1) < 1);
    const bash = figures([outcome("bash", "ls", ["ls"])], match);
    assert.deepEqual([bash.bleu4, bash.chrF, bash.withTable], [undefined, undefined, undefined]);
  });

  it("matches each language by its own measure", () => {
    assert.ok(match("bash", "ls -l a", "ls -l b"));
    assert.ok(!match("python", "f(a)", "f(b)"));
    assert.ok(match("python", "f((a))", "f( a )"));
    assert.ok(match("cf", "Duplicates(c[0])", "Duplicate()", [["A"], ["x"], ["x"]]));
    assert.ok(match("python", `print "x"`, "print 'x'"), "equal text matches whatever it is");
  });

  it("fits the schema of the report", () => {
    figuresSchema.parse(figures([outcome("cf", "Blanks()", ["Blanks()", "Errors()"])], match));
    figuresSchema.parse(figures([outcome("python", "x", [])], match));
  });
});
