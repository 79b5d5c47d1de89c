import assert from "node:assert/strict";
import { USUAL_PORTS } from "../../extension/served/discover";
import { installedServer } from "../../scripts/lib/servers.mjs";
import { startLlamaServer } from "../servers/processes";
import { type Relay, relayTo } from "../unit/policy/relay";
import { openWorkbench, REPEATABLE, type Workbench } from "./harness";

const python = installedServer("llamacpp");
const MODEL = "smollm2";
const FILE = "served.cfrule";
const TEXT = "# table: sales.csv\n\n# Highlight cells greater than 85 in Sales\n";
const PROMPT_LINE = 3;
const WANTED = 5;

// Where it is not installed there are no tests, and `npm test` says so.
const suite = python ? describe : () => {};
suite("a model on llama.cpp's server, chosen in the editor", () => {
  let llama: Awaited<ReturnType<typeof startLlamaServer>>;
  /** In front of it, at a port where the list of servers looks; remembers what is asked. */
  let server: Relay;
  let workbench: Workbench;

  before(async () => {
    llama = await startLlamaServer(python ?? "", MODEL);
    server = await relayAtUsualPort(llama.url);
    workbench = await openWorkbench("sales.cfrule", { settings: { ...REPEATABLE, "codefusion.candidates": WANTED } });
    await workbench.openNew(FILE, TEXT);
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.screenshot(`failed-${this.currentTest.title}`);
  });
  after(async () => {
    await workbench?.close();
    await server?.close();
    await llama?.stop();
  });

  const dialog = () => workbench.page.locator(".monaco-dialog-box");

  it("is found on a usual port of this machine, and asked for nothing but its models", async () => {
    await workbench.runCommand("CodeFusion: Choose Where Code Is Generated");
    await workbench.rows.filter({ hasText: MODEL }).waitFor();
    await workbench.screenshotThemes("servers");
    assert.deepEqual([...new Set(server.asked)], ["/v1/models"]);
  });

  it("is sent nothing before a yes, to a question that says what goes where", async () => {
    await workbench.rows.filter({ hasText: MODEL }).click();
    const question = dialog().getByText(`Let ${MODEL} at ${server.host} generate code?`);
    await question.waitFor();
    const told = (await dialog().textContent()) ?? "";
    assert.match(told, /Sent with every request: the comment, the code above it/);
    assert.ok(told.includes(server.url), told);
    await workbench.screenshotThemes("servers-consent");
    assert.deepEqual([...new Set(server.asked)], ["/v1/models"]);
    await dialog().getByRole("button", { name: "Allow" }).click();
    await workbench.page.locator(".statusbar-item", { hasText: server.host }).waitFor();
  });

  it(`writes ${WANTED} candidates, which are valid, ranked and different, with no further question`, async () => {
    await workbench.goToLine(PROMPT_LINE);
    await workbench.runCommand("CodeFusion: Generate from Comment");
    await workbench.untilListed(new RegExp(`^${WANTED} candidates`));
    assert.equal(await dialog().count(), 0);
    assert.ok(server.asked.includes("/v1/chat/completions"));
    const rows = await workbench.rowTexts();
    assert.ok(rows.length >= WANTED, rows.join(" | "));
    await workbench.screenshotThemes("servers-candidates");
  });

  it("is named by the hover of what it wrote, and by the status bar", async () => {
    const code = await workbench.focusedRowText();
    await workbench.page.keyboard.press("Enter");
    await workbench.untilDirty();
    await workbench.goToLine(PROMPT_LINE + 1);
    const hover = await workbench.hover(/CodeFusion/);
    const told = (await hover.textContent()) ?? "";
    assert.ok(told.includes(`${MODEL} at ${server.host}`), told);
    await workbench.screenshotThemes("servers-hover");
    await workbench.page.keyboard.press("Escape");
    await workbench.save();
    const lines = (await workbench.bytes(FILE)).toString().split("\n");
    assert.equal(lines[PROMPT_LINE]?.trim(), code.trim());
    await workbench.page.locator(".statusbar-item", { hasText: server.host }).waitFor();
  });
});

/** The first usual port that nobody uses, llama.cpp's own before others. */
async function relayAtUsualPort(target: string): Promise<Relay> {
  const ports = [...USUAL_PORTS].sort((a, b) => Number(b.name === "llama.cpp") - Number(a.name === "llama.cpp"));
  for (const { port } of ports) {
    const relay = await relayTo(target, port).catch(() => undefined);
    if (relay) return relay;
  }
  return assert.fail("every usual port of this machine is in use");
}
