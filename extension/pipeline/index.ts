/** The one way everybody takes: request → plan → starts → draw → rounds → frames → result. */
export { type AdjustDefaults, createGenerator, type GeneratorOptions } from "./generate";
export { checkRequest, informativeHeader, settingFor } from "./request";
export { candidateOf, type HistoryReader, resultOf } from "./result";
