import assert from "node:assert/strict";
import fc from "fast-check";
import { follow, followAll, type OffsetChange } from "../../../extension/editor/history/range";
import { relocate } from "../../../extension/editor/history/relocate";

const range = { start: 10, end: 20 };

function apply(text: string, { offset, length }: OffsetChange, inserted: string): string {
  return text.slice(0, offset) + inserted + text.slice(offset + length);
}

describe("follow", () => {
  it("shifts with what happens in front, ignores what happens behind", () => {
    assert.deepEqual(follow(range, { offset: 0, length: 2, inserted: 5 }), { start: 13, end: 23 });
    assert.deepEqual(follow(range, { offset: 20, length: 0, inserted: 5 }), range);
    assert.deepEqual(follow(range, { offset: 10, length: 0, inserted: 5 }), { start: 15, end: 25 });
  });

  it("grows and shrinks with edits inside, a replacement of the whole included", () => {
    assert.deepEqual(follow(range, { offset: 12, length: 3, inserted: 1 }), { start: 10, end: 18 });
    assert.deepEqual(follow(range, { offset: 10, length: 10, inserted: 4 }), { start: 10, end: 14 });
  });

  it("is cut by changes across an edge and lost in a change around it", () => {
    assert.deepEqual(follow(range, { offset: 5, length: 8, inserted: 2 }), { start: 7, end: 14 });
    assert.deepEqual(follow(range, { offset: 15, length: 10, inserted: 2 }), { start: 10, end: 15 });
    assert.equal(follow(range, { offset: 10, length: 10, inserted: 0 }), undefined);
    assert.equal(follow(range, { offset: 9, length: 12, inserted: 40 }), undefined);
  });

  it("still covers its text after any edits outside of it (property)", () => {
    const edit = fc.record({
      before: fc.boolean(),
      at: fc.nat(),
      length: fc.nat(6),
      inserted: fc.string({ maxLength: 6 }),
    });
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.array(edit), (before, after, edits) => {
        let text = `${before}<<code>>${after}`;
        let now = { start: before.length, end: before.length + "<<code>>".length };
        for (const each of edits) {
          const [from, to] = each.before ? [0, now.start] : [now.end, text.length];
          const offset = from + (each.at % (to - from + 1));
          const length = Math.min(each.length, to - offset);
          text = apply(text, { offset, length, inserted: 0 }, each.inserted);
          const next = follow(now, { offset, length, inserted: each.inserted.length });
          assert.ok(next);
          now = next;
        }
        assert.equal(text.slice(now.start, now.end), "<<code>>");
      }),
    );
  });

  it("stays inside the document and never empty, for any change (property)", () => {
    const spot = fc.tuple(fc.nat(40), fc.nat(40)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(spot, spot, fc.nat(10), ([start, end], [from, to], inserted) => {
        fc.pre(end > start);
        const next = follow({ start, end }, { offset: from, length: to - from, inserted });
        if (next === undefined) return;
        assert.ok(next.start >= 0 && next.end > next.start && next.end <= 40 + inserted - (to - from) + 0);
      }),
    );
  });

  it("takes the changes of one event in any order (property)", () => {
    const gaps = fc.array(fc.record({ skip: fc.nat(8), length: fc.nat(4), inserted: fc.nat(6) }), { maxLength: 5 });
    fc.assert(
      fc.property(gaps, (all) => {
        let offset = 0;
        const changes = all.map(({ skip, length, inserted }) => {
          offset += skip + 1;
          const change = { offset, length, inserted };
          offset += length;
          return change;
        });
        assert.deepEqual(followAll(range, changes), followAll(range, [...changes].reverse()));
      }),
    );
  });
});

describe("relocate", () => {
  it("prefers the old place, then the only other one", () => {
    assert.deepEqual(relocate("ab ab", "ab", { start: 3, end: 5 }), { start: 3, end: 5 });
    assert.deepEqual(relocate("xx ab", "ab", { start: 0, end: 2 }), { start: 3, end: 5 });
    assert.equal(relocate("ab ab", "ab", { start: 1, end: 3 }), undefined);
    assert.equal(relocate("", "ab", { start: 0, end: 2 }), undefined);
  });

  it("survives a change of line ends", () => {
    assert.deepEqual(relocate("x\r\na\r\nb\r\n", "a\nb", { start: 2, end: 5 }), { start: 3, end: 7 });
    assert.deepEqual(relocate("x\na\nb\n", "a\r\nb", { start: 3, end: 7 }), { start: 2, end: 5 });
  });
});
