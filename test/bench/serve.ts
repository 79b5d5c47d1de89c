/**
 * Many clients on one `codefusion serve`: `node --import tsx test/bench/serve.ts [--clients 50] [--seconds 60] [--rows 1]`.
 * For each limit of rows in a batch: requests answered and lost, throughput, p50 and p95, the server's memory, and what the
 * simulation says, which is calibrated on two batches that run alone.
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

/** The median of some calls that have the server for themselves. */
async function alone(url: string, count: number): Promise<number> {
  const client = new OpenInferenceClient({ url }, manifest);
  const taken: number[] = [];
  for (let call = 0; call < 6; call++) {
    const started = performance.now();
    await client.infer(request(call, count), OUTPUTS);
    taken.push(performance.now() - started);
  }
  return quantiles(taken.slice(1)).p50;
}

async function load(url: string) {
  const until = performance.now() + seconds * 1000;
  const latencies: number[] = [];
  let lost = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, own) => {
      const client = new OpenInferenceClient({ url }, manifest, { deadlineMs: 120_000 });
      const tensors = request(own, rows);
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

async function measure(maxRows: number): Promise<void> {
  const flags = ["serve", "--port", "0", "--provider", "cpu", "--batch", String(maxRows)];
  const child = spawn(process.execPath, [path.join(ROOT, "dist", "cli.js"), ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await new Promise<string>((resolve) => child.stdout.setEncoding("utf8").once("data", resolve));
  const url = /https?:\S+/.exec(line)?.[0] ?? "";
  try {
    const calibrate = async () => [await alone(url, 1), await alone(url, 32)] as const;
    const first = await calibrate();
    const before = await memory(url);
    const { latencies, lost, took } = await load(url);
    const after = await memory(url);
    // Before and after, for a machine that does other things as well.
    const last = await calibrate();
    const [one, full] = [(first[0] + last[0]) / 2, (first[1] + last[1]) / 2];
    const perRow = (full - one) / 31;
    const { p50, p95 } = quantiles(latencies);
    const simulated = simulate({
      ...{ clients, rows, maxRows, delayMs: 2, overheadMs: 0, durationMs: seconds * 1000 },
      batchMs: (count) => one - perRow + perRow * count,
    });
    const show = (value: number) => value.toFixed(value < 10 ? 1 : 0);
    console.log(
      [
        `batch ${maxRows}: ${latencies.length} answered, ${lost} lost`,
        `${show((1000 * latencies.length) / took)} requests/s (simulated ${show(simulated.requestsPerSecond)})`,
        `p50 ${show(p50)} ms (${show(simulated.p50)}), p95 ${show(p95)} ms (${show(simulated.p95)})`,
        `memory ${show(before)} → ${show(after)} MiB, alone: 1 row ${show(one)} ms, 32 rows ${show(full)} ms`,
      ].join("; "),
    );
  } finally {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("exit", resolve));
  }
}

async function main(): Promise<void> {
  console.log(`${clients} clients for ${seconds} s, requests of ${rows} rows, ${N} positions, ${steps} steps`);
  for (const maxRows of values.batches.split(",").map(Number)) await measure(maxRows);
}

void main();
