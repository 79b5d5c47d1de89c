import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { asCodeFusionError } from "../../errors";
import type { Language } from "../../languages/language";
import type { History, LanguageId } from "../../schema";
import type { Inserted } from "../offer/insert-code";
import { STORAGE_KEYS } from "../shell/ids";
import { changesOf, rangeIn } from "../shell/offsets";
import { followAll, type OffsetRange } from "./range";
import { isRecognisable } from "./recognise";
import { relocate } from "./relocate";
import { packHistory, type StoredEntry, unpackHistory } from "./stored";

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
  /** The code is gone from the document; undo and redo may bring it back. */
  isGone?: boolean;
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
  #timer: NodeJS.Timeout | undefined;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];

  /** Fires after an entry came or went, or moved. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly options: HistoriesOptions) {
    const { entries, dropped } = unpackHistory(options.storage.get(STORAGE_KEYS.history));
    if (dropped > 0) options.log.warn(`history: ${dropped} stored entries cannot be read and are forgotten`);
    this.#entries = entries.map(restored);
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event)),
      vscode.workspace.onDidOpenTextDocument((document) => this.#find(document)),
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
    return this.#present.find((entry) => entry.id === id);
  }

  forget(id: string): void {
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    this.#storeSoon();
  }

  /** Call when other code took the place of an entry's: until undo brings it back, the entry is gone. */
  replaced(id: string): void {
    for (const entry of this.#entries) if (entry.id === id) entry.isGone = true;
    this.#storeSoon();
  }

  /** The entry at `position`, if the code there is still recognisably what was inserted; it is gone if not. */
  async at(document: vscode.TextDocument, position: vscode.Position): Promise<HistoryEntry | undefined> {
    const offset = document.offsetAt(position);
    const uri = document.uri.toString();
    const here = this.#present.filter(
      ({ uri: of, range }) => of === uri && range.start <= offset && offset <= range.end,
    );
    const isUnchanged = ({ range, text }: Tracked) => document.getText(rangeIn(document, range)) === text;
    let found = here.find(isUnchanged);
    for (const entry of here) {
      if (found === undefined && (await this.#isStillThere(document, entry))) found = entry;
      if (entry !== found) this.replaced(entry.id);
    }
    return found;
  }

  /** The id and range of every entry of `document`. */
  of(document: vscode.TextDocument): readonly { id: string; range: vscode.Range }[] {
    const uri = document.uri.toString();
    const own = this.#present.filter((entry) => entry.uri === uri);
    return own.map(({ id, range }) => ({ id, range: rangeIn(document, range) }));
  }

  /** Brings the number of entries down to the limit. */
  enforceLimit(): void {
    this.#prune();
    this.#storeSoon();
  }

  get #present(): readonly Tracked[] {
    return this.#entries.filter(({ isGone }) => !isGone);
  }

  async #isStillThere(document: vscode.TextDocument, { range, text, indent, language }: Tracked): Promise<boolean> {
    const now = document.getText(rangeIn(document, range));
    return now === text || isRecognisable(now, text, indent, await this.options.loadLanguage(language));
  }

  #follow({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const uri = document.uri.toString();
    const changes = changesOf({ document, contentChanges, reason });
    this.#update(uri, (entry) => {
      // What typing puts where code was is new code, whatever it looks like.
      if (entry.isGone) return reason === undefined ? undefined : relocate(document.getText(), entry.text, entry.range);
      return followAll(entry.range, changes) ?? relocate(document.getText(), entry.text, entry.range);
    });
    if (reason !== undefined) this.#makeWay(document);
  }

  /** After an undo or redo: code that stands there whole again is told from what had taken its place. */
  #makeWay(document: vscode.TextDocument): void {
    const here = this.#present.filter(({ uri }) => uri === document.uri.toString());
    const whole = here.filter(({ range, text }) => document.getText(rangeIn(document, range)) === text);
    for (const entry of here)
      if (!whole.includes(entry) && whole.some(({ range }) => overlap(range, entry.range))) entry.isGone = true;
  }

  /** A document may have been changed by others while it was closed. */
  #find(document: vscode.TextDocument): void {
    const text = document.getText();
    this.#update(document.uri.toString(), (entry) => {
      const range = relocate(text, entry.text, entry.range);
      return entry.isGone ? range : (range ?? entry.range);
    });
  }

  #update(uri: string, place: (entry: Tracked) => OffsetRange | undefined): void {
    let changed = false;
    for (const entry of this.#entries) {
      if (entry.uri !== uri) continue;
      const range = place(entry);
      const { isGone = false } = entry;
      entry.isGone = range === undefined;
      changed ||= isGone !== entry.isGone;
      if (range === undefined) continue;
      changed ||= range.start !== entry.range.start || range.end !== entry.range.end;
      entry.range = range;
    }
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
    const newest = (isGone: boolean) =>
      this.#entries.filter((entry) => (entry.isGone ?? false) === isGone).slice(-limit);
    const kept = new Set(limit === 0 ? [] : [...newest(false), ...newest(true)]);
    this.#entries = this.#entries.filter((entry) => kept.has(entry));
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
    const entries = this.#present.flatMap(storable);
    await this.options.storage.update(STORAGE_KEYS.history, packHistory(entries, this.options.limit()));
  }
}

const overlap = (a: OffsetRange, b: OffsetRange): boolean => a.start < b.end && b.start < a.end;

function restored(stored: StoredEntry): Tracked {
  const { history, ...rest } = stored;
  return { ...rest, language: history.language, history: Promise.resolve(history), arrived: history };
}

function storable({ id, uri, range, text, indent, arrived }: Tracked): readonly StoredEntry[] {
  return arrived ? [{ id, uri, range, text, indent, history: arrived }] : [];
}
