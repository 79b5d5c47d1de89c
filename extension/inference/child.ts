/** The entry of the inference child: holds the ONNX sessions, so that a run never blocks or aborts its parent. */
import { asCodeFusionError, CodeFusionError } from "../errors";
import type { Engine } from "./engine";
import { failureCodeSchema, type Reply, type ReplyBody, type Request, refusal, requestSchema } from "./protocol";
import { libraryFailure } from "./runtime-error";

let engine: Engine | undefined;
/** Ids of the requests under way; a cancelled one is taken out early. */
const running = new Set<number>();

function send(reply: Reply): void {
  process.send?.(reply);
}

function loaded(): Engine {
  if (engine) return engine;
  throw new CodeFusionError("internal", "the inference process has no model", "report it, with the CodeFusion log");
}

/**
 * What needs ONNX Runtime, loaded late: where its native library is missing, the parent can be told so.
 * @throws CodeFusionError backend-unavailable
 */
const loadRuntime = () =>
  import("./runtime").catch((error: unknown) => {
    throw libraryFailure(error);
  });

async function answer(request: Exclude<Request, { type: "cancel" }>): Promise<ReplyBody> {
  switch (request.type) {
    case "start": {
      const start = performance.now();
      const runtime = await loadRuntime();
      engine = await runtime.load(request.model, request.provider, request.threads);
      return { type: "started", ms: performance.now() - start };
    }
    case "probe": {
      const start = performance.now();
      const { measureDifference } = await loadRuntime();
      return { type: "probed", difference: await measureDifference(request.provider), ms: performance.now() - start };
    }
    case "encode":
      return loaded().encode(request);
    case "denoise":
      return loaded().denoise(
        request,
        () => !running.has(request.id),
        (step) => send({ ...step, id: request.id }),
      );
    case "decode":
      return loaded().decode(request);
    case "pipeline":
      return loaded().pipeline(request.inputs, () => !running.has(request.id));
  }
}

async function handle(message: unknown): Promise<void> {
  const parsed = requestSchema.safeParse(message);
  // A parent that speaks another protocol cannot be answered; ending tells it so.
  if (!parsed.success) throw new Error(`malformed request: ${refusal(parsed.error)}`);
  const request = parsed.data;
  if (request.type === "cancel") {
    running.delete(request.id);
    return;
  }
  running.add(request.id);
  try {
    send({ ...(await answer(request)), id: request.id });
  } catch (error) {
    const { code, said } = asCodeFusionError(error);
    const known = failureCodeSchema.safeParse(code);
    send({ type: "failed", id: request.id, code: known.success ? known.data : "internal", ...said });
  } finally {
    running.delete(request.id);
  }
}

process.on("message", (message) => void handle(message));
// No orphans: the channel closes when the parent ends, however it ends.
process.on("disconnect", () => process.exit(0));
