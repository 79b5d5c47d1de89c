import type { Command } from "commander";
import type { GenerateProgress, GenerateRequest, GenerateResult, Generator } from "../contract";
import { CodeFusionError, inEnglish, say } from "../errors";
import type { ProviderSetting } from "../inference";
import { type Frame, type GenerateReport, generateReportSchema, type LanguageId } from "../schema";
import { type Animation, animate } from "./animation";
import { readBounded } from "./bounded-file";
import { type CliContext, type Output, write } from "./context";
import { installedModels, type ModelFlags, modelFolder } from "./model-folder";
import { options } from "./options";
import { remoteServer } from "./remote-server";
import { requireServedModel } from "./served-check";
import { fitLine, harmless, paintFor } from "./style";
import { readTable } from "./table";

interface GenerateFlags extends ModelFlags {
  readonly language: LanguageId;
  readonly table?: string;
  readonly context?: string;
  readonly count: number;
  readonly steps?: number;
  readonly seed: number;
  readonly canvas?: number;
  readonly provider?: ProviderSetting;
  readonly remote?: string;
  readonly served?: string;
  readonly json?: true;
  readonly frames?: true;
}

/** Adds `generate`: an utterance in, candidates out. */
export function registerGenerate(program: Command, context: CliContext): void {
  program
    .command("generate")
    .description("turn an utterance into several different valid programs")
    .argument("<utterance>", "what the code should do")
    .addOption(options.language())
    .option("--table <file>", "CF rules: a CSV file whose columns the rule may name")
    .option("--context <file>", "the code above the prompt: the utterance may use its names")
    .addOption(options.count())
    .addOption(options.steps())
    .addOption(options.seed())
    .addOption(options.canvas())
    .addOption(options.provider())
    .addOption(options.remote())
    .addOption(options.served())
    .addOption(options.model())
    .addOption(options.models())
    .addOption(options.json())
    .option("--frames", "show how each candidate came about: its denoising, or a served model's stream")
    .action((utterance: string, flags: GenerateFlags) => generate(utterance, flags, context));
}

async function generate(utterance: string, flags: GenerateFlags, context: CliContext): Promise<void> {
  const request = requestFrom(utterance, flags);
  const generator = await generatorFor(flags, context);
  try {
    const animation = flags.json || !isTerminal(context.stdout) ? undefined : animate(context.stdout);
    const result = await watched(animation, (onProgress) =>
      generator.generate(request, { signal: context.signal, ...(onProgress ? { onProgress } : {}) }),
    );
    const frames = flags.frames ? await Promise.all(result.candidates.map((each) => result.frames(each))) : [];
    const text = flags.json ? `${JSON.stringify(report(result, frames))}\n` : plain(result, frames, context.stdout);
    await write(context.stdout, text);
    if (result.shortfall !== undefined && !flags.json)
      await write(context.stderr, `codefusion: ${inEnglish(result.shortfall)}\n`);
  } finally {
    generator.dispose();
  }
}

async function generatorFor(flags: GenerateFlags, context: CliContext): Promise<Generator> {
  if (flags.served !== undefined) {
    const model = requireServedModel(flags.model);
    const server = await remoteServer(flags.served, context);
    // Loaded late: help and bad input need not wait for it.
    const { createServedGenerator } = await import("../served");
    return createServedGenerator({ server, model });
  }
  const remote = flags.remote === undefined ? undefined : await remoteServer(flags.remote, context);
  return context.openGenerator(
    modelFolder(flags.model, installedModels(flags, context)),
    flags.provider,
    undefined,
    remote,
  );
}

function requestFrom(utterance: string, flags: GenerateFlags): GenerateRequest {
  if (utterance.trim() === "")
    throw new CodeFusionError("bad-input", "the utterance is empty", "say what the code should do");
  if (flags.table !== undefined && flags.language !== "cf")
    throw new CodeFusionError("bad-input", "--table is for CF rules only", "leave it out or use --language cf");
  return {
    utterance,
    language: flags.language,
    table: flags.table === undefined ? undefined : readTable(flags.table),
    context: flags.context === undefined ? undefined : readContext(flags.context),
    count: flags.count,
    steps: flags.steps,
    seed: flags.seed,
    canvas: flags.canvas,
  };
}

function readContext(file: string): string {
  try {
    return readBounded(file).toString("utf8");
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const message = say`cannot read the code above, ${file} (${cause})`;
    throw new CodeFusionError("bad-input", message, "give --context a file that can be read", { cause: error });
  }
}

const isTerminal = (output: Output): output is NodeJS.WritableStream & Output => output.isTTY === true;

async function watched(
  animation: Animation | undefined,
  run: (onProgress: ((progress: GenerateProgress) => void) | undefined) => Promise<GenerateResult>,
): Promise<GenerateResult> {
  try {
    return await run(animation?.update);
  } finally {
    animation?.stop();
  }
}

function report(result: GenerateResult, frames: readonly (readonly Frame[])[]): GenerateReport {
  const { request, model, backend, steps, candidates, rejected, shortfall, timings } = result;
  return generateReportSchema.parse({
    utterance: request.utterance,
    language: request.language,
    model,
    backend,
    seed: request.seed,
    steps,
    candidates: candidates.map(({ evidence, ...candidate }, i) => ({
      ...candidate,
      ...(evidence && { evidence: evidence.map(inEnglish) }),
      ...(frames[i] ? { frames: frames[i] } : {}),
    })),
    rejected: rejected.map(({ code, reason }) => ({ code, reason: inEnglish(reason) })),
    ...(shortfall === undefined ? {} : { shortfall: inEnglish(shortfall) }),
    timings,
  });
}

/** The steps to go, that it is what the sample starts from, or how much of a served model's answer had come. */
function nameOf({ step, t, source }: Frame): string {
  if (source === "nearest") return t === 1 ? "noise" : "start";
  if (source === "stream") return `${Math.round(100 * (1 - t))}%`;
  return String(step);
}

/** One block per candidate, blocks apart by an empty line, cautions first; a terminal also sees rank and score. */
function plain(result: GenerateResult, frames: readonly (readonly Frame[])[], output: Output): string {
  const paint = paintFor(output);
  const width = Math.max(20, (output.columns ?? 120) - 10);
  const blocks = result.candidates.map(({ code, score, cautions = [] }, i) => {
    // A comment in every target language: what is piped on keeps its warning, and means the same.
    const caution = cautions.length === 0 ? [] : [paint("bold", `# ⚠ ${cautions.join(", ")}`)];
    const title = [...caution, ...(output.isTTY ? [paint("dim", `${i + 1}  score ${score.toFixed(3)}`)] : [])];
    const history = (frames[i] ?? []).map((frame) =>
      paint("dim", `# ${nameOf(frame).padStart(5)}  ${fitLine(frame.code, width)}`),
    );
    return [...title, ...history, output.isTTY ? harmless(code) : code].join("\n");
  });
  return blocks.map((block) => `${block}\n`).join("\n");
}
