import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { CodeFusionError, say } from "../errors";
import type { ManifestFile } from "../schema";

export const REINSTALL = "install the model again, or reinstall the extension where it came with it";
const FREE_MEMORY = "close other programs to free memory, then run the command again";

/** What systems and runtimes say where memory is short. */
const MEMORY = /bad_alloc|out of memory|ENOMEM|alloc(?:ation|ate)\b.{0,40}\bfailed|failed to allocate|cannot allocate/i;

/** Whether something failed because memory is short; its text tells. */
export const isMemoryShort = (text: string): boolean => MEMORY.test(text);

/** The error of what failed because memory is short: the files are good, and another machine may do it. */
export function memoryShort(cause: unknown): CodeFusionError {
  return new CodeFusionError("backend-unavailable", "there is not enough memory for the model", FREE_MEMORY, { cause });
}

/**
 * The bytes of one of a model's files; nothing is read of a file of another size.
 * @param file its path may be absolute
 * @throws CodeFusionError model-missing where it is absent or may not be read, model-corrupt where it differs from the
 *   manifest, backend-unavailable where memory is short
 */
export function readVerified(folder: string, file: ManifestFile): Buffer {
  const path = resolve(folder, file.path);
  const bytes = readOfSize(path, file.bytes);
  if (bytes === undefined || createHash("sha256").update(bytes).digest("hex") !== file.sha256) {
    const message = `${basename(path)} does not match its checksum in ${dirname(path)}`;
    throw new CodeFusionError("model-corrupt", message, REINSTALL);
  }
  return bytes;
}

/** @returns undefined for a file of another size */
function readOfSize(path: string, size: number): Buffer | undefined {
  try {
    const file = openSync(path, "r");
    try {
      return fstatSync(file).size === size ? readFileSync(file) : undefined;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw readFailure(path, error);
  }
}

function readFailure(path: string, error: unknown): CodeFusionError {
  const { code, message = "" } = error as NodeJS.ErrnoException;
  if (isMemoryShort(`${code} ${message}`)) return memoryShort(error);
  if (code === "ENOENT")
    return new CodeFusionError("model-missing", say`${basename(path)} is missing from ${dirname(path)}`, REINSTALL, {
      cause: error,
    });
  const remedy = "let this user read the model's files, or reinstall the extension";
  return new CodeFusionError("model-missing", say`${path} cannot be read (${code ?? message})`, remedy, {
    cause: error,
  });
}
