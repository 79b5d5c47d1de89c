import { type Evidence, entriesOf } from "../evidence";
import { publishedValue, sourcesOf } from "../published";
import type { Section } from "../section";
import { evalCommand, groundOf, languageName, missing, percent, recordFlags, table, whole } from "../text";

/** What the language's validator says of samples as they come, before any is dropped. */
export function validitySection(evidence: Evidence): Section {
  const entries = entriesOf(evidence, "shipped", "comparison");
  const published = evidence.published.filter(({ figures }) => figures.validTop1Raw !== undefined);
  const rows = entries.map((entry) => {
    const { record, figures } = entry;
    const shown = [figures.validTop1Raw, figures.validRaw].map(percent);
    return [record.system, groundOf(entry), whole(figures.n), ...shown];
  });
  const publishedRows = published.map(({ system, language, figures, approximate }) => {
    const of = language ? languageName(language) : "on average";
    const value = publishedValue(figures, approximate, "validTop1Raw");
    return [`${system} _(published)_`, `${of}, the paper's`, "–", value, "–"];
  });
  const command = evalCommand(recordFlags("shipped", "codefusion-small"));
  return {
    title: "Syntactic validity before filtering",
    blocks: [
      "Per cent of samples that the language's validator accepts as they come from the decoder: of the best-ranked sample of every utterance, and of all samples. What is offered is always valid.",
      ...(entries.length === 0 ? missing("the released model's raw validity", command) : []),
      ...(rows.length + publishedRows.length > 0
        ? [table(["system", "test set", "n", "first sample", "all samples"], [...rows, ...publishedRows])]
        : []),
      ...sourcesOf(published),
    ],
  };
}
