import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { asCodeFusionError, CodeFusionError, cancelled, say } from "../errors";
import { findModelFolder, parseManifest, readManifest } from "../model";
import { filesOf, type InstalledRecord, installedRecordSchema, type Manifest } from "../schema";
import { type FreeBytes, freeBytesOf, requireSpace } from "./disk-space";
import { PartFile, sumOf } from "./part-file";
import type { ModelSource, Room } from "./source";
import { whileLocked } from "./store-lock";

/** A model that can be chosen. */
export interface InstalledModel {
  /** Id and version: what it is named by, and its folder. */
  readonly name: string;
  readonly id: string;
  /** The first digits of the manifest's SHA-256. */
  readonly version: string;
  readonly folder: string;
  /** Of its files; undefined where the manifest cannot be read. */
  readonly bytes?: number;
  /** Where it was installed from; absent of the embedded one. */
  readonly from?: string;
  /** Whether it comes with the program: it is always there. */
  readonly isEmbedded: boolean;
  /** What is wrong with it at first sight: a file that is missing, or of another size. */
  readonly problem?: CodeFusionError;
}

export interface InstallProgress {
  readonly signal: AbortSignal;
  /** Bytes that are here, and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface InstalledModelsOptions {
  /** Where they are installed; made when the first one is. */
  readonly folder: string;
  /** The folder of the model that comes with the program, or the one above it. */
  readonly embedded?: string;
  readonly freeBytes?: FreeBytes;
}

const NAME = /^([\w.-]+)@([0-9a-f]{12})$/;
const RECORD = "installed.json";
/** What an install that was never finished left is kept for so many milliseconds: two weeks. */
const KEPT_MS = 14 * 86_400_000;
const SEE_LIST = "see which there are with codefusion model list, or CodeFusion: Manage Models";

/** The models of one folder, each in a folder of its own that is there whole or not at all; and the embedded one. */
export class InstalledModels {
  readonly folder: string;

  constructor(private readonly options: InstalledModelsOptions) {
    this.folder = resolve(options.folder);
  }

  /** The embedded one first. */
  list(): readonly InstalledModel[] {
    const { embedded } = this.options;
    const names = existsSync(this.folder) ? readdirSync(this.folder).filter((name) => NAME.test(name)) : [];
    const own = embedded === undefined ? [] : [readModel(findModelFolder(embedded), undefined)];
    return [...own, ...names.sort().map((name) => readModel(join(this.folder, name), name))];
  }

  /**
   * The one of that name, or of that id where there is one alone.
   * @throws CodeFusionError model-missing, bad-input where several have the id
   */
  find(named: string): InstalledModel {
    const all = this.list();
    const exact = all.find(({ name }) => name === named);
    const [found, other] = exact ? [exact] : all.filter(({ id }) => id === named);
    if (found === undefined) throw new CodeFusionError("model-missing", say`no model ${named} is installed`, SEE_LIST);
    if (other !== undefined)
      throw new CodeFusionError("bad-input", say`${named} is installed in several versions`, SEE_LIST);
    return found;
  }

