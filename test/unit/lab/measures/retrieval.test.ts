import assert from "node:assert/strict";
import fc from "fast-check";
import { type Language, loadLanguage } from "../../../../extension/languages";
import { type Example, Retrieval } from "../../../../models/lab/measures";

const EXAMPLES: readonly Example[] = [
  { utterance: "list all files in the folder", code: "ls -a" },
  { utterance: 'find all files named "foo.txt" below the current folder', code: 'find . -name "foo.txt"' },
  { utterance: "print the current date", code: "date" },
  { utterance: "print the current date please", code: "date" },
];

describe("the retrieval floor", () => {
  let bash: Language;
  let cf: Language;
  before(async () => {
    [bash, cf] = await Promise.all([loadLanguage("bash"), loadLanguage("cf")]);
  });

  it("answers an utterance of the training data with its own code", () => {
    const retrieval = new Retrieval(bash, EXAMPLES);
    for (const { utterance, code } of EXAMPLES) assert.equal(retrieval.answer(utterance, 1)[0], code);
  });

  it("puts the utterance's own literals into the code", () => {
    const [first] = new Retrieval(bash, EXAMPLES).answer('find the files named "my notes.md"', 5);
    assert.match(first ?? "", /^find \. -name .*my notes\.md/);
    assert.doesNotMatch(first ?? "", /foo/);
  });

  it("gives distinct programs, the most similar utterance first", () => {
    const answers = new Retrieval(bash, EXAMPLES).answer("print the date of all files", 5);
    assert.equal(answers[0], "date");
    assert.equal(answers.length, 3);
  });

  it("has no answer for an utterance without a known word", () => {
    assert.deepEqual(new Retrieval(bash, EXAMPLES).answer("quantum", 5), []);
    assert.deepEqual(new Retrieval(bash, []).answer("list", 5), []);
  });

  it("names a column only where the table has it", () => {
    const table = [["City", "Sales"]];
    const examples = [{ utterance: "highlight sales above 5", code: "GreaterThan(c[1], 5)", table }];
    const retrieval = new Retrieval(cf, examples);
    assert.deepEqual(retrieval.answer("highlight sales above 7", 1, table), ["GreaterThan(c[1], 7)"]);
    assert.deepEqual(retrieval.answer("highlight sales above 7", 1), ["GreaterThan(c[1], 5)"]);
  });

  it("never gives more than asked, nor the same program twice", () => {
    const word = fc.constantFrom("list", "files", "date", "print", "find", "folder");
    const utterance = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(" "));
    const retrieval = new Retrieval(bash, EXAMPLES);
    fc.assert(
      fc.property(utterance, fc.integer({ min: 1, max: 6 }), (text, count) => {
        const answers = retrieval.answer(text, count);
        assert.ok(answers.length <= count && answers.length > 0);
        assert.equal(new Set(answers).size, answers.length);
      }),
    );
  });
});
