import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Translate, translated, untranslated } from "../../../extension/editor/shell/translate";
import { say } from "../../../extension/errors";
import { loadLanguage } from "../../../extension/languages";
import { errorsBelow, evidenceBelow, filledIn, saidBelow, stringsBelow } from "./strings";

type Bundle = Readonly<Record<string, string>>;

const root = path.join(__dirname, "..", "..", "..");
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), "utf8")) as Bundle;
const texts = [path.join("extension", "editor"), "webview"].map((folder) => stringsBelow(path.join(root, folder)));
const messages = new Set(texts.flatMap((each) => [...each.messages]));
const unclear = texts.flatMap((each) => each.unclear);
/** Everything but the command line, which speaks English. */
const shown = readdirSync(path.join(root, "extension"))
  .filter((name) => name !== "cli")
  .map((name) => path.join(root, "extension", name));
const errors = shown.flatMap((place) => [...errorsBelow(place), ...saidBelow(place)]);
const evidence = evidenceBelow(path.join(root, "extension", "rank"));
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

  it("of failures keep their values apart, so that they can be translated where they are shown", () => {
    assert.deepEqual(shown.flatMap(filledIn), [], "tag these with `say`");
  });

  it("come in German", () => {
    assert.deepEqual(languages, ["de"]);
  });

  for (const language of languages) {
    const bundle = read(`l10n/bundle.l10n.${language}.json`);
    const manifest = read(`package.nls.${language}.json`);

    it(`are all translated to "${language}"`, () => {
      const untranslated = [...messages].filter((message) => !(message in bundle));
      assert.deepEqual(untranslated, [], `add these to l10n/bundle.l10n.${language}.json`);
    });

    it(`of failures are all translated to "${language}"`, () => {
      assert.ok(errors.length > 40);
      const untranslated = errors.filter((message) => !(message in bundle));
      assert.deepEqual(untranslated, [], `add these to l10n/bundle.l10n.${language}.json`);
    });

    it(`of evidence are all translated to "${language}"`, () => {
      assert.ok(evidence.length > 5);
      const untranslated = evidence.filter((message) => !(message in bundle));
      assert.deepEqual(untranslated, [], `add these to l10n/bundle.l10n.${language}.json`);
    });

    it(`of package.json are all translated to "${language}"`, () => {
      const untranslated = Object.keys(english).filter((key) => !(key in manifest));
      assert.deepEqual(untranslated, [], `add these to package.nls.${language}.json`);
    });

    it(`say something in "${language}" and keep their placeholders, commands and code`, () => {
      const manifestPairs = Object.entries(english).map(([key, text]) => [text, manifest[key] ?? ""] as const);
      for (const [message, text] of [...Object.entries(bundle), ...manifestPairs]) {
        assert.ok(text.trim() !== "", message);
        assert.deepEqual(placeholders(text), placeholders(message), message);
        assert.deepEqual(commands(text), commands(message), message);
        assert.deepEqual(code(text), code(message), message);
      }
    });
  }

  it("are said with their values filled in, also those that are sentences themselves", async () => {
    const bundle = read("l10n/bundle.l10n.de.json");
    const german: Translate = (text, ...values) => untranslated(bundle[text] ?? text, ...values);
    assert.equal(
      translated(say`none of ${12} samples is valid ${"Bash"}`, german),
      "keine von 12 Stichproben ist gültig (Bash)",
    );
    assert.equal(translated(say`${"a.onnx"} is missing from ${"/m {1} $&"}`, german), "a.onnx fehlt in /m {1} $&");
    assert.equal(translated(say`${"nobody"} translated this`, german), "nobody translated this");
    const verdict = (await loadLanguage("python")).validate("def f():\n    return 1\nreturn 2");
    assert.ok(!verdict.valid);
    assert.equal(translated(verdict.reason, german), "return außerhalb einer Funktion (Zeile 3)");
    assert.equal(translated(verdict.reason, untranslated), "return outside a function (line 3)");
  });
});
