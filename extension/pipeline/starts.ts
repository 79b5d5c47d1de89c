import { gaussianNoise, type NoiseLevel, shiftedCosine } from "../diffusion";
import type { CodeTokenizer, Model } from "../model";
import { codeOf, type Setting, voteOf } from "../rank";
import type { Recalled } from "../recall";
import type { History } from "../schema";
import type { StartExample } from "./plan";

/**
 * Remembered examples to start samples from. Examples of one form (their template) vote for it, the nearer the more: the
 * form with the most votes, for itself and for its parts, comes first, and no form comes twice before every form has come once.
 * @param recalled every program once
 */
export function startsFrom(
  recalled: readonly Recalled[],
  setting: Setting,
  tokenizer: CodeTokenizer,
): readonly StartExample[] {
  const forms = new Map<string, { votes: number; members: Recalled[] }>();
  for (const each of recalled) {
    const key = setting.language.template(each.example.slotted);
    const form = forms.get(key) ?? { votes: 0, members: [] };
    form.votes += voteOf(each);
    form.members.push(each);
    forms.set(key, form);
  }
  const most = Math.max(...[...forms.values()].map(({ votes }) => votes));
  return [...forms.values()]
    .map((form) => ({ ...form, worth: form.votes * partsOf(form.members, setting) }))
    .sort((a, b) => b.worth - a.worth)
    .flatMap(({ votes, members }) =>
      [...members].sort((a, b) => voteOf(b) - voteOf(a)).map((each, rank) => ({ each, rank, support: votes / most })),
    )
    .sort((a, b) => a.rank - b.rank)
    .map(({ each: { example, similarity }, support }) => ({
      ids: tokenizer.encode(example.slotted),
      similarity,
      support,
    }));
}

/** What the votes on its parts are worth to a form. */
function partsOf([first]: readonly Recalled[], setting: Setting): number {
  const code = first && codeOf(first.example.slotted, setting);
  return code === undefined ? 1 : (setting.parts?.weigh(code) ?? 1);
}

/** What one sample starts from. It is small: the latent itself is made again when somebody asks for it. */
export interface SampleStart {
  /** The sample's own seed. */
  readonly seed: number;
  readonly n: number;
  /** Noise time of the first step, in (0, 1]. */
  readonly t: number;
  /** Token ids of the canvas that is re-noised, [n]; absent where the sample starts as noise alone. */
  readonly canvas?: Int32Array;
  readonly startedFrom: NonNullable<History["startedFrom"]>;
}

/** x at the first step's time: noise alone, or a canvas re-noised, [n, latentDim]. */
export function startingLatent({ seed, n, t, canvas }: SampleStart, model: Model): Float32Array {
  const noise = gaussianNoise(seed, n * model.manifest.latentDim);
  if (canvas === undefined) return noise;
  const { alpha, sigma } = levelOf(t, model);
  const clean = model.embeddings.latents(canvas);
  return noise.map((eps, at) => alpha * (clean[at] ?? 0) + sigma * eps);
}

/** What the starting latent reads as before the denoiser has seen it: the nearest tokens, [n]. */
export function readStart(start: SampleStart, model: Model): { ids: Int32Array; probabilities: Float32Array } {
  return model.embeddings.nearest(startingLatent(start, model), levelOf(start.t, model));
}

function levelOf(t: number, { manifest }: Model): NoiseLevel {
  return shiftedCosine(manifest.schedule).level(t);
}
