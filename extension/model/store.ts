import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import * as z from "zod";
import { CodeFusionError, say } from "../errors";
import { type Manifest, type ManifestFile, manifestSchema } from "../schema";
import { Embeddings } from "./embeddings";
import { CodeTokenizer, type TokenizerJson, UtteranceTokenizer } from "./tokenizer";
import { REINSTALL, readVerified } from "./verified";

/** A verified model: every file is there and is the one that the manifest describes. */
export interface Model {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly utterances: UtteranceTokenizer;
  readonly code: CodeTokenizer;
  readonly embeddings: Embeddings;
  /** The ONNX graphs by absolute paths; whoever loads one checks its sum again, since the file may have changed. */
  readonly graphs: { readonly encoder: ManifestFile; readonly denoiser: ManifestFile; readonly decoder: ManifestFile };
}

/**
 * The folder that holds a model's manifest.json, as an absolute path: `named` itself or the one folder in it.
 * @throws CodeFusionError model-missing where there is none, bad-input where there are several
 */
export function findModelFolder(named: string): string {
  const root = resolve(named);
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
  return parseManifest(text, path);
}

/**
 * A manifest of its text.
 * @param place where it stands, for messages
 * @throws CodeFusionError model-corrupt
 */
export function parseManifest(text: string, place: string, remedy = REINSTALL): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new CodeFusionError("model-corrupt", say`${place} is not a model manifest${whyOf(error)}`, remedy, {
      cause: error,
    });
  }
}

/**
 * Opens a model: checks size and SHA-256 of every file, loads the tokenizers.
 * @throws CodeFusionError model-missing where a file is absent, model-corrupt where one differs from the manifest
 */
export function openModel(named: string): Model {
  const folder = resolve(named);
  const manifest = readManifest(folder);
  const { memory: _, vectors: __, ...required } = manifest.files;
  const bytes = Object.fromEntries(
    Object.entries(required).map(([part, file]) => [part, readVerified(folder, file)]),
  ) as Record<keyof typeof required, Buffer>;
  const json = (part: "utteranceTokenizer" | "codeTokenizer"): TokenizerJson =>
    JSON.parse(bytes[part].toString("utf8")) as TokenizerJson;
  const graph = (part: "encoder" | "denoiser" | "decoder"): ManifestFile => {
    const file = manifest.files[part];
    return { ...file, path: join(folder, file.path) };
  };
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

/** Where a manifest goes wrong, as ": canvasLengths, defaults.steps"; empty where it is no JSON. */
function whyOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return "";
  return `: ${[...new Set(error.issues.map(({ path }) => path.join(".")))].slice(0, 3).join(", ")}`;
}
