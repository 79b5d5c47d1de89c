/**
 * How long the extension takes to activate: `node test/bench/activation.mjs [RUNS]` prints the medians of fresh processes
 * as one JSON object. The editor's API is a stand-in that answers everything at once, so only our own work is measured.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { ROOT } from "../../scripts/lib/paths.mjs";

const BUNDLE = join(ROOT, "dist", "extension.js");
const SELF = fileURLToPath(import.meta.url);

if (process.argv[2] === "--once") console.log(JSON.stringify(measure()));
else report(Number(process.argv[2] ?? 15));

function report(runs) {
  if (!existsSync(BUNDLE)) throw new Error(`${BUNDLE} is missing: npm run build`);
  const all = Array.from({ length: runs }, () =>
    JSON.parse(execFileSync(process.execPath, [SELF, "--once"], { encoding: "utf8" })),
  );
  const median = (key) => all.map((each) => each[key]).sort((a, b) => a - b)[Math.floor(runs / 2)];
  const figures = {
    runs,
    node: process.version,
    bundleBytes: statSync(BUNDLE).size,
    loadMs: median("loadMs"),
    activateMs: median("activateMs"),
    cpuMs: median("cpuMs"),
    modulesRead: median("modulesRead"),
  };
  console.log(JSON.stringify(figures, null, 2));
}

/** One activation in this process, which has loaded nothing of ours before. */
function measure() {
  const require = createRequire(import.meta.url);
  const { Module } = require("node:module");
  const load = Module._load;
  const vscode = standInModule();
  let modulesRead = 0;
  Module._load = (name, ...rest) => {
    if (name === "vscode") return vscode;
    if (!Module.isBuiltin(name)) modulesRead++;
    return load(name, ...rest);
  };
  const before = process.cpuUsage();
  const start = performance.now();
  const { activate } = require(BUNDLE);
  const loaded = performance.now();
  activate({
    subscriptions: [],
    extensionUri: vscode.Uri,
    workspaceState: { get: () => undefined, update: async () => {} },
  });
  const round = (ms) => Math.round(ms * 10) / 10;
  const activated = performance.now();
  const { user, system } = process.cpuUsage(before);
  // On a busy machine the time on the processor says more than the time on the clock.
  const cpuMs = round((user + system) / 1000);
  return { loadMs: round(loaded - start), activateMs: round(activated - loaded), cpuMs, modulesRead };
}

/** Whatever is asked of it, called or constructed is another stand-in; iterating over one gives nothing. */
function standIn() {
  return new Proxy(class {}, {
    get: (_, key) => {
      if (key === Symbol.iterator) return () => [][Symbol.iterator]();
      if (key === Symbol.toPrimitive) return () => "stand-in";
      return key === "then" ? undefined : standIn();
    },
    apply: () => standIn(),
    construct: () => standIn(),
    set: () => true,
  });
}

/** The editor's module: the bundle copies its properties, so they have to be there by name. */
function standInModule() {
  const names = readFileSync(BUNDLE, "utf8").matchAll(/\b\w+\.([A-Za-z]\w+)\b/g);
  return Object.fromEntries([...new Set([...names].map(([, name]) => name))].map((name) => [name, standIn()]));
}
