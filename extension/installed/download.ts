import { ExponentialBackoff, handleWhen, retry } from "cockatiel";
import { CodeFusionError, say } from "../errors";
import { RemoteError } from "../inference";
import { type PartFile, ShortError } from "./part-file";
import type { Web } from "./web";

/** How often the rest is asked for once more after the connection broke. */
const ATTEMPTS_MORE = 4;

/** Failures that the same request may not have in a moment. */
const passing = handleWhen((error) => error instanceof ShortError || (error instanceof RemoteError && error.retry));

/**
 * Fetches what is missing of a file: the rest, where the server agrees that it is still the same, or else all of it.
 * @param onSize told the size of the file where the server says it, before anything is written
 * @throws RemoteError, CodeFusionError model-corrupt where it is another file than expected; what `onSize` throws
 */
export async function download(
  web: Web,
  address: URL,
  part: PartFile,
  signal: AbortSignal,
  onSize: (bytes: number) => Promise<void> = async () => {},
): Promise<void> {
  const backoff = new ExponentialBackoff({ initialDelay: 200, maxDelay: 5000 });
  const again = retry(passing, { maxAttempts: ATTEMPTS_MORE, backoff });
  while (!part.isWhole) {
    const hadSome = part.held > 0;
    try {
      await again.execute(() => request(web, address, part, signal, onSize), signal);
    } catch (error) {
      // The start was another file's, or damaged: the whole is asked for, once.
      const isStale = hadSome && part.held === 0 && error instanceof CodeFusionError && error.code === "model-corrupt";
      if (!isStale || signal.aborted) throw error;
    }
  }
}

async function request(
  web: Web,
  address: URL,
  part: PartFile,
  signal: AbortSignal,
  onSize: (bytes: number) => Promise<void>,
): Promise<void> {
  const validator = await part.validatorOf(address.href);
  const wish = validator === undefined ? {} : { range: `bytes=${part.held}-`, "if-range": validator };
  const answer = await web.get(address, wish, signal).catch((error: unknown) => {
    if (validator !== undefined && error instanceof RemoteError && error.details.status === 416) return undefined;
    throw error;
  });
  // There is no more of it than what is here: that was all, or it is another one now.
  if (answer === undefined) {
    if (part.expected.bytes !== undefined) await part.reset();
    else part.isWhole = true;
    return;
  }
  const { status, headers, parts } = answer;
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get("content-range") ?? "");
  const from = status === 206 ? Number(range?.[1]) : 0;
  const size = Number((status === 206 ? range?.[2] : headers.get("content-length")) ?? Number.NaN);
  const { bytes } = part.expected;
  if (status === 206 && (from !== part.held || validator === undefined)) {
    await parts.return();
    throw await part.refused(say`the server sends another part of it than was asked for`);
  }
  if (bytes !== undefined && size >= 0 && size !== bytes) {
    await parts.return();
    throw await part.refused(say`the server says that it has ${size} bytes, not ${bytes}`);
  }
  if (from === 0) await part.remember(address.href, validatorIn(headers));
  const said = size >= 0 ? size : undefined;
  if (said !== undefined) await onSize(said);
  await part.take(from, parts, signal, said);
}

/** What tells this version of a file from every other: a strong ETag, or else its date. */
function validatorIn(headers: { get(name: string): string | null }): string | undefined {
  const etag = headers.get("etag");
  return etag !== null && !etag.startsWith("W/") ? etag : (headers.get("last-modified") ?? undefined);
}
