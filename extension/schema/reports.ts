import * as z from "zod";
import { backendSchema, makerSchema } from "./backend";
import { frameSchema } from "./frames";
import { LANGUAGE_IDS, languageIdSchema, tableSchema } from "./language";

const milliseconds = z.number().nonnegative();
const fraction = z.number().min(0).max(1);
const count = z.number().int().nonnegative();

/** What `codefusion generate --json` prints. */
export const generateReportSchema = z.strictObject({
  utterance: z.string(),
  language: languageIdSchema,
  /** `parameters` where they are known: few servers tell those of a model. */
  model: z.strictObject({ id: z.string(), parameters: count.optional() }),
  backend: z.strictObject(backendSchema.shape),
  seed: count,
  /** 0 of a served model. */
  steps: count,
  candidates: z.array(
    z.strictObject({
      code: z.string(),
      score: z.number(),
      /** How often candidates like it were right on validation rows. */
      confidence: z.number().optional(),
      valid: z.boolean(),
      seed: count,
      /** What speaks for it and against it. */
      evidence: z.array(z.string()).optional(),
      /** The utterance of the remembered example that the code is, where it is one and no more. */
      example: z.string().optional(),
      /** What the code does that cannot be undone. */
      cautions: z.array(z.string()).optional(),
      madeBy: z.strictObject(makerSchema.shape).optional(),
      /** With `--frames`. */
      frames: z.array(frameSchema).optional(),
    }),
  ),
  rejected: z.array(z.strictObject({ code: z.string(), reason: z.string() })),
  /** Why fewer candidates than asked are offered. */
  shortfall: z.string().optional(),
  timings: z.strictObject({
    encodeMs: milliseconds,
    denoiseMs: milliseconds,
    decodeMs: milliseconds,
    totalMs: milliseconds,
  }),
});
export type GenerateReport = z.infer<typeof generateReportSchema>;

/** What `codefusion check --json` prints of one piece of code; with `--lines`, one on each line. */
export const checkReportSchema = z.strictObject({
  /** With `--lines`: the line's own. */
  id: z.string().optional(),
  valid: z.boolean(),
  /** What is wrong with it; null where nothing is. */
  reason: z.string().nullable(),
  /** What it does that cannot be undone. */
  cautions: z.array(z.string()),
  /** Python: names that it uses and nothing binds. */
  unknown: z.array(z.string()),
});
export type CheckReport = z.infer<typeof checkReportSchema>;

/** What `codefusion rule --json` prints of a rule, and of the table beside it. */
export const ruleReportSchema = z.strictObject({
  valid: z.boolean(),
  /** What is wrong with the rule, or with it beside this table; null where nothing is. */
  reason: z.string().nullable(),
  /** The cells that it paints, as [row, column] from 0 below the header, row by row; none without a table. */
  cells: z.array(z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()])),
  /** For Excel's "Use a formula to determine which cells to format"; null where no formula says it. */
  formula: z.string().nullable(),
  /** What the formula applies to, as "$B$2:$B$9"; null without a formula. */
  range: z.string().nullable(),
});
export type RuleReport = z.infer<typeof ruleReportSchema>;

/** A line that `codefusion check --lines` reads. */
export const checkLineSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  code: z.string(),
});

const topSchema = z.strictObject({ top1: fraction, top3: fraction, top5: fraction });
/** The share of utterances with a match among the first 1, 3 and 5 candidates. */
export type TopFigures = z.infer<typeof topSchema>;

const cfFigureShape = {
  /** Rows whose table has at least two rows of data: judged by the cells that a rule formats. */
  withTable: topSchema.extend({ n: count }),
  /** The other rows: judged by the rule itself. */
  withoutTable: topSchema.extend({ n: count }),
};
export type CfFigures = z.infer<z.ZodObject<typeof cfFigureShape>>;

/** What is measured of one language. */
export const figuresSchema = topSchema.extend({
  n: count,
  exactTop1: fraction,
  exactTop5: fraction,
  /** Validity of the best sample, before filtering. */
  validTop1Raw: fraction,
  /** Validity of all samples, before filtering. */
  validRaw: fraction,
  diversity: z.strictObject({
    unique: fraction,
    ngram4: fraction,
    editDistance: fraction,
    /** Mean pairwise cosine similarity of E's view of the candidates: the lower, the more they differ. */
    embedding: z.number().min(-1).max(1).optional(),
  }),
  /** Absent where nobody took the time. */
  msPerUtterance: milliseconds.optional(),
  /** CF rules only. */
  ...z.object(cfFigureShape).partial().shape,
  /** Python only: of the first candidate. */
  bleu4: fraction.optional(),
  chrF: fraction.optional(),
});
export type Figures = z.infer<typeof figuresSchema>;

