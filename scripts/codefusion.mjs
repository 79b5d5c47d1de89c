/** Runs the CLI from a checkout: makes it ready without a word on stdout, then hands over arguments, terminal and exit code. */
import { ensure } from "./ensure.mjs";
import { at } from "./lib/paths.mjs";
import { exitCodeOf, main } from "./lib/process.mjs";

await main(async () => {
  await ensure({ quiet: true });
  // npm changes to the repository's root; file arguments are meant from where the user is.
  const cwd = process.env.npm_lifecycle_event === "codefusion" ? process.env.INIT_CWD : undefined;
  const args = ["--enable-source-maps", at("dist", "cli.js"), ...process.argv.slice(2)];
  return exitCodeOf(process.execPath, args, { cwd: cwd ?? process.cwd() });
});
