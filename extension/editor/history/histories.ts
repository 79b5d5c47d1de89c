import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { asCodeFusionError } from "../../errors";
import type { Language } from "../../languages/language";
import type { History, LanguageId } from "../../schema";
import type { Inserted } from "../offer/insert-code";
import { STORAGE_KEYS } from "../shell/ids";
import { changesOf, rangeIn } from "../shell/offsets";
import { followAll, type OffsetChange, type OffsetRange } from "./range";
import { isRecognisable } from "./recognise";
import { relocate } from "./relocate";
import { pack, type StoredEntry, unpack } from "./stored";

/** One piece of inserted code. */
export interface HistoryEntry extends Inserted {
  readonly id: string;
  /** The document that it is in. */
  readonly uri: string;
  readonly language: LanguageId;
  /** Being decoded, or read from storage; rejects where decoding failed. */
  readonly history: Promise<History>;
}

interface Tracked extends HistoryEntry {
  uri: string;
  range: OffsetRange;
  /** Set once `history` has arrived: only then can the entry be stored. */
  arrived?: History;
}

export interface HistoriesOptions {
  readonly storage: vscode.Memento;
  /** Entries kept; asked at every change. */
  readonly limit: () => number;
  /** Loads what decides whether edited code is still the same program. */
  readonly loadLanguage: (id: LanguageId) => Promise<Language>;
  readonly log: vscode.LogOutputChannel;
}

/** Storing waits until typing pauses; in ms. */
const STORE_AFTER_MS = 500;

/** The histories of a workspace: their ranges follow edits, and they outlive a reload. */
export class Histories implements vscode.Disposable {
  #entries: Tracked[];
  /** Of code that was taken away; an undo or redo may bring it back as long as its file is open. */
  #gone: Tracked[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];

  /** Fires after an entry came or went, or moved. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly options: HistoriesOptions) {
    const { entries, dropped } = unpack(options.storage.get(STORAGE_KEYS.history));
    if (dropped > 0) options.log.warn(`history: ${dropped} stored entries cannot be read and are forgotten`);
    this.#entries = entries.map(restored);
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event)),
      vscode.workspace.onDidOpenTextDocument((document) => this.#find(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#gone = this.#gone.filter((entry) => entry.uri !== uri.toString());
      }),
      vscode.workspace.onDidRenameFiles(({ files }) => this.#rename(files)),
    ];
    for (const document of vscode.workspace.textDocuments) this.#find(document);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    if (this.#timer) void this.#store();
    this.#changed.dispose();
  }

  /** Keeps where `inserted` is from now on; its history may still be being decoded. */
  add(
    document: vscode.TextDocument,
    inserted: Inserted,
    language: LanguageId,
    history: Promise<History>,
  ): HistoryEntry {
    const entry: Tracked = { ...inserted, id: randomUUID(), uri: document.uri.toString(), language, history };
    this.#entries.push(entry);
    this.#changed.fire();
    history.then(
      (arrived) => {
        entry.arrived = arrived;
        this.#prune();
        void this.#store();
      },
      (error: unknown) => {
        this.options.log.warn(`history: not decoded (${asCodeFusionError(error).line})`);
        this.forget(entry.id);
      },
    );
    return entry;
  }

  get(id: string): HistoryEntry | undefined {
    return this.#entries.find((entry) => entry.id === id);
  }

  /** For good: no undo brings it back. */
  forget(id: string): void {
    this.#gone = this.#gone.filter((entry) => entry.id !== id);
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    this.#storeSoon();
  }

  /** Its code has given way to other code: what undoes that brings it back. */
  supersede(id: string): void {
    const entry = this.#entries.find((each) => each.id === id);
    if (entry === undefined) return;
    this.forget(id);
    this.#lose(entry);
  }

