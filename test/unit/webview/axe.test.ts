import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as axe from "axe-core";
import { familyState, useTheatre } from "./theatre-page";

interface Look {
  readonly class: string;
  readonly colors: Readonly<Record<string, string>>;
}

const themes = JSON.parse(
  readFileSync(new URL("../../../webview/dev/themes.json", import.meta.url), "utf8"),
) as Readonly<Record<string, Look>>;

describe("the theatre: accessibility", () => {
  const theatre = useTheatre();

  for (const [name, { class: kind, colors }] of Object.entries(themes)) {
    it(`has no violation in any view, ${name}`, async () => {
      await theatre.page.evaluate(
        ({ kind, colors }) => {
          document.body.className = kind;
          for (const [key, value] of Object.entries(colors))
            document.documentElement.style.setProperty(`--vscode-${key}`, value);
        },
        { kind, colors },
      );
      await theatre.page.evaluate(axe.source);
      for (const view of ["one", "side", "text"] as const) {
        await theatre.show({ ...familyState(), view, frame: 6, pinned: [2] });
        const { violations } = await theatre.page.evaluate<axe.AxeResults>("axe.run(document)");
        const told = violations.map(({ id, nodes }) => `${view}: ${id}: ${nodes.map(({ html }) => html).slice(0, 3)}`);
        assert.deepEqual(told, []);
      }
    });
  }
});
