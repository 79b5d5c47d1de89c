/** The platforms a vsix is made for. */
export const TARGETS: readonly string[];
/** The targets of a release. */
export const RELEASED: readonly string[];
/** The target of the machine this runs on. */
export function currentTarget(): string;
/** The native files of `target` as paths below onnxruntime-node; empty where it has no native runtime. */
export function nativeFiles(target: string): string[];
