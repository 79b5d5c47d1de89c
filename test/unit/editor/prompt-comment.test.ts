import assert from "node:assert/strict";
import fc from "fast-check";
import { existingCode, findAllPromptComments, findPromptComment } from "../../../extension/editor/ask/prompt-comment";
import { CodeFusionError } from "../../../extension/errors";

const python = { hashStartsWord: false, docstrings: true };
const shell = { hashStartsWord: true, docstrings: false };

function find(text: string, line: number, syntax = python) {
  return findPromptComment(text.split("\n"), line, syntax);
}

function declines(text: string, line: number, message: RegExp, syntax = python): void {
  assert.throws(
    () => find(text, line, syntax),
    (error) => error instanceof CodeFusionError && error.code === "bad-input" && message.test(error.message),
  );
}

describe("findPromptComment", () => {
  it("reads one comment line with its indentation", () => {
    const text = "def f(xs):\n    # sort the list in place\n    return xs";
    assert.deepEqual(find(text, 1), {
      startLine: 1,
      endLine: 1,
      indent: "    ",
      utterance: "sort the list in place",
      kind: "own-line",
    });
  });

  it("joins adjacent comment lines of the same indentation, wherever in them the cursor is", () => {
    const text = "x\n\t# find all files\n\t#   with extension .log\n\t#\n\t# larger than 10M\n# another\n";
    for (const line of [1, 2, 3, 4]) {
      const found = find(text, line, shell);
      assert.equal(found.utterance, "find all files with extension .log larger than 10M");
      assert.deepEqual([found.startLine, found.endLine, found.indent], [1, 4, "\t"]);
    }
  });

  it("takes the comment right above a blank line", () => {
    assert.equal(find("# list files\n   \nls", 1, shell).endLine, 0);
    declines("# list files\n\n\nls", 2, /no comment/, shell);
  });

  it("reads a trailing comment, not a # in a string", () => {
    const found = find("    colour = '#fff'  # as an RGB triple", 0);
    assert.deepEqual([found.utterance, found.indent, found.kind], ["as an RGB triple", "    ", "trailing"]);
    declines('colour = "#fff"', 0, /no comment/);
    declines("say 'it\\'s #1'", 0, /no comment/);
  });

  it("puts what a comment behind the head of a block asks for into that block", () => {
    const opening = { ...python, opensBlock: /:$/ };
    const indentOf = (text: string, line = 0) => find(text, line, opening).indent;
    assert.equal(indentOf("def f(x):  # double x\n"), "    ");
    assert.equal(indentOf("def f(x):  # double x\n\n  return x\n"), "  ");
    assert.equal(indentOf("if y:\n\tfor x in y:  # print x\n", 1), "\t\t");
    assert.equal(indentOf("x = y[1:]  # double x\n    z\n"), "");
    assert.equal(find("x = 1  # double x", 0, opening).code, "x = 1");
  });

  it("knows that # inside a word is no comment in a shell script", () => {
    declines(`echo $# \${#x} a#b`, 0, /no comment/, shell);
    assert.equal(find("ls | wc -l;# count the files", 0, shell).utterance, "count the files");
    assert.equal(find("echo 'a\\'  # say a", 0, shell).utterance, "say a");
    assert.equal(find("x=1# double x", 0).utterance, "double x");
  });

  it("declines comments that speak to a tool", () => {
    declines("#!/usr/bin/env bash", 0, /tool/, shell);
    declines("# -*- coding: utf-8 -*-", 0, /tool/);
    declines("#!/usr/bin/python\n# coding: latin-1", 1, /tool/);
    for (const line of [
      "# %%",
      "# %% [markdown]",
      "# table: sales.csv",
      "# In[3]:",
      "# noqa: E501",
      "# type: ignore",
      "#region a",
      "# pylint: disable=x",
    ]) {
      declines(`x\n${line}`, 1, /tool/);
    }
    declines("x\n# shellcheck disable=SC2086", 1, /tool/, shell);
    declines("x = y  # type: ignore", 0, /no comment/);
  });

  const inputs: readonly [string, number, typeof python, string | RegExp][] = [
    ["m=$((1<<bits))\n# list files", 1, shell, "list files"],
    ["(( m = 1<<bits ))\n# list files", 1, shell, "list files"],
    ["echo $'it\\'s' # list files", 0, shell, "list files"],
    ["echo 'a\\' # list files", 0, shell, "list files"],
    ["#!/bin/bash\n#SBATCH -n 4\n# run it", 2, shell, "run it"],
    ["#PBS -l nodes=1\n# run it", 1, shell, "run it"],
    ["#SBATCH -n 4", 0, shell, /instruction to a tool/],
    ["cat <<\\EOF\n# x\nEOF", 1, shell, /no comment/],
    ['# /// script\n# dependencies=["requests"]\n# ///\nx', 1, python, /instruction to a tool/],
    ["# /// script\n# a\n# ///\n# read a file", 3, python, "read a file"],
    ["%%bash\n# list files", 1, python, /another program/],
    ["%%time\n# read a file", 1, python, "read a file"],
    ["%%bash\nls\n# %%\n# read a file", 3, python, "read a file"],
    ["x = 5 %%y\n# read a file", 1, python, "read a file"],
    ["# /// three slashes of prose", 0, python, "/// three slashes of prose"],
  ];
  for (const [text, line, syntax, expected] of inputs)
    it(`reads ${JSON.stringify(text)} at line ${line}`, () => {
      const read = () => findPromptComment(text.split("\n"), line, syntax).utterance;
      if (typeof expected === "string") assert.equal(read(), expected);
      else assert.throws(read, expected);
    });

  it("leaves such comments out of a block", () => {
    const text = "#!/bin/bash\n# count the lines\n# shellcheck disable=SC2086\nwc -l";
    const found = find(text, 1, shell);
    assert.deepEqual([found.utterance, found.startLine, found.endLine], ["count the lines", 1, 1]);
  });

  it("does not mistake prose about coding or regions for one", () => {
    assert.equal(find("# decode the file with coding utf-8 and print it", 0).utterance.slice(0, 6), "decode");
    assert.equal(find("# region codes, sorted", 0).utterance, "region codes, sorted");
    assert.equal(find("x\ny\n# coding: utf-8", 2).utterance, "coding: utf-8");
  });

  it("reads the title of a cell, and keeps it out of the comments below it", () => {
    const found = find("# %% load the file a.csv\n# sort it\n", 0);
    assert.deepEqual([found.utterance, found.kind, found.endLine], ["load the file a.csv", "cell", 0]);
    assert.equal(find("# %% load\n# sort it\n", 1).utterance, "sort it");
    assert.equal(find("#%% load", 0).utterance, "load");
  });

  it("reads a docstring up to its first blank line, from any of its lines and the one below", () => {
    const text = 'def f(xs):\n    """Sort the list\n    in place.\n\n    xs: a list\n    """\n\n    return xs';
    for (const line of [1, 2, 3, 4, 5, 6]) {
      const found = find(text, line);
      assert.deepEqual(
        [found.utterance, found.kind, found.startLine, found.endLine, found.indent],
        ["Sort the list in place.", "docstring", 1, 5, "    "],
      );
    }
    assert.equal(find("r'''read a file'''  # noqa", 0).utterance, "read a file");
    declines('""""""', 0, /empty/);
  });

  it("finds no comment and no docstring inside other strings", () => {
    const inString = 'x = """\n# no comment\n"""\n# a comment';
    declines(inString, 1, /no comment/);
    declines(inString, 0, /no comment/);
    assert.equal(find(inString, 3).startLine, 3);
    declines('f(\n    """an argument""",\n)', 1, /no comment/);
    declines('f"""{x}"""', 0, /no comment/);
    assert.equal(find("say = 'it\\'s \"\"\"'\n# a comment", 1).utterance, "a comment");
    declines("cat <<EOF\n# no comment\nEOF", 1, /no comment/, shell);
    declines("cat <<-'EOF'\n\t# no comment\n\tEOF", 1, /no comment/, shell);
    assert.equal(find("cat <<EOF\nx\nEOF\n# a comment", 3, shell).startLine, 3);
    assert.equal(find("cat <<< word\n# a comment", 1, shell).startLine, 1);
  });

  it("looks at every line a few times, however long the file and whatever is in it", () => {
    const looks = (lines: readonly string[], read: (lines: readonly string[]) => unknown) => {
      let count = 0;
      const get = (target: readonly string[], key: PropertyKey, self: unknown) => {
        if (typeof key === "string" && /^[0-9]+$/.test(key)) count++;
        return Reflect.get(target, key, self);
      };
      read(new Proxy(lines, { get }));
      return count;
    };
    const pieces = [["<<A", "A"], ["<<A"], ["# a"], ["x", "", " y"], ['""' + '"'], [""], [" # a", "# b"]];
    for (const syntax of [python, shell]) {
      const readers: readonly ((lines: readonly string[]) => unknown)[] = [
        (lines) => findAllPromptComments(lines, syntax),
        (lines) => existingCode(lines, findPromptComment(lines, 0, syntax), syntax),
      ];
      for (const piece of pieces) {
        const of = (times: number) => ["# sort", "", ...Array.from({ length: times }, () => piece).flat()];
        for (const read of readers) {
          const [once, twice] = [looks(of(500), read), looks(of(1000), read)];
          assert.ok(twice <= 2.1 * once + 100, `${JSON.stringify(piece)}: ${once} and ${twice}`);
        }
      }
    }
  });

  it("declines empty comments and rulers", () => {
    for (const comment of ["#", "#   ", "####", "# -----", "x = 1  #"]) declines(comment, 0, /empty/);
  });

  it("declines where there is no comment, whatever the line", () => {
    declines("x = 1", 0, /no comment/);
    declines("", 0, /no comment/);
    declines("# a", 5, /no comment/);
  });

  const word = fc.stringMatching(/^[a-zA-Z][a-z0-9]{0,7}$/).filter((w) => !/^(noqa|type|vim|ex|vi|In)$/.test(w));
  const sentence = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(" "));
  const indent = fc.stringMatching(/^[ \t]{0,6}$/);

  it("finds every word of a block in order, from any of its lines (property)", () => {
    fc.assert(
      fc.property(indent, fc.array(sentence, { minLength: 1, maxLength: 5 }), fc.nat(), (lead, texts, at) => {
        const lines = ["print(1)", ...texts.map((each) => `${lead}# ${each}`), "print(2)"];
        const found = findPromptComment(lines, 1 + (at % texts.length), python);
        assert.equal(found.utterance, texts.join(" "));
        assert.deepEqual([found.startLine, found.endLine, found.indent], [1, texts.length, lead]);
      }),
    );
  });

  it("returns lines of the text or declines, for any text and cursor (property)", () => {
    const line = fc.oneof(
      fc.string(),
      fc.string().map((each) => `# ${each}`),
      fc.constantFrom("  ", '"""', '    """a b', "'''", "cat <<EOF", "EOF"),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.nat(9), fc.boolean(), (lines, at, hashStartsWord) => {
        try {
          const found = findPromptComment(lines, at, { hashStartsWord, docstrings: !hashStartsWord });
          assert.ok(found.startLine <= found.endLine && found.endLine < lines.length);
          assert.ok(lines[found.kind === "docstring" ? found.startLine : found.endLine]?.startsWith(found.indent));
          assert.equal(found.utterance, found.utterance.trim());
          assert.notEqual(found.utterance, "");
        } catch (error) {
          assert.ok(error instanceof CodeFusionError && error.code === "bad-input", String(error));
        }
      }),
    );
  });
});

