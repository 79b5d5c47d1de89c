import assert from "node:assert/strict";
import { LANGUAGES, languageForEditor, loadLanguage } from "../../../extension/languages";
import { LANGUAGE_IDS } from "../../../extension/schema";

describe("the language registry", () => {
  it("finds the language of an editor document", () => {
    assert.equal(languageForEditor("python"), "python");
    assert.equal(languageForEditor("shellscript"), "bash");
    assert.equal(languageForEditor("cfrule"), "cf");
    assert.equal(languageForEditor("plaintext"), undefined);
  });

  for (const id of LANGUAGE_IDS) {
    it(`loads ${id} once, with the facts that are known without loading`, async () => {
      const [first, second] = await Promise.all([loadLanguage(id), loadLanguage(id)]);
      assert.equal(first, second);
      const { name, editorIds, lineComment } = first;
      assert.deepEqual({ id: first.id, name, editorIds, lineComment }, LANGUAGES[id]);
    });
  }
});
