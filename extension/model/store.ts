import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { CodeFusionError, say } from "../errors";
import { type Manifest, type ManifestFile, manifestSchema } from "../schema";
import { Embeddings } from "./embeddings";
import { CodeTokenizer, type TokenizerJson, UtteranceTokenizer } from "./tokenizer";

/** A verified model: every file is there and is the one that the manifest describes. */
export interface Model {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly utterances: UtteranceTokenizer;
  readonly code: CodeTokenizer;
  readonly embeddings: Embeddings;
  /** Absolute paths of the ONNX graphs. */
  readonly graphs: { readonly encoder: string; readonly denoiser: string; readonly decoder: string };
}

const REINSTALL = "reinstall the extension, or restore the model folder from the repository";

/**
 * The folder that holds a model's manifest.json: `root` itself or the one folder in it.
 * @throws CodeFusionError model-missing where there is none, bad-input where there are several
 */
export function findModelFolder(root: string): string {
  const holds = (folder: string) => existsSync(join(folder, "manifest.json"));
  if (holds(root)) return root;
  const entries = existsSync(root) ? readdirSync(root, { withFileTypes: true }) : [];
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(root, entry.name));
  const [folder, other] = folders.filter(holds).sort();
  if (folder === undefined)
    throw new CodeFusionError("model-missing", say`there is no manifest.json in ${root}`, "name the model's folder");
  if (other !== undefined)
    throw new CodeFusionError("bad-input", say`${root} holds several models`, "name the folder of one of them");
  return folder;
}

/**
 * Reads the manifest of a model folder.
 * @throws CodeFusionError model-missing or model-corrupt
 */
export function readManifest(folder: string): Manifest {
  const path = join(folder, "manifest.json");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new CodeFusionError("model-missing", say`there is no manifest.json in ${folder}`, REINSTALL, {
      cause: error,
    });
  }
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new CodeFusionError("model-corrupt", say`${path} is not a model manifest`, REINSTALL, { cause: error });
  }
}

/**
 * Opens a model: checks size and SHA-256 of every file, loads the tokenizers.
 * @throws CodeFusionError model-missing where a file is absent, model-corrupt where one differs from the manifest
 */
export function openModel(folder: string): Model {
  const manifest = readManifest(folder);
  const { memory: _, vectors: __, ...required } = manifest.files;
  const bytes = Object.fromEntries(
    Object.entries(required).map(([part, file]) => [part, readVerified(folder, file)]),
  ) as Record<keyof typeof required, Buffer>;
  const json = (part: "utteranceTokenizer" | "codeTokenizer"): TokenizerJson =>
    JSON.parse(bytes[part].toString("utf8")) as TokenizerJson;
  const graph = (part: "encoder" | "denoiser" | "decoder") => join(folder, manifest.files[part].path);
  try {
    return {
      folder,
      manifest,
      utterances: new UtteranceTokenizer(json("utteranceTokenizer")),
      code: new CodeTokenizer(json("codeTokenizer")),
      embeddings: Embeddings.read(bytes.embeddings, manifest.latentDim),
      graphs: { encoder: graph("encoder"), denoiser: graph("denoiser"), decoder: graph("decoder") },
    };
  } catch (error) {
    throw new CodeFusionError(
      "model-corrupt",
      say`the tokenizers or tables of ${basename(folder)} cannot be read`,
      REINSTALL,
      { cause: error },
    );
  }
}

/**
 * The bytes of one of a model's files.
 * @throws CodeFusionError model-missing where it is absent, model-corrupt where it differs from the manifest
 */
export function readVerified(folder: string, file: ManifestFile): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(folder, file.path));
  } catch (error) {
    throw new CodeFusionError("model-missing", say`${file.path} is missing from ${folder}`, REINSTALL, {
      cause: error,
    });
  }
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (bytes.length !== file.bytes || sha256 !== file.sha256)
    throw new CodeFusionError("model-corrupt", say`${file.path} does not match its checksum in ${folder}`, REINSTALL);
  return bytes;
}
