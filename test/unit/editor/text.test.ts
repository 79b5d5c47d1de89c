import assert from "node:assert/strict";
import fc from "fast-check";
import {
  markdownCode,
  markdownText,
  oneLine,
  percent,
  sentence,
  withoutIcons,
} from "../../../extension/editor/shell/text";

describe("text for the editor", () => {
  it("makes sentences", () => {
    assert.equal(sentence("the file is gone"), "The file is gone.");
    assert.equal(sentence("Really?"), "Really?");
    assert.equal(sentence("cancelled"), "Cancelled.");
    assert.equal(sentence("decoder.onnx is missing from /models"), "decoder.onnx is missing from /models.");
    assert.equal(sentence("--table is for CF rules only"), "--table is for CF rules only.");
    assert.equal(sentence("  "), "");
  });

  it("shows $(name) literally, with the backslashes that were there", () => {
    assert.equal(withoutIcons("echo $(date) $x"), "echo \\$(date) $x");
    assert.equal(withoutIcons("echo \\$(date)"), "echo \\\\$(date)");
    assert.equal(withoutIcons("echo $(ls -l)"), "echo $(ls -l)");
  });

  it("keeps one line within its length (property)", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), (text, most) => {
        const line = oneLine(text, most);
        assert.ok(line.length <= most && !/[\n\r]/.test(line));
      }),
    );
  });

  it("calls only 0 nothing and only 1 all", () => {
    assert.deepEqual([0, 0.004, 0.006, 0.5, 0.996, 1].map(percent), ["0%", "<1%", "1%", "50%", "99%", "100%"]);
  });

  it("leaves no Markdown syntax unescaped (property)", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const bare = markdownText(text).replace(/\\[\\`*_{}[\]()#+\-.!~|<>&$]/g, "");
        assert.doesNotMatch(bare, /[\\`*_{}[\]()#+\-!~|<>&$\n]/);
      }),
    );
  });

  it("cannot be broken out of by backticks in the code (property)", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("`", "```", "a", "\n", "~~~")), (parts) => {
        const code = parts.join("");
        const block = markdownCode(code, "python");
        const fence = /^`+/.exec(block)?.[0] ?? "";
        assert.ok(block.startsWith(`${fence}python\n`) && block.endsWith(`\n${fence}`));
        assert.ok(fence.length >= 3 && !code.includes(fence));
      }),
    );
  });
});
