import { type CastMember, type DenoisingFile, denoisingFileSchema } from "../../schema";

/** A file that the theatre exports. */
export interface ExportFile {
  /** The name that the user is offered. */
  readonly name: string;
  /** Its ending without the dot, and what the kind is called. */
  readonly kind: "json" | "svg" | "html";
  readonly text: string;
}

/** A name from the utterance, as every file system takes it. */
export function exportName(utterance: string, kind: ExportFile["kind"]): string {
  const words = utterance
    .normalize("NFKD")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const stem = words?.slice(0, 6).join("-").slice(0, 60) || "denoising";
  return `${stem}.${kind}`;
}

/** The cast as data; docs/denoising.schema.json says what is in it. */
export function exportJson(candidates: readonly CastMember[]): string {
  const file: DenoisingFile = { format: "codefusion-denoising", version: 1, candidates: [...candidates] };
  return `${JSON.stringify(denoisingFileSchema.parse(file), undefined, 1)}\n`;
}
