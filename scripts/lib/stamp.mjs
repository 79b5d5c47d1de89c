/** Whether dist/, or an installed package, was made from the files as they are now. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { at, DIST, PACKAGED_FOLDERS, packagedModels, ROOT } from "./paths.mjs";

const STAMP = join(DIST, "build.json");
const FOLDERS = ["extension", "webview", "models/lab", "scripts/lib"];
const FILES = ["package.json", "package-lock.json", "tsconfig.json", "scripts/build.mjs"];

/** SHA-256 over the names and contents of everything that a bundle is made of. */
export function sourceHash() {
  return hashOf(FOLDERS, FILES);
}

/** SHA-256 over the names and contents of everything that the package is made of, and of what installs it. */
export function packageHash() {
  const beside = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isFile());
  const shipped = PACKAGED_FOLDERS.filter((folder) => at(folder) !== DIST);
  const folders = [...FOLDERS, ...shipped, ...packagedModels().map((model) => `models/${model}`)];
  const makers = ["scripts/build.mjs", "scripts/package.mjs", "test/vscode-host/package-lock.json"];
  return hashOf(folders, [...beside.map(({ name }) => name), ...makers]);
}

function hashOf(folders, others) {
  const hash = createHash("sha256");
  for (const file of [...folders.flatMap((folder) => filesBelow(at(folder))), ...others.map((file) => at(file))]) {
    if (!existsSync(file)) continue;
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  return hash.digest("hex");
}

/** What the last complete build was made of and for; undefined where there is none. */
export function readStamp() {
  return existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, "utf8")) : undefined;
}

/** Notes a complete build: `{sources, target, minify, sourcemap}`. */
export function writeStamp(stamp) {
  writeFileSync(STAMP, `${JSON.stringify(stamp)}\n`);
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => resolve(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
