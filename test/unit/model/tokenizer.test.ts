import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { findModelFolder, headerOf, openModel, readSlotChar } from "../../../extension/model";
import { findSlots } from "../../../extension/utterance";

const folder = findModelFolder(join(__dirname, "../../../models"));
const { code, utterances, manifest } = openModel(folder);

/** The token ids of single bytes: byte-level BPE names each by one printable character (Radford et al. 2019). */
const byteIds = (() => {
  const json = JSON.parse(readFileSync(join(folder, manifest.files.codeTokenizer.path), "utf8"));
  const isPrintable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  let other = 256;
  const names = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : other++));
  return names.map((name): number | undefined => json.model.vocab[name]);
})();

describe("the released tokenizers", () => {
  it("round-trip any code, slots included", () => {
    const slot = fc.constantFrom("\uE000", "\uE009", " \uE003", "\uE010", "\uE019");
    const text = fc
      .string({ unit: "grapheme", maxLength: 30 })
      .filter((value) => !/[\uE000-\uE019]|\p{Cs}/u.test(value));
    const slotted = fc.array(fc.oneof(text, slot), { maxLength: 6 }).map((pieces) => pieces.join(""));
    fc.assert(fc.property(slotted, (value) => assert.equal(code.decode(code.encode(value)), value)));
  });

  it("never take bytes for a slot, whatever tokens a model writes", () => {
    const spelled = (text: string) => [...new TextEncoder().encode(text)].map((byte) => byteIds[byte] ?? -1);
    for (const slot of ["\ue000", "\ue009", "\ue010", "\ue019"]) {
      const ids = spelled(slot);
      assert.ok(ids.every((id) => code.knows(id)));
      assert.equal(code.decode([...code.encode("echo "), ...ids]), "echo \ufffd");
    }
    const anyId = fc.oneof(fc.nat(code.size - 1), fc.constantFrom(...spelled("\ue000\ue019")));
    fc.assert(
      fc.property(fc.array(anyId, { maxLength: 40 }), (ids) => {
        const found = [...code.decode(ids)].filter((char) => readSlotChar(char)).length;
        const end = ids.indexOf(code.pad);
        const own = ids.slice(0, end < 0 ? ids.length : end).filter((id) => readSlotChar(code.decode([id]).trim()));
        assert.equal(found, own.length);
      }),
    );
  });

  it("read a program up to its first PAD", () => {
    const ids = code.encode("ls -la");
    assert.equal(code.decode([...ids, code.pad, ...code.encode("rubbish")]), "ls -la");
  });

  it("put a slot id beside every token of a literal, and the language at the start", () => {
    const utterance = "find files larger than 10M";
    const encoded = utterances.encode(utterance, findSlots(utterance, "bash"), "bash", [], 64);
    const other = utterances.encode(utterance, findSlots(utterance, "bash"), "cf", [], 64);
    assert.equal(encoded.inputIds.length, encoded.slotIds.length);
    assert.notEqual(encoded.slotIds[0], other.slotIds[0]);
    const marked = [...encoded.slotIds.slice(1)].filter((id) => id > 0);
    assert.ok(marked.length > 0 && marked.every((id) => id === 1));
  });

  it("mark every column of a table's header as its own slot", () => {
    const header = headerOf([["City", "Sales 2020", ""]]);
    const { slotIds } = utterances.encode("top 3 sales", [], "cf", header, 64);
    assert.deepEqual([...new Set(slotIds.slice(1))], [0, 11, 12, 13]);
  });

  it("cut an utterance at the limit and still close it", () => {
    const long = "word ".repeat(500);
    const { inputIds } = utterances.encode(long, [], "bash", [], manifest.maxUtteranceTokens);
    const short = utterances.encode("word", [], "bash", [], manifest.maxUtteranceTokens).inputIds;
    assert.equal(inputIds.length, manifest.maxUtteranceTokens);
    assert.equal(inputIds[inputIds.length - 1], short[short.length - 1]);
  });
});
