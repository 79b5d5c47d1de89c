import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Locator } from "playwright-core";
import { familyState, useTheatre } from "./theatre-page";

interface Look {
  readonly class: string;
  readonly colors: Readonly<Record<string, string>>;
}

const themes = JSON.parse(
  readFileSync(new URL("../../../webview/dev/themes.json", import.meta.url), "utf8"),
) as Readonly<Record<string, Look>>;

describe("the theatre: what can be seen", () => {
  const theatre = useTheatre();
  const wear = ({ class: kind, colors }: Look) =>
    theatre.page.evaluate(
      ([name, all]) => {
        document.body.className = name;
        for (const [key, value] of Object.entries(all))
          document.documentElement.style.setProperty(`--vscode-${key}`, value);
      },
      [kind, colors] as const,
    );
  const backgrounds = (selector: string) =>
    theatre.page.locator(selector).evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));

  /** The colours of an element's picture at places given as shares of its width and height. */
  const coloursIn = async (element: Locator, places: readonly (readonly [number, number])[]) => {
    const picture = (await element.screenshot()).toString("base64");
    const { page } = await theatre.open("<!doctype html>");
    try {
      return await page.evaluate(
        async ([data, at]) => {
          const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
          const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
          context?.drawImage(image, 0, 0);
          return at.map(([x, y]) => context?.getImageData(x * image.width, y * image.height, 1, 1).data.join());
        },
        [picture, places] as const,
      );
    } finally {
      await page.close();
    }
  };

  afterEach(() => theatre.page.emulateMedia({ forcedColors: "none" }));

  for (const [name, look] of Object.entries(themes)) {
    it(`marks the view that is chosen, ${name}`, async () => {
      await wear(look);
      await theatre.show(familyState());
      const looks = await theatre.page.locator(".view").evaluateAll((all) =>
        all.map((one) => {
          const { backgroundColor, boxShadow, outlineStyle } = getComputedStyle(one);
          return [backgroundColor, boxShadow, outlineStyle].join();
        }),
      );
      assert.notEqual(looks[0], looks[1]);
      assert.equal(looks[1], looks[2]);
      const seen = /rgba\(0, 0, 0, 0\),none,none/;
      assert.doesNotMatch(looks[0] ?? "", seen);
    });

    it(`shows buttons as buttons, ${name}`, async () => {
      await wear(look);
      await theatre.show(familyState());
      const buttons = await backgrounds(".use, .secondary");
      assert.ok(buttons.length > 1 && !buttons.includes("rgba(0, 0, 0, 0)"), buttons.join());
    });
  }

  it("keeps validity strips, the slider's track and the selection where colours are forced", async () => {
    await theatre.show(familyState());
    await theatre.page.emulateMedia({ forcedColors: "active" });
    const [page] = await backgrounds("body");
    const [valid] = await backgrounds(".strip i.valid");
    const [invalid] = await backgrounds(".strip i.invalid");
    assert.equal(new Set([page, valid, invalid]).size, 3);
    const slider = theatre.page.getByRole("slider");
    const [gone, left, above] = await coloursIn(slider, [
      [0.25, 0.5],
      [0.75, 0.5],
      [0.75, 0.05],
    ]);
    assert.equal(new Set([gone, left, above]).size, 3, "the way gone, the way left, and the page");
    const edges = await theatre.page
      .locator(".member")
      .evaluateAll((all) => all.map((one) => getComputedStyle(one).borderLeftColor));
    assert.equal(new Set(edges).size, 2, "the chosen member has another edge than the others");
    const [chosen, other] = await backgrounds(".view");
    assert.notEqual(chosen, other);
  });

  it("keeps “Use this” in sight in half of a window of 1400 × 900, wherever the page is scrolled to", async () => {
    await theatre.show(familyState());
    for (const width of [400, 520, 640, 641, 1100]) {
      await theatre.page.setViewportSize({ width, height: 780 });
      for (const to of [0, 10_000]) {
        await theatre.page.evaluate((y) => scrollTo(0, y), to);
        const box = await theatre.page.getByRole("button", { name: /^Use this/ }).boundingBox();
        assert.ok(
          box && box.y >= 0 && box.y + box.height <= 780,
          `${width} px, scrolled to ${to}: ${JSON.stringify(box)}`,
        );
      }
    }
  });
});
