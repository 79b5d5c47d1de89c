/**
 * Loads the translations that the extension host put on the page. The words are read when their module is loaded, so
 * this module has to be imported before it.
 */
import { config } from "@vscode/l10n";
import * as z from "zod";

const bundleSchema = z.record(z.string(), z.string());
const bundle = document.getElementById("theatre")?.dataset.l10n;
if (bundle) config({ contents: bundleSchema.parse(JSON.parse(bundle)) });
