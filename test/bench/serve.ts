/**
 * Many clients on one `codefusion serve`: `npm run bench:serve -- [--clients 50] [--seconds 60] [--rows 1]`.
 * For each limit of rows in a batch: requests answered and lost, throughput, p50 and p95, the server's memory, and what the
 * simulation says, which knows how long batches take that run alone, and what a request costs beside its rows.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { parseArgs } from "node:util";
import { gaussianNoise, times } from "../../extension/diffusion";
import { OpenInferenceClient, type Tensors } from "../../extension/inference";
import { canvasTensors, noConditions, utteranceTensors } from "../../extension/inference/remote/inputs";
import { readManifest } from "../../extension/model/store";
import { quantiles, simulate } from "./serve-simulation";

const ROOT = path.join(__dirname, "..", "..");
const manifest = readManifest(path.join(ROOT, "models", "codefusion-small"));
const N = 16;
const OUTPUTS = ["x0s", "ids", "log_probs"];

const { values } = parseArgs({
  options: {
    clients: { type: "string", default: "50" },
    seconds: { type: "string", default: "60" },
    rows: { type: "string", default: "1" },
    steps: { type: "string", default: "4" },
    batches: { type: "string", default: "1,8,64" },
  },
});
const [clients, seconds, rows, steps] = [values.clients, values.seconds, values.rows, values.steps].map(Number) as [
  number,
  number,
  number,
  number,
];

function request(seed: number, count: number): Tensors {
  const utterance = {
    inputIds: Int32Array.of(101, 2000, 2001, 102),
    slotIds: new Int32Array(4),
    memory: new Int32Array(3),
  };
  const latents = gaussianNoise(seed, count * N * manifest.latentDim);
  return {
    ...utteranceTensors(utterance, count),
    ...noConditions(count, manifest.hiddenDim),
    ...canvasTensors({ latents, n: N, times: [...times(steps), 0], temperature: 0.5 }, manifest),
  };
}

async function memory(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1] ?? 0) / 2 ** 20;
}

/** Rows of the batches that are measured one after the other. */
const SIZES = [1, 8, 32, 64];
/** Seconds of one measure, after one that warms up. */
const MEASURE = 5;

/** Milliseconds between two answers while so many callers ask for `size` rows again and again: sending overlaps with computing. */
async function pace(url: string, size: number, callers: number): Promise<number> {
  const askFor = async (secs: number) => {
    const { latencies, took } = await askAgain(url, size, callers, secs);
    return took / latencies.length;
  };
  await askFor(MEASURE / 3);
  return askFor(MEASURE);
}

/** What the machine needs at the moment. */
interface Costs {
  /** Milliseconds that batches of `SIZES` rows take, one computed while the next one waits. */
  readonly batches: readonly number[];
  /** Milliseconds that every further request of a batch adds to its rows. */
  readonly overheadMs: number;
}

async function calibrate(url: string): Promise<Costs> {
  const batches: number[] = [];
  for (const size of SIZES) batches.push(await pace(url, size, 2));
  // as many callers as two batches have rows: all answers of both are sent in their time
  const [half = 0, many = 1] = [batches.at(-2), SIZES.at(-1)];
  const apart = await pace(url, 1, many);
  return { batches, overheadMs: Math.max(0, apart - (2 * half) / many) };
}

/** What a batch of any size takes: straight lines between the sizes that were measured, the last one going on. */
function batchMs(costs: readonly Costs[]): (rows: number) => number {
  const mean = SIZES.map((_, at) => costs.reduce((sum, { batches }) => sum + (batches[at] ?? 0), 0) / costs.length);
  return (rows) => {
    const above = SIZES.findIndex((size) => size >= rows);
    const to = Math.max(1, above < 0 ? SIZES.length - 1 : above);
    const [low = 1, high = 1, least = 0, most = 0] = [SIZES[to - 1], SIZES[to], mean[to - 1], mean[to]];
    return least + ((most - least) * (rows - low)) / (high - low);
  };
}

/** Callers that ask again as soon as they are answered. */
async function askAgain(url: string, size: number, callers: number, secs: number) {
  const started = performance.now();
  const until = started + secs * 1000;
  const latencies: number[] = [];
  let lost = 0;
  await Promise.all(
    Array.from({ length: callers }, async (_, own) => {
      const client = new OpenInferenceClient({ url }, manifest, { deadlineMs: 120_000 });
      const tensors = request(own, size);
      while (performance.now() < until) {
        const asked = performance.now();
        await client.infer(tensors, OUTPUTS).then(
          () => latencies.push(performance.now() - asked),
          () => lost++,
        );
      }
    }),
  );
  return { latencies, lost, took: performance.now() - started };
}

/** Runs `use` beside a server of its own. */
async function withServer<T>(maxRows: number, use: (url: string) => Promise<T>): Promise<T> {
  const flags = ["serve", "--port", "0", "--provider", "cpu", "--batch", String(maxRows)];
  const child = spawn(process.execPath, [path.join(ROOT, "dist", "cli.js"), ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const line = await new Promise<string>((resolve) => child.stdout.setEncoding("utf8").once("data", resolve));
    return await use(/https?:\S+/.exec(line)?.[0] ?? "");
  } finally {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("exit", resolve));
  }
}

const costsNow = () => withServer(Math.max(...SIZES), calibrate);
const show = (value: number) => value.toFixed(value < 10 ? 1 : 0);

async function measure(maxRows: number, before: Costs): Promise<Costs> {
  const measured = await withServer(maxRows, async (url) => {
    await new OpenInferenceClient({ url }, manifest).infer(request(0, 1), OUTPUTS);
    const started = await memory(url);
    return { ...(await askAgain(url, rows, clients, seconds)), started, ended: await memory(url) };
  });
  // before and after, for a machine that does other things as well
  const after = await costsNow();
  const costs = [before, after];
  const { latencies, lost, took, started, ended } = measured;
  const { p50, p95 } = quantiles(latencies);
  const overheadMs = (before.overheadMs + after.overheadMs) / 2;
  const simulated = simulate({
    ...{ clients, rows, maxRows, delayMs: 2, overheadMs, durationMs: seconds * 1000, batchMs: batchMs(costs) },
  });
  console.log(
    [
      `batch ${maxRows}: ${latencies.length} answered, ${lost} lost`,
      `${show((1000 * latencies.length) / took)} requests/s (simulated ${show(simulated.requestsPerSecond)})`,
      `p50 ${show(p50)} ms (${show(simulated.p50)}), p95 ${show(p95)} ms (${show(simulated.p95)})`,
      `memory ${show(started)} → ${show(ended)} MiB`,
      `batches before and after: ${costs.map(({ batches }) => batches.map(show).join("/")).join(" and ")} ms for ${SIZES.join("/")} rows`,
      `${show(overheadMs)} ms a request beside its rows`,
    ].join("; "),
  );
  return after;
}

async function main(): Promise<void> {
  console.log(`${clients} clients for ${seconds} s, requests of ${rows} rows, ${N} positions, ${steps} steps`);
  let costs = await costsNow();
  for (const maxRows of values.batches.split(",").map(Number)) costs = await measure(maxRows, costs);
}

void main();
