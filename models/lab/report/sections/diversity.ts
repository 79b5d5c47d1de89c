import { type Evidence, entriesOf } from "../evidence";
import { publishedValue, sourcesOf } from "../published";
import type { Section } from "../section";
import { evalCommand, groundOf, missing, orDash, recordFlags, table, whole } from "../text";

/** How different the candidates of one utterance are. */
export function diversitySection(evidence: Evidence): Section {
  const title = "Diversity of the five candidates";
  const entries = entriesOf(evidence, "shipped", "comparison");
  const published = evidence.published.filter(
    ({ figures: { ngram4, editDistance } }) => (ngram4 ?? editDistance) !== undefined,
  );
  const rows = entries.map((entry) => {
    const { record, figures } = entry;
    const { unique, ngram4, editDistance, embedding } = figures.diversity;
    const shown = [unique, ngram4, editDistance].map((value) => value.toFixed(2));
    return [record.system, groundOf(entry), whole(figures.n), ...shown, orDash(embedding?.toFixed(2))];
  });
  const publishedRows = published.map(({ system, figures, approximate }) => {
    const share = (name: "ngram4" | "editDistance") => {
      const shown = publishedValue(figures, approximate, name);
      return shown === "–" ? shown : shown.replace(/[\d.]+$/, (percents) => (Number(percents) / 100).toFixed(2));
    };
    return [`${system} _(published)_`, "the paper's", "–", "–", share("ngram4"), share("editDistance"), "–"];
  });
  const command = evalCommand(`--embedding ${recordFlags("shipped", "codefusion-small")}`);
  const head = ["system", "test set", "n", "distinct", "4-grams", "edit distance", "embedding similarity"];
  return {
    title,
    blocks: [
      "Fractions of 1. The more distinct candidates, distinct 4-grams and edits between them, the more different they are; the embedding similarity falls as they differ. Utterances with at least two candidates count.",
      ...(entries.length === 0 ? missing("the released model's diversity", command) : []),
      ...(rows.length + publishedRows.length > 0 ? [table(head, [...rows, ...publishedRows])] : []),
      ...sourcesOf(published),
    ],
  };
}
