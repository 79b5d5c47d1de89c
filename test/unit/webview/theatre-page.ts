import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Locator, Page } from "playwright-core";
import { theatreHtml } from "../../../extension/editor/theatre/html";
import {
  openingState,
  type TheatreMessage,
  type TheatreState,
  theatreMessageSchema,
  theatreStateSchema,
} from "../../../extension/schema";
import { launchBrowser } from "../../../scripts/lib/browser.mjs";

const ORIGIN = "http://theatre.test";
/** For a busy machine, in ms. */
const PATIENCE = 120_000;
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The hand-made state of test/fixtures/theatre: three candidates of twelve steps and the final decode. */
export function sampleState(): TheatreState {
  return openingState(familyState().candidates.slice(0, 3), 0, 5);
}

/** The same with a rejected sample and a branch of the first candidate. */
export function familyState(): TheatreState {
  const file = new URL("../../fixtures/theatre/state.json", import.meta.url);
  return theatreStateSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** The tokens of one frame of `state` as text. */
export function tokensOf(state: TheatreState, candidate: number, frame: number): string {
  return (state.candidates[candidate]?.frames[frame]?.tokens ?? []).map((token) => token.text).join("");
}

/** One browser and one build for every test of the theatre. */
let shared: Promise<{ browser: Browser; files: ReadonlyMap<string, string> }> | undefined;

function started(): NonNullable<typeof shared> {
  shared ??= start();
  return shared;
}

async function start(): Promise<{ browser: Browser; files: ReadonlyMap<string, string> }> {
  const files = await bundle();
  return { files, browser: await launchBrowser() };
}

after(async () => {
  const running = await shared?.catch(() => undefined);
  await running?.browser.close();
});

/** A theatre for the tests of one `describe`, started anew before each; its console has to stay clean. */
export function useTheatre(): TheatrePage {
  const theatre = new TheatrePage();
  before(async function () {
    this.timeout(PATIENCE);
    await theatre.launch();
  });
  after(() => theatre.close());
  beforeEach(async function () {
    this.timeout(PATIENCE);
    this.currentTest?.timeout(PATIENCE);
    await theatre.restart();
  });
  afterEach(() => assert.deepEqual(theatre.problems, [], "no error on the console and no policy violated"));
  return theatre;
}

/** The theatre's real page, bundled and under its real Content-Security-Policy, in headless Chromium. */
export class TheatrePage {
  /** Uncaught errors and everything on the console at error level: violations of the policy among them. */
  readonly problems: string[] = [];
  /** The page's script and style sheet as the build makes them. */
  files = { script: "", style: "" };
  private browser: Browser | undefined;
  private launched: Page | undefined;

  get page(): Page {
    assert.ok(this.launched, "the browser is started before the tests");
    return this.launched;
  }

  async launch(): Promise<void> {
    const { browser, files } = await started();
    this.files = { script: files.get("theatre.js") ?? "", style: files.get("theatre.css") ?? "" };
    this.browser = browser;
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    page.on("pageerror", (error) => this.problems.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") this.problems.push(message.text());
    });
    await page.route("**/*", (route) => {
      const url = new URL(route.request().url());
      const name = url.pathname.slice(1);
      if (url.origin === ORIGIN && name === "") return route.fulfill({ contentType: "text/html", body: skeleton() });
      const body = url.origin === ORIGIN ? files.get(name) : undefined;
      const contentType = name.endsWith(".css") ? "text/css" : "text/javascript";
      return body === undefined ? route.abort() : route.fulfill({ contentType, body });
    });
    await page.addInitScript({ content: FAKE_EDITOR });
    await page.goto(ORIGIN);
    this.launched = page;
  }

  /** Starts the page anew; `saved` is what an earlier life of it saved. */
  async restart(saved?: unknown): Promise<void> {
    await this.page.evaluate((kept) => {
      if (kept === undefined) sessionStorage.clear();
      else sessionStorage.setItem("kept", JSON.stringify(kept));
    }, saved);
    this.problems.length = 0;
    await this.page.reload();
  }

  /** Opens `html` as a page of its own that no editor surrounds. */
  async open(html: string): Promise<{ page: Page; problems: string[] }> {
    assert.ok(this.browser);
    const page = await this.browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    await page.route("**/*", (route) =>
      route.request().url() === `${ORIGIN}/` ? route.fulfill({ contentType: "text/html", body: html }) : route.abort(),
    );
    await page.goto(ORIGIN);
    return { page, problems };
  }

  async close(): Promise<void> {
    await this.launched?.close();
  }

  /** Delivers a message as the extension host would, and waits until the page has painted what follows from it. */
  async send(message: unknown): Promise<void> {
    await this.page.evaluate((data) => {
      dispatchEvent(new MessageEvent("message", { data }));
      return new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    }, message);
  }

  async show(state: TheatreState): Promise<void> {
    await this.send({ type: "show", state });
  }

  /** Everything that the page sent to the extension host. */
  async messages(): Promise<TheatreMessage[]> {
    return theatreMessageSchema.array().parse(await this.page.evaluate("messages"));
  }

  /** Waits until the page has saved this candidate and frame. */
  async waitForSaved(place: { selected: number; frame: number }): Promise<void> {
    await this.page.waitForFunction(({ selected, frame }) => {
      const kept: unknown = JSON.parse(sessionStorage.getItem("kept") ?? "{}");
      return Reflect.get(Object(kept), "selected") === selected && Reflect.get(Object(kept), "frame") === frame;
    }, place);
  }

  /** The frame that the scrubber stands on. */
  async frame(): Promise<number> {
    return Number(await this.page.getByRole("slider").inputValue());
  }

  /** The code on the stage, one string per line. */
  async lines(): Promise<string[]> {
    return this.page.locator(".stage .line-text").allTextContents();
  }

  /** The value of a reading, e.g. "Step". */
  async reading(label: string): Promise<string> {
    const place = this.page
      .locator(".readings > div", { has: this.page.getByText(label, { exact: true }) })
      .locator("dd");
    return textOf(place);
  }

  async selectedCandidate(): Promise<number> {
    return Number(await textOf(this.page.locator(".candidate[aria-current=true] .number"))) - 1;
  }
}

/** The editor's side of a webview: what it is sent can be read as `messages`, what it keeps survives a reload. */
const FAKE_EDITOR = `
  globalThis.messages = [];
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    console.error("violates " + violatedDirective + ": " + blockedURI));
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => messages.push(message),
    getState: () => JSON.parse(sessionStorage.getItem("kept") ?? "null") ?? undefined,
    setState: (state) => sessionStorage.setItem("kept", JSON.stringify(state)),
  });`;

async function bundle(): Promise<ReadonlyMap<string, string>> {
  const options = {
    bundle: true,
    minify: true,
    write: false,
    absWorkingDir: ROOT,
    outdir: "/",
    format: "iife",
  } as const;
  const files = new Map<string, string>();
  for (const [name, entry] of [
    ["theatre.js", "webview/main.ts"],
    ["theatre.css", "webview/theatre.css"],
  ] as const) {
    const { outputFiles } = await build({ ...options, entryPoints: [entry], entryNames: "theatre" });
    files.set(name, outputFiles[0]?.text ?? "");
  }
  return files;
}

/** An element's text, as it stands in the document. */
export async function textOf(locator: Locator): Promise<string> {
  return (await locator.textContent()) ?? "";
}

function skeleton(): string {
  return theatreHtml({ cspSource: ORIGIN, script: `${ORIGIN}/theatre.js`, style: `${ORIGIN}/theatre.css` });
}
