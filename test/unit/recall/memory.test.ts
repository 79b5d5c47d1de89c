import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { findModelFolder, openModel } from "../../../extension/model";
import { ExamplesMemory, encodeMemory, type MemoryExample, readMemory, writeMemory } from "../../../extension/recall";
import { MEMORY_FIELDS } from "../../../extension/schema";
import { findSlots } from "../../../extension/utterance";

const { code } = openModel(findModelFolder(join(__dirname, "../../../models")));
const example = (utterance: string, plain: string, language: MemoryExample["language"] = "bash"): MemoryExample => ({
  language,
  utterance,
  code: plain,
  source: "test",
});
const MEMORY = new ExamplesMemory([
  example("list all files in a folder", "ls -la folder"),
  example("list all files", "ls -a"),
  example("list every file", "ls -a"),
  example("delete a folder", "rm -r folder"),
  example("list the values", "[*x]", "python"),
]);

describe("the examples memory", () => {
  it("recalls the nearest examples of the language, each code once", async () => {
    const recalled = await MEMORY.recall("list all files now", [], "bash", 3);
    assert.deepEqual(
      recalled.map(({ example: { slotted } }) => slotted),
      ["ls -a", "ls -la folder"],
    );
    assert.ok((recalled[0]?.similarity ?? 0) > (recalled[1]?.similarity ?? 1));
    assert.ok(recalled.every(({ similarity }) => similarity > 0 && similarity <= 1));
  });

  it("finds an utterance itself with similarity 1, unless it is skipped", async () => {
    const [self] = await MEMORY.recall("delete a folder", [], "bash", 1);
    assert.equal(self?.example.slotted, "rm -r folder");
    assert.ok(Math.abs((self?.similarity ?? 0) - 1) < 1e-9);
    const others = await MEMORY.recall("delete a folder", [], "bash", 4, {
      skips: ({ utterance }) => utterance === "delete a folder",
    });
    assert.ok(others.every(({ example: { slotted } }) => slotted !== "rm -r folder"));
  });

  it("finds other forms of a word, and a literal of the same kind", async () => {
    const files = new ExamplesMemory([
      example("count the words of a book", "wc -w \uE000"),
      example("listing every file larger than 10M", "find . -size +\uE000"),
      example("list the folder /tmp", "ls \uE000"),
    ]);
    const nearest = async (utterance: string) =>
      (await files.recall(utterance, findSlots(utterance, "bash"), "bash", 1))[0]?.example.slotted;
    assert.equal(await nearest("lists all files that are larger than 3G"), "find . -size +\uE000");
    assert.equal(await nearest("what does ~/projects hold"), "ls \uE000");
  });

  it("is empty-handed where nothing is alike, and the model is told so", async () => {
    assert.deepEqual(await MEMORY.recall("zzz", [], "bash", 3), []);
    assert.deepEqual([...encodeMemory([], code)], [code.pad, 0, 0]);
  });

  it("gives the model tokens with their example's rank and nearness", async () => {
    const recalled = await MEMORY.recall("list all files", [], "bash", 2);
    const encoded = encodeMemory(recalled, code);
    assert.equal(encoded.length % MEMORY_FIELDS, 0);
    const [token, mark, place] = encoded;
    assert.deepEqual([token, mark, place], [code.encode("ls -a")[0], 8, 0]);
  });

  it("survives a file, whatever the texts", () => {
    const text = fc.string({ minLength: 1, unit: "grapheme" });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
        const examples = rows.map(([utterance, slotted]) => example(utterance, slotted));
        assert.deepEqual(readMemory(writeMemory(examples)).examples, examples);
      }),
    );
  });
});
