import { InferenceSession } from "onnxruntime-node";
import { CodeFusionError } from "../errors";
import { PROBE_WIDTH, probeAnswer, probeGraph } from "./probe-graph";
import type { ProviderId } from "./protocol";
import { runtimeReason } from "./runtime-error";
import { sessionOptions } from "./sessions";
import { floatTensor, runSession } from "./tensors";

const ROWS = 8;

/**
 * Runs a small graph on `provider` and compares with plain arithmetic on the CPU; lives in a child of its own, since a
 * bad driver may crash or hang it.
 * @returns the largest absolute difference, NaN where a result is not a number
 */
export async function measureDifference(provider: ProviderId): Promise<number> {
  const session = await InferenceSession.create(probeGraph(), sessionOptions(provider)).catch((error: unknown) => {
    throw new CodeFusionError("backend-unavailable", runtimeReason(error), "choose the provider cpu or auto");
  });
  const input = Float32Array.from({ length: ROWS * PROBE_WIDTH }, (_, index) => ((index * 29) % 31) / 31 - 0.5);
  const outputs = await runSession(session, { x: floatTensor(input, ROWS, PROBE_WIDTH) });
  const actual = outputs.floats("y");
  const rows = Array.from({ length: ROWS }, (_, row) => [
    ...input.subarray(row * PROBE_WIDTH, (row + 1) * PROBE_WIDTH),
  ]);
  // Math.max of a NaN is NaN.
  return Math.max(...rows.flatMap(probeAnswer).map((value, index) => Math.abs(value - (actual[index] ?? Number.NaN))));
}
