import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { say } from "../../../extension/errors";
import { LITERAL_SLOTS, readSlotChar } from "../../../extension/model";
import { LANGUAGE_IDS } from "../../../extension/schema";
import { applySlots, canonicalQuotes, findSlots, restoreSlots } from "../../../extension/utterance";

const values = (utterance: string, language: "python" | "bash" | "cf") =>
  findSlots(utterance, language).map((slot) => slot.value);
const raw = (literal: string) => literal;

describe("slots", () => {
  it("finds paths, sizes, extensions and quoted text in Bash utterances", () => {
    assert.deepEqual(
      values('find files in /var/log larger than 10M with extension .log containing "out of memory"', "bash"),
      ["/var/log", "10M", ".log", "out of memory"],
    );
  });

  it("finds sizes with their unit, and spells them as tools take them", () => {
    for (const [said, meant] of [
      ["100 MB", "100M"],
      ["100mb", "100M"],
      ["2 gigabytes", "2G"],
      ["2 Gigabytes", "2G"],
      ["10 KB", "10k"],
      ["1.5 GiB", "1.5G"],
      ["10M", "10M"],
      ["10 bytes", "10"],
    ] as const)
      assert.deepEqual(values(`find files larger than ${said}`, "bash"), [meant], said);
  });

  it("finds numbers with commas, in words, and as the ordinals of what is counted", () => {
    assert.deepEqual(values("show the first 1,000 lines of big.log", "bash"), ["1000", "big.log"]);
    assert.deepEqual(values("print the third column of a.csv", "bash"), ["3", "a.csv"]);
    assert.deepEqual(values("print the 2nd word of each line", "bash"), ["2"]);
    assert.deepEqual(values("show the last ten lines", "bash"), ["10"]);
    assert.deepEqual(values("take the first three elements", "python"), ["3"]);
    assert.deepEqual(values('print "two" and "1,000" and "100 MB"', "bash"), ["two", "1,000", "100 MB"]);
    assert.deepEqual(values("wait a second, then list the first files", "bash"), []);
    assert.deepEqual(values("add 1,234,567.5 to the lines 100,200", "python"), ["1234567.5", "100", "200"]);
  });

  it("finds names that are joined as one", () => {
    assert.deepEqual(values("change the owner of /srv/app to bob:staff", "bash"), ["/srv/app", "bob:staff"]);
    assert.deepEqual(values("forward to db.local:5432 at 17:30", "bash"), ["db.local:5432", "17:30"]);
    assert.deepEqual(values("run it with NODE_ENV=production.", "bash"), ["NODE_ENV=production"]);
    assert.deepEqual(values("open the file C:\\Users\\me\\notes.txt and print it", "python"), [
      "C:\\Users\\me\\notes.txt",
    ]);
  });

  it("finds backticked names in Python utterances", () => {
    assert.deepEqual(values("sort the list `x` by the key 'age'", "python"), ["x", "age"]);
  });

  it("takes a word for a name where that is in scope, but no part of a word and no common word", () => {
    const named = (utterance: string, names: readonly string[]) =>
      findSlots(utterance, "python", names).map(({ value }) => value);
    assert.deepEqual(named("sort numbers by price", ["numbers", "price"]), ["numbers", "price"]);
    assert.deepEqual(named("sort numbers", ["number", "s"]), []);
    assert.deepEqual(named("sort the list in the file", ["list", "file", "the"]), []);
    assert.deepEqual(named('print "the numbers"', ["numbers"]), ["the numbers"]);
    assert.deepEqual(named("a.numbers and $& and numbers", ["numbers", "$&"]), ["a.numbers", "$&", "numbers"]);
  });

  it("takes two words for one thing for no path", () => {
    assert.deepEqual(values("find all files/directories and regular/normal files in docs/files", "bash"), [
      "docs/files",
    ]);
    assert.deepEqual(values("list 'files/directories' below src/files/old", "bash"), [
      "files/directories",
      "src/files/old",
    ]);
  });

  it("are found in any utterance without trying every way to read it", () => {
    const slow = [
      ["/", "."],
      ["a", ".a"],
      ["", "a-"],
      ["", "a/"],
      ["", ".*"],
      ["", "1."],
      ["$", "{"],
      ["", "'a"],
    ] as const;
    for (const language of LANGUAGE_IDS) {
      for (const [head, piece] of slow) {
        const utterance = `list ${head}${piece.repeat(800)}`;
        // What takes exponential time takes hours; this ends it, so that the test fails instead of hanging.
        runInNewContext("find()", { find: () => findSlots(utterance, language) }, { timeout: 30_000 });
      }
    }
  });

  it("normalises money in CF utterances and leaves cell references alone", () => {
    assert.deepEqual(values("Highlight cells in column B (B2:B90) over $1,250.50", "cf"), ["1250.50"]);
  });

  it("keeps a quoted literal even where it is a common word", () => {
    assert.deepEqual(values('cells that contain "the"', "cf"), ["the"]);
  });

  it("gives equal literals one slot with every span", () => {
    const [slot, ...others] = findSlots("copy `a.txt` over b/c when `a.txt` is newer", "bash");
    assert.equal(slot?.value, "a.txt");
    assert.equal(slot?.spans.length, 2);
    assert.equal(others.length, 1);
  });

  it("replaces a literal only where it stands alone", () => {
    const slots = findSlots("take the first 10 of `x`", "python");
    assert.equal(applySlots("x[:10] + max100 + x1", slots, 0), "\uE001[:\uE000] + max100 + x1");
  });

  it("takes a sign that stands inside of words for no literal", () => {
    const slots = findSlots("list the 20 largest directories under /", "bash");
    const path = slots.find(({ value }) => value === "/");
    assert.ok(path);
    const slotted = applySlots("du -x / 2>/dev/null", slots, 0);
    assert.equal([...slotted].filter((char) => readSlotChar(char)).length, 1);
    assert.match(slotted, /2>\/dev\/null$/);
  });

  it("puts no path or number where it would run into a word", () => {
    const quote = (literal: string) => literal;
    const path = [{ index: 0, spans: [], value: "/var/log" }];
    assert.ok("reason" in restoreSlots("du -x \uE000 2>\uE000dev\uE000null", path, 0, quote));
    assert.deepEqual(restoreSlots("cp x \uE000/y", path, 0, quote), { code: "cp x /var/log/y" });
    const number = [{ index: 0, spans: [], value: "10" }];
    assert.ok("reason" in restoreSlots("head -n \uE0000", number, 0, quote));
    assert.deepEqual(restoreSlots("find -size +\uE000M", number, 0, quote), { code: "find -size +10M" });
  });

  it("turns column references into column slots only within the table", () => {
    assert.equal(applySlots("Top(c[1],10) c[4]", [], 3), "Top(\uE011,10) c[4]");
  });

  it("says why a slot cannot be put back", () => {
    assert.deepEqual(restoreSlots("echo \uE003", [], 0, raw), {
      reason: say`uses a literal that the utterance does not have`,
    });
    assert.deepEqual(restoreSlots("Top(\uE012)", [], 2, raw), {
      reason: say`names column ${2}, which the table does not have`,
    });
    const slots = findSlots("print `x`", "python");
    assert.deepEqual(
      restoreSlots("\uE000", slots, 0, () => undefined),
      { reason: say`"${"x"}" cannot be quoted safely here` },
    );
  });

  it("applying and putting back is the identity for any utterance and code", () => {
    const piece = fc.oneof(
      fc.constantFrom('"a b"', "`x`", "/tmp/a", "*.txt", "10M", "42", "c[1]", "Between(1,2)", "It's", "foo_bar", " "),
      fc.string({ maxLength: 8 }),
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(" "));
    fc.assert(
      fc.property(text, text, fc.constantFrom(...LANGUAGE_IDS), fc.nat(10), (utterance, code, language, columns) => {
        const slots = findSlots(utterance, language);
        assert.ok(slots.length <= LITERAL_SLOTS);
        for (const { spans } of slots)
          for (const [start, end] of spans) assert.ok(start < end && end <= utterance.length);
        const restored = restoreSlots(applySlots(code, slots, columns), slots, columns, raw);
        assert.deepEqual(restored, { code });
      }),
    );
  });

  it("changes the quote style only where nothing is quoted or escaped inside", () => {
    assert.equal(canonicalQuotes("find . -name '*.c'", "bash"), 'find . -name "*.c"');
    for (const code of ["awk '{print $1}'", `echo "it's"`, "sed 's/\\n//'"]) {
      assert.equal(canonicalQuotes(code, "bash"), code);
    }
  });

  it("never takes what stands between two strings for one", () => {
    assert.equal(canonicalQuotes("awk -F';' 'NR > 1'", "bash"), "awk -F';' \"NR > 1\"");
    assert.equal(canonicalQuotes("find -path '*/\\.*' -o -name 'a'", "bash"), "find -path '*/\\.*' -o -name \"a\"");
    assert.equal(canonicalQuotes("it\\'s 'a b'", "bash"), 'it\\\'s "a b"');
    assert.equal(canonicalQuotes("x = 'don\\'t', 'a'", "python"), "x = 'don\\'t', \"a\"");
    assert.equal(canonicalQuotes("f'{x}' + 'a'", "python"), "f'{x}' + \"a\"");
  });
});
