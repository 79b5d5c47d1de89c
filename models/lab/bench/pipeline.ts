import * as z from "zod";
import { type Measured, PHASES, type Question } from "./measured";
import { fitOf, fitSchema, groupBy, median, ratioOf, type Spread, spreadOf, spreadSchema } from "./statistics";
import { type Build, WorkerProcess } from "./worker-process";

/** One build on one provider. */
export const pipelineSchema = z.object({
  build: z.string(),
  provider: z.string(),
  /** What is cold: the first request of a process, model and child included. */
  state: z.enum(["cold", "warm"]),
  firstRow: spreadSchema,
  allRows: spreadSchema,
  total: spreadSchema,
  /** Medians, ms. */
  phases: z.record(z.enum(PHASES), z.number()),
  /** N, median ms a step of all samples of a batch. */
  step: z.number(),
  memory: z.object({ host: z.number(), child: z.number().optional() }),
});
export type PipelineTimes = z.infer<typeof pipelineSchema>;

/** Two builds, by requests that both answered one after the other. */
export const comparisonSchema = z.object({
  provider: z.string(),
  state: z.enum(["cold", "warm"]),
  language: z.string(),
  /** This build by the other one: below 1 this one is sooner. */
  firstRow: spreadSchema,
  allRows: spreadSchema,
  total: spreadSchema,
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** One measured request. */
interface Answer extends Measured {
  readonly build: string;
  readonly provider: string;
  readonly state: "cold" | "warm";
  readonly question: Question;
}

export interface PipelineOptions {
  readonly builds: readonly Build[];
  readonly providers: readonly string[];
  readonly questions: readonly Question[];
  readonly repeats: { readonly cold: number; readonly warm: number };
}

/** Every question to every build, by turns; the first question of a worker is its cold one. */
export async function askAll({ builds, providers, questions, repeats }: PipelineOptions): Promise<Answer[]> {
  const answers: Answer[] = [];
  const ask = async (worker: WorkerProcess, provider: string, question: Question, state: Answer["state"]) =>
    answers.push({ ...(await worker.ask(question)), build: worker.build.name, provider, state, question });
  for (const provider of providers) {
    for (let turn = 0; turn < repeats.cold; turn++) {
      const question = questions[turn % questions.length];
      for (const build of inTurn(builds, turn)) {
        const worker = await WorkerProcess.start(build, provider);
        if (question) await ask(worker, provider, question, "cold");
        await worker.stop();
      }
    }
    const workers = await Promise.all(builds.map((build) => WorkerProcess.start(build, provider)));
    for (let turn = -1; turn < repeats.warm; turn++)
      // What the first turn finds is neither cold nor warm.
      for (const question of questions)
        for (const worker of inTurn(workers, turn + 1))
          if (turn < 0) await worker.ask(question);
          else await ask(worker, provider, question, "warm");
    for (const worker of workers) await worker.stop();
  }
  return answers;
}

/** Whoever comes first has the colder machine, so that everybody does at times. */
function inTurn<T>(all: readonly T[], turn: number): T[] {
  return all.map((_, at) => all[(at + turn) % all.length]).filter((each): each is T => each !== undefined);
}

/** What every build, provider and state took. */
export function timesOf(answers: readonly Answer[]): PipelineTimes[] {
  return [...groupBy(answers, ({ build, provider, state }) => `${build} ${provider} ${state}`).values()].flatMap(
    (own) => {
      const [first] = own;
      if (!first) return [];
      const of = (read: (answer: Answer) => number): Spread => spreadOf(own.map(read));
      const child = own.flatMap(({ memory }) => memory.child ?? []);
      return [
        {
          ...{ build: first.build, provider: first.provider, state: first.state },
          firstRow: of((answer) => answer.firstRowMs),
          allRows: of((answer) => answer.allRowsMs),
          total: of((answer) => answer.totalMs),
          phases: Object.fromEntries(
            PHASES.map((phase) => [phase, median(own.map(({ phases }) => phases[phase]))]),
          ) as PipelineTimes["phases"],
          step: median(own.flatMap(({ denoised }) => denoised.map(({ ms, steps }) => ms / steps))),
          memory: {
            host: Math.max(...own.map(({ memory }) => memory.host)),
            ...(child.length > 0 && { child: Math.max(...child) }),
          },
        },
      ];
    },
  );
}

/** The first build by the second one, for each language and over all. */
export function compareBuilds(answers: readonly Answer[], [ours, other]: readonly Build[]): Comparison[] {
  if (!ours || !other) return [];
  const groups = ["all", ...new Set(answers.map(({ question }) => question.language))].flatMap((language) =>
    [...groupBy(answers, ({ provider, state }) => `${provider} ${state}`).values()].map((own) => ({
      language,
      own: own.filter(({ question }) => language === "all" || question.language === language),
    })),
  );
  return groups.flatMap(({ language, own }) => {
    const [first] = own;
    const of = (build: Build, read: (answer: Answer) => number) =>
      own.filter((answer) => answer.build === build.name).map(read);
    if (!first) return [];
    const ratio = (read: (answer: Answer) => number) => ratioOf(of(ours, read), of(other, read));
    return [
      {
        ...{ provider: first.provider, state: first.state, language },
        firstRow: ratio(({ firstRowMs }) => firstRowMs),
        allRows: ratio(({ allRowsMs }) => allRowsMs),
        total: ratio(({ totalMs }) => totalMs),
      },
    ];
  });
}

/** Requests that two builds answered with other candidates: nothing but the time may differ. */
export function differing(answers: readonly Answer[]): string[] {
  const told = groupBy(answers, ({ question }) => `${question.language}: ${question.utterance}`);
  return [...told].flatMap(([question, own]) =>
    new Set(own.map(({ candidates }) => JSON.stringify(candidates))).size > 1 ? [question] : [],
  );
}

/** What time goes to: a line over the positions that N denoised, and its calls. */
export const costSchema = z.object({ fit: fitSchema, varied: z.string() });
export type Cost = z.infer<typeof costSchema>;

/** The cost of N against canvas length, steps and count, each varied with the others. */
export async function measureCost(
  build: Build,
  provider: string,
  question: Question,
  grid: { readonly canvas: readonly number[]; readonly steps: readonly number[]; readonly count: readonly number[] },
): Promise<Cost> {
  const worker = await WorkerProcess.start(build, provider);
  await worker.ask(question);
  const x: number[][] = [];
  const y: number[] = [];
  for (const canvas of grid.canvas)
    for (const steps of grid.steps)
      for (const count of grid.count) {
        const { denoised } = await worker.ask({ ...question, canvas, steps, count });
        for (const { samples, n, steps: taken, ms } of denoised) {
          x.push([samples * n * taken, taken]);
          y.push(ms);
        }
      }
  await worker.stop();
  const varied = `canvas ${grid.canvas.join(", ")}; steps ${grid.steps.join(", ")}; candidates ${grid.count.join(", ")}`;
  return { fit: fitOf(["position", "step"], x, y), varied };
}

/** The time of a request at each T, warm, by language. */
export async function measureSteps(
  build: Build,
  provider: string,
  questions: readonly Question[],
  steps: readonly number[],
  repeats: number,
): Promise<{ language: string; steps: number; total: Spread }[]> {
  const worker = await WorkerProcess.start(build, provider);
  for (const question of questions) await worker.ask(question);
  const found: { language: string; steps: number; ms: number }[] = [];
  for (let turn = 0; turn < repeats; turn++)
    for (const question of questions)
      for (const each of steps) {
        const { totalMs } = await worker.ask({ ...question, steps: each });
        found.push({ language: question.language, steps: each, ms: totalMs });
      }
  await worker.stop();
  return [...groupBy(found, ({ language, steps: each }) => `${language} ${each}`).values()].flatMap((own) => {
    const [first] = own;
    return first ? [{ language: first.language, steps: first.steps, total: spreadOf(own.map(({ ms }) => ms)) }] : [];
  });
}
