import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as z from "zod";
import { standaloneHtml } from "../../../extension/editor/theatre/html";
import { denoisingFileSchema } from "../../../extension/schema";
import { sampleState, textOf, tokensOf, useTheatre } from "./theatre-page";

describe("the theatre: export", () => {
  const theatre = useTheatre();
  const svg = async (): Promise<string> => {
    await theatre.page.getByRole("button", { name: /^SVG/ }).click();
    const message = (await theatre.messages()).at(-1);
    assert.ok(message?.type === "exportSvg");
    return message.svg;
  };
  /** The drawing as XML, read by a real parser: its text, the names of its elements, its parse errors. */
  const parsed = async (text: string) => {
    // Elsewhere than in the theatre, whose policy would refuse the drawing's own style.
    const { page } = await theatre.open("<!DOCTYPE html>");
    const found = await page.evaluate((source) => {
      const document = new DOMParser().parseFromString(source, "image/svg+xml");
      const names = [...document.querySelectorAll("*")].map((element) => element.localName);
      return { names: [...new Set(names)].sort(), text: document.documentElement.textContent ?? "" };
    }, text);
    await page.close();
    return found;
  };

  it("draws what is on the stage as an animation without a script", async () => {
    const state = sampleState();
    await theatre.show(state);
    const drawn = await svg();
    const { names, text } = await parsed(drawn);
    assert.deepEqual(names, ["g", "path", "rect", "style", "svg", "text", "title"]);
    assert.ok(text.includes(state.candidates[0]?.utterance ?? "?"));
    assert.match(drawn, /@keyframes/);
    assert.match(drawn, /prefers-reduced-motion/);
    assert.doesNotMatch(drawn, /\b(href|src|on\w+)=/);
    await theatre.page.getByRole("button", { name: "Side by side", exact: true }).click();
    assert.ok((await svg()).length > drawn.length, "side by side it draws all of them");
  });

  it("keeps hostile text harmless in the drawing", async () => {
    const state = sampleState();
    const hostile = ["</text><script>alert(1)</script>", "\u202e\u0000\ud800", "]]>&lt;", '"onload="x'];
    for (const frame of state.candidates[0]?.frames ?? [])
      for (const [at, text] of hostile.entries()) frame.tokens[at] = { text, confidence: 0.5 };
    await theatre.show(state);
    const { names, text } = await parsed(await svg());
    assert.ok(!names.includes("script") && !names.includes("parsererror"));
    assert.ok(text.includes("</text><script>alert(1)</script>"));
  });

  it("stands alone as a page that plays without an editor", async () => {
    const state = sampleState();
    await theatre.show(state);
    await theatre.page.getByRole("button", { name: /^HTML/ }).click();
    const message = (await theatre.messages()).at(-1);
    assert.ok(message?.type === "exportHtml");
    const { script, style } = theatre.files;
    const page = standaloneHtml({ script, style, state: message.state, theme: message.theme });
    const alone = await theatre.open(page);
    await alone.page.getByRole("slider").fill("9");
    assert.equal((await alone.page.locator(".stage .line-text").allTextContents()).join("\n"), tokensOf(state, 0, 9));
    assert.equal(await alone.page.locator(".acting").isVisible(), false);
    assert.equal(await textOf(alone.page.locator("h1")), state.candidates[0]?.utterance);
    assert.deepEqual(alone.problems, []);
    await alone.page.close();
  });
});

describe("the exported JSON", () => {
  it("is described by docs/denoising.schema.json", () => {
    const file = new URL("../../../docs/denoising.schema.json", import.meta.url);
    const described = z.toJSONSchema(denoisingFileSchema, { io: "input" });
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), described);
  });
});
