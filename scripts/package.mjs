/**
 * Makes the vsix: `node scripts/package.mjs [--target linux-x64] [--out FILE.vsix]`. It is complete: the bundles, their
 * native runtime for the target and the model, and needs no node_modules. `universal` has no native runtime, and runs
 * everywhere with a server; `all` makes one for every target. Beside each lies its bill of materials (CycloneDX).
 */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { ensure } from "./ensure.mjs";
import { packagedReadme } from "./lib/package-readme.mjs";
import { at, DIST, PACKAGED_FOLDERS, packagedModels, ROOT } from "./lib/paths.mjs";
import { main, ScriptError } from "./lib/process.mjs";
import { writeSbom } from "./lib/sbom.mjs";
import { readStamp } from "./lib/stamp.mjs";
import { currentTarget, nativeFiles, RELEASED, UNIVERSAL } from "./lib/target.mjs";

const SOURCE_MAP = /\s*(\/\/|\/\*)# sourceMappingURL=\S+( \*\/)?\s*$/;

/**
 * @param {{target?: string, out?: string}} [options] `out` is relative to the current directory
 * @returns {Promise<string>} the absolute path of the vsix
 * @throws {ScriptError} when something that belongs in the package is missing
 */
export async function packageVsix({ target = currentTarget(), out } = {}) {
  await ensure({ quiet: true });
  const { createVSIX, listFiles, PackageManager } = await import("@vscode/vsce").then((module) => module.default);
  const manifest = JSON.parse(readFileSync(at("package.json"), "utf8"));
  const vsix = resolve(out ?? at("out", `${manifest.name}-${target}-${manifest.version}.vsix`));
  if (readStamp()?.target !== target) await build({ target });
  const staged = stage();
  const files = await listFiles({ cwd: staged, packageManager: PackageManager.None, followSymlinks: true });
  checkContents(files, manifest, target);
  checkSize(files, staged, target);
  mkdirSync(dirname(vsix), { recursive: true });
  makeReproducible();
  await createVSIX({
    cwd: staged,
    followSymlinks: true,
    packagePath: vsix,
    target: target === UNIVERSAL ? undefined : target,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  await writeSbom(JSON.parse(readFileSync(join(DIST, "packages.json"), "utf8")), sbomBeside(vsix));
  return vsix;
}

/** MB of all files of a package, not yet compressed; one that outgrows it carries something by mistake. */
const MOST_MB = { universal: 60, native: 125 };

/** @throws {ScriptError} where the package is larger than its budget */
function checkSize(files, folder, target) {
  const most = nativeFiles(target).length === 0 ? MOST_MB.universal : MOST_MB.native;
  const megabytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0) / 1e6;
  if (megabytes > most)
    throw new ScriptError(`the package for ${target} holds ${megabytes.toFixed(1)} MB, and may hold ${most} MB`);
}

/** Two packages of one commit are the same bytes: its files are in one order, and as old as the commit. */
function makeReproducible() {
  // A zip file tells local time.
  process.env.TZ = "UTC";
  process.env.SOURCE_DATE_EPOCH ||= commitTime();
}

/** Seconds since 1970 of the last commit; 1980, where zip files begin, outside of a checkout. */
function commitTime() {
  const { status, stdout } = spawnSync("git", ["log", "-1", "--format=%ct"], { cwd: ROOT, encoding: "utf8" });
  return status === 0 && stdout.trim() !== "" ? stdout.trim() : "315532800";
}

/** The bill of materials of a package lies beside it, under its name. */
const sbomBeside = (vsix) => vsix.replace(/\.vsix$/, ".cdx.json");

/**
 * A folder with links to what the package may be made of: vsce looks at every file below its folder, and the repository
 * holds tens of thousands (test hosts, training environments). What is packaged of it is .vscodeignore's word alone.
 */
function stage() {
  const folder = at("out", "stage");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(ROOT, { withFileTypes: true })) {
    if (entry.isFile()) copyFileSync(at(entry.name), join(folder, entry.name));
    else if (PACKAGED_FOLDERS.includes(entry.name) && at(entry.name) !== DIST)
      symlinkSync(at(entry.name), join(folder, entry.name), "junction");
  }
  const readme = readFileSync(at("README.md"), "utf8");
  writeFileSync(
    join(folder, "README.md"),
    packagedReadme(readme, (path) => readFileSync(at(path))),
  );
  stageBundles(join(folder, "dist"));
  mkdirSync(join(folder, "models"));
  for (const model of packagedModels()) {
    symlinkSync(at("models", model), join(folder, "models", model), "junction");
  }
  return folder;
}

/** dist/ without source maps, and without the bundles' mention of them: a debugger would look for them in vain. */
function stageBundles(folder) {
  for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith(".map")) continue;
    const from = join(entry.parentPath ?? entry.path, entry.name);
    const to = join(folder, relative(DIST, from));
    mkdirSync(dirname(to), { recursive: true });
    if (/\.(js|css)$/.test(from)) writeFileSync(to, readFileSync(from, "utf8").replace(SOURCE_MAP, ""));
    else copyFileSync(from, to);
  }
}

/** A package that lacks a file fails on somebody else's machine, so it fails here instead. */
function checkContents(files, manifest, target) {
  const packed = new Set(files);
  const models = files.filter((file) => /^models\/[^/]+\/manifest\.json$/.test(file));
  if (models.length === 0) throw new ScriptError("there is no model to package: models/<id>/manifest.json is missing");
  const wanted = [
    ...["package.json", "README.md", "LICENSE", "CHANGELOG.md", manifest.icon],
    ...[
      "extension.js",
      "child.js",
      "cli.js",
      "tools.bin",
      "modules.bin",
      "ThirdPartyNotices.txt",
      "webview/theatre.js",
      "webview/theatre.css",
    ].map((file) => `dist/${file}`),
    ...["web-tree-sitter", "tree-sitter-python", "tree-sitter-bash", "sh-syntax"].map((name) => `dist/${name}.wasm`),
    ...nativeFiles(target).map((file) => `dist/${file}`),
    ...models.flatMap(modelFiles),
    ...filesNamedIn(manifest),
  ];
  const missing = wanted.filter((file) => !packed.has(file));
  if (missing.length > 0) throw new ScriptError(`the package would lack ${missing.join(", ")}`);
}

/** What a model's manifest lists, by its place in the package. */
function modelFiles(manifestPath) {
  const { files } = JSON.parse(readFileSync(at(manifestPath), "utf8"));
  return Object.values(files).map((file) => `${dirname(manifestPath)}/${file.path}`);
}

/** Every `./path` of package.json's contributions: grammars, icons, snippets, language configurations, walkthroughs. */
function filesNamedIn(value) {
  if (typeof value === "string") return value.startsWith("./") ? [withExtension(value.slice(2))] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "scripts" || key === "l10n" ? [] : filesNamedIn(inner),
  );
}

/** `main` may be written without its extension. */
function withExtension(path) {
  return /\.\w+$/.test(path) ? path : `${path}.js`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await main(async () => {
    const { values } = parseArgs({ options: { target: { type: "string" }, out: { type: "string" } } });
    for (const target of values.target === "all" ? RELEASED : [values.target]) {
      console.log(await packageVsix({ ...values, target }));
    }
    // The checkout runs on this machine, whatever the package was made for.
    await ensure({ quiet: true });
  });
}
