/** The examples memory: remembered examples near an utterance, fitted to it, as conditioning and as a place to start denoising from. */

export { withNamesInScope } from "./align";
export type { FittedExample, MemoryExample, Recalled } from "./example";
export { encodeMemory, RECALLED, similarityLevel } from "./example";
export { ExamplesMemory, memoryOf, readMemory, writeMemory } from "./memory";
export { NearestTexts } from "./nearest";
export { ExampleVectors, meanState } from "./vectors";
