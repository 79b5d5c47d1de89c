/** Whether dist/ was built from the sources as they are now. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { at, DIST, ROOT } from "./paths.mjs";

const STAMP = join(DIST, "build.json");
const FOLDERS = ["extension", "webview", "models/lab", "scripts/lib"];
const FILES = ["package.json", "package-lock.json", "tsconfig.json", "scripts/build.mjs"];

/** SHA-256 over the names and contents of everything that a bundle is made of. */
export function sourceHash() {
  const hash = createHash("sha256");
  for (const file of [...FOLDERS.flatMap((folder) => filesBelow(at(folder))), ...FILES.map((file) => at(file))]) {
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
