import { homedir } from "node:os";
import path from "node:path";
import { asCodeFusionError, CodeFusionError } from "../errors";
import { InstalledModels } from "../installed/installed-models";
import { findModelFolder } from "../model";
import type { CliContext } from "./context";

/** What of a command's flags says where models are. */
export interface ModelFlags {
  readonly model?: string;
  /** Where models are installed. */
  readonly models?: string;
}

/**
 * The folder that holds a model's manifest.json: the installed one of that name, or the named folder or the one in it, else
 * the one beside the bundle, else the one in the current folder's models/.
 * @param installed where `named` is looked for first; a name with a separator is a folder's
 * @throws CodeFusionError model-missing where there is none, bad-input where there are several
 */
export function modelFolder(named: string | undefined, installed?: InstalledModels): string {
  if (named === undefined) return embeddedFolder();
  if (installed === undefined || /[\\/]/.test(named)) return findModelFolder(path.resolve(named));
  try {
    return installed.find(named).folder;
  } catch (error) {
    if (asCodeFusionError(error).code !== "model-missing") throw error;
    return folderCalled(named, error);
  }
}

function folderCalled(named: string, notInstalled: unknown): string {
  try {
    return findModelFolder(path.resolve(named));
  } catch (error) {
    const known = asCodeFusionError(error);
    if (known.code !== "model-missing") throw known;
    const remedy = "name the model's folder, or one that codefusion model list shows";
    throw new CodeFusionError("model-missing", known.said.message, remedy, { cause: notInstalled });
  }
}

function embeddedFolder(): string {
  try {
    return findModelFolder(path.join(__dirname, "..", "models"));
  } catch (error) {
    if (asCodeFusionError(error).code !== "model-missing") throw error;
    return findModelFolder(path.resolve("models"));
  }
}

/** A checkout may hold none yet. */
function embedded(): { readonly embedded?: string } {
  try {
    return { embedded: embeddedFolder() };
  } catch {
    return {};
  }
}

/** The models that a command may name. */
export function installedModels({ models }: ModelFlags, { env }: Pick<CliContext, "env">): InstalledModels {
  return new InstalledModels({ folder: models ?? modelsFolder(env), ...embedded() });
}

/** Where a user's data belongs on this system. */
function modelsFolder(env: CliContext["env"], platform = process.platform): string {
  const home = homedir();
  const { LOCALAPPDATA, XDG_DATA_HOME = "" } = env;
  const data =
    platform === "win32"
      ? (LOCALAPPDATA ?? path.join(home, "AppData", "Local"))
      : platform === "darwin"
        ? path.join(home, "Library", "Application Support")
        : path.isAbsolute(XDG_DATA_HOME)
          ? XDG_DATA_HOME
          : path.join(home, ".local", "share");
  return path.join(data, "codefusion", "models");
}
