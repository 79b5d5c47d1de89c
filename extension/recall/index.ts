/** The examples memory: remembered examples near an utterance, fitted to it, as conditioning and as a place to start denoising from. */
export { encodeMemory, RECALLED, similarityLevel } from "./conditioning";
export type { MemoryExample, Recalled } from "./example";
export { meanState } from "./mean-state";
export { ExamplesMemory, memoryOf, readMemory, writeMemory } from "./memory";
export { withNamesInScope } from "./names";
export { NearestTexts } from "./nearest";
export { ExampleVectors } from "./vectors";
