import assert from "node:assert/strict";
import { loadLanguage } from "../../../extension/languages";
import { readSlotChar } from "../../../extension/model";
import { ExamplesMemory, type MemoryExample, withNamesInScope } from "../../../extension/recall";
import { findSlots, restoreSlots } from "../../../extension/utterance";

/** What becomes of the nearest of some examples, by utterance, for another one. */
function fitted(examples: Readonly<Record<string, string>>, language: MemoryExample["language"] = "bash") {
  const memory = new ExamplesMemory(
    Object.entries(examples).map(([utterance, slotted]) => ({
      ...{ language, utterance, source: "test" },
      code: withLiterals(slotted, utterance, language),
    })),
  );
  return async (utterance: string, names?: readonly string[]): Promise<string | undefined> => {
    const [nearest] = await memory.recall(utterance, findSlots(utterance, language, names), language, 1);
    return nearest?.example.slotted;
  };
}

/** Code with an utterance's literals where slots stand for them. */
function withLiterals(slotted: string, utterance: string, language: MemoryExample["language"]): string {
  const restored = restoreSlots(slotted, findSlots(utterance, language), 0, (literal) => literal);
  assert.ok("code" in restored, utterance);
  return restored.code;
}

/** A test that the nearest of `examples` becomes, for each utterance, the code beside it. */
function fits(
  title: string,
  examples: Readonly<Record<string, string>>,
  expected: Readonly<Record<string, string>>,
): void {
  it(title, async () => {
    const found = fitted(examples);
    for (const [utterance, code] of Object.entries(expected)) assert.equal(await found(utterance), code, utterance);
  });
}

