/** Runs the CLI from a checkout. */
import { main } from "./lib/process.mjs";
import { runBundle } from "./lib/run-bundle.mjs";

await main(() => runBundle("codefusion", "cli.js"));
