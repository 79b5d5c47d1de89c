import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { loadLanguage } from "../../../extension/languages";
import { findModelFolder, openModel } from "../../../extension/model";
import { startsFrom } from "../../../extension/pipeline/starts";
import { PartVotes, type Setting } from "../../../extension/rank";
import type { Recalled } from "../../../extension/recall";

const { code } = openModel(findModelFolder(join(__dirname, "../../../models")));
const near = (slotted: string, similarity: number): Recalled => ({
  example: { language: "bash", utterance: slotted, slotted, source: "test" },
  similarity,
});

const settingOf = async (): Promise<Setting> => ({
  language: await loadLanguage("bash"),
  slots: [],
  header: [],
  utterance: "",
});

describe("what samples start from", () => {
  it("is the form that most near examples share, then one of every other form, then the rest", async () => {
    const bash = await settingOf();
    const recalled = [
      near("ls -a \uE000", 0.7),
      near("du -s \uE000", 0.65),
      near("du -s \uE001", 0.65),
      near("pwd", 0.2),
    ];
    const starts = startsFrom(recalled, bash, code);
    assert.deepEqual(
      starts.map(({ ids }) => code.decode(ids)),
      ["du -s \uE000", "ls -a \uE000", "pwd", "du -s \uE001"],
    );
    assert.equal(starts[0]?.support, 1);
    assert.equal(starts[3]?.support, 1);
    assert.ok(starts[1] && starts[1].support < 1 && starts[1].similarity === 0.7);
  });

  it("is first what has the parts that most of them have", async () => {
    const bash = await settingOf();
    const recalled = [near("find . -empty", 0.6), near("ls -a", 0.6), near("ls -l", 0.6), near("ls -a -l", 0.55)];
    const first = (setting: Setting) => code.decode(startsFrom(recalled, setting, code)[0]?.ids ?? []);
    assert.equal(first(bash), "find . -empty");
    assert.match(first({ ...bash, parts: new PartVotes(recalled, bash) }), /^ls/);
  });

  it("loses no program and repeats none, whatever is remembered", async () => {
    const bash = await settingOf();
    const program = fc.constantFrom("ls", "ls -a", "ls \uE000", "du -s x", "du -s y", "cat a | wc -l", "(", "");
    const similarity = fc.double({ min: 0.01, max: 1, noNaN: true });
    const recalled = fc.uniqueArray(fc.tuple(program, similarity), { selector: ([slotted]) => slotted });
    fc.assert(
      fc.property(recalled, (drawn) => {
        const sorted = drawn.map(([slotted, similarity]) => near(slotted, similarity));
        sorted.sort((a, b) => b.similarity - a.similarity);
        const starts = startsFrom(sorted, bash, code).map(({ ids }) => code.decode(ids));
        assert.deepEqual([...starts].sort(), drawn.map(([slotted]) => slotted).sort());
        assert.ok(startsFrom(sorted, bash, code).every(({ support }) => support > 0 && support <= 1));
      }),
    );
  });
});
