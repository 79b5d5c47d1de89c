import { readFileSync } from "node:fs";
import { onnx } from "onnx-proto";
import { InferenceSession, type Tensor } from "onnxruntime-node";
import * as z from "zod";
import { sessionOptions } from "../../../extension/inference/sessions";
import { floatTensor, integerTensor } from "../../../extension/inference/tensors";
import { physicalCores } from "../../../extension/inference/threads";
import type { Manifest } from "../../../extension/schema";
import { GraphBuilder } from "./graph";
import { ratioOf, spreadOf, spreadSchema } from "./statistics";

/** One step of N beside the matrix products that it cannot do without, on one shape. */
export const rooflineSchema = z.object({
  samples: z.number(),
  n: z.number(),
  s: z.number(),
  /** N, ms a step. */
  step: spreadSchema,
  /** Its matrix products alone, ms. */
  products: spreadSchema,
  /** Products by step: 1 where N is nothing but its matrix products. */
  share: spreadSchema,
  /** What the products reach, GFLOP/s. */
  gflops: z.number(),
});
export type Roofline = z.infer<typeof rooflineSchema>;

export interface Shape {
  readonly samples: number;
  readonly n: number;
  readonly s: number;
}

/** A weight matrix, [columns, rows], and what it is multiplied with: positions of the canvases or of E's states. */
interface Product {
  readonly into: number;
  readonly from: number;
  readonly over: "canvas" | "states";
}

/** Weights that are looked up, or that are multiplied once a sample rather than once a position. */
const NOT_A_PRODUCT = /\.(position|length|time)\b|^table/;

/** The products of weights in a denoiser's file. Those of positions with each other come on top and are left out. */
export function productsOf(file: Uint8Array): Product[] {
  const { graph } = onnx.ModelProto.decode(file);
  const products = (graph?.initializer ?? []).flatMap(({ name, dims }): Product[] => {
    const [into, from] = (dims ?? []).map(Number);
    if (!name || !/\.weight\.int8$/.test(name) || NOT_A_PRODUCT.test(name) || into === undefined || from === undefined)
      return [];
    return [{ into, from, over: /cross_attention\.key_value/.test(name) ? "states" : "canvas" }];
  });
  // Every position is scored against the table, and the scores are turned into a latent by it again.
  const [vocabulary, latent] = (graph?.initializer ?? []).find(({ name }) => name === "table.int8")?.dims ?? [];
  if (vocabulary === undefined || latent === undefined) return products;
  const [v, l] = [Number(vocabulary), Number(latent)];
  return [...products, { into: v, from: l, over: "canvas" }, { into: l, from: v, over: "canvas" }];
}

/** All products as one graph. Only the first row of each leaves it: what is copied out is no part of the roof. */
function productsGraph(products: readonly Product[]): Uint8Array {
  const graph = new GraphBuilder();
  const first = graph.integers(0);
  const inputs = new Map<string, string>();
  for (const [at, { into, from, over }] of products.entries()) {
    const name = `${over}_${from}`;
    if (!inputs.has(name)) inputs.set(name, graph.input(name, "float", over, from));
    graph.output(`y${at}`, graph.node("Gather", [graph.node("MatMul", [name, graph.weight(from, into)]), first]));
  }
  return graph.bytes();
}

/**
 * N's step beside its matrix products, by turns, in this process: same runtime, same threads.
 * @param denoiser its file
 */
export async function measureRoofline(
  denoiser: string,
  manifest: Manifest,
  shapes: readonly Shape[],
  repeats: number,
): Promise<Roofline[]> {
  const options = sessionOptions("cpu", physicalCores());
  const file = readFileSync(denoiser);
  const products = productsOf(file);
  const [step, roof] = [
    await InferenceSession.create(file, options),
    await InferenceSession.create(productsGraph(products), options),
  ];
  const found: Roofline[] = [];
  for (const shape of shapes) {
    const [steps, roofs]: [number[], number[]] = [[], []];
    const [ours, theirs] = [denoiserFeeds(shape, manifest, step), productFeeds(shape, products)];
    // The first turn warms up.
    for (let turn = 0; turn <= repeats; turn++) {
      const taken = [await timed(step, ours), await timed(roof, theirs)] as const;
      if (turn === 0) continue;
      steps.push(taken[0]);
      roofs.push(taken[1]);
    }
    const rows = { canvas: shape.samples * shape.n, states: shape.s };
    const flop = products.reduce((sum, { into, from, over }) => sum + 2 * into * from * rows[over], 0);
    const spread = spreadOf(roofs);
    found.push({
      ...shape,
      ...{ step: spreadOf(steps), products: spread, share: ratioOf(roofs, steps) },
      gflops: flop / spread.median / 1e6,
    });
  }
  for (const session of [step, roof]) await session.release();
  return found;
}

type Feeds = Readonly<Record<string, Tensor>>;

async function timed(session: InferenceSession, feeds: Feeds): Promise<number> {
  const started = performance.now();
  await session.run(feeds);
  return performance.now() - started;
}

const filled = (length: number) => Float32Array.from({ length }, (_, at) => (((at * 31) % 43) - 21) / 21);
const ones = (length: number) => new Int32Array(length).fill(1);

function productFeeds({ samples, n, s }: Shape, products: readonly Product[]): Feeds {
  const rows = { canvas: samples * n, states: s };
  return Object.fromEntries(
    products.map(({ from, over }) => [`${over}_${from}`, floatTensor(filled(rows[over] * from), rows[over], from)]),
  );
}

function denoiserFeeds(
  { samples: b, n, s }: Shape,
  { latentDim, hiddenDim }: Manifest,
  session: InferenceSession,
): Feeds {
  const all = {
    x_t: floatTensor(filled(b * n * latentDim), b, n, latentDim),
    t: floatTensor(new Float32Array(b).fill(0.5), b),
    previous_x0: floatTensor(new Float32Array(b * n * latentDim), b, n, latentDim),
    canvas_mask: integerTensor(ones(b * n), b, n),
    hidden: floatTensor(filled(s * hiddenDim), 1, s, hiddenDim),
    hidden_mask: integerTensor(ones(b * s), b, s),
    temperature: floatTensor(Float32Array.of(0.5), 1),
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => session.inputNames.includes(name)));
}
