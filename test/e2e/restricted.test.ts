import assert from "node:assert/strict";
import path from "node:path";
import { serveModel } from "../host/served-model";
import { CandidateList, openWorkbench, REPEATABLE, SAMPLES, type Workbench } from "./harness";

/** DirectML exists on Windows alone: where this setting held, nothing would be computed here. */
const WORKSPACE_SETTINGS = { "codefusion.executionProvider": "dml", "codefusion.candidates": 3 };
/** What would choose a server, trusted or not. */
const serverSettings = (url: string) => ({
  "codefusion.backend": "served",
  "codefusion.remote.url": url,
  "codefusion.served.url": url,
  "codefusion.served.model": "tiny-coder",
});
const PROMPT_LINE = 6;

describe("Restricted Mode", () => {
  let workbench: Workbench;
  let list: CandidateList;
  /** Named by the folder's settings, and never asked. */
  let server: Awaited<ReturnType<typeof serveModel>>;
  const toast = (text: string | RegExp) => workbench.page.locator(".notification-toast", { hasText: text });
  /** Errors and warnings as the status bar counts them. */
  const problems = (errors: number, warnings: number) =>
    workbench.page.locator('[id="status.problems"]', { hasText: new RegExp(`^\\s*${errors}\\s+${warnings}\\s*$`) });

  before(async () => {
    server = await serveModel(["ls"]);
    workbench = await openWorkbench("sample.sh", {
      settings: REPEATABLE,
      workspaceSettings: { ...WORKSPACE_SETTINGS, ...serverSettings(server.url) },
      workspaceTrust: true,
    });
    list = new CandidateList(workbench);
    // Nobody has said yet that the folder is trusted.
    await workbench.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.screenshot(`failed-${this.currentTest.title}`);
    await workbench.page.keyboard.press("Escape");
  });
  after(async () => {
    await workbench?.close();
    await server?.close();
  });

  it("generates, with the folder's settings that are harmless and not with what would choose what computes", async () => {
    await list.ask(PROMPT_LINE);
    assert.match(await list.title(), /^3 candidates .* cpu, /);
    assert.deepEqual(server.paths, []);
    await workbench.screenshot("restricted-dark");
    const code = await list.focused();
    await workbench.page.keyboard.press("Enter");
    await workbench.untilDirty();
    await workbench.save();
    const lines = (await workbench.bytes("sample.sh")).toString().split("\n");
    assert.equal(lines[PROMPT_LINE], code);
  });

  it("previews a rule on a table of the folder, and reads none outside of it", async () => {
    await workbench.openNew("inside.cfrule", "# table: sales.csv\n\nGreaterThan(c[1],85)\n");
    await workbench.goToLine(3);
    await workbench.runCommand("CodeFusion: Preview Rule on Table");
    const page = workbench.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    await page.getByText("2 of 20 cells painted").waitFor();
    const outside = path.join(SAMPLES, "sales.csv");
    await workbench.openNew("outside.cfrule", `# table: ${outside}\n\n# Highlight cells greater than 85 in Sales\n`);
    await workbench.goToLine(3);
    await workbench.runCommand("CodeFusion: Generate from Comment");
    await toast(/lies outside this workspace, which is not trusted/).waitFor();
    await workbench.screenshot("restricted-table-dark");
    await workbench.runCommand("Notifications: Clear All Notifications");
    await problems(0, 1).waitFor();
  });

  it("ends when the folder is trusted: then its settings hold, and tables outside may be read", async () => {
    await workbench.runCommand("Workspaces: Manage Workspace Trust");
    await workbench.page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
    await workbench.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor({ state: "detached" });
    await problems(0, 0).waitFor();
    await workbench.openNew("trusted.sh", "# print the 10 largest files under /var/log\n");
    await workbench.goToLine(1);
    await workbench.runCommand("CodeFusion: Generate from Comment");
    await toast(/DirectML|dml/).waitFor();
    await workbench.screenshot("trusted-dark");
    assert.deepEqual(server.paths, [], "neither an untrusted nor a trusted folder chooses a server");
    assert.equal(await workbench.page.locator(".statusbar-item", { hasText: server.host }).count(), 0);
  });
});
