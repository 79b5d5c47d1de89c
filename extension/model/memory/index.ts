/** The examples memory: training examples near an utterance, as conditioning and as a place to start denoising from. */
export { encodeMemory, RECALLED, similarityLevel } from "./conditioning";
export { ExamplesMemory, type MemoryExample, type Recalled, readMemory, writeMemory } from "./memory";
export { NearestTexts } from "./nearest";
export { ExampleVectors } from "./vectors";
