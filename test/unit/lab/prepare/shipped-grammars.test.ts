import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { loadLanguage } from "../../../../extension/languages";
import { generatePairs, readGrammar } from "../../../../models/lab/prepare/grammar";

const FOLDER = join(__dirname, "../../../../models/training/corpora/grammars");
const PAIRS = 1500;

describe("the grammars that are trained on", () => {
  for (const language of readdirSync(FOLDER))
    for (const file of readdirSync(join(FOLDER, language)).filter((name) => name.endsWith(".grammar")))
      it(`${language}/${file} gives many different programs, all of them valid`, async () => {
        const grammar = readGrammar(join(FOLDER, language, file));
        const rows = generatePairs(grammar, PAIRS);
        assert.equal(rows.length, PAIRS);
        assert.ok(new Set(rows.map(({ code }) => code)).size > 0.8 * PAIRS);
        const { validate } = await loadLanguage(grammar.language);
        for (const { nl, code } of rows) assert.ok(validate(code).valid, `${nl}: ${code}`);
      });
});
