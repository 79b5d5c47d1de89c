/** The shapes that cross a boundary, validated at run time; a leaf that imports nothing of ours. */
export * from "./backend";
export * from "./change";
export * from "./denoising-file";
export * from "./frames";
export * from "./installed";
export * from "./language";
export * from "./manifest";
export * from "./memory";
export * from "./messages";
export * from "./records";
export * from "./reports";
export * from "./samples";
