/** The platforms a vsix is made for, and the native files each one needs. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { MODULES } from "./paths.mjs";
import { ScriptError } from "./process.mjs";

/** What is offered to every platform that has no package of its own: there, only a server computes. */
export const UNIVERSAL = "universal";

/** vsce's target names, each with the folder of onnxruntime-node's binaries, or none where there is no native runtime. */
const RUNTIME_FOLDER = {
  "linux-x64": "linux/x64",
  "linux-arm64": "linux/arm64",
  "darwin-arm64": "darwin/arm64",
  "win32-x64": "win32/x64",
  "win32-arm64": "win32/arm64",
  [UNIVERSAL]: undefined,
  "darwin-x64": undefined,
  "alpine-x64": undefined,
  "alpine-arm64": undefined,
};

export const TARGETS = Object.keys(RUNTIME_FOLDER);

/** The targets of a release: those with a native runtime, and the universal one. */
export const RELEASED = TARGETS.filter((target) => target === UNIVERSAL || RUNTIME_FOLDER[target] !== undefined);

/** The target of the machine this runs on. */
export function currentTarget() {
  const musl = process.platform === "linux" && !process.report?.getReport().header.glibcVersionRuntime;
  return `${musl ? "alpine" : process.platform}-${process.arch}`;
}

/**
 * The native files of `target` as paths below onnxruntime-node, e.g. `bin/napi-v6/linux/x64/libonnxruntime.so.1`.
 * Empty for a target that has no native runtime (there, only a remote backend computes).
 * @throws {ScriptError} for an unknown target or a package without the expected binaries
 */
export function nativeFiles(target) {
  if (!(target in RUNTIME_FOLDER)) {
    throw new ScriptError(`unknown target ${target}; use one of ${TARGETS.join(", ")}`);
  }
  const platform = RUNTIME_FOLDER[target];
  if (platform === undefined) return [];
  const folder = `bin/napi-v6/${platform}`;
  const absolute = join(MODULES, "onnxruntime-node", folder);
  const files = existsSync(absolute) ? readdirSync(absolute).filter(isNeeded) : [];
  if (!files.some((file) => file.endsWith(".node"))) {
    throw new ScriptError(`onnxruntime-node has no binaries in ${absolute}; delete node_modules and run again`);
  }
  return files.sort().map((file) => `${folder}/${file}`);
}

/** CUDA and TensorRT providers stay out (hundreds of MB), and so does macOS's second copy of the same library. */
function isNeeded(file) {
  return !/providers_(cuda|tensorrt)/.test(file) && !/^libonnxruntime\.\d+\.\d+.*\.dylib$/.test(file);
}
