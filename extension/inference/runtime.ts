/** What the inference child needs ONNX Runtime for; loading this loads its native library. */
import { Engine } from "./engine";
import type { ChildModel, ProviderId } from "./protocol";
import { createSessions } from "./sessions";

export { measureDifference } from "./probe";

/**
 * The engine of a model, its graphs loaded.
 * @throws CodeFusionError model-missing, model-corrupt, backend-unavailable
 */
export async function load(model: ChildModel, provider: ProviderId, threads?: number): Promise<Engine> {
  return new Engine(await createSessions(model, provider, threads), model);
}
