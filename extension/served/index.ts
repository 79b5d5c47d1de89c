/** Models that others serve over an OpenAI-compatible API: their samples, judged as ours are. */

export type { ServedApi } from "./asking";
export { type DiscoverOptions, discoverServers, type FoundServer } from "./discover";
export { createServedGenerator, type ServedOptions } from "./generator";
export { type Measured, measureServed } from "./measure";
export { listModels, type ServedModel } from "./models";
export type { ServedServer } from "./server";
