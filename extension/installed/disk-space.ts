import { statfs } from "node:fs/promises";
import { CodeFusionError, say } from "../errors";

/** Bytes that a folder's disk still takes. */
export type FreeBytes = (folder: string) => Promise<number>;

/** What the system says is free for this user. */
export const freeBytesOf: FreeBytes = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** Bytes that stay free: a full disk breaks more than this program. */
const RESERVE = 2 ** 25;

const megabytes = (bytes: number): number => Math.ceil(bytes / 1e6);

/** @throws CodeFusionError install-failed where `bytes` more do not fit */
export async function requireSpace(folder: string, bytes: number, freeBytes: FreeBytes): Promise<void> {
  const free = await freeBytes(folder);
  if (free >= bytes + RESERVE) return;
  const [needed, there] = [megabytes(bytes + RESERVE), Math.floor(free / 1e6)];
  throw new CodeFusionError(
    "install-failed",
    say`the model needs ${needed} MB in ${folder}, where ${there} MB are free`,
    "free space there, then install it again: what was fetched so far is kept",
  );
}
