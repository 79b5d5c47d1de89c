import * as z from "zod";

/** What computes: this machine, our model on a server, or a model that somebody serves. */
export const BACKEND_KINDS = ["local", "remote", "served"] as const;

/** Who computed something. */
export const backendSchema = z.object({
  kind: z.enum(BACKEND_KINDS),
  /** What it computes on, e.g. "cpu"; of a served model the software that serves it, e.g. "llamacpp". */
  provider: z.string(),
  /** The server, as `host` or `host:port`; absent where it was this process's own machine. */
  host: z.string().optional(),
});
export type BackendUsed = z.infer<typeof backendSchema>;

/** Who made one candidate. */
export const makerSchema = backendSchema.extend({
  /** Id of the model, as the manifest or the server names it. */
  model: z.string(),
});
export type Maker = z.infer<typeof makerSchema>;
