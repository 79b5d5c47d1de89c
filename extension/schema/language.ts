import * as z from "zod";

/** The three languages of the paper; the id is what the CLI, the manifest and the metrics call them. */
export const LANGUAGE_IDS = ["python", "bash", "cf"] as const;
export const languageIdSchema = z.enum(LANGUAGE_IDS);
export type LanguageId = z.infer<typeof languageIdSchema>;

/** A table beside a CF prompt: the header first, then the rows. */
export const tableSchema = z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])));
export type Table = z.infer<typeof tableSchema>;
