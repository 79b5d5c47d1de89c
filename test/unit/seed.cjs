/**
 * Property-based tests repeat: the same seed everywhere, another one with FUZZ_SEED=NUMBER, and FUZZ_RUNS=NUMBER cases of
 * each property. A failure prints its seed and the smallest case.
 */
const fc = require("fast-check");
const runs = Number(process.env.FUZZ_RUNS ?? 0);
fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20261123), ...(runs > 0 && { numRuns: runs }) });
