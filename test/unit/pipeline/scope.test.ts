import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Generator } from "../../../extension/contract";
import { CodeFusionError } from "../../../extension/errors";
import { createGenerator } from "../../../extension/pipeline";
import type { LanguageId } from "../../../extension/schema";

const ROOT = join(__dirname, "../../..");

describe("what nothing known is close to", () => {
  let generator: Generator;
  before(() => {
    generator = createGenerator({ modelsDir: join(ROOT, "models"), provider: "cpu" });
  });
  after(() => generator.dispose());

  async function isDeclined(language: LanguageId, utterance: string): Promise<boolean> {
    try {
      await generator.generate({ utterance, language, count: 1, steps: 1, seed: 7 });
      return false;
    } catch (error) {
      if (error instanceof CodeFusionError && error.code === "no-valid-candidate") return false;
      assert.ok(error instanceof CodeFusionError && error.code === "declined", String(error));
      assert.match(error.message, /close/);
      assert.match(error.remedy, /in English/);
      return true;
    }
  }

  it("is declined: gibberish, a wish, another tongue, a story", async function () {
    this.timeout(120_000);
    const story =
      "I would like to have something that looks at everything we have and then tells me nicely what we should be doing " +
      "next, because the others have been asking me about this for weeks and nobody seems to know how it ought to go on, " +
      "so it would be great if it were simply done and everybody could be happy about how it turned out in the end, please";
    for (const language of ["bash", "python", "cf"] as const) {
      assert.ok(await isDeclined(language, "asdf qwer zxcv"), language);
      assert.ok(await isDeclined(language, "make it better"), language);
    }
    assert.ok(await isDeclined("python", "sortiere die Liste nach der Länge der Wörter"));
    assert.ok(story.length > 330);
    for (const language of ["bash", "python"] as const) assert.ok(await isDeclined(language, story), language);
  });

  it("is seldom what people ask for every day, however short", async function () {
    this.timeout(240_000);
    const rows = readFileSync(join(ROOT, "test", "fixtures", "everyday.jsonl"), "utf8")
      .trimEnd()
      .split("\n");
    const declined: string[] = [];
    for (const row of rows.filter((_, at) => at % 3 === 0)) {
      const { lang, nl } = JSON.parse(row) as { lang: LanguageId; nl: string };
      if (await isDeclined(lang, nl)) declined.push(nl);
    }
    assert.deepEqual(declined, []);
  });
});
