import assert from "node:assert/strict";
import fc from "fast-check";
import { loadLanguage } from "../../../extension/languages";
import { LANGUAGE_IDS } from "../../../extension/schema";
import { isComplete, readAnswer } from "../../../extension/served/answer";
import { INSTRUCTIONS } from "../../../extension/served/instructions";

/** Code without fences of its own, as it stands after trimming. */
const code = fc
  .string({ minLength: 1, unit: fc.constantFrom(..."ab \n\t(){}[]'\"#$|;:=.,0") })
  .map((text) => text.replace(/^(?:[ \t]*\n)+/, "").trimEnd())
  .filter((text) => text.trim() !== "");
const words = fc.constantFrom("", "Sure!", "Here is the code:", "I think\nthat this does it:");

describe("the code of an answer", () => {
  it("is found in a fence, whatever is said around it", () => {
    fc.assert(
      fc.property(code, fc.constantFrom("", "bash", "python", "py"), words, words, (text, language, before, after) => {
        const answer = `${before}\n\`\`\`${language}\n${text}\n\`\`\`\n${after}`;
        assert.equal(readAnswer(answer).code, text);
        assert.ok(isComplete(answer));
      }),
    );
  });

  it("is found in a fence that has not been closed yet", () => {
    fc.assert(
      fc.property(code, (text) => {
        assert.equal(readAnswer(`\`\`\`\n${text}`).code, text);
        assert.ok(!isComplete(`\`\`\`\n${text}`));
      }),
    );
  });

  it("is the answer itself where there is nothing else", () => {
    for (const text of [
      "echo `date` `pwd`",
      "ls -l",
      "def f(x):\n    return x",
      "GreaterThan(c[1],85)",
      "x = {'code': 1}",
    ])
      assert.equal(readAnswer(text).code, text);
    assert.equal(readAnswer("  ls\n").code, "ls");
    assert.equal(readAnswer("`ls -a`").code, "ls -a");
  });

  it("is none of what was thought, asked, announced, or left over of a chat template", () => {
    assert.equal(readAnswer("<think>ls?\n```\nrm\n```</think>\nls -a").code, "ls -a");
    assert.equal(readAnswer("<think>I never came to an end").code, "");
    assert.equal(readAnswer("# List all files\nls -a", "list all files").code, "ls -a");
    assert.equal(readAnswer("```\n# list all files:\nls -a\n```", "list all files").code, "ls -a");
    assert.equal(readAnswer("# first the hidden ones\nls -a", "list all files").code, "# first the hidden ones\nls -a");
    assert.equal(readAnswer("Answer: ls -a<|im_end|>").code, "ls -a");
    assert.equal(readAnswer("Sure, here you go:\nls -a").code, "ls -a");
  });

  it("has other readings where there is more than one", () => {
    assert.deepEqual(readAnswer("```\nls\n```\nor\n```\nls -a\n```").others, ["ls -a"]);
    assert.deepEqual(
      readAnswer("Use the command `ls -a` for that.").others,
      ["Use the command `ls -a` for that.", "ls -a"].slice(1),
    );
    assert.ok(readAnswer("print(1)\n\nThis prints one.").others.includes("print(1)"));
  });

  it("is some text, whatever a model says, and no other reading is the same", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 20 }), (text, utterance) => {
        const reading = readAnswer(text, utterance);
        assert.equal(typeof reading.code, "string");
        assert.ok(!reading.others.includes(reading.code));
      }),
    );
  });
});

describe("the instructions for served models", () => {
  for (const lang of LANGUAGE_IDS)
    it(`show only valid ${lang} code as examples`, async () => {
      const language = await loadLanguage(lang);
      const { examples } = INSTRUCTIONS[lang];
      assert.ok(examples.length >= 3);
      for (const [, answer] of examples) assert.deepEqual(language.validate(answer), { valid: true }, answer);
    });
});
