import * as z from "zod";

/** What is kept beside an installed model's files. */
export const installedRecordSchema = z.object({
  /** The folder, file or address that it was installed from. */
  from: z.string(),
  /** When, as ISO 8601. */
  date: z.string(),
});
export type InstalledRecord = z.infer<typeof installedRecordSchema>;

/** What `codefusion model … --json` prints. */
export const modelsReportSchema = z.strictObject({
  /** Where models are installed. */
  folder: z.string(),
  models: z.array(
    z.strictObject({
      /** What `--model` and the other commands take: id and version. */
      name: z.string(),
      id: z.string(),
      /** The first digits of the manifest's SHA-256. */
      version: z.string(),
      folder: z.string(),
      /** Of its files; null where its manifest cannot be read. */
      bytes: z.number().int().nonnegative().nullable(),
      /** Where it was installed from; null of the one that comes with the program. */
      from: z.string().nullable(),
      /** Whether it is taken where `--model` names none. */
      chosen: z.boolean(),
      /** Whether its files are there in full; `verify` also compares their SHA-256. */
      whole: z.boolean(),
      /** What is wrong with it. */
      problem: z.string().optional(),
    }),
  ),
});
export type ModelsReport = z.infer<typeof modelsReportSchema>;