  /** The entry at `position`, if the code there is still recognisably what was inserted; it goes if not. */
  async at(document: vscode.TextDocument, position: vscode.Position): Promise<HistoryEntry | undefined> {
    const offset = document.offsetAt(position);
    const uri = document.uri.toString();
    const entry = this.#entries.find(
      ({ uri: of, range }) => of === uri && range.start <= offset && offset <= range.end,
    );
    if (entry === undefined || (await this.#isStillThere(document, entry))) return entry;
    this.supersede(entry.id);
    return undefined;
  }

  /** The id and range of every entry of `document`. */
  of(document: vscode.TextDocument): readonly { id: string; range: vscode.Range }[] {
    const uri = document.uri.toString();
    const own = this.#entries.filter((entry) => entry.uri === uri);
    return own.map(({ id, range }) => ({ id, range: rangeIn(document, range) }));
  }

  /** Brings the number of entries down to the limit. */
  enforceLimit(): void {
    this.#prune();
    this.#storeSoon();
  }

  async #isStillThere(document: vscode.TextDocument, { range, text, indent, language }: Tracked): Promise<boolean> {
    const now = document.getText(rangeIn(document, range));
    return now === text || isRecognisable(now, text, indent, await this.options.loadLanguage(language));
  }

  #follow({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const uri = document.uri.toString();
    const changes = changesOf({ document, contentChanges, reason });
    this.#update(
      uri,
      (entry) => followAll(entry.range, changes) ?? relocate(document.getText(), entry.text, entry.range),
    );
    if (reason !== undefined) this.#revive(document, changes);
  }

  #lose(entry: Tracked): void {
    const limit = this.options.limit();
    this.#gone = limit === 0 ? [] : [...this.#gone, entry].slice(-limit);
  }

  /** After an undo or redo: what stands there again has its history again, and what it stands in the place of goes. */
  #revive(document: vscode.TextDocument, changes: readonly OffsetChange[]): void {
    const text = document.getText();
    const uri = document.uri.toString();
    for (const entry of this.#gone.filter((each) => each.uri === uri)) {
      const range = relocate(text, entry.text, entry.range);
      const there = range && this.#entries.filter((each) => each.uri === uri && overlap(each.range, range));
      const isWritten = changes.some(
        ({ offset, inserted }) => range && range.start <= offset + inserted && offset <= range.end,
      );
      if (range === undefined || !isWritten || there?.some((each) => standsAt(text, each))) continue;
      this.#gone = this.#gone.filter((each) => each !== entry);
      for (const each of there ?? []) this.supersede(each.id);
      entry.range = range;
      this.#entries.push(entry);
      this.#storeSoon();
    }
  }

  /** A document may have been changed by others while it was closed. */
  #find(document: vscode.TextDocument): void {
    const text = document.getText();
    this.#update(document.uri.toString(), (entry) => relocate(text, entry.text, entry.range) ?? entry.range);
  }

  #update(uri: string, place: (entry: Tracked) => OffsetRange | undefined): void {
    let changed = false;
    this.#entries = this.#entries.filter((entry) => {
      if (entry.uri !== uri) return true;
      const range = place(entry);
      changed ||= range?.start !== entry.range.start || range?.end !== entry.range.end;
      if (range) entry.range = range;
      else this.#lose(entry);
      return range !== undefined;
    });
    if (changed) this.#storeSoon();
  }

  #rename(files: readonly { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri }[]): void {
    for (const { oldUri, newUri } of files) {
      for (const entry of this.#entries) if (entry.uri === oldUri.toString()) entry.uri = newUri.toString();
    }
    this.#storeSoon();
  }

  #prune(): void {
    const limit = this.options.limit();
    this.#entries = limit === 0 ? [] : this.#entries.slice(-limit);
    this.#changed.fire();
  }

  #storeSoon(): void {
    this.#changed.fire();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#store(), STORE_AFTER_MS);
  }

  async #store(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const entries = this.#entries.flatMap(storable);
    await this.options.storage.update(STORAGE_KEYS.history, pack(entries, this.options.limit()));
  }
}

function overlap(a: OffsetRange, b: OffsetRange): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Whether the very code of `entry` stands where it is thought to be. */
function standsAt(document: string, { range, text }: Tracked): boolean {
  return document.slice(range.start, range.end).replace(/\r\n/g, "\n") === text.replace(/\r\n/g, "\n");
}

function restored(stored: StoredEntry): Tracked {
  const { history, ...rest } = stored;
  return { ...rest, language: history.language, history: Promise.resolve(history), arrived: history };
}

function storable({ id, uri, range, text, indent, arrived }: Tracked): readonly StoredEntry[] {
  return arrived ? [{ id, uri, range, text, indent, history: arrived }] : [];
}
