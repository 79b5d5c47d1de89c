import { createHash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { open, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { CodeFusionError, type Message, say } from "../errors";

/** What a file has to be in the end; what nobody told is not checked. */
export interface Expected {
  readonly path: string;
  readonly bytes?: number;
  readonly sha256?: string;
  /** Bytes that it may have where nobody knows how many it has. */
  readonly most?: number;
}

/** How a file is told from its later versions at an address. */
interface Mark {
  readonly address: string;
  /** A strong ETag, or a date of modification. */
  readonly validator: string;
}

/** One file on its way here: what there is of it stays when the way breaks, and its sum is taken as it comes. */
export class PartFile {
  /** Bytes that are here. */
  held: number;
  isWhole = false;

  /** @param onChange told after every change of `held` */
  constructor(
    readonly expected: Expected,
    private readonly onChange: () => void = () => {},
  ) {
    this.held = existsSync(expected.path) ? statSync(expected.path).size : 0;
  }

  get name(): string {
    return basename(this.expected.path);
  }

  /** Beside the file; a tilde is in no name of a model's file. */
  get #markPath(): string {
    return `${this.expected.path}~`;
  }

  /** Takes note of a file that came whole before; one that did not is begun anew. */
  async recognise(signal: AbortSignal): Promise<void> {
    const { path, bytes, sha256 } = this.expected;
    if (this.held === 0 || bytes === undefined || this.held < bytes) return;
    if (this.held === bytes && (await sumOf(path, signal)) === sha256) this.isWhole = true;
    else await this.reset();
  }

  /** What a server is to compare before it sends the rest; undefined where all has to be sent. */
  async validatorOf(address: string): Promise<string | undefined> {
    if (this.held === 0) return undefined;
    try {
      const mark = JSON.parse(await readFile(this.#markPath, "utf8")) as Mark;
      return mark.address === address ? mark.validator : undefined;
    } catch {
      return undefined;
    }
  }

  async remember(address: string, validator: string | undefined): Promise<void> {
    if (validator === undefined) await rm(this.#markPath, { force: true });
    else await writeFile(this.#markPath, JSON.stringify({ address, validator } satisfies Mark));
  }

  /**
   * Writes what comes, from byte `from` on, up to the size that the file has to have.
   * @param said bytes in all, by whoever sends them
   * @throws CodeFusionError model-corrupt where it is another file in the end: nothing is kept of it then; what `chunks` throws
   */
  async take(from: number, chunks: AsyncIterable<Uint8Array>, signal: AbortSignal, said?: number): Promise<void> {
    const { path, sha256, bytes = said, most = 0 } = this.expected;
    const hash = createHash("sha256");
    if (from > 0) {
      await truncate(path, from);
      for await (const chunk of createReadStream(path, { signal })) hash.update(chunk);
    }
    const file = await open(path, from > 0 ? "a" : "w");
    let isLonger = false;
    try {
      this.#hold(from);
      for await (const chunk of chunks) {
        signal.throwIfAborted();
        isLonger = this.held + chunk.length > (bytes ?? most);
        if (isLonger) break;
        await file.appendFile(chunk);
        hash.update(chunk);
        this.#hold(this.held + chunk.length);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (isLonger) throw await this.refused(say`it is longer than ${bytes ?? most} bytes`);
    if (this.held < (bytes ?? 0)) throw new ShortError(this.name);
    if (sha256 !== undefined && hash.digest("hex") !== sha256) throw await this.refused(say`its SHA-256 is another`);
    this.isWhole = true;
  }

  /** Forgets what is here. */
  async reset(): Promise<void> {
    this.isWhole = false;
    await rm(this.expected.path, { force: true });
    await this.forgetMark();
    this.#hold(0);
  }

  async forgetMark(): Promise<void> {
    await rm(this.#markPath, { force: true });
  }

  /** Forgets what is here of another file, and says why it is one. */
  async refused(why: Message): Promise<CodeFusionError> {
    await this.reset();
    const message = say`${this.name} is not the file that the model's manifest describes: ${why}`;
    return new CodeFusionError("model-corrupt", message, "ask whoever offers the model for a whole copy");
  }

  #hold(bytes: number): void {
    this.held = bytes;
    this.onChange();
  }
}

/** Fewer bytes came than the file has. */
export class ShortError extends CodeFusionError {
  constructor(name: string) {
    super("model-corrupt", say`${name} ends too early`, "ask whoever offers the model for a whole copy");
  }
}

/** SHA-256 of a file, in hexadecimal digits. */
export async function sumOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { signal })) hash.update(chunk);
  return hash.digest("hex");
}
