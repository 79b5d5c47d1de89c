import * as vscode from "vscode";
import type { CommandHandlers } from "../shell/commands";
import type { Config } from "../shell/config";
import { ManageModels } from "./manage-models";

export interface OpenModelsOptions {
  readonly context: Pick<vscode.ExtensionContext, "extensionUri" | "globalStorageUri">;
  readonly config: Config;
}

/** What the rest of the editor needs of models. */
export interface OpenModels {
  readonly handlers: Pick<CommandHandlers, "manageModels">;
  /**
   * The folder of the model of the settings, or the one above it.
   * @throws CodeFusionError model-missing where it is not installed
   */
  folder(): Promise<string>;
}

/** Builds the parts that know models; nothing is read by it. */
export function openModels({ context, config }: OpenModelsOptions): OpenModels {
  const embedded = vscode.Uri.joinPath(context.extensionUri, "models").fsPath;
  const folder = vscode.Uri.joinPath(context.globalStorageUri, "models").fsPath;
  // Loaded late: who uses the embedded model needs nothing of it.
  const installed = async () => new (await import("../../installed")).InstalledModels({ folder, embedded });
  const manageModels = new ManageModels(config, installed);
  return {
    handlers: { manageModels: () => manageModels.run() },
    folder: async () => {
      const { model } = config.backendChoice();
      return model === "" ? embedded : (await installed()).find(model).folder;
    },
  };
}
