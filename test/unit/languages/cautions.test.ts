import assert from "node:assert/strict";
import fc from "fast-check";
import { type Language, loadLanguage, unasked } from "../../../extension/languages";
import { DANGEROUS, HARMLESS } from "./fixtures/dangers";

describe("cautions", () => {
  let bash: Language;
  let python: Language;
  before(async () => {
    bash = await loadLanguage("bash");
    python = await loadLanguage("python");
  });

  for (const [caution, commands] of Object.entries(DANGEROUS))
    for (const code of commands)
      it(`${JSON.stringify(code)} ${caution}`, () =>
        assert.ok(
          bash.cautions?.(code).some((each) => each === caution),
          `it is ${bash.cautions?.(code)}`,
        ));

  for (const code of HARMLESS)
    it(`${JSON.stringify(code)}: nothing`, () => assert.deepEqual(bash.cautions?.(code), []));

  it("of a command stay, whatever runs it", () => {
    const around: readonly ((code: string) => string)[] = [
      (code) => `sudo -u bob ${code}`,
      (code) => `echo a | xargs -n 1 ${code}`,
      (code) => `find . -exec ${code} {} \\;`,
      (code) => `sh -c '${code}'`,
      (code) => `f() { ${code}; }`,
      (code) => `if a; then ${code}; fi`,
      (code) => `a && ${code}`,
      (code) => `x=$(${code})`,
      (code) => `for i in 1 2; do ${code}; done`,
      (code) => `nohup nice -n 3 ${code} &`,
    ];
    const commands = ["rm x", "kill 1", "git clean -fd", "chmod -R 755 d", "sed -i s/a/b/ f", "docker rm a"];
    fc.assert(
      fc.property(
        fc.constantFrom(...commands),
        fc.array(fc.constantFrom(...around), { maxLength: 2 }),
        (command, layers) => {
          // quotes do not nest as they stand
          fc.pre(layers.filter((layer) => layer("").includes("'")).length < 2);
          const code = layers.reduce((inner, layer) => layer(inner), command);
          fc.pre(bash.validate(code).valid && (layers.length < 2 || /^(?:if|for|a|x|f)/.test(code)));
          for (const caution of bash.cautions?.(command) ?? [])
            assert.ok(bash.cautions?.(code).includes(caution), code);
        },
      ),
    );
  });

  const programs: readonly [string, string][] = [
    ["import os\nos.remove(path)", "deletes"],
    ["from os import remove\nremove('x')", "deletes"],
    ["from os import remove as rm\nrm('x')", "deletes"],
    ["import shutil as sh\nsh.rmtree('a')", "deletes"],
    ["shutil.rmtree('a')", "deletes"],
    ["Path('a').unlink()", "deletes"],
    ["cursor.execute('DROP TABLE users')", "deletes"],
    ["os.kill(pid, 9)", "stops"],
    ["process.terminate()", "stops"],
    ["with open('a', 'w') as f:\n    f.write(x)", "overwrites"],
    ["open('a', mode='wb').write(x)", "overwrites"],
    ["Path('a').write_text(x)", "overwrites"],
    ["Path('a').open('w')", "overwrites"],
    ["os.rename(a, b)", "moves"],
    ["shutil.move(a, b)", "moves"],
    ["os.chmod(a, 0o777)", "rights"],
    ["requests.post(url, data=x)", "sends"],
    ["import subprocess\nsubprocess.run(['ls'])", "runs"],
    ["from subprocess import run\nrun('ls')", "runs"],
    ["os.system('ls')", "runs"],
    ["eval(x)", "runs"],
    ["print('os.remove(path)')", ""],
    ["items.remove(x)", ""],
    ["open('a').read()", ""],
    ["open('a', 'r+')", ""],
    ["open('a', 'a').write(x)", ""],
    ["'a'.replace('b', 'c')", ""],
    ["df.rename(columns=x)", ""],
    ["def remove(x): pass\nremove(1)", ""],
    ["requests.get(url)", ""],
    ["cursor.execute('SELECT 1')", ""],
    ["app.run()", ""],
    ["re.compile(x)", ""],
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
