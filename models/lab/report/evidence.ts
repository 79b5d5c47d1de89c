import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { CodeFusionError } from "../../../extension/errors";
import {
  type EvaluationRecord,
  type ExecutedRecord,
  evaluationRecordSchema,
  executedRecordSchema,
  type Figures,
  LANGUAGE_IDS,
  type LanguageId,
  type PublishedRecord,
  publishedRecordSchema,
  type RecordGroup,
  type ReliabilityRecord,
  reliabilityRecordSchema,
  type WorthRecord,
  worthRecordSchema,
} from "../../../extension/schema";

/** The sections of the report, in their order. */
const SECTION_IDS = [
  "main",
  "executed",
  "comparison",
  "diversity",
  "validity",
  "ablations",
  "evidence",
  "reliability",
  "gradual",
  "steps",
  "studies",
  "definitions",
] as const;
export type SectionId = (typeof SECTION_IDS)[number];

/** What a person reads in the figures of a section: paragraphs of Markdown. */
const readingsSchema = z.partialRecord(z.enum(SECTION_IDS), z.array(z.string().min(1)));

const anyRecordSchema = z.discriminatedUnion("group", [
  evaluationRecordSchema,
  executedRecordSchema,
  worthRecordSchema,
  reliabilityRecordSchema,
]);

/** All that the report is made of. */
export interface Evidence {
  /** In the order of their file names. */
  readonly records: readonly EvaluationRecord[];
  /** Likewise: what was executed. */
  readonly executed: readonly ExecutedRecord[];
  /** What each entry of the evidence is worth. */
  readonly worths: readonly WorthRecord[];
  /** How often candidates are right that are shown with some confidence. */
  readonly reliability: readonly ReliabilityRecord[];
  readonly published: readonly PublishedRecord[];
  readonly readings: z.infer<typeof readingsSchema>;
}

/** One language of a record. */
export interface Entry {
  readonly record: EvaluationRecord;
  readonly language: LanguageId;
  readonly figures: Figures;
}

/**
 * Reads every record of a folder, and beside the folder what is read in them (readings.json).
 * @param published file of published figures, which may be absent
 * @throws CodeFusionError bad-input for a folder that cannot be read and for a file that is no record, naming it
 */
export function readEvidence(folder: string, published: string): Evidence {
  const readings = path.join(folder, "..", "readings.json");
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch (error) {
    throw new CodeFusionError("bad-input", `cannot read the folder ${folder}`, "give --records a folder of records", {
      cause: error,
    });
  }
  const all = names.sort().map((name) => read(path.join(folder, name), anyRecordSchema));
  return {
    records: all.flatMap((record) => ("figures" in record ? [record] : [])),
    executed: all.flatMap((record) => (record.group === "executed" ? [record] : [])),
    worths: all.flatMap((record) => (record.group === "evidence" ? [record] : [])),
    reliability: all.flatMap((record) => (record.group === "reliability" ? [record] : [])),
    published: existsSync(published) ? read(published, z.array(publishedRecordSchema)) : [],
    readings: existsSync(readings) ? read(readings, readingsSchema) : {},
  };
}

function read<T>(file: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new CodeFusionError("bad-input", `${file} is no evaluation record`, "write it anew with eval --record", {
      cause: error,
    });
  }
}

/** What the records of some groups say, language by language, in the order of the records. */
export function entriesOf({ records }: Evidence, ...groups: readonly RecordGroup[]): Entry[] {
  return LANGUAGE_IDS.flatMap((language) =>
    groups.flatMap((group) =>
      records.flatMap((record) => {
        const figures = record.group === group ? record.figures[language] : undefined;
        return figures ? [{ record, language, figures }] : [];
      }),
    ),
  );
}
