import * as z from "zod";

/** What took a request's time, in ms of the clock; the host's own parts are what lies between the backend's. */
export const PHASES = ["open", "start", "E", "recall", "N", "D", "rank"] as const;

const ms = z.number().nonnegative();

/** One call of N: some samples on one canvas length. */
const denoisedSchema = z.object({
  samples: z.number(),
  /** Canvas length. */
  n: z.number(),
  /** Positions that cross-attention reads. */
  s: z.number(),
  steps: z.number(),
  ms,
});

/** What one request took. */
export const measuredSchema = z.object({
  phases: z.record(z.enum(PHASES), ms),
  /** Until the first candidate could be shown. */
  firstRowMs: ms,
  /** Until as many as were asked for could be shown, or the run had ended. */
  allRowsMs: ms,
  totalMs: ms,
  denoised: z.array(denoisedSchema),
  candidates: z.array(z.string()),
  /** Tokens of the median sample, its end included. */
  tokens: z.number(),
  /** Peak resident memory, MiB; the child's where the system tells it. */
  memory: z.object({ host: z.number(), child: z.number().optional() }),
});
export type Measured = z.infer<typeof measuredSchema>;

/** What a worker is asked. */
export const questionSchema = z.object({
  utterance: z.string(),
  language: z.enum(["bash", "python", "cf"]),
  count: z.number(),
  seed: z.number(),
  steps: z.number().optional(),
  canvas: z.number().optional(),
});
export type Question = z.infer<typeof questionSchema>;

/** What a worker says: once that it is there, then an answer to each question. */
export const saidSchema = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ measured: measuredSchema }),
  z.object({ failed: z.string() }),
]);
