/** The confidence bands from low to high: each begins at `from` and ends where the next begins. */
export const BANDS = [
  { name: "low", from: 0 },
  { name: "medium", from: 0.4 },
  { name: "high", from: 0.8 },
] as const;

/** `unknown` where nobody told how sure the model was. */
export type Band = (typeof BANDS)[number]["name"] | "unknown";

/** The band of a confidence in [0, 1]; it only ever rises with confidence. */
export function bandOf(confidence: number | undefined): Band {
  if (confidence === undefined) return "unknown";
  if (confidence >= BANDS[2].from) return BANDS[2].name;
  if (confidence >= BANDS[1].from) return BANDS[1].name;
  return BANDS[0].name;
}
