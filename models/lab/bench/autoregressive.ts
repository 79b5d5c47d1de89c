import { InferenceSession, Tensor } from "onnxruntime-node";
import * as z from "zod";
import { sessionOptions } from "../../../extension/inference/sessions";
import { floatTensor, integerTensor } from "../../../extension/inference/tensors";
import { physicalCores } from "../../../extension/inference/threads";
import type { Manifest } from "../../../extension/schema";
import { GraphBuilder } from "./graph";
import { spreadOf, spreadSchema } from "./statistics";

/** Writing one program, or several at once, token by token. */
export const autoregressiveSchema = z.object({
  parameters: z.number(),
  tokens: z.number(),
  s: z.number(),
  /** The likeliest token every time, ms a program; E is not in it. */
  greedy: spreadSchema,
  /** Five programs at once, ms. */
  five: spreadSchema,
});
export type AutoregressiveTimes = z.infer<typeof autoregressiveSchema>;

const HEADS = 6;
const FEED_FORWARD = 4;

interface Decoder {
  readonly step: InferenceSession;
  readonly prefill: InferenceSession;
  readonly layers: number;
  readonly parameters: number;
}

/**
 * A causal decoder of the size of N and D together, as `models/training/systems/autoregressive.py` has it, with a cache of
 * keys and values; those of E's states are computed once an utterance. Its weights are not trained: that changes what it
 * writes, and so nothing is said of that, but not how long a token takes.
 */
async function buildDecoder({ hiddenDim: d, latentDim, vocabularySize, parameters }: Manifest): Promise<Decoder> {
  const perLayer = (2 * 4 + 2 * FEED_FORWARD) * d * d;
  const layers = Math.round((parameters.denoiser + parameters.decoder) / perLayer);
  const [graph, once] = [new GraphBuilder(), new GraphBuilder()];
  const width = d / HEADS;
  const split = (g: GraphBuilder, x: string) =>
    g.node("Transpose", [g.node("Reshape", [x, g.integers(0, 0, HEADS, width)])], { perm: [0, 2, 1, 3] });
  const states = once.input("hidden", "float", "one", "s", d);
  let x = graph.node("Gather", [graph.weight(vocabularySize, latentDim), graph.input("ids", "int64", "b", 1)]);
  x = graph.node("MatMul", [x, graph.weight(latentDim, d)]);
  const norm = (value: string) => graph.node("LayerNormalization", [value, graph.weight(d), graph.weight(d)]);
  const linear = (value: string, from: number, into: number) =>
    graph.node("Add", [graph.node("MatMul", [value, graph.weight(from, into)]), graph.weight(into)]);
  const attend = (query: string, keys: string, values: string) => {
    const scores = graph.node("MatMul", [query, graph.node("Transpose", [keys], { perm: [0, 1, 3, 2] })]);
    const weights = graph.node("Softmax", [graph.node("Mul", [scores, graph.number(1 / Math.sqrt(width))])]);
    const seen = graph.node("Transpose", [graph.node("MatMul", [weights, values])], { perm: [0, 2, 1, 3] });
    return linear(graph.node("Reshape", [seen, graph.integers(0, 0, d)]), d, d);
  };
  for (let layer = 0; layer < layers; layer++) {
    const seen = norm(x);
    const [keys, values] = ["k", "v"].map((kind) => {
      const past = graph.input(`past_${kind}${layer}`, "float", "b", HEADS, "past", width);
      const all = graph.node("Concat", [past, split(graph, linear(seen, d, d))], { axis: 2 });
      graph.output(`present_${kind}${layer}`, all);
      return all;
    }) as [string, string];
    x = graph.node("Add", [x, attend(split(graph, linear(seen, d, d)), keys, values)]);
    const [crossKeys, crossValues] = ["k", "v"].map((kind) => {
      const cross = `cross_${kind}${layer}`;
      once.output(cross, split(once, once.node("MatMul", [states, once.weight(d, d)])));
      return graph.input(cross, "float", "one", HEADS, "s", width);
    }) as [string, string];
    x = graph.node("Add", [x, attend(split(graph, linear(norm(x), d, d)), crossKeys, crossValues)]);
    const up = linear(norm(x), d, FEED_FORWARD * d);
    x = graph.node("Add", [x, linear(graph.node("Mul", [up, graph.node("Sigmoid", [up])]), FEED_FORWARD * d, d)]);
  }
  const scores = linear(linear(norm(x), d, latentDim), latentDim, vocabularySize);
  graph.output("logits", scores);
  const options = sessionOptions("cpu", physicalCores());
  return {
    step: await InferenceSession.create(graph.bytes(), options),
    prefill: await InferenceSession.create(once.bytes(), options),
    layers,
    parameters: graph.parameters + once.parameters,
  };
}

/** One program a row, `tokens` long, greedily: sampling would add a draw of one number a token. */
async function write({ step, prefill, layers }: Decoder, d: number, rows: number, s: number, tokens: number) {
  const started = performance.now();
  const states = floatTensor(new Float32Array(s * d).fill(0.1), 1, s, d);
  const cross = await prefill.run({ hidden: states });
  const names = Array.from({ length: layers }, (_, layer) => [`k${layer}`, `v${layer}`]).flat();
  const empty = () => new Tensor("float32", new Float32Array(0), [rows, HEADS, 0, d / HEADS]);
  let past: Record<string, Tensor> = Object.fromEntries(names.map((name) => [`past_${name}`, empty()]));
  let ids: number[] = new Array(rows).fill(0);
  for (let token = 0; token < tokens; token++) {
    const outputs = await step.run({ ids: integerTensor(ids, rows, 1), ...past, ...cross });
    const logits = outputs.logits?.data as Float32Array;
    const vocabulary = logits.length / rows;
    ids = ids.map((_, row) => likeliest(logits.subarray(row * vocabulary, (row + 1) * vocabulary)));
    past = Object.fromEntries(names.map((name) => [`past_${name}`, outputs[`present_${name}`] as Tensor]));
  }
  return performance.now() - started;
}

function likeliest(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if ((logits[id] ?? 0) > (logits[best] ?? 0)) best = id;
  return best;
}

/**
 * @param tokens of the programs, their end included
 * @param s positions of E's states
 */
export async function measureAutoregressive(
  manifest: Manifest,
  { tokens, s }: { readonly tokens: number; readonly s: number },
  repeats: number,
): Promise<AutoregressiveTimes> {
  const decoder = await buildDecoder(manifest);
  const [greedy, five]: [number[], number[]] = [[], []];
  for (let turn = 0; turn <= repeats; turn++) {
    const taken = [
      await write(decoder, manifest.hiddenDim, 1, s, tokens),
      await write(decoder, manifest.hiddenDim, 5, s, tokens),
    ] as const;
    if (turn === 0) continue;
    greedy.push(taken[0]);
    five.push(taken[1]);
  }
  for (const session of [decoder.step, decoder.prefill]) await session.release();
  return { parameters: decoder.parameters, tokens, s, greedy: spreadOf(greedy), five: spreadOf(five) };
}
