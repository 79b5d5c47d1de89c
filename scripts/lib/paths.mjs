/** Where things are in this repository; nothing here reads the disk. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const DIST = join(ROOT, "dist");
export const MODULES = join(ROOT, "node_modules");
/** Everything the tests write: results, screenshots, logs. Ignored by git. */
export const OUTPUT = join(ROOT, "test", "output");
export const SAMPLE_WORKSPACE = join(ROOT, "test", "fixtures", "workspace");

/** `path` below the repository's root. */
export const at = (...path) => join(ROOT, ...path);
