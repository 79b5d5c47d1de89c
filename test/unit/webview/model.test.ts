import assert from "node:assert/strict";
import fc from "fast-check";
import { percent as percentOfList } from "../../../extension/editor/shell/text";
import type { Frame, FrameToken } from "../../../extension/schema";
import {
  BANDS,
  bandOf,
  cutOf,
  describeFrame,
  flipsOf,
  linesOf,
  meanConfidence,
  percent,
  readMessage,
  readSaved,
  tokenLabel,
  visible,
} from "../../../webview/model";
import { sampleState } from "./theatre-page";

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const text = fc.oneof(
  fc.constantFrom("", "x", " =", "\n    ", "\r\n", "  \t", " a b ", "\n\n", "<b>", "é\u202e"),
  fc.string({ unit: "binary", maxLength: 12 }),
);
const token: fc.Arbitrary<FrameToken> = fc.record({ text, confidence: unit });
const tokens = fc.array(token, { maxLength: 24 });
const frame = (of: FrameToken[]): Frame => ({
  step: 1,
  t: 0.5,
  source: "decoder",
  tokens: of,
  code: "",
  valid: true,
  editDistance: 0,
});

describe("confidence bands", () => {
  it("rise with confidence and begin where they say", () => {
    const rank = (confidence: number) => BANDS.findIndex(({ name }) => name === bandOf(confidence));
    fc.assert(fc.property(unit, unit, (a, b) => rank(Math.min(a, b)) <= rank(Math.max(a, b))));
    for (const { name, from } of BANDS) assert.equal(bandOf(from), name);
    assert.deepEqual([0, 0.399, 0.4, 0.799, 0.8, 1].map(bandOf), ["low", "low", "medium", "medium", "high", "high"]);
  });
});

describe("flips", () => {
  it("are the positions whose text differs, and nothing else", () => {
    fc.assert(
      fc.property(tokens, tokens, (before, after) => {
        const flips = flipsOf(frame(before), frame(after));
        const positions = new Set(flips.map((flip) => flip.position));
        assert.equal(positions.size, flips.length);
        for (const [position, { text: now }] of after.entries()) {
          assert.equal(positions.has(position), (before[position]?.text ?? "") !== now);
        }
        for (const flip of flips) assert.notEqual(flip.before.text, flip.after.text);
      }),
    );
  });

  it("are none in the first frame and between a frame and itself, whatever the confidence", () => {
    fc.assert(
      fc.property(tokens, (one) => {
        assert.deepEqual(flipsOf(undefined, frame(one)), []);
        assert.deepEqual(flipsOf(frame(one), frame(one.map((each) => ({ ...each, confidence: 0 })))), []);
      }),
    );
  });
});

describe("lines", () => {
  it("lose no character, break at every newline, and ink every token that has one", () => {
    fc.assert(
      fc.property(tokens, (all) => {
        const lines = linesOf(all);
        const pieces = lines.flat();
        assert.equal(pieces.map((piece) => piece.text).join(""), all.map((each) => each.text).join(""));
        assert.equal(lines.length, 1 + pieces.filter((piece) => piece.kind === "newline").length);
        assert.deepEqual([...new Set(pieces.map((piece) => piece.position))], [...all.keys()]);
        for (const { position, kind } of pieces) assert.equal(kind === "pad", all[position]?.text === "");
        const marked = new Set(pieces.filter((piece) => piece.kind !== "space").map((piece) => piece.position));
        assert.equal(marked.size, all.length, "every token can be seen");
      }),
    );
  });

  it("keep indentation apart from the ink", () => {
    const kinds = linesOf([{ text: ":\n    x", confidence: 1 }]).map((line) => line.map((piece) => piece.kind));
    assert.deepEqual(kinds, [
      ["ink", "newline"],
      ["space", "ink"],
    ]);
  });

  it("are cut at the first PAD", () => {
    fc.assert(
      fc.property(tokens, (all) => {
        const cut = cutOf(all);
        assert.ok(all.slice(0, cut).every((each) => each.text !== ""));
        assert.ok(cut === all.length || all[cut]?.text === "");
      }),
    );
  });
});

describe("unseen characters", () => {
  it("are made visible; everything else stays as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (any) => {
        assert.doesNotMatch(visible(any), /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u2028\u2029]/u);
      }),
    );
    assert.equal(visible("a\u0000\u202eb\n\tc<é>"), "a␀[U+202E]b\n\tc<é>");
    assert.equal(visible("\u007f"), "[U+007F]");
  });

  it("have marks in labels, and PAD its name", () => {
    assert.equal(tokenLabel(""), "PAD");
    assert.equal(tokenLabel("\n  x\t"), "↵··x⇥");
    assert.equal(tokenLabel("x".repeat(50)), `${"x".repeat(40)}…`);
  });
});

describe("descriptions", () => {
  it("average confidence over the code alone", () => {
    const of = (...pairs: [string, number][]) => frame(pairs.map(([one, confidence]) => ({ text: one, confidence })));
    assert.equal(meanConfidence(of(["a", 0.25], ["b", 0.75], ["", 0.99], ["c", 0.01])), 0.5);
    assert.equal(meanConfidence(of(["", 1])), undefined);
  });

  it("say step, confidence and validity", () => {
    const [history] = sampleState().candidates;
    assert.ok(history);
    const described = { ...frame([{ text: "x", confidence: 0.43 }]), step: 9, valid: false };
    assert.equal(describeFrame(described, history), "step 9 of 12, tokens 43% confident, invalid");
    assert.equal(
      describeFrame({ ...described, step: 0, valid: true }, history),
      "final code, tokens 43% confident, valid",
    );
  });

  it("call nothing 100 % that is less", () => {
    assert.deepEqual([0, 0.001, 0.5, 0.999, 1].map(percent), ["0%", "<1%", "50%", "99%", "100%"]);
  });

  it("write a share as the editor's list writes it", () => {
    fc.assert(fc.property(unit, (share) => assert.equal(percent(share), percentOfList(share))));
  });
});

describe("reading what comes from outside", () => {
  it("takes good messages and says what is wrong with bad ones", () => {
    assert.deepEqual(readMessage({ type: "seek", frame: 2 }), { ok: true, value: { type: "seek", frame: 2 } });
    const bad = readMessage({ type: "show", state: { ...sampleState(), candidates: [] } });
    assert.ok(!bad.ok);
    assert.match(bad.why, /^state\.candidates: /);
    assert.equal(readSaved(sampleState()).ok, true);
    fc.assert(fc.property(fc.anything(), (any) => !readMessage(any).ok && !readSaved(any).ok));
  });
});
