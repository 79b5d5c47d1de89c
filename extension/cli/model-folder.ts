import path from "node:path";
import { asCodeFusionError } from "../errors";
import { findModelFolder } from "../model";

/**
 * The folder that holds a model's manifest.json: the named one or the one in it, else the one beside the bundle, else
 * the one in the current folder's models/.
 * @throws CodeFusionError model-missing where there is none, bad-input where there are several
 */
export function modelFolder(named: string | undefined): string {
  if (named !== undefined) return findModelFolder(path.resolve(named));
  try {
    return findModelFolder(path.join(__dirname, "..", "models"));
  } catch (error) {
    if (asCodeFusionError(error).code !== "model-missing") throw error;
    return findModelFolder(path.resolve("models"));
  }
}
