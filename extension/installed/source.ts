import type { PartFile } from "./part-file";

/** What a source may use of the place that it is installed into. */
export interface Room {
  /** Where models are installed; what is put there meanwhile begins with a tilde. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** @throws CodeFusionError install-failed where they do not fit */
  readonly requireSpace: (bytes: number) => Promise<void>;
  /** Bytes that are here, and in all. */
  readonly onProgress: (done: number, total: number) => void;
}

/** Where a model comes from. */
export interface ModelSource {
  /** How it is told. */
  readonly from: string;
  /** Whether it pays to keep what is here of a file when the rest does not come. */
  readonly isResumable: boolean;
  /**
   * The manifest's bytes, before anything large.
   * @throws CodeFusionError where there is none
   */
  manifest(room: Room): Promise<Buffer>;
  /**
   * Brings the files that are not whole yet.
   * @throws CodeFusionError what came between
   */
  fill(parts: readonly PartFile[], room: Room): Promise<void>;
  /** Clears away what it put into the room, once the model is installed. */
  clear?(room: Room): Promise<void>;
}
