import { ensure } from "../ensure.mjs";
import { at } from "./paths.mjs";
import { exitCodeOf } from "./process.mjs";

/**
 * Runs a command line's bundle from a checkout: makes it ready without a word on stdout, then hands over arguments and terminal.
 * @param {string} name of npm's script and of this one: "codefusion"
 * @param {string} bundle file in dist/
 * @returns {Promise<number>} the exit code
 */
export async function runBundle(name, bundle) {
  await ensure({ quiet: true });
  // npm changes to the repository's root; file arguments are meant from where the user is.
  const cwd = process.env.npm_lifecycle_event === name ? process.env.INIT_CWD : undefined;
  const args = ["--enable-source-maps", at("dist", bundle), ...process.argv.slice(2)];
  return exitCodeOf(process.execPath, args, { cwd: cwd ?? process.cwd() });
}
