import { existsSync } from "node:fs";
import { join } from "node:path";

/** How to start the inference child. */
export interface ChildEntry {
  /** Absolute path of the script. */
  readonly script: string;
  /** Node's own arguments. */
  readonly execArgv: readonly string[];
}

/** The bundled child beside the running bundle, or its source, which tsx (found from its folder) compiles. */
export function defaultChildEntry(folder: string = __dirname): ChildEntry {
  const bundled = join(folder, "child.js");
  if (existsSync(bundled)) return { script: bundled, execArgv: [] };
  return { script: join(folder, "child.ts"), execArgv: ["--import", "tsx"] };
}
