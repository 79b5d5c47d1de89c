import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openModel } from "../../../extension/model";
import { memoryOf } from "../../../extension/recall";
import { LANGUAGE_IDS, type LanguageId } from "../../../extension/schema";
import { Nearness } from "../../../models/lab/measures";
import { readPairFiles } from "../../../models/lab/prepare/pair-files";

const CORPORA = resolve("models/training/corpora");
/** Pairs drawn from each grammar: the wordings repeat long before. */
const DRAWN = 1000;

const filesIn = (corpus: string, ending: string): readonly string[] =>
  readdirSync(join(CORPORA, corpus), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(CORPORA, corpus, name));

const heldOf = (language: LanguageId): readonly { readonly id: string; readonly nl: string }[] =>
  readFileSync(resolve(`models/lab/cases/${language}-held.jsonl`), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

const utterances = (files: readonly string[]) =>
  readPairFiles(files, DRAWN).map(({ lang, nl }) => ({ language: lang, utterance: nl }));

// Messages name a case by its id alone: what a held-out case asks is not to be read.
describe("the held-out cases are far from", function () {
  this.timeout(300_000);
  const known = {
    "all that is remembered": () => memoryOf(openModel(resolve("models/codefusion-small"))).examples,
    "every idiom": () => utterances(filesIn("idioms", ".txt")),
    "what grammars draw": () => utterances(filesIn("grammars", ".grammar")),
  };
  for (const [what, read] of Object.entries(known))
    it(what, () => {
      const nearness = new Nearness(read());
      const near = LANGUAGE_IDS.flatMap((language) =>
        heldOf(language).flatMap(({ id, nl }) => (nearness.isNear(nl, language) ? [id] : [])),
      );
      assert.deepEqual(near, [], `${near.join(", ")}: move to the development file`);
    });

  it("something, where the same is asked with other literals and endings", () => {
    const nearness = new Nearness([{ language: "bash", utterance: "delete all files named `a.txt` below /tmp" }]);
    assert.ok(nearness.isNear("deleting all files named `b.log` below /var/log", "bash"));
    assert.ok(!nearness.isNear("who is logged in?", "bash"));
    assert.ok(!nearness.isNear("delete all files named `a.txt` below /tmp", "python"));
  });
});
