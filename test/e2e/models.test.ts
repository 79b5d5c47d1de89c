import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { ModelServer } from "../unit/installed/model-server";
import { openWorkbench, REPEATABLE, type Workbench } from "./harness";

const RELEASED = path.join(__dirname, "../../models/codefusion-small");

describe("a model that is installed from an address, as a user sees it", () => {
  let server: ModelServer;
  let workbench: Workbench;

  before(async () => {
    server = await ModelServer.start(RELEASED);
    const manifest = readFileSync(path.join(RELEASED, "manifest.json"), "utf8");
    server.instead.set("manifest.json", Buffer.from(manifest.replace('"codefusion-small"', '"another"')));
    workbench = await openWorkbench("sales.cfrule", { settings: REPEATABLE });
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.screenshot(`failed-${this.currentTest.title}`);
  });
  after(async () => {
    await workbench?.close();
    await server?.close();
  });

  const dialog = () => workbench.page.locator(".monaco-dialog-box");

  it("comes once its host was said yes to", async () => {
    await workbench.runCommand("CodeFusion: Manage Models");
    await workbench.rows.filter({ hasText: "Install from an address" }).click();
    await workbench.page.locator(".quick-input-title", { hasText: "Address of a model" }).waitFor();
    await workbench.input.fill(`${server.url}/manifest.json`);
    await workbench.page.keyboard.press("Enter");
    await dialog().getByText("Fetch a model from 127.0.0.1").waitFor();
    await workbench.screenshotThemes("models-consent");
    assert.deepEqual(server.asked, []);
    await dialog().getByRole("button", { name: "Fetch" }).click();
    await workbench.page
      .getByText(/another@\w+ is installed/)
      .first()
      .waitFor();
  });

  it("stands in the list beside the one that is in use, and is removed by its button after a question", async () => {
    await workbench.runCommand("CodeFusion: Manage Models");
    const row = workbench.rows.filter({ hasText: "another" });
    await row.waitFor();
    await workbench.screenshotThemes("models");
    assert.equal(await workbench.rows.filter({ hasText: "in use" }).count(), 1);
    await row.hover();
    await row.getByRole("button", { name: "Remove" }).click();
    await dialog()
      .getByText(/Remove the model another@/)
      .waitFor();
    await dialog().getByRole("button", { name: "Remove" }).click();
    await row.waitFor({ state: "detached" });
    await workbench.rows.filter({ hasText: "codefusion-small" }).waitFor();
  });
});
