/** Writes dist/ file by file, each one whole or not at all, and leaves unchanged files alone. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { DIST } from "./paths.mjs";

export class DistWriter {
  #kept = new Set();

  /** Writes `contents` to `path` (absolute, or relative to dist/). */
  write(path, contents) {
    const file = this.#keep(path);
    if (existsSync(file) && readFileSync(file).equals(contents)) return;
    replace(file, (temporary) => writeFileSync(temporary, contents));
  }

  /** Copies `from` to `path` below dist/ unless a file of that size and age is there (they are large and never edited). */
  copy(from, path) {
    const file = this.#keep(path);
    const source = statSync(from);
    const known = existsSync(file) ? statSync(file) : undefined;
    if (known?.size === source.size && known.mtimeMs >= source.mtimeMs) return;
    replace(file, (temporary) => copyFileSync(from, temporary));
  }

  /** Deletes what earlier builds left in dist/. */
  removeOthers() {
    for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
      const file = resolve(entry.parentPath ?? entry.path, entry.name);
      if (entry.isFile() && !this.#kept.has(file)) rmSync(file, { force: true });
    }
  }

  #keep(path) {
    const file = resolve(DIST, path);
    this.#kept.add(file);
    return file;
  }
}

function replace(file, write) {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    write(temporary);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}
