import { type InferenceSession, Tensor } from "onnxruntime-node";
import { CodeFusionError, say } from "../errors";
import { isMemoryShort, memoryShort } from "../model/verified";
import { runtimeReason } from "./runtime-error";

/** A float32 tensor over `data`. */
export function floatTensor(data: Float32Array, ...dims: number[]): Tensor {
  return new Tensor("float32", data, dims);
}

/** An int64 tensor of `data`. */
export function integerTensor(data: Iterable<number>, ...dims: number[]): Tensor {
  return new Tensor("int64", BigInt64Array.from(data, BigInt), dims);
}

/** `rows` copies of `data`, one after the other. */
export function repeat(data: Float32Array, rows: number): Float32Array {
  const copies = new Float32Array(rows * data.length);
  for (let row = 0; row < rows; row++) copies.set(data, row * data.length);
  return copies;
}

/** The outputs of one run, read by name. */
export interface Outputs {
  /** @throws CodeFusionError model-corrupt where the output is not float32 */
  floats(name: string): Float32Array;
  /** @throws CodeFusionError model-corrupt where the output is not int64 */
  integers(name: string): Int32Array;
}

/**
 * Runs a session once; feeds that its graph does not declare are left out.
 * @throws CodeFusionError backend-crashed where the runtime fails
 */
export async function runSession(session: InferenceSession, feeds: Readonly<Record<string, Tensor>>): Promise<Outputs> {
  const declared = Object.fromEntries(Object.entries(feeds).filter(([name]) => session.inputNames.includes(name)));
  const results = await session.run(declared).catch((error: unknown) => {
    const reason = runtimeReason(error);
    if (isMemoryShort(reason)) throw memoryShort(error);
    const remedy = "run the command again, and report it if it happens again";
    throw new CodeFusionError("backend-crashed", say`the model failed to run (${reason})`, remedy, {
      cause: error,
    });
  });
  return {
    floats(name) {
      const data = results[name]?.data;
      if (data instanceof Float32Array) return data;
      throw wrongType(name, "float32");
    },
    integers(name) {
      const data = results[name]?.data;
      if (data instanceof BigInt64Array) return Int32Array.from(data, Number);
      throw wrongType(name, "int64");
    },
  };
}

function wrongType(name: string, type: string): CodeFusionError {
  return new CodeFusionError(
    "model-corrupt",
    say`the model's output ${name} is not ${type}`,
    "install the model again",
  );
}