describe("an example's code for another utterance", () => {
  fits(
    "puts the utterance's literals where the example has some of their kind",
    {
      'find files named "*.txt" in /home with 3 links': "find \uE001 -name \uE000 -links \uE002",
    },
    {
      'find in /tmp files named "*.log" with 2 links': "find \uE000 -name \uE001 -links \uE002",
      'find files named "*.log"': "find . -name \uE000 -links 3",
      "find linked files in /tmp": "find \uE000 -name *.txt -links 3",
    },
  );

  fits(
    "goes where the utterance says, where the example stays where one is",
    {
      "show the 10 largest files": "du -a . | sort -rn | head -n \uE000",
      "copy every file here": "cp ./*.* . && ls .",
    },
    {
      "show the 3 largest files in /var": "du -a \uE001 | sort -rn | head -n \uE000",
      "show the 3 largest files": "du -a . | sort -rn | head -n \uE000",
      // which of two places is meant is not known
      "copy every file of /var": "cp ./*.* . && ls .",
    },
  );

  fits(
    "does not look where an example looks if nobody spoke of that place",
    {
      "search for sockets": "find /home/joe/src -type s",
      "look for broken links": "find / -xtype l",
      "list kernel modules": "find /lib/modules -name *.ko",
    },
    {
      "search for sockets": "find . -type s",
      "search my home directory for sockets": "find ~ -type s",
      "search /srv for sockets": "find \uE000 -type s",
      "look for broken links": "find / -xtype l",
      "look for broken links in the current folder": "find . -xtype l",
      "look for broken links in /srv": "find \uE000 -xtype l",
      "list kernel modules": "find /lib/modules -name *.ko",
    },
  );

  fits(
    "goes to the home folder, or through the whole system, where the utterance says that",
    { "look for broken links": "find . -xtype l" },
    {
      "look for broken links in my home directory": "find ~ -xtype l",
      "look for broken links in the entire file system": "find / -xtype l",
    },
  );

  fits(
    "takes nothing for news that the example names too and does without",
    { 'show "MAC" address of en0': "ifconfig \uE001" },
    {
      'show "MAC" address of eth1': "ifconfig \uE001",
    },
  );

  fits(
    "knows a variable that holds a place, and puts no place where a name or a pattern stands",
    {
      "search the ~/src directory for pipes": "find \uE000 -type p",
      "find files owned by user bob": "find . -user \uE000",
    },
    {
      "search the $DIR directory for pipes": "find \uE000 -type p",
      "search /var/run for pipes": "find \uE000 -type p",
      "find files in /tmp owned by my user": "find \uE000 -user bob",
    },
  );

  fits(
    "puts no place into /dev/null where an example names /",
    { "list the 20 largest directories under /": "du -x \uE001 2>/dev/null | sort -nr | head -n \uE000" },
    {
      "list the 10 largest directories under /var/log": "du -x \uE001 2>/dev/null | sort -nr | head -n \uE000",
    },
  );

  it("gives way to the user's names where its own are nobody's", async () => {
    const python = await loadLanguage("python");
    const named = (utterance: string, slotted: string, ...names: string[]) => {
      const slots = findSlots(utterance, "python", names);
      const example = { language: "python", utterance: "x", slotted, source: "test" } as const;
      const [fitted] = withNamesInScope([{ example, similarity: 1 }], slots, new Set(names), python);
      return [...(fitted?.example.slotted ?? "")]
        .map((char) => {
          const slot = readSlotChar(char);
          return slot ? slots[slot.index]?.value : char;
        })
        .join("");
    };
    assert.equal(named("sort scores", "words.sort()", "scores"), "scores.sort()");
    assert.equal(named("sort scores", "[w for w in words]", "scores"), "[w for w in scores]");
    assert.equal(named("sort scores", "sorted(words, key=lambda word: len(word))", "scores").includes("words"), false);
    assert.equal(named("sort scores", "first + second", "scores"), "first + second", "which of two is not known");
    assert.equal(named("sort scores", "os.listdir()", "scores"), "os.listdir()", "modules are everybody's");
    assert.equal(named("sort it", "words.sort()"), "words.sort()");
  });

  it("makes a pattern of a suffix, however example and utterance spell theirs", async () => {
    const spellings = { "*.txt": "find -name \uE000", ".txt": "find -name *\uE000", txt: "find -name *.\uE000" };
    for (const [spelled, bare] of Object.entries(spellings)) {
      for (const slotted of [bare, `${bare.replace("-name ", '-name "')}"`]) {
        const found = fitted({ [`find files with extension ${spelled}`]: slotted });
        for (const asked of ["*.log", ".log", "log"]) {
          const code = (await found(`find files with extension ${asked}`))?.replace("\uE000", asked);
          assert.equal(code?.replaceAll('"', ""), "find -name *.log", `${spelled} for ${asked}`);
        }
      }
    }
  });

  fits(
    "knows what files end in from a place, and from a file of that name",
    {
      "search /srv for directories": "find \uE000 -type d",
      "count the lines of notes.txt": "wc -l \uE000",
      "look for notes.txt under /srv": 'find \uE001 -name "\uE000"',
    },
    {
      "search for directories with .log files": "find . -type d",
      "search .config for directories": "find \uE000 -type d",
      "count the lines of all .log files": "wc -l *\uE000",
      'count the lines of files ending in ".c" or ".h"': "wc -l *\uE000",
      "count the lines of .bashrc": "wc -l \uE000",
      "look for .gz files under /home/me/data": 'find \uE001 -name "*\uE000"',
    },
  );

  it("gives a string its quotes in Python, and a name none", async () => {
    const found = fitted(
      {
        "count the letters of `text`": "Counter(\uE000)",
        "test whether `text` holds 'abc'": '"\uE001" in \uE000',
        "find lines like 'a=' in `text`": 're.findall("\uE000.*", \uE001)',
      },
      "python",
    );
    assert.equal(await found("count the letters of 'hello'"), 'Counter("\uE000")');
    assert.equal(await found("count the letters of `word`"), "Counter(\uE000)");
    assert.equal(await found("test whether `text` holds `part`"), "\uE001 in \uE000");
    assert.equal(await found("test whether 'hello' holds 'ell'"), '"\uE001" in "\uE000"');
    assert.equal(await found("find lines like 'b=' in `page`"), 're.findall("\uE000.*", \uE001)');
    assert.equal(
      await found("count the letters of `page`", ["letters"]),
      "Counter(\uE001)",
      "what is marked as code goes before what is a name by chance",
    );
  });
});
