/** Where things are in this repository. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const DIST = join(ROOT, "dist");
export const MODULES = join(ROOT, "node_modules");
/** Everything the tests write: results, screenshots, logs. Ignored by git. */
export const OUTPUT = join(ROOT, "test", "output");
/** What the tests work on. */
export const SAMPLE_WORKSPACE = join(ROOT, "test", "fixtures", "workspace");
/** What people try the extension on; it ships. */
export const SAMPLES = join(ROOT, "media", "samples");

/** `path` below the repository's root. */
export const at = (...path) => join(ROOT, ...path);

/** Folders that the package is made of, beside the models and the files at the root. */
export const PACKAGED_FOLDERS = ["dist", "l10n", "media", "snippets", "syntaxes"];

/** The folders below models/ that hold a model. */
export function packagedModels() {
  return readdirSync(at("models")).filter((model) => existsSync(at("models", model, "manifest.json")));
}