  /**
   * Installs the model of `source`: its files are fetched into a folder beside the others, checked as they come, and the
   * folder gets its name when all are right. What is there already is not fetched again.
   * @returns the model, and whether it was not there before
   * @throws CodeFusionError install-failed, model-corrupt, bad-input, cancelled; what the source throws
   */
  async install(
    source: ModelSource,
    { signal, onProgress = () => {} }: InstallProgress,
  ): Promise<{ readonly model: InstalledModel; readonly isNew: boolean }> {
    return this.#change(signal, async (inner) => {
      const { freeBytes = freeBytesOf } = this.options;
      const room: Room = {
        ...{ folder: this.folder, signal: inner, onProgress },
        requireSpace: (bytes) => requireSpace(this.folder, bytes, freeBytes),
      };
      await this.#clearOld();
      const bytes = await source.manifest(room);
      const manifest = parseManifest(bytes.toString("utf8"), source.from, SEE_LIST);
      const name = `${manifest.id}@${versionOf(bytes)}`;
      const there = this.list().find((model) => model.name === name);
      const isNew = there === undefined || !(await this.#isWhole(there, inner));
      if (isNew) await this.#bring(source, room, { name, bytes, manifest });
      await source.clear?.(room);
      return { model: this.find(name), isNew };
    });
  }

  /**
   * Compares the SHA-256 of every file.
   * @throws CodeFusionError model-missing, model-corrupt
   */
  async verify({ folder, problem }: InstalledModel, signal: AbortSignal): Promise<void> {
    if (problem) throw problem;
    for (const file of filesOf(readManifest(folder)))
      if ((await sumOf(join(folder, file.path), signal)) !== file.sha256)
        throw new CodeFusionError("model-corrupt", say`${file.path} in ${folder} was changed`, INSTALL_AGAIN);
  }

  /** @throws CodeFusionError bad-input for the embedded one, install-failed */
  async remove({ isEmbedded, name, folder }: InstalledModel): Promise<void> {
    if (isEmbedded)
      throw new CodeFusionError("bad-input", say`${name} comes with CodeFusion`, "name one that was installed");
    await this.#change(new AbortController().signal, async () => {
      // Gone at once for whoever looks, whatever of it cannot be deleted yet.
      const gone = join(this.folder, `~${name}~`);
      await rm(gone, { recursive: true, force: true });
      await rename(folder, gone);
      await rm(gone, { recursive: true, force: true });
    });
  }

  async #isWhole(model: InstalledModel, signal: AbortSignal): Promise<boolean> {
    return this.verify(model, signal).then(
      () => true,
      () => false,
    );
  }

  async #bring(
    source: ModelSource,
    room: Room,
    { name, bytes, manifest }: { readonly name: string; readonly bytes: Buffer; readonly manifest: Manifest },
  ): Promise<void> {
    const [part, folder] = [join(this.folder, `~${name}`), join(this.folder, name)];
    const files = filesOf(manifest);
    const total = files.reduce((sum, file) => sum + file.bytes, 0);
    await mkdir(part, { recursive: true });
    try {
      const parts: readonly PartFile[] = files.map(
        (file) => new PartFile({ ...file, path: join(part, file.path) }, () => room.onProgress(held(), total)),
      );
      const held = () => parts.reduce((sum, each) => sum + each.held, 0);
      for (const each of parts) await each.recognise(room.signal);
      await room.requireSpace(total - held());
      await source.fill(parts, room);
      for (const each of parts) await each.forgetMark();
      await writeFile(join(part, "manifest.json"), bytes);
      const record: InstalledRecord = { from: source.from, date: new Date().toISOString() };
      await writeFile(join(part, RECORD), JSON.stringify(record));
      room.signal.throwIfAborted();
      // One that was found broken.
      await rm(folder, { recursive: true, force: true });
      await rename(part, folder);
    } catch (error) {
      const isWrong = error instanceof CodeFusionError && error.code === "model-corrupt";
      if (isWrong || !source.isResumable) await rm(part, { recursive: true, force: true });
      throw error;
    }
  }

  /** Does what changes the folder, alone; what the system says against it is told as a failure of ours. */
  async #change<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      mkdirSync(this.folder, { recursive: true });
      return await whileLocked(this.folder, signal, work);
    } catch (error) {
      if (signal.aborted) throw cancelled();
      const { syscall, code } = error as NodeJS.ErrnoException;
      if (error instanceof CodeFusionError || syscall === undefined) throw asCodeFusionError(error);
      const message = say`the models in ${this.folder} cannot be changed (${syscall}: ${code ?? ""})`;
      const remedy = "see that there is space, and that this user may write there";
      throw new CodeFusionError("install-failed", message, remedy, { cause: error });
    }
  }

  async #clearOld(): Promise<void> {
    for (const name of readdirSync(this.folder)) {
      const path = join(this.folder, name);
      if (name.startsWith("~") && name !== "~lock" && Date.now() - statSync(path).mtimeMs > KEPT_MS)
        await rm(path, { recursive: true, force: true });
    }
  }
}

const INSTALL_AGAIN = "install the model again";

const versionOf = (manifest: Uint8Array): string => createHash("sha256").update(manifest).digest("hex").slice(0, 12);

/** @param name of its folder; undefined of the embedded one, which says it itself */
function readModel(folder: string, name: string | undefined): InstalledModel {
  const [, id = "", version = ""] = NAME.exec(name ?? "") ?? [];
  const known = { folder, isEmbedded: name === undefined };
  const from = name === undefined ? undefined : recordIn(folder)?.from;
  const shared = { ...known, ...(from !== undefined && { from }) };
  try {
    const manifest = readManifest(folder);
    const own = { id: manifest.id, version: versionOf(readFileSync(join(folder, "manifest.json"))) };
    const files = filesOf(manifest);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const wrong = files.find(
      (file) => statSync(join(folder, file.path), { throwIfNoEntry: false })?.size !== file.bytes,
    );
    const problem =
      wrong && new CodeFusionError("model-corrupt", say`${wrong.path} in ${folder} is not whole`, INSTALL_AGAIN);
    return { ...shared, ...own, name: name ?? `${own.id}@${own.version}`, bytes, ...(problem && { problem }) };
  } catch (error) {
    return { ...shared, id, version, name: name ?? "", problem: asCodeFusionError(error) };
  }
}

function recordIn(folder: string): InstalledRecord | undefined {
  try {
    return installedRecordSchema.parse(JSON.parse(readFileSync(join(folder, RECORD), "utf8")));
  } catch {
    return undefined;
  }
}
