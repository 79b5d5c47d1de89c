import assert from "node:assert/strict";
import fc from "fast-check";
import { type DocumentStyle, layOut, textBelow, withoutIndent } from "../../../extension/editor/offer/insertion";
import { hereDocumentLines } from "../../../extension/languages/bash/here-documents";

const four: DocumentStyle = { eol: "\n", insertSpaces: true, tabSize: 4 };

describe("insertion", () => {
  it("puts every line behind the comment's indentation and leaves blank lines blank", () => {
    assert.deepEqual(layOut("a = 1\n\nb = 2\n", "  ", four), ["  a = 1", "", "  b = 2"]);
  });

  it("turns levels of the code's indentation into the document's", () => {
    const code = "for x in xs:\n  if x:\n    print(x)\n";
    assert.deepEqual(layOut(code, "", { ...four, insertSpaces: false }), ["for x in xs:", "\tif x:", "\t\tprint(x)"]);
    assert.deepEqual(layOut(code, "\t", four), ["\tfor x in xs:", "\t    if x:", "\t        print(x)"]);
  });

  it("moves no line of a here-document", () => {
    const shell = { ...four, verbatim: hereDocumentLines };
    assert.deepEqual(layOut("cat <<EOF\n  x\nEOF\nls", "    ", shell), ["    cat <<EOF", "  x", "EOF", "    ls"]);
    assert.deepEqual(layOut("if a; then\n  cat <<-E\n\tx\nE\nfi", "\t", { ...shell, insertSpaces: false }), [
      ...["\tif a; then", "\t\tcat <<-E", "\tx", "E", "\tfi"],
    ]);
    const lines = layOut("cat <<EOF\nx\nEOF", "    ", shell);
    assert.equal(withoutIndent(lines.join("\n"), "    "), "cat <<EOF\nx\nEOF");
  });

  it("keeps alignment that is no full level", () => {
    assert.deepEqual(layOut("f(a,\n    g:\n      b)", "", { ...four, tabSize: 2 }), ["f(a,", "  g:", "    b)"]);
  });

  it("starts with the document's line end, so it is right below a last line without one", () => {
    assert.equal(textBelow(["a", "b"], { ...four, eol: "\r\n" }), "\r\na\r\nb");
  });

  const line = fc.stringMatching(/^[ \t]{0,4}[a-z()= ]{0,8}[a-z]$/);
  const code = fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => lines.join("\n"));
  const indent = fc.stringMatching(/^[ \t]{0,6}$/);

  it("loses nothing but indentation (property)", () => {
    fc.assert(
      fc.property(code, indent, fc.boolean(), fc.integer({ min: 1, max: 8 }), (text, lead, insertSpaces, tabSize) => {
        const lines = layOut(text, lead, { eol: "\n", insertSpaces, tabSize });
        assert.deepEqual(
          lines.map((each) => each.trim()),
          text.split("\n").map((each) => each.trim()),
        );
        for (const each of lines) assert.ok(each === "" || each.startsWith(lead));
      }),
    );
  });

  it("is undone by withoutIndent, whatever the line ends (property)", () => {
    fc.assert(
      fc.property(code, indent, fc.constantFrom("\n" as const, "\r\n" as const), (text, lead, eol) => {
        const flush = layOut(text, "", { ...four, eol });
        const indented = layOut(text, lead, { ...four, eol });
        assert.equal(withoutIndent(indented.join(eol), lead), flush.join("\n"));
      }),
    );
  });
});
