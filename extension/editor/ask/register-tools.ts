import * as vscode from "vscode";
import { TOOLS } from "../shell/ids";
import { GenerateTool, type GenerateToolParts } from "./generate-tool";

/** Registers every tool under the name that package.json describes it by. */
export function registerTools(parts: GenerateToolParts): vscode.Disposable {
  return vscode.lm.registerTool(TOOLS.generate, new GenerateTool(parts));
}
