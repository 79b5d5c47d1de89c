import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/** Bytes that a file given on the command line may have. */
const MOST_BYTES = 10 * 2 ** 20;

/**
 * The bytes of a regular file. A pipe could be waited for without end and a device read until memory ends, so neither is
 * read, and opening does not wait.
 * @throws Error where it cannot be read, is no regular file or is too large; the message says why
 */
export function readBounded(path: string): Buffer {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new Error("it is no regular file");
    if (stat.size > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES / 2 ** 20} MB`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}
