import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { CodeFusionError, say } from "../errors";
import { findModelFolder } from "../model";
import type { PartFile } from "./part-file";
import type { ModelSource, Room } from "./source";

/** A folder of this machine; only what its manifest names is read. */
export class FolderSource implements ModelSource {
  readonly isResumable = false;

  constructor(readonly from: string) {}

  async manifest({ signal }: Room): Promise<Buffer> {
    return readFile(join(findModelFolder(this.from), "manifest.json"), { signal });
  }

  async fill(parts: readonly PartFile[], { signal }: Room): Promise<void> {
    const folder = findModelFolder(this.from);
    for (const part of parts) {
      const path = join(folder, part.name);
      // A pipe would be waited for without end.
      if (!(await stat(path).catch(() => undefined))?.isFile())
        throw new CodeFusionError("model-missing", say`${part.name} is missing from ${folder}`, "name a whole model");
      await part.take(0, createReadStream(path, { signal }), signal);
    }
  }
}
