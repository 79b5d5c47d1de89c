import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import {
  ExamplesMemory,
  encodeMemory,
  findModelFolder,
  type MemoryExample,
  openModel,
  readMemory,
  writeMemory,
} from "../../../extension/model";
import { findSlots } from "../../../extension/model/slots";
import { MEMORY_FIELDS } from "../../../extension/schema";

const { code } = openModel(findModelFolder(join(__dirname, "../../../models")));
const example = (utterance: string, slotted: string, language: MemoryExample["language"] = "bash"): MemoryExample => ({
  language,
  utterance,
  slotted,
  source: "test",
});
const MEMORY = new ExamplesMemory([
  example("list all files in a folder", "ls -la \uE000"),
  example("list all files", "ls -a"),
  example("list every file", "ls -a"),
  example("delete a folder", "rm -r \uE000"),
  example("list the values", "[*x]", "python"),
]);

/** The slotted code of the example nearest to an utterance. */
const nearestIn =
  (memory: ExamplesMemory, language: MemoryExample["language"] = "bash") =>
  async (utterance: string) =>
    (await memory.recall(utterance, findSlots(utterance, language), language, 1))[0]?.example.slotted;

describe("the examples memory", () => {
  it("recalls the nearest examples of the language, each code once", async () => {
    const recalled = await MEMORY.recall("list all files now", [], "bash", 3);
    assert.deepEqual(
      recalled.map(({ example: { slotted } }) => slotted),
      ["ls -a", "ls -la \uE000"],
    );
    assert.ok((recalled[0]?.similarity ?? 0) > (recalled[1]?.similarity ?? 1));
    assert.ok(recalled.every(({ similarity }) => similarity > 0 && similarity <= 1));
  });

  it("finds an utterance itself with similarity 1, unless it is skipped", async () => {
    const [self] = await MEMORY.recall("delete a folder", [], "bash", 1);
    assert.equal(self?.example.slotted, "rm -r \uE000");
    assert.ok(Math.abs((self?.similarity ?? 0) - 1) < 1e-9);
    const others = await MEMORY.recall("delete a folder", [], "bash", 4, {
      skips: ({ utterance }) => utterance === "delete a folder",
    });
    assert.ok(others.every(({ example: { slotted } }) => slotted !== "rm -r \uE000"));
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

  it("puts the utterance's literals where the example has some of their kind", async () => {
    const files = new ExamplesMemory([
      example('find files named "*.txt" in /home with 3 links', "find \uE001 -name \uE000 -links \uE002"),
    ]);
    const found = nearestIn(files);
    assert.equal(
      await found('find in /tmp files named "*.log" with 2 links'),
      "find \uE000 -name \uE001 -links \uE002",
    );
    assert.equal(await found('find files named "*.log"'), "find . -name \uE000 -links 3");
    assert.equal(await found("find linked files in /tmp"), "find \uE000 -name *.txt -links 3");
  });

  it("goes where the utterance says, where the example stays where one is", async () => {
    const files = new ExamplesMemory([
      example("show the 10 largest files", "du -a . | sort -rn | head -n \uE000"),
      example("copy every file here", "cp ./*.* . && ls ."),
    ]);
    const found = nearestIn(files);
    assert.equal(await found("show the 3 largest files in /var"), "du -a \uE001 | sort -rn | head -n \uE000");
    assert.equal(await found("show the 3 largest files"), "du -a . | sort -rn | head -n \uE000");
    assert.equal(
      await found("copy every file of /var"),
      "cp ./*.* . && ls .",
      "which of two places is meant is not known",
    );
  });

  it("does not look where an example looks if nobody spoke of that place", async () => {
    const found = nearestIn(
      new ExamplesMemory([
        example("search for sockets", "find /home/joe/src -type s"),
        example("look for broken links", "find / -xtype l"),
        example("list kernel modules", "find /lib/modules -name *.ko"),
      ]),
    );
    assert.equal(await found("search for sockets"), "find . -type s");
    assert.equal(await found("search my home directory for sockets"), "find ~ -type s");
    assert.equal(await found("search /srv for sockets"), "find \uE000 -type s");
    assert.equal(await found("look for broken links"), "find / -xtype l");
    assert.equal(await found("look for broken links in the current folder"), "find . -xtype l");
    assert.equal(await found("look for broken links in /srv"), "find \uE000 -xtype l");
    assert.equal(await found("list kernel modules"), "find /lib/modules -name *.ko");
  });

  it("goes to the home folder, or through the whole system, where the utterance says that", async () => {
    const found = nearestIn(new ExamplesMemory([example("look for broken links", "find . -xtype l")]));
    assert.equal(await found("look for broken links in my home directory"), "find ~ -xtype l");
    assert.equal(await found("look for broken links in the entire file system"), "find / -xtype l");
  });

  it("takes what a preposition speaks of for the same, whatever the order", async () => {
    const found = nearestIn(new ExamplesMemory([example("copy /a/b to /c/d", "cp -r \uE000 \uE001")]));
    assert.equal(await found("copy to /x/y from /u/v"), "cp -r \uE001 \uE000");
    assert.equal(await found("copy /u/v into the folder /x/y"), "cp -r \uE000 \uE001");
  });

  it("takes nothing for news that the example names too and does without", async () => {
    const found = nearestIn(new ExamplesMemory([example('show "MAC" address of en0', "ifconfig \uE001")]));
    assert.equal(await found('show "MAC" address of eth1'), "ifconfig \uE001");
  });

  it("looks for folders where files were looked for, if the utterance says so", async () => {
    const found = nearestIn(
      new ExamplesMemory([
        example("search the current directory for files of mode 700", "find . -type f -perm \uE000"),
        example("show sizes of files and directories", "find . -type f -size +1k -o -type d"),
      ]),
    );
    assert.equal(await found("search the current folder for directories of mode 755"), "find . -type d -perm \uE000");
    assert.equal(await found("search the directory tree for files of mode 755"), "find . -type f -perm \uE000");
    assert.equal(await found("search for mode 755"), "find . -type f -perm \uE000");
    assert.equal(await found("show sizes of directories"), "find . -type f -size +1k -o -type d");
  });

  it("knows a variable that holds a place, and puts no place where a name or a pattern stands", async () => {
    const found = nearestIn(
      new ExamplesMemory([
        example("search the src directory for pipes", "find \uE000 -type p"),
        example("find files owned by user bob", "find . -user \uE000"),
      ]),
    );
    assert.equal(await found("search the $DIR directory for pipes"), "find \uE000 -type p");
    assert.equal(await found("search /var/run for pipes"), "find \uE000 -type p");
    assert.equal(await found("find files in /tmp owned by my user"), "find \uE000 -user bob");
  });

  it("makes a pattern of a suffix, however example and utterance spell theirs", async () => {
    const spellings = { "*.txt": "find -name \uE000", ".txt": "find -name *\uE000", txt: "find -name *.\uE000" };
    for (const [spelled, slotted] of Object.entries(spellings)) {
      const bare = new ExamplesMemory([example(`find files with extension ${spelled}`, slotted)]);
      const quoted = new ExamplesMemory([
        example(`find files with extension ${spelled}`, `${slotted.replace("-name ", '-name "')}"`),
      ]);
      for (const asked of ["*.log", ".log", "log"]) {
        const utterance = `find files with extension ${asked}`;
        const slots = findSlots(utterance, "bash");
        for (const files of [bare, quoted]) {
          const [recalled] = await files.recall(utterance, slots, "bash", 1);
          const code = recalled?.example.slotted.replace("\uE000", slots[0]?.value ?? "");
          assert.equal(code?.replaceAll('"', ""), "find -name *.log", `${spelled} for ${asked}`);
        }
      }
    }
  });

  it("knows what files end in from a place, and from a file of that name", async () => {
    const found = nearestIn(
      new ExamplesMemory([
        example("search /srv for directories", "find \uE000 -type d"),
        example("count the lines of notes.txt", "wc -l \uE000"),
        example("look for notes.txt under /srv", 'find \uE001 -name "\uE000"'),
      ]),
    );
    assert.equal(await found("search for directories with .log files"), "find . -type d");
    assert.equal(await found("search .config for directories"), "find \uE000 -type d");
    assert.equal(await found("count the lines of all .log files"), "wc -l *\uE000");
    assert.equal(await found('count the lines of files ending in ".c" or ".h"'), "wc -l *\uE000");
    assert.equal(await found("count the lines of .bashrc"), "wc -l \uE000");
    assert.equal(await found("look for .gz files under /home/me/data"), 'find \uE001 -name "*\uE000"');
  });

  it("puts a whole name where an example's own name ends in a suffix, and a suffix there alone", async () => {
    const archives = new ExamplesMemory([
      example("extract a .tar archive", "tar xf archive\uE000 -C dir"),
      example("compress into a .gz file", "gzip -c > /path/to/file\uE000"),
    ]);
    const found = nearestIn(archives);
    assert.equal(await found("extract the archive old.tar.gz"), "tar xf \uE000 -C dir");
    assert.equal(await found("extract a .zip archive"), "tar xf archive\uE000 -C dir");
    assert.equal(await found("compress into the file out/all.gz"), "gzip -c > \uE000");
  });

  it("gives a string its quotes in Python, and a name none", async () => {
    const python = (utterance: string, slotted: string) => example(utterance, slotted, "python");
    const examples = new ExamplesMemory([
      python("count the letters of `text`", "Counter(\uE000)"),
      python("test whether `text` holds 'abc'", '"\uE001" in \uE000'),
      python("find lines like 'a=' in `text`", 're.findall("\uE000.*", \uE001)'),
    ]);
    const found = nearestIn(examples, "python");
    assert.equal(await found("count the letters of 'hello'"), 'Counter("\uE000")');
    assert.equal(await found("count the letters of `word`"), "Counter(\uE000)");
    assert.equal(await found("test whether `text` holds `part`"), "\uE001 in \uE000");
    assert.equal(await found("test whether 'hello' holds 'ell'"), '"\uE001" in "\uE000"');
    assert.equal(await found("find lines like 'b=' in `page`"), 're.findall("\uE000.*", \uE001)');
    const named = "count the letters of `page`";
    const [recalled] = await examples.recall(named, findSlots(named, "python", ["letters"]), "python", 1);
    assert.equal(
      recalled?.example.slotted,
      "Counter(\uE001)",
      "what is marked as code goes before what is a name by chance",
    );
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
