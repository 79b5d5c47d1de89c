/** What executing candidates needs: bubblewrap and the commands that cases use (models/lab/execute). */
import { existsSync } from "node:fs";
import { exitCodeOf, ScriptError } from "./process.mjs";

/** Debian packages by the command that tells whether they are there. */
const PACKAGES = {
  bwrap: "bubblewrap",
  git: "git",
  jq: "jq",
  perl: "perl",
  bc: "bc",
  openssl: "openssl",
  zip: "zip",
  unzip: "unzip",
  sqlite3: "sqlite3",
  xxd: "xxd",
  hexdump: "bsdextrautils",
  file: "file",
};
const FOLDERS = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];

const missing = () =>
  Object.keys(PACKAGES).filter((name) => !FOLDERS.some((folder) => existsSync(`${folder}/${name}`)));

/** @see sandbox.d.mts */
export async function ensureSandbox() {
  const wanted = process.platform === "linux" ? missing().map((name) => PACKAGES[name]) : [];
  if (wanted.length > 0 && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.error(`Installing ${wanted.join(", ")} for the tests that execute candidates …`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await exitCodeOf("apt-get", ["update", "-qq"], { quiet: true, env });
    await exitCodeOf("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...wanted], { quiet: true, env });
  }
  if (await works()) return true;
  const how = "they need Linux with user namespaces and the packages that models/lab/cases/README.md names";
  if (process.env.CI) throw new ScriptError(`candidates cannot be executed here: ${how}`);
  console.error(`THE TESTS THAT EXECUTE CANDIDATES ARE NOT RUN: ${how}`);
  return false;
}

/** Commands are there, and a sandbox opens: containers may forbid it. */
async function works() {
  if (process.platform !== "linux" || missing().length > 0 || !existsSync("/usr/bin/python3")) return false;
  const walls = ["--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"];
  return (await exitCodeOf("bwrap", [...walls, "/usr/bin/true"], { stdio: "ignore" })) === 0;
}
