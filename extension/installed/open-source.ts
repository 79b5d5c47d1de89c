import { stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { CodeFusionError, say } from "../errors";
import { archiveKindOf } from "./archive-entries";
import { ArchiveSource } from "./archive-source";
import { FolderSource } from "./folder-source";
import type { ModelSource } from "./source";
import { readModelAddress, type WebAccess } from "./web";
import { WebArchiveSource, WebSource } from "./web-source";

/** A scheme with an authority: no path has one. */
const ADDRESS = /^[a-z][a-z0-9+.-]+:\/\//i;
const ARCHIVE = /\.(zip|tgz|tar\.gz)$/i;

/**
 * The source that a user named: an address, a folder, its manifest.json, or an archive. No host is asked by this.
 * @throws CodeFusionError bad-input where it is none
 */
export async function openSource(named: string, web: WebAccess): Promise<ModelSource> {
  const text = named.trim();
  if (ADDRESS.test(text)) {
    const address = readModelAddress(text);
    return ARCHIVE.test(address.pathname) ? new WebArchiveSource(address, web) : new WebSource(address, web);
  }
  const path = resolve(text);
  const found = await stat(path).catch(() => undefined);
  if (text === "" || found === undefined)
    throw new CodeFusionError("bad-input", say`there is nothing at ${text === "" ? "“”" : path}`, NAME_A_SOURCE);
  if (found.isDirectory()) return new FolderSource(path);
  if (basename(path) === "manifest.json") return new FolderSource(dirname(path));
  const kind = found.isFile() ? await archiveKindOf(path) : undefined;
  if (kind === undefined)
    throw new CodeFusionError("bad-input", say`${path} is neither a folder nor an archive of a model`, NAME_A_SOURCE);
  return new ArchiveSource(path, kind);
}

const NAME_A_SOURCE = "name a folder with a manifest.json, a .zip or .tgz file of one, or an https address of either";
