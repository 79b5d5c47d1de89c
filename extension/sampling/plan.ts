import { CodeFusionError } from "../errors";
import type { GenerateRequest } from "../pipeline";
import type { Manifest } from "../schema";

/** How many samples are drawn on canvases of one length. */
export interface CanvasShare {
  readonly n: number;
  readonly samples: number;
}

/**
 * Distributes a run's samples over the likeliest canvas buckets, in proportion to their probability.
 * @param bucketLogits one per canvas length, [buckets]
 * @throws CodeFusionError bad-input where the request's canvas is longer than the model's longest
 */
export function planCanvases(
  bucketLogits: Float32Array,
  manifest: Manifest,
  { count, canvas }: Pick<GenerateRequest, "count" | "canvas">,
): readonly CanvasShare[] {
  const total = Math.ceil(count * manifest.defaults.oversampling);
  const lengths = manifest.canvasLengths;
  if (canvas !== undefined) {
    const n = lengths.find((length) => length >= canvas);
    if (n === undefined)
      throw new CodeFusionError(
        "bad-input",
        `a canvas of ${canvas} is longer than the model's longest`,
        `use at most ${Math.max(...lengths)} positions`,
      );
    return [{ n, samples: total }];
  }
  const likeliest = lengths
    .map((n, at) => ({ n, logit: bucketLogits[at] ?? Number.NEGATIVE_INFINITY }))
    .sort((a, b) => b.logit - a.logit)
    .slice(0, manifest.defaults.buckets);
  const top = likeliest[0]?.logit ?? 0;
  const weights = likeliest.map(({ logit }) => Math.exp(logit - top));
  const sum = weights.reduce((a, b) => a + b, 0);
  const shares = likeliest.map(({ n }, at) => ({ n, samples: Math.round((total * (weights[at] ?? 0)) / sum) }));
  return shares.filter(({ samples }) => samples > 0);
}
