import assert from "node:assert/strict";
import { exec } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { excelFormula, parseCf, parseTable } from "../../extension/languages/cf";
import { doctorReportSchema, evalReportSchema, generateReportSchema, ruleReportSchema } from "../../extension/schema";
import { codefusion, ensureBuilt } from "./cli/process";

const root = path.join(__dirname, "..", "..");
const read = (...place: string[]) => readFileSync(path.join(root, ...place), "utf8");
const readme = read("README.md");
const manifest = JSON.parse(read("package.json"));
const strings: Readonly<Record<string, string>> = JSON.parse(read("package.nls.json"));

/** The only match in README, so that an example that is reworded does not go untested. */
function only(pattern: RegExp): string {
  const found = [...readme.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map(([whole, group]) => group ?? whole);
  assert.equal(found.length, 1, `${pattern} stands ${found.length} times in README`);
  return found[0] ?? "";
}

function section(title: string): string {
  return readme.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? assert.fail(`no section "${title}"`);
}

/** The first candidate of each language's command line, as the editor asks: with the default settings. */
async function best(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await codefusion(["generate", "--json", ...args]);
  assert.equal(code, 0, stderr);
  return generateReportSchema.parse(JSON.parse(stdout)).candidates[0]?.code ?? "";
}

describe("README, as it is written", function () {
  this.timeout(300_000);
  const commands = section("In a terminal").match(/^(?=.*\bnpm run ).*$/gm) ?? [];
  const outputs = new Map<string, string>();
  const run = async (command: string) => {
    const known = outputs.get(command);
    const stdout = known ?? (await promisify(exec)(command, { cwd: root, maxBuffer: 2 ** 24 })).stdout;
    outputs.set(command, stdout);
    return stdout;
  };
  let folder: string;

  before(async () => {
    await ensureBuilt();
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("has commands whose every one is run here", () => {
    const [, shown] = /```\n([\s\S]*?)\n```/.exec(section("In a terminal")) ?? [];
    assert.ok(commands.length >= 5);
    assert.equal(commands.join("\n"), shown);
    for (const name of ["start", "test"])
      assert.ok(manifest.scripts[name] && only(new RegExp(`^npm ${name} .*$`, "m")));
  });

  it("says what its first two commands need", () => {
    const needs = only(/^Both need [\s\S]*?(?=\n## )/m);
    assert.ok(needs.includes(`Node ${/\d+/.exec(manifest.engines.node)?.[0]} or newer`), "the Node of package.json");
    assert.ok(needs.includes(`VS Code ${/\d+\.\d+/.exec(manifest.engines.vscode)?.[0]} or newer`), "its VS Code");
    // What test/vscode-host/setup.mjs and scripts/lib/browser.mjs ask for besides.
    assert.match(needs, /a VS Code server, which exists for Linux x64,/);
    assert.match(needs, /also needs Chromium:[\s\S]* as root on Debian or Ubuntu it installs it with apt-get/);
  });

  for (const command of commands)
    it(`runs: ${command.replace("npm run --silent codefusion -- ", "")}`, async () => {
      const stdout = await run(command);
      if (command.includes(" rule ")) assert.ok(ruleReportSchema.parse(JSON.parse(stdout)).cells.length > 0);
      else if (command.includes(" check ")) assert.equal(JSON.parse(stdout).valid, true);
      else if (command.includes(" doctor ")) assert.ok(doctorReportSchema.parse(JSON.parse(stdout)).model.verified);
      else if (command.includes(" eval ")) {
        const figures = Object.values(evalReportSchema.parse(JSON.parse(stdout)));
        assert.ok(figures.length === 3 && figures.every(({ n }) => n > 0), stdout);
      } else if (command.includes("--json"))
        assert.ok(generateReportSchema.parse(JSON.parse(stdout)).candidates.length > 0);
      else assert.match(stdout, /find \. .*-size \+10M/);
    });

  it("answers the top 3 with the top 3, and not with 3 per cent", async () => {
    const command = only(/^npm run .* "Highlight the top 3 in Sales"$/m);
    const { candidates } = generateReportSchema.parse(JSON.parse(await run(command)));
    assert.equal(candidates[0]?.code, "top(c[1],3)");
  });

  it("answers the prompt comment of its first step", async () => {
    const prompt = only(/write a prompt comment: `# ([^`]+)`/);
    assert.equal(await best("--language", "cf", prompt), "GreaterThan(85)");
  });

  it("sorts the list that is meant", async () => {
    const [, above = "", prompt = ""] = /below `([^`]+)`,\s+`# ([^`]+)` means that list/.exec(readme) ?? [];
    assert.ok(above && prompt);
    const file = path.join(folder, "above.py");
    writeFileSync(file, `${above}\n`);
    const code = await best("--language", "python", "--context", file, prompt);
    assert.match(code, /^(scores\.sort\(\)|(scores = )?sorted\(scores\))$/);
  });

  it("answers the comment of its .cfrule file with the rule below it, on its own table", async () => {
    const [, comment = "", rule = ""] = /# table: sales\.csv\n\n# (.+)\n(.+)\n```/.exec(readme) ?? [];
    const table = only(/\[sales\.csv\]\(([^)]+)\)/);
    assert.equal(await best("--language", "cf", "--table", table, comment), rule);
    const parsed = parseCf(rule);
    assert.ok("rule" in parsed);
    const formula = only(/which cells it is for: `([^`]+)`/);
    const appliesTo = only(/\n\s+on `([^`]+)`\./);
    assert.deepEqual(excelFormula(parsed.rule, parseTable(read(table))), { formula, appliesTo });
  });

  it("names commands that the palette has", () => {
    const titles = Object.entries(strings)
      .filter(([key]) => key.startsWith("command."))
      .map(([, title]) => title);
    const named = [...readme.matchAll(/\*\*CodeFusion:\s+([^*]+)\*\*/g)].map(([, title = ""]) =>
      title.replace(/\s+/g, " "),
    );
    assert.ok(named.length >= 4);
    for (const title of named) assert.ok(titles.includes(title), title);
  });

  it("names keys that are bound", () => {
    const keys: readonly string[] = manifest.contributes.keybindings.map(({ key }: { key: string }) => key);
    const named = [
      ...(section("Use it")
        .split("### ")[0]
        ?.matchAll(/`((?:Ctrl|Alt)\+[^`]+)`/g) ?? []),
    ];
    assert.ok(named.length >= 8);
    // The editor's own key, which walks through inline suggestions.
    for (const [, key = ""] of named) if (key !== "Alt+]") assert.ok(keys.includes(key.toLowerCase()), key);
  });

  it("lists every setting, and no other", () => {
    const listed = [...section("Settings").matchAll(/^\| `([^`]+)`/gm)].map(([, key]) => key);
    assert.deepEqual(listed.sort(), Object.keys(manifest.contributes.configuration.properties).sort());
  });

  it("links to files that exist", () => {
    const targets = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
    const local = targets.filter((target) => !/^(https?:|#)/.test(target));
    assert.ok(local.length >= 5);
    for (const target of local) assert.ok(existsSync(path.join(root, target)), target);
    const named = [...readme.matchAll(/`((?:test|models|extension|media)\/[\w./-]+\.\w+)`/g)].map(
      ([, file = ""]) => file,
    );
    for (const file of named) assert.ok(existsSync(path.join(root, file)), file);
  });
});
