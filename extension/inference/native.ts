import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** What the choice of a provider depends on; tests replace it. */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names in a folder; empty where there is no such folder. */
  list(folder: string): readonly string[];
  /** The folder of ONNX Runtime's native libraries; undefined where it cannot be told. */
  readonly nativeFolder: string | undefined;
}

/** The machine that this process runs on. */
export function thisHost(): Host {
  return {
    platform: process.platform,
    arch: process.arch,
    env: process.env,
    list,
    nativeFolder: nativeFolder(__dirname),
  };
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Looks beside and above `start`: in node_modules when run from source, next to the bundle when packaged. */
function nativeFolder(start: string): string | undefined {
  const inside = join("bin", "napi-v6", process.platform, process.arch);
  for (let folder = start; ; folder = dirname(folder)) {
    for (const candidate of [join(folder, inside), join(folder, "node_modules", "onnxruntime-node", inside)]) {
      if (existsSync(candidate)) return candidate;
    }
    if (folder === dirname(folder)) return undefined;
  }
}