describe("existingCode", () => {
  function below(text: string, line: number, syntax = python) {
    const lines = text.split("\n");
    const found = existingCode(lines, findPromptComment(lines, line, syntax), syntax);
    return found && lines.slice(found.startLine, found.endLine + 1).join("\n");
  }

  it("is what stands right below, up to a blank line, a dedent or another comment", () => {
    assert.equal(below("# a\nx = 1\ny = 2\n\nz = 3", 0), "x = 1\ny = 2");
    assert.equal(below("def f():\n    # a\n    return 1\nf()", 1), "    return 1");
    assert.equal(below("# a\nx = 1\n# b\ny = 2", 0), "x = 1");
    assert.equal(below("# a\nx = 1\n# %%\ny = 2", 0), "x = 1");
    assert.equal(below("# a\nls\n#!/bin/sh", 0, shell), "ls");
  });

  it("goes on over blank lines and comments inside a block", () => {
    const loop = "for f in *; do\n  # each\n  a\n\n  b\ndone";
    assert.equal(below(`# a\n${loop}\n\nls`, 0, shell), loop);
    const text = 'def f():\n    """Says\n\n# it"""\n    return 1';
    assert.equal(below(`# a\n${text}\n\nf()`, 0), text);
  });

  it("is nothing below a blank line, at the end, or behind code", () => {
    assert.equal(below("# a\n\nx = 1", 0), undefined);
    assert.equal(below("# a", 0), undefined);
    assert.equal(below("x = 1  # a\ny = 2", 0), undefined);
  });
});

describe("findAllPromptComments", () => {
  it("lists every block that could be answered, and none in strings or for tools", () => {
    const text = '#!/usr/bin/python\n# one\n# and more\nx = """\n# no\n"""\n# %%\n# ----\n    # two\n# noqa';
    const found = findAllPromptComments(text.split("\n"), python);
    assert.deepEqual(
      found.map((each) => [each.startLine, each.utterance]),
      [
        [1, "one and more"],
        [8, "two"],
      ],
    );
  });

  it("lists none in a cell that is handed to another program", () => {
    const text = "# one\n%%bash\n# no\n# %%\n# two";
    assert.deepEqual(
      findAllPromptComments(text.split("\n"), python).map(({ utterance }) => utterance),
      ["one", "two"],
    );
  });
});
