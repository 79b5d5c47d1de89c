import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { doctorReportSchema, modelsReportSchema } from "../../../extension/schema";
import { FakeGenerator, resultOf, run, unused } from "./fake";

const RELEASED = path.join(__dirname, "../../../models/codefusion-small");

describe("codefusion model", function () {
  this.timeout(60_000);
  let root: string;
  let mine: string;
  const model = (...args: string[]) =>
    run(["model", ...args], unused, { env: { XDG_DATA_HOME: path.join(root, "data") } });
  const listed = async (...args: string[]) => {
    const { code, line, stdout } = await model(...args, "--json");
    assert.equal(code, 0, line);
    return modelsReportSchema.parse(JSON.parse(stdout));
  };

  before(() => {
    root = mkdtempSync(path.join(tmpdir(), "codefusion-cli-models-"));
    mine = path.join(root, "mine");
    cpSync(RELEASED, mine, { recursive: true });
    const manifest = readFileSync(path.join(RELEASED, "manifest.json"), "utf8");
    writeFileSync(path.join(mine, "manifest.json"), manifest.replace('"codefusion-small"', '"mine"'));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it("lists the one that comes with it, which is what is used and cannot be removed", async () => {
    const { models, folder } = await listed("list");
    assert.deepEqual(
      models.map(({ id, chosen, whole, from }) => ({ id, chosen, whole, from })),
      [{ id: "codefusion-small", chosen: true, whole: true, from: null }],
    );
    if (process.platform === "linux") assert.equal(folder, path.join(root, "data", "codefusion", "models"));
    const { code, line } = await model("remove", "codefusion-small");
    assert.deepEqual([code, line?.includes("comes with CodeFusion")], [2, true]);
  });

  it("installs one, which is then found by its id wherever a model is named, until it is removed", async () => {
    const [installed] = (await listed("install", mine)).models;
    assert.deepEqual([installed?.id, installed?.from, installed?.whole], ["mine", mine, true]);
    assert.match((await model("install", mine)).stderr, /was there already/);
    assert.match((await model("list")).stdout, /^codefusion-small@.*comes with.*\nmine@\w+ {2}41\.9 MB {2}from /);

    const env = { XDG_DATA_HOME: path.join(root, "data") };
    const generator = new FakeGenerator((request) => resultOf(request, ["ls"]));
    const opened: string[] = [];
    const openGenerator = async (folder: string) => {
      opened.push(folder);
      return generator;
    };
    const ask = (...args: string[]) =>
      run(["generate", "--language", "bash", "list files", ...args], generator, { env, openGenerator });
    for (const named of ["mine", installed?.name ?? "", mine]) assert.equal((await ask("--model", named)).code, 0);
    assert.deepEqual(opened, [installed?.folder, installed?.folder, mine]);
    const missing = await ask("--model", "another");
    assert.deepEqual([missing.code, /codefusion model list/.test(missing.line ?? "")], [2, true], missing.line);

    const doctor = await run(["doctor", "--json", "--model", "mine"], unused, { env });
    assert.equal(doctorReportSchema.parse(JSON.parse(doctor.stdout)).model.id, "mine");

    assert.equal((await listed("remove", "mine")).models[0]?.name, installed?.name);
    assert.equal((await listed("list")).models.length, 1);
  });

  it("verifies them, and ends with 2 where one is not whole", async () => {
    const store = path.join(root, "elsewhere");
    const [installed] = (await listed("install", mine, "--models", store)).models;
    assert.equal((await listed("verify", "--models", store)).models.length, 2);
    truncateSync(path.join(installed?.folder ?? "", "encoder.onnx"), 100);
    const { code, line, stdout } = await model("verify", "mine", "--models", store, "--json");
    assert.equal(code, 2);
    assert.match(line ?? "", /not whole: mine@\w+: install it again/);
    assert.equal(modelsReportSchema.parse(JSON.parse(stdout)).models[0]?.whole, false);
    assert.equal((await model("list", "--models", store)).code, 0);
  });

  it("says what to do about what it cannot use, in one line, and is stopped by Ctrl+C", async () => {
    for (const [args, code, says] of [
      [["install", path.join(root, "nothing")], 2, /there is nothing at .*: name a folder with a manifest\.json/],
      [["install", "http://models.test/manifest.json"], 2, /without encryption: give one like https/],
      [["remove", "none"], 2, /no model none is installed: see which there are with codefusion model list/],
      [["verify", "none"], 2, /no model none is installed/],
      [["install"], 2, /missing required argument 'source'/],
      [[], 2, /no command given/],
    ] as const) {
      const ending = await model(...args);
      assert.deepEqual([ending.code, ending.stdout], [code, ""], args.join(" "));
      assert.match(ending.line ?? "", says);
      assert.doesNotMatch(ending.line ?? "", /\n/);
    }
    const { code } = await run(["model", "install", mine, "--models", path.join(root, "third")], unused, {
      signal: AbortSignal.abort(),
    });
    assert.equal(code, 130);
  });
});
