import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { loadLanguage } from "../../../../extension/languages";
import { alignSlots } from "../../../../extension/recall/align";
import { LANGUAGE_IDS } from "../../../../extension/schema";
import { findSlots, restoreSlots } from "../../../../extension/utterance";
import { readIdioms } from "../../../../models/lab/prepare/idioms";

const FOLDER = join(__dirname, "../../../../models/training/corpora/idioms");

describe("the idioms that are trained on", () => {
  const rows = readdirSync(FOLDER).flatMap((language) =>
    readdirSync(join(FOLDER, language)).flatMap((file) => readIdioms(join(FOLDER, language, file))),
  );

  it("are valid programs, and stay what they are when their literals are taken out and put back", async () => {
    const languages = new Map(await Promise.all(LANGUAGE_IDS.map(async (id) => [id, await loadLanguage(id)] as const)));
    for (const { lang, nl, code, src } of rows) {
      const language = languages.get(lang);
      assert.ok(language);
      const { valid } = language.validate(code);
      assert.ok(valid, `${src}: ${code}`);
      const slots = findSlots(nl, lang);
      const example = { language: lang, utterance: nl, code, source: src };
      const restored = restoreSlots(alignSlots(example, nl, slots).slotted, slots, 0, (literal) => literal);
      assert.deepEqual(restored, { code }, src);
    }
  });

  it("ask for each thing once", () => {
    const asked = new Map<string, string>();
    for (const { lang, nl, src } of rows) {
      const key = `${lang} ${nl.toLowerCase()}`;
      assert.equal(asked.get(key) ?? src, src, `${nl} is asked for twice`);
      asked.set(key, src);
    }
  });
});
