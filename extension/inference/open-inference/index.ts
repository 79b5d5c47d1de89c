/** The Open Inference Protocol v2 as client and server speak it: tensors, messages, and what the pipeline graph takes and gives. */
export * from "./bodies";
export * from "./message";
export * from "./signature";
export * from "./tensor";
