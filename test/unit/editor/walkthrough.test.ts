import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { findAllPromptComments } from "../../../extension/editor/ask/prompt-comment";
import { commentSyntax } from "../../../extension/editor/shell/editor-languages";
import { TRIED_CONTEXT } from "../../../extension/editor/shell/ids";
import { languageForEditor } from "../../../extension/languages/metadata";

interface Step {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly completionEvents: readonly string[];
}

const root = path.join(__dirname, "..", "..", "..");
const read = (...place: string[]) => readFileSync(path.join(root, ...place), "utf8");
const manifest = JSON.parse(read("package.json"));
const steps: readonly Step[] = manifest.contributes.walkthroughs[0].steps;
const SAMPLES = path.join("media", "samples");
/** Rows of code that a full list of candidates hangs over, and the comment that says how to try things. */
const ROWS_UNDER_THE_LIST = 22;

for (const nls of ["package.nls.json", "package.nls.de.json"]) {
  const strings: Readonly<Record<string, string>> = JSON.parse(read(nls));
  const textOf = ({ description }: Step) => strings[description.slice(1, -1)] ?? "";
  describe(`the walkthrough in ${nls}`, () => {
    it("shows no marks that it would not read", () => {
      for (const step of steps) assert.doesNotMatch(textOf(step), /`/, step.id);
    });

    it("tells a shortcut once: the editor adds that of a button's own command", () => {
      const bound = manifest.contributes.keybindings.map(({ command }: { command: string }) => command);
      const told =
        steps
          .map(textOf)
          .join("\n")
          .match(/(Ctrl|Strg)\+K/g) ?? [];
      assert.equal(told.length, 1);
      for (const command of bound) for (const step of steps) assert.ok(!textOf(step).includes(`command:${command})`));
    });

    it("offers samples of all three languages", () => {
      const asked = steps.flatMap((step) => [...textOf(step).matchAll(/openSample\?([^)]+)\)/g)]);
      const args = asked.map(([, query = ""]) => JSON.parse(decodeURIComponent(query)));
      for (const language of ["python", "bash", "cf"])
        assert.ok(args.some((each) => each.language === language && !each.run));
    });

    it("counts a step as done when its button was pressed", () => {
      for (const step of steps)
        for (const event of step.completionEvents.filter((each) => !each.startsWith("onCommand:"))) {
          const run = event.replace(`onContext:${TRIED_CONTEXT}.`, "");
          assert.ok(decodeURIComponent(textOf(step)).includes(`"run":"${run}"`), `${step.id}: ${event}`);
        }
    });

    it("fits into the narrow column that it stands in", () => {
      const { walkthroughs } = manifest.contributes;
      const shown = (key: string) => strings[key.slice(1, -1)] ?? "";
      assert.ok(shown(walkthroughs[0].description).length <= 70);
      for (const step of steps) {
        assert.ok(shown(step.title).length <= 30, step.title);
        for (const [, label = ""] of textOf(step).matchAll(/\[([^\]]+)\]\(/g)) assert.ok(label.length <= 30, label);
      }
    });
  });
}

describe("the samples", () => {
  const headerOf = (text: string) =>
    text
      .split("\n\n")[0]
      ?.replace(/^#!.*\n/, "")
      .replace(/\n#\n# table:.*$/, "") ?? "";
  const german = read("l10n", "samples.de.txt").trimEnd().split("\n");

  for (const file of readdirSync(path.join(root, SAMPLES)).filter((name) => name.startsWith("sample."))) {
    const editorId = { py: "python", sh: "shellscript", cfrule: "cfrule" }[file.slice("sample.".length)] ?? "";
    const language = languageForEditor(editorId) ?? assert.fail(file);
    const text = read(SAMPLES, file);

    it(`say how to try things in as many lines in German as in English: ${file}`, () => {
      const header = headerOf(text).split("\n");
      assert.equal(header[0], "# A place to try CodeFusion.");
      assert.equal(german.length, header.length);
      for (const line of [...header, ...german]) assert.match(line, /^#/);
    });

    it(`have prompts, all of them where no list hangs: ${file}`, () => {
      const [header, ...prompts] = findAllPromptComments(text.split("\n"), commentSyntax(language));
      assert.ok(header && prompts.length >= 3);
      for (const { startLine } of prompts) assert.ok(startLine >= ROWS_UNDER_THE_LIST, String(startLine));
    });
  }
});
