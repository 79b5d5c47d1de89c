/** The one way everybody takes: request → plan → starts → draw → rounds → frames → result. */
export { type AdjustDefaults, createGenerator, type GeneratorOptions } from "./generate";
export { informativeHeader } from "./request";
export { settingFor } from "./setting";
