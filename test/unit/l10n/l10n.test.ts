import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { stringsBelow } from "./strings";

type Bundle = Readonly<Record<string, string>>;

const root = path.join(__dirname, "..", "..", "..");
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), "utf8")) as Bundle;
const { messages, unclear } = stringsBelow(path.join(root, "extension", "editor"));
const english = read("package.nls.json");
const languages = readdirSync(root).flatMap((name) => /^package\.nls\.(.+)\.json$/.exec(name)?.[1] ?? []);

const placeholders = (text: string) => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();
const commands = (text: string) => (text.match(/\(command:[^)]+\)/g) ?? []).sort();
const code = (text: string) => (text.match(/`[^`]+`/g) ?? []).sort();

describe("strings that the user sees", () => {
  it("are plain literals, so that they can be translated", () => {
    assert.ok(messages.size > 50);
    assert.deepEqual(unclear, []);
  });

  it("come in German", () => {
    assert.deepEqual(languages, ["de"]);
  });

  for (const language of languages) {
    const bundle = read(`l10n/bundle.l10n.${language}.json`);
    const manifest = read(`package.nls.${language}.json`);

    it(`are all translated to "${language}", and no others`, () => {
      const untranslated = [...messages].filter((message) => !(message in bundle));
      assert.deepEqual(untranslated, [], `add these to l10n/bundle.l10n.${language}.json`);
      const stale = Object.keys(bundle).filter((message) => !messages.has(message));
      assert.deepEqual(stale, [], `remove these from l10n/bundle.l10n.${language}.json`);
    });

    it(`of package.json are all translated to "${language}", and no others`, () => {
      assert.deepEqual(Object.keys(manifest).sort(), Object.keys(english).sort());
    });

    it(`say something in "${language}" and keep their placeholders, commands and code`, () => {
      const manifestPairs = Object.entries(manifest).map(([key, text]) => [english[key] ?? "", text] as const);
      for (const [message, text] of [...Object.entries(bundle), ...manifestPairs]) {
        assert.ok(text.trim() !== "", message);
        assert.deepEqual(placeholders(text), placeholders(message), message);
        assert.deepEqual(commands(text), commands(message), message);
        assert.deepEqual(code(text), code(message), message);
      }
    });
  }
});