/** What `lab eval --json` prints: figures by language, only of languages that the data has. */
export const evalReportSchema = z.partialRecord(languageIdSchema, figuresSchema);
export type EvalReport = z.infer<typeof evalReportSchema>;

const doneSchema = z.strictObject({
  n: count,
  /** Share of the cases in which the first candidate, and any of the first five, does what was asked. */
  top1: fraction,
  top5: fraction,
  /** Of these hits, the share that is no remembered example; absent where there is no hit, or nobody knows. */
  generatedTop1: fraction.optional(),
  generatedTop5: fraction.optional(),
});
/** How often candidates do what was asked. */
export type DoneFigures = z.infer<typeof doneSchema>;

/** What is measured by execution of one language. */
export const executedFiguresSchema = doneSchema.extend({
  /** Cases whose utterance is near a remembered one, and those that are far from all. */
  near: doneSchema,
  far: doneSchema,
  /** By what the cases say of themselves, as `table` or `decline`. */
  groups: z.record(z.string(), doneSchema),
  /** Candidates offered for a case, at most five, on average. */
  offered: z.number().min(0),
  /** Candidates that changed or deleted a file which no reference touches, and say nothing of it. */
  dangerous: count,
  /** Cases that have no answer. */
  missing: count,
  /** Cases that the executor could not judge: they count as not done. */
  unjudged: count,
});
export type ExecutedFigures = z.infer<typeof executedFiguresSchema>;

/** What `lab eval --execute --json` prints: by set of cases (as `dev` or `held`), then by language. */
export const executedReportSchema = z.record(z.string(), z.partialRecord(languageIdSchema, executedFiguresSchema));
export type ExecutedReport = z.infer<typeof executedReportSchema>;

/** A line of the file that `lab eval --write-answers` writes. */
export const answerSchema = z.object({
  id: z.string(),
  /** In the order shown to the user. */
  candidates: z.array(
    z.object({
      code: z.string(),
      cautions: z.array(z.string()).optional(),
      /** Whether it is a remembered example with the utterance's literals; absent where nobody knows. */
      remembered: z.boolean().optional(),
    }),
  ),
  /** The run broke: that nothing is offered is no answer. */
  failed: z.boolean().optional(),
});
export type Answer = z.infer<typeof answerSchema>;

/** A line of the file that `lab eval --predictions` writes. */
export const predictionSchema = z.strictObject({
  lang: z.enum(LANGUAGE_IDS),
  nl: z.string(),
  code: z.string(),
  candidates: z.array(z.string()),
  data: tableSchema.optional(),
});
export type Prediction = z.infer<typeof predictionSchema>;

/** What `codefusion doctor --json` prints. */
export const doctorReportSchema = z.strictObject({
  model: z.strictObject({
    /** The folder that was looked at; null where none has a manifest. */
    folder: z.string().nullable(),
    found: z.boolean(),
    /** Whether the manifest and the SHA-256 of every file are right. */
    verified: z.boolean(),
    id: z.string().nullable(),
    /** Parameters in all. */
    parameters: count.nullable(),
    /** What is wrong with it. */
    problem: z.string().optional(),
  }),
  /** Execution providers in the order tried. */
  providers: z.array(z.strictObject({ name: z.string(), works: z.boolean(), detail: z.string() })),
  /** With `--remote`: what came of asking that server. */
  remote: z
    .strictObject({
      host: z.string(),
      works: z.boolean(),
      /** What the server says it is, and what it computes on. */
      server: z.string().optional(),
      /** The model's version there. */
      version: z.string().optional(),
      /** The shortest of some exchanges that compute next to nothing. */
      roundTripMs: milliseconds.optional(),
      /** Of code, over a whole batch of denoising and decoding. */
      tokensPerSecond: z.number().nonnegative().optional(),
      problem: z.string().optional(),
    })
    .optional(),
  /** With `--served`: what came of asking that server. */
  served: z
    .strictObject({
      host: z.string(),
      works: z.boolean(),
      /** What it lists. */
      models: z.array(z.string()),
      /** The model that was asked. */
      model: z.string().optional(),
      /** The software that serves it, where it says so. */
      server: z.string().optional(),
      /** The shortest of some requests for the list of models. */
      roundTripMs: milliseconds.optional(),
      /** Of the answers to one request, from the question to their end. */
      tokensPerSecond: z.number().nonnegative().optional(),
      problem: z.string().optional(),
    })
    .optional(),
  node: z.string(),
  platform: z.string(),
  arch: z.string(),
});
export type DoctorReport = z.infer<typeof doctorReportSchema>;
