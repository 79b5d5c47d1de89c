import { buffer } from "node:stream/consumers";
import { CodeFusionError, type Message, say } from "../errors";
import { parseManifest } from "../model";
import { filesOf } from "../schema";
import { type ArchiveEntry, tgzEntries, zipEntries } from "./archive-entries";
import { entryPath } from "./entry-path";
import type { PartFile } from "./part-file";
import type { ModelSource, Room } from "./source";

/** Things that an archive of a model may hold. */
const MOST_ENTRIES = 1000;
/** Bytes of what it may hold beside the model: a card, licences, pictures. */
const MOST_BESIDE = 2 ** 26;
export const MOST_MANIFEST_BYTES = 2 ** 20;
/** Bytes that no manifest can ask for: eight files of 4 GiB. */
export const MOST_MODEL_BYTES = 2 ** 35;

const WHOLE_COPY = "ask whoever offers the model for a whole copy";

/** A .zip or .tgz of this machine. It is read twice: for the manifest, then for the files that it names; nothing else leaves it. */
export class ArchiveSource implements ModelSource {
  readonly isResumable = false;
  /** Folders in the archive that lie above the manifest. */
  #above: readonly string[] = [];

  constructor(
    readonly from: string,
    private readonly kind: "zip" | "tgz",
    private readonly path = from,
  ) {}

  /** @throws CodeFusionError model-corrupt where an entry is a link, leads out of the folder, or there is more than is said */
  async manifest({ signal }: Room): Promise<Buffer> {
    let found: Buffer | undefined;
    let [most, bytes, entries] = [MOST_MODEL_BYTES, 0, 0];
    for await (const { entry, path, content } of this.#entries(signal)) {
      bytes += entry.bytes;
      entries += 1;
      if (path.length <= 2 && path.at(-1) === "manifest.json") {
        if (found !== undefined) throw this.#unfit(say`${this.from} holds several models`);
        if (entry.bytes > MOST_MANIFEST_BYTES) throw this.#unfit(say`the manifest in ${this.from} is too long`);
        found = await buffer(content);
        this.#above = path.slice(0, -1);
        const manifest = parseManifest(found.toString("utf8"), `${this.from}: ${entry.name}`, WHOLE_COPY);
        most = MOST_BESIDE + filesOf(manifest).reduce((sum, file) => sum + file.bytes, 0);
      }
      if (bytes > most || entries > MOST_ENTRIES)
        throw this.#unfit(say`${this.from} holds more than a model's manifest describes`);
    }
    if (found === undefined) throw this.#unfit(say`there is no manifest.json in ${this.from}`);
    return found;
  }

  async fill(parts: readonly PartFile[], { signal }: Room): Promise<void> {
    const wanted = new Map(parts.map((part) => [[...this.#above, part.name].join("/"), part]));
    for await (const { path, content } of this.#entries(signal)) {
      const part = wanted.get(path.join("/"));
      if (part === undefined || part.isWhole) continue;
      await part.take(0, content, signal);
    }
    const missing = parts.find(({ isWhole }) => !isWhole);
    if (missing) throw this.#unfit(say`${missing.name} is missing from ${this.from}`);
  }

  /** Files alone, with their paths, which stay in the folder. */
  async *#entries(signal: AbortSignal) {
    const entries = this.kind === "zip" ? zipEntries(this.path) : tgzEntries(this.path);
    for await (const entry of this.#readable(entries, signal)) {
      signal.throwIfAborted();
      const path = entryPath(entry.name);
      if (path === undefined) throw this.#unfit(say`“${entry.name}” in ${this.from} leads out of its folder`);
      if (entry.kind === "other") throw this.#unfit(say`“${entry.name}” in ${this.from} is a link or a device`);
      if (entry.kind === "file") yield { entry, path, content: this.#contentOf(entry, signal) };
    }
  }

  async *#contentOf(entry: ArchiveEntry, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    yield* this.#readable(await entry.read(), signal);
  }

  /** What comes of `parts`; what the library says of a broken archive, as a failure of ours. */
  async *#readable<T>(parts: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
    try {
      yield* parts;
    } catch (error) {
      if (signal.aborted) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw this.#unfit(say`${this.from} cannot be unpacked (${reason})`, error);
    }
  }

  #unfit(message: Message, cause?: unknown): CodeFusionError {
    return new CodeFusionError("model-corrupt", message, WHOLE_COPY, { cause });
  }
}
