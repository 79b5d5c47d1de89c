/** Property-based tests repeat: the same seed everywhere, another one with FUZZ_SEED=NUMBER. */
const fc = require("fast-check");
fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20261123) });
