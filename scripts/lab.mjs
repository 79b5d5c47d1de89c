/** Runs the laboratory's command line (`eval`, `prepare`) from a checkout. */
import { main } from "./lib/process.mjs";
import { runBundle } from "./lib/run-bundle.mjs";

await main(() => runBundle("lab", "lab.js"));
