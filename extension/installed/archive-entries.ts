import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";

/** One thing that an archive holds. */
export interface ArchiveEntry {
  /** As the archive spells it. */
  readonly name: string;
  readonly kind: "file" | "folder" | "other";
  /** When it is unpacked. */
  readonly bytes: number;
  /** Its content; to be read before the next entry is asked for, or not at all. */
  read(): Promise<AsyncIterable<Uint8Array>>;
}

/** Type of a file in the upper half of a zip entry's attributes, where a Unix wrote them. */
const [TYPE, REGULAR] = [0o170000, 0o100000];

/** @throws Error of the library where it is no zip, or a name in it leads out of its folder */
export async function* zipEntries(path: string): AsyncGenerator<ArchiveEntry> {
  const { openPromise } = await import("yauzl");
  const zip = await openPromise(path, { autoClose: false, strictFileNames: true });
  try {
    for await (const entry of zip.eachEntry()) {
      const type = (entry.externalFileAttributes >>> 16) & TYPE;
      const kind = entry.fileName.endsWith("/") ? "folder" : type === 0 || type === REGULAR ? "file" : "other";
      const { fileName: name, uncompressedSize: bytes } = entry;
      yield { name, kind, bytes, read: () => zip.openReadStreamPromise(entry) };
    }
  } finally {
    zip.close();
  }
}

/** @throws Error of the library where it is no gzip of a tar */
export async function* tgzEntries(path: string): AsyncGenerator<ArchiveEntry> {
  const { extract } = await import("tar-stream");
  const [file, gunzip, tar] = [createReadStream(path), createGunzip(), extract()];
  const fail = (error: Error) => tar.destroy(error);
  file.on("error", fail).pipe(gunzip).on("error", fail).pipe(tar);
  try {
    for await (const entry of tar) {
      const { name, type, size: bytes = 0 } = entry.header;
      const kind = type === "file" ? "file" : type === "directory" ? "folder" : "other";
      yield { name, kind, bytes, read: async () => entry as AsyncIterable<Uint8Array> };
      // What nobody read has to pass before the next comes.
      entry.resume();
    }
  } finally {
    file.destroy();
    gunzip.destroy();
    tar.destroy();
  }
}

/** By its first bytes, whatever its name. */
export async function archiveKindOf(path: string): Promise<"zip" | "tgz" | undefined> {
  const file = await open(path, "r");
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (buffer.toString("latin1", 0, 2) === "PK") return "zip";
    return buffer.readUInt16BE(0) === 0x1f8b ? "tgz" : undefined;
  } finally {
    await file.close();
  }
}
