import { asCodeFusionError, CodeFusionError } from "../errors";
import { hostOf } from "../inference";
import type { DoctorReport } from "../schema";
import type { ServedServer } from "../served";

/**
 * The name that `--served` needs.
 * @throws CodeFusionError bad-input where there is none
 */
export function requireServedModel(model: string | undefined): string {
  if (model !== undefined) return model;
  throw new CodeFusionError(
    "bad-input",
    "the served model has no name",
    "give the name it is served under with --model; codefusion doctor --served lists them",
  );
}

/** Whether a server speaks the protocol, has the model, and how fast that is; without a model, which ones there are. */
export async function checkServed(
  server: ServedServer,
  model: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly found: NonNullable<DoctorReport["served"]>; readonly error?: CodeFusionError }> {
  const host = hostOf(server);
  const seen = { models: [] as string[] };
  try {
    const { measureServed } = await import("../served");
    const found = await measureServed(server, model, signal, (models) =>
      seen.models.push(...models.map(({ id }) => id)),
    );
    return { found: { host, works: true, ...seen, ...found } };
  } catch (cause) {
    const error = asCodeFusionError(cause);
    return { found: { host, works: false, ...seen, problem: error.line }, error };
  }
}
