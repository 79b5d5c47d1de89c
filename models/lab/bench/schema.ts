import * as z from "zod";
import { autoregressiveSchema } from "./autoregressive";
import { comparisonSchema, costSchema, pipelineSchema } from "./pipeline";
import { rooflineSchema } from "./roofline";
import { spreadSchema } from "./statistics";

const paretoSchema = z.object({
  language: z.string(),
  steps: z.number(),
  /** Of the records, a fraction of 1; absent where that T has none. */
  top5: z.number().optional(),
  total: spreadSchema,
});

/** What `bench` prints with --json. Times are ms, and hold on the machine named alone; ratios may be carried further. */
export const benchReportSchema = z.object({
  format: z.literal(1),
  machine: z.object({
    cpu: z.string(),
    /** Cores that this process may use, and threads that the model is given. */
    cores: z.number(),
    threads: z.number().optional(),
    memoryGiB: z.number(),
    platform: z.string(),
    node: z.string(),
    /** Load averages of one minute; undefined meaning on Windows, where they are 0. */
    load: z.object({ before: z.number(), after: z.number() }),
  }),
  quick: z.boolean(),
  model: z.string(),
  /** Requests, by language. */
  questions: z.record(z.string(), z.number()),
  providers: z.array(z.object({ provider: z.string(), status: z.string(), reason: z.string().optional() })),
  pipeline: z.array(pipelineSchema),
  comparisons: z.array(comparisonSchema),
  /** Requests that the builds answered differently. */
  differing: z.array(z.string()),
  roofline: z.array(rooflineSchema),
  cost: costSchema,
  pareto: z.array(paretoSchema),
  autoregressive: autoregressiveSchema.extend({
    /** Our time to the first and to all rows by theirs with E: below 1 ours is sooner. */
    firstRowByGreedy: z.number(),
    allRowsByFive: z.number(),
  }),
  /** llama.cpp's server; absent where it is not installed. */
  served: z
    .object({
      name: z.string(),
      one: spreadSchema,
      five: spreadSchema,
      firstRowByOne: z.number(),
      allRowsByFive: z.number(),
    })
    .optional(),
  seconds: z.number(),
});
export type BenchReport = z.infer<typeof benchReportSchema>;
