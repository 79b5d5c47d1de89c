/** What ONNX Runtime threw, in one line and without the place in its C++ source. */
export function runtimeReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.replace(/\s+/g, " ").trim();
  return line.replace(/^\S+\.(cc|h|cpp):\d+ .*? was false\. /, "");
}
