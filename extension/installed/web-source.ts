import { createHash } from "node:crypto";
import { join } from "node:path";
import { CodeFusionError, say } from "../errors";
import { parseManifest } from "../model";
import { archiveKindOf } from "./archive-entries";
import { ArchiveSource, MOST_MANIFEST_BYTES, MOST_MODEL_BYTES } from "./archive-source";
import { download } from "./download";
import { PartFile } from "./part-file";
import type { ModelSource, Room } from "./source";
import { tellAddress, Web, type WebAccess } from "./web";

/** The address of a manifest, or of the folder that it is in; the files are fetched from beside it. */
export class WebSource implements ModelSource {
  readonly isResumable = true;
  readonly from: string;
  readonly #address: URL;
  readonly #web: Web;

  constructor(address: URL, access: WebAccess) {
    this.#address = new URL(address);
    if (!address.pathname.endsWith(".json"))
      this.#address.pathname = `${address.pathname.replace(/\/+$/, "")}/manifest.json`;
    this.from = tellAddress(this.#address);
    this.#web = new Web(access);
  }

  async manifest({ signal }: Room): Promise<Buffer> {
    const { parts } = await this.#web.get(this.#address, {}, signal);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of parts) {
      bytes += chunk.length;
      // What goes on for longer is a page or a file, and not read to its end.
      if (bytes > MOST_MANIFEST_BYTES) break;
      chunks.push(chunk);
    }
    const text = bytes > MOST_MANIFEST_BYTES ? "" : Buffer.concat(chunks).toString("utf8");
    const remedy = "check the address: it has to be that of a model's manifest.json, or of a .zip or .tgz file";
    parseManifest(text, this.from, remedy);
    return Buffer.from(text);
  }

  async fill(parts: readonly PartFile[], { signal }: Room): Promise<void> {
    for (const part of parts) {
      const address = new URL(part.name, this.#address);
      address.search = this.#address.search;
      await download(this.#web, address, part, signal);
    }
  }
}

/** The address of an archive: it is fetched whole, then unpacked as one of this machine. */
export class WebArchiveSource implements ModelSource {
  readonly isResumable = false;
  readonly from: string;
  readonly #web: Web;
  #archive: ArchiveSource | undefined;

  constructor(
    private readonly address: URL,
    access: WebAccess,
  ) {
    this.from = tellAddress(address);
    this.#web = new Web(access);
  }

  async manifest(room: Room): Promise<Buffer> {
    const path = this.#pathIn(room);
    let total = 0;
    const part = new PartFile({ path, most: MOST_MODEL_BYTES }, () => room.onProgress(part.held, total));
    await download(this.#web, this.address, part, room.signal, async (bytes) => {
      total = bytes;
      await room.requireSpace(bytes - part.held);
    });
    const kind = await archiveKindOf(path);
    if (kind === undefined) {
      await part.reset();
      const remedy = "check the address: it has to be that of a model's manifest.json, or of a .zip or .tgz file";
      throw new CodeFusionError("model-corrupt", say`${this.from} is no archive of a model`, remedy);
    }
    this.#archive = new ArchiveSource(this.from, kind, path);
    try {
      return await this.#archive.manifest(room);
    } catch (error) {
      if (!room.signal.aborted) await part.reset();
      throw error;
    }
  }

  async fill(parts: readonly PartFile[], room: Room): Promise<void> {
    await this.#archive?.fill(parts, room);
  }

  async clear(room: Room): Promise<void> {
    await new PartFile({ path: this.#pathIn(room) }).reset();
  }

  /** The same for the same address, so that what is here of it is found again. */
  #pathIn({ folder }: Room): string {
    return join(folder, `~${createHash("sha256").update(this.address.href).digest("hex").slice(0, 16)}`);
  }
}
