import assert from "node:assert/strict";
import fc from "fast-check";
import { type Language, loadLanguage, unasked } from "../../../extension/languages";

describe("cautions", () => {
  let bash: Language;
  let python: Language;
  before(async () => {
    bash = await loadLanguage("bash");
    python = await loadLanguage("python");
  });

  const commands: readonly [string, string][] = [
    ["rm -rf build", "deletes"],
    ["find . -name '*.o' -delete", "deletes"],
    ["find . -exec /bin/rm {} \\;", "deletes"],
    ["ls | xargs sudo rm", "deletes"],
    ["dd if=a of=/dev/sda", "overwrites"],
    ["sudo mkfs.ext4 /dev/sdb1", "overwrites"],
    ["kill -9 12 && rm x", "deletes,stops"],
    ["ls -l", ""],
    ["echo rm -rf /", ""],
    ["grep 'kill' rm.txt", ""],
    ["git rm --cached x", ""],
  ];
  for (const [code, cautions] of commands)
    it(`${code}: ${cautions || "nothing"}`, () => assert.equal(bash.cautions?.(code).join(), cautions));

  const programs: readonly [string, string][] = [
    ["import os\nos.remove(path)", "deletes"],
    ["shutil.rmtree('a')", "deletes"],
    ["Path('a').unlink()", "deletes"],
    ["os.kill(pid, 9)", "stops"],
    ["print('os.remove(path)')", ""],
    ["items.remove(x)", ""],
  ];
  for (const [code, cautions] of programs)
    it(`${JSON.stringify(code)}: ${cautions || "nothing"}`, () =>
      assert.equal(python.cautions?.(code).join(), cautions));

  it("are none of CF rules, and never throw", async () => {
    assert.equal((await loadLanguage("cf")).cautions, undefined);
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const language of [bash, python]) assert.ok(Array.isArray(language.cautions?.(text)));
      }),
    );
  });

  it("are expected where the utterance asks for them", () => {
    assert.deepEqual(unasked(["deletes"], "Delete all empty folders"), []);
    assert.deepEqual(unasked(["deletes", "stops"], "remove the log"), ["stops"]);
    assert.deepEqual(unasked(["overwrites"], "list all disks by size"), ["overwrites"]);
    assert.deepEqual(unasked(["deletes"], "list all files"), ["deletes"]);
  });
});
