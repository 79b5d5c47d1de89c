import type { Evidence } from "../evidence";
import type { Section } from "../section";
import { languageName, missing, percent, table } from "../text";

/** How often candidates are right that are shown with some confidence. */
export function reliabilitySection({ reliability }: Evidence): Section {
  return {
    title: "Confidence",
    blocks: [
      "The confidence shown beside a candidate is a logistic model of four things known of it: its share of all probability, the share of samples that say the same, what the model gives its tokens, and how near the nearest example is. Expected calibration error over ten bins, in ten-fold cross-validation over rows; right is as the tables above count it, so that another way to do the same counts as wrong.",
      ...(reliability.length === 0
        ? missing(
            "how often candidates are right",
            "npm run --silent lab -- eval calibrate --data ROWS --samples SAMPLES --tokenizers MODEL --record models/evaluation/records/reliability-LANGUAGE.json",
          )
        : [
            table(
              ["language", "rows", "candidates", "error of the share alone", "error of the confidence"],
              reliability.map(({ language, testSet, rows, n, error }) => [
                languageName(language),
                `${testSet}, ${rows}`,
                String(n),
                error.score.toFixed(3),
                error.confidence.toFixed(3),
              ]),
            ),
            ...reliability.flatMap(({ language, bins, note }) => [
              `**${languageName(language)}**: what is said beside what came.${note === undefined ? "" : ` ${note}`}`,
              table(
                ["confidence", "right", "candidates"],
                bins.map(({ confidence, right, n }) => [percent(confidence), percent(right), String(n)]),
              ),
            ]),
          ]),
    ],
  };
}
