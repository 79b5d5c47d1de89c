import { env, InferenceSession } from "onnxruntime-node";
import { CodeFusionError, type Message, say } from "../errors";
import { isMemoryShort, memoryShort, readVerified } from "../model/verified";
import type { ChildModel, ProviderId } from "./protocol";
import { runtimeReason } from "./runtime-error";

/** The three graphs of a model, with their inputs and outputs. */
const SIGNATURES = {
  encoder: {
    inputs: ["input_ids", "attention_mask", "slot_ids", "memory", "memory_mask"],
    outputs: ["hidden", "bucket_logits"],
  },
  denoiser: {
    inputs: ["x_t", "t", "previous_x0", "canvas_mask", "hidden", "hidden_mask", "temperature"],
    outputs: ["x0", "ids", "confidence"],
  },
  decoder: { inputs: ["x0", "canvas_mask", "hidden", "hidden_mask"], outputs: ["ids", "log_probs"] },
} as const;
type GraphName = keyof typeof SIGNATURES;
export type Sessions = Readonly<Record<GraphName, InferenceSession>>;

// Without a GPU the runtime warns on stderr at every start; stderr is kept for what explains a crash.
env.logLevel = "error";

/** Session options of one provider, measured on CPUs: more threads than cores or spinning threads are 2-3 times slower. */
export function sessionOptions(provider: ProviderId, threads?: number): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: "0" } } },
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    // DirectML does not support memory patterns.
    ...(provider === "dml" ? { enableMemPattern: false } : {}),
  };
}

/**
 * Loads the three graphs of a model, each from bytes whose checksum has just been verified.
 * @throws CodeFusionError model-missing, model-corrupt, backend-unavailable
 */
export async function createSessions(model: ChildModel, provider: ProviderId, threads?: number): Promise<Sessions> {
  const options = sessionOptions(provider, threads);
  const encoder = await createSession("encoder", model.files.encoder, provider, options);
  const denoiser = await createSession("denoiser", model.files.denoiser, provider, options);
  const decoder = await createSession("decoder", model.files.decoder, provider, options);
  return { encoder, denoiser, decoder };
}

async function createSession(
  name: GraphName,
  file: ChildModel["files"][GraphName],
  provider: ProviderId,
  options: InferenceSession.SessionOptions,
): Promise<InferenceSession> {
  const { path } = file;
  const bytes = readVerified("", file);
  const session = await InferenceSession.create(bytes, options).catch((error: unknown) => {
    const reason = runtimeReason(error);
    if (isMemoryShort(reason)) throw memoryShort(error);
    // What the CPU cannot load is a broken graph; elsewhere it may be the provider that is missing.
    if (provider === "cpu") throw corrupt(say`${path} cannot be loaded (${reason})`, error);
    const remedy = "choose the provider cpu or auto";
    throw new CodeFusionError("backend-unavailable", say`${provider} does not work here (${reason})`, remedy, {
      cause: error,
    });
  });
  const { inputs, outputs } = SIGNATURES[name];
  // An input that a graph does not need may be missing: exporters drop it.
  const unknown = session.inputNames.find((input) => !inputs.some((known) => known === input));
  if (unknown !== undefined) throw corrupt(say`${path} has an unknown input ${unknown}`);
  const missing = outputs.find((output) => !session.outputNames.includes(output));
  if (missing !== undefined) throw corrupt(say`${path} has no output ${missing}`);
  return session;
}

function corrupt(message: Message, cause?: unknown): CodeFusionError {
  return new CodeFusionError("model-corrupt", message, "install the model again", { cause });
}
