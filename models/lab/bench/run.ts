import os from "node:os";
import path from "node:path";
import type { CliContext } from "../../../extension/cli/context";
import { CodeFusionError } from "../../../extension/errors";
import { physicalCores } from "../../../extension/inference/threads";
import { openModel } from "../../../extension/model";
import { readEvidence } from "../report/evidence";
import { measureAutoregressive } from "./autoregressive";
import { askAll, compareBuilds, differing, measureCost, measureSteps, timesOf } from "./pipeline";
import { QUESTIONS } from "./questions";
import { measureRoofline, type Shape } from "./roofline";
import type { BenchReport } from "./schema";
import { measureServed } from "./served";
import { median } from "./statistics";
import type { Build } from "./worker-process";

export interface BenchFlags {
  readonly quick?: true;
  readonly model: string;
  readonly against?: string;
  readonly endpoint?: string;
  readonly servedModel: string;
}

/** How much is measured. */
const EXTENTS = {
  quick: {
    questions: 1,
    repeats: { cold: 1, warm: 2 },
    shapes: 5,
    steps: { values: [8], repeats: 1 },
    grid: { canvas: [8, 16], steps: [2, 8], count: [1] },
    served: 1,
  },
  full: {
    questions: 4,
    repeats: { cold: 6, warm: 4 },
    shapes: 15,
    steps: { values: [1, 2, 4, 8, 16, 32], repeats: 2 },
    grid: { canvas: [8, 16, 32], steps: [2, 4, 8, 16], count: [1, 3, 5] },
    served: 6,
  },
};

const PROVIDER = "cpu";

/**
 * Measures everything, one thing after the other.
 * @throws CodeFusionError bad-input where --against is no build; what the pipeline throws
 */
export async function runBench(
  flags: BenchFlags,
  context: CliContext,
  say: (what: string) => Promise<void>,
): Promise<BenchReport> {
  const started = performance.now();
  const before = os.loadavg()[0] ?? 0;
  const extent = EXTENTS[flags.quick ? "quick" : "full"];
  const builds = buildsOf(flags);
  const [ours] = builds;
  const { manifest, graphs } = openModel(flags.model);
  const questions = Object.values(QUESTIONS).flatMap((own) => own.slice(0, extent.questions));

  await say("Trying the providers");
  const outcomes = await context.probeProviders();
  const providers = outcomes.filter(({ status }) => status === "works").map(({ provider }) => provider);
  await say(`Asking ${questions.length} requests on ${providers.join(", ")}, cold and warm`);
  const answers = await askAll({ builds, providers, questions, repeats: extent.repeats });
  const own = answers.filter(
    ({ build, provider, state }) => build === ours.name && provider === PROVIDER && state === "warm",
  );

  await say("N beside its matrix products");
  const roofline = await measureRoofline(graphs.denoiser.path, manifest, shapesOf(own, flags.quick), extent.shapes);
  await say("An autoregressive decoder of the same size");
  const tokens = Math.round(median(own.map((answer) => answer.tokens)));
  const s = Math.round(median(own.flatMap(({ denoised }) => denoised.map((call) => call.s))));
  const autoregressive = await measureAutoregressive(manifest, { tokens, s }, extent.shapes);
  await say("What canvas, steps and count cost");
  const asked = questions.find(({ language }) => language === "cf") ?? questions[0];
  if (!asked) throw new CodeFusionError("internal", "there is nothing to ask", "report it");
  const cost = await measureCost(ours, PROVIDER, asked, extent.grid);
  const firstOfEach = questions.filter(
    (each, at) => questions.findIndex(({ language }) => language === each.language) === at,
  );
  const measuredSteps = await measureSteps(ours, PROVIDER, firstOfEach, extent.steps.values, extent.steps.repeats);
  const served = flags.endpoint
    ? await measureServed({ url: flags.endpoint, model: flags.servedModel, tokens }, questions.slice(0, extent.served))
    : undefined;

  const first = median(own.map(({ firstRowMs }) => firstRowMs));
  const all = median(own.map(({ allRowsMs }) => allRowsMs));
  const encoding = median(own.map(({ phases }) => phases.E));
  const top5 = top5BySteps(flags.model);
  return {
    format: 1,
    machine: {
      cpu: os.cpus()[0]?.model ?? "unknown",
      cores: os.availableParallelism(),
      ...(physicalCores() !== undefined && { threads: physicalCores() }),
      memoryGiB: Math.round(os.totalmem() / 2 ** 30),
      platform: `${os.platform()} ${os.arch()}`,
      node: process.version,
      load: { before, after: os.loadavg()[0] ?? 0 },
    },
    quick: flags.quick ?? false,
    model: manifest.id,
    questions: Object.fromEntries(
      Object.keys(QUESTIONS).map((id) => [id, questions.filter(({ language }) => language === id).length]),
    ),
    providers: outcomes.map((outcome) => ({
      ...{ provider: outcome.provider, status: outcome.status },
      ...("reason" in outcome && { reason: outcome.reason }),
    })),
    pipeline: timesOf(answers),
    comparisons: compareBuilds(answers, builds),
    differing: differing(answers),
    roofline,
    cost,
    pareto: measuredSteps.map((each) => ({ ...each, ...top5.get(`${each.language} ${each.steps}`) })),
    autoregressive: {
      ...autoregressive,
      firstRowByGreedy: first / (encoding + autoregressive.greedy.median),
      allRowsByFive: all / (encoding + autoregressive.five.median),
    },
    ...(served && {
      served: {
        ...{ name: flags.servedModel, ...served },
        firstRowByOne: first / served.one.median,
        allRowsByFive: all / served.five.median,
      },
    }),
    seconds: (performance.now() - started) / 1000,
  };
}

/** This build, and the one it is compared with. */
function buildsOf({ against, model }: BenchFlags): [Build, ...Build[]] {
  const ours = { name: "this build", worker: path.join(__dirname, "bench-worker.js"), model };
  if (against === undefined) return [ours];
  const folder = path.resolve(against);
  return [
    ours,
    { name: "other build", worker: path.join(folder, "dist", "bench-worker.js"), model: path.join(folder, "models") },
  ];
}

/** The shapes that the requests had: the median one at one sample, and at as many as a batch had at most. */
function shapesOf(answers: Awaited<ReturnType<typeof askAll>>, quick: true | undefined): Shape[] {
  const calls = answers.flatMap(({ denoised }) => denoised);
  const of = (read: (call: (typeof calls)[number]) => number) => Math.round(median(calls.map(read)));
  const [n, s] = [of((call) => call.n), of((call) => call.s)];
  const most = Math.max(...calls.map(({ samples }) => samples));
  const shapes = [1, of((call) => call.samples), most].map((samples) => ({ samples, n, s }));
  return quick ? shapes.slice(0, 2) : [...shapes, { samples: most, n: 2 * n, s }];
}

/** top-5 of the evaluation records, by language and T. */
function top5BySteps(model: string): Map<string, { top5: number }> {
  const evaluation = path.join(path.dirname(model), "evaluation");
  const { records } = readEvidence(path.join(evaluation, "records"), path.join(evaluation, "published.json"));
  return new Map(
    records
      .filter(({ group }) => group === "steps")
      .flatMap(({ settings, figures }) =>
        Object.entries(figures).map(([language, { top5 }]) => [`${language} ${settings.steps}`, { top5 }] as const),
      ),
  );
}
