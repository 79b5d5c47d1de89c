import type { Command } from "commander";
import { asCodeFusionError, CodeFusionError } from "../errors";
import type { ProviderOutcome } from "../inference";
import { openModel } from "../model";
import { checkRemote } from "../policy";
import { type DoctorReport, doctorReportSchema, type Manifest } from "../schema";
import { type CliContext, write } from "./context";
import { installedModels, type ModelFlags, modelFolder } from "./model-folder";
import { options } from "./options";
import { remoteServer } from "./remote-server";
import { checkServed } from "./served-check";
import { type Paint, paintFor } from "./style";

interface DoctorFlags extends ModelFlags {
  readonly remote?: string;
  readonly served?: string;
  readonly json?: true;
}

/** Adds `doctor`: says what works here, and fails where generating cannot work. */
export function registerDoctor(program: Command, context: CliContext): void {
  program
    .command("doctor")
    .description("check the model's files and try every execution provider")
    .addOption(options.model())
    .addOption(options.models())
    .addOption(options.remote())
    .addOption(options.served())
    .addOption(options.json())
    .action((flags: DoctorFlags) => examine(flags, context));
}

async function examine(flags: DoctorFlags, context: CliContext): Promise<void> {
  const served =
    flags.served === undefined
      ? undefined
      : await checkServed(await remoteServer(flags.served, context), flags.model, context.signal);
  const { model, manifest, error } = examineModel(served ? {} : flags, context);
  const remote =
    flags.remote === undefined || manifest === undefined
      ? undefined
      : await checkRemote(await remoteServer(flags.remote, context), manifest, context.signal);
  const providers = (await context.probeProviders()).map(providerOf);
  const { version: node, platform, arch } = process;
  const report = doctorReportSchema.parse({
    ...{ model, providers, node, platform, arch },
    ...(remote && { remote: remote.found }),
    ...(served && { served: served.found }),
  });
  const text = flags.json ? `${JSON.stringify(report)}\n` : showReport(report, paintFor(context.stdout));
  await write(context.stdout, text);
  if (error) throw error;
  if (remote?.error) throw remote.error;
  if (served?.error) throw served.error;
  if (!providers.some(({ works }) => works))
    throw new CodeFusionError("backend-unavailable", "no execution provider works here", "reinstall CodeFusion");
}

/** Opens the model as the pipeline does, with every checksum. */
function examineModel(
  flags: ModelFlags,
  context: CliContext,
): {
  readonly model: DoctorReport["model"];
  readonly manifest?: Manifest;
  readonly error?: CodeFusionError;
} {
  let folder: string | null = null;
  try {
    folder = modelFolder(flags.model, flags.model === undefined ? undefined : installedModels(flags, context));
    const { manifest } = openModel(folder);
    return {
      model: { folder, found: true, verified: true, id: manifest.id, parameters: manifest.parameters.total },
      manifest,
    };
  } catch (cause) {
    const error = asCodeFusionError(cause);
    const found = folder !== null;
    return { model: { folder, found, verified: false, id: null, parameters: null, problem: error.line }, error };
  }
}

function providerOf(outcome: ProviderOutcome): DoctorReport["providers"][number] {
  const { provider: name, status } = outcome;
  if (status !== "works") return { name, works: false, detail: `${status}: ${outcome.reason}` };
  const detail = `probed in ${Math.round(outcome.ms)} ms, ${outcome.difference.toExponential(1)} from the CPU`;
  return { name, works: true, detail };
}

function showRemote({
  host,
  works,
  problem,
  server,
  version,
  ...figures
}: NonNullable<DoctorReport["remote"]>): string {
  if (!works) return problem ?? host;
  const { roundTripMs = 0, tokensPerSecond = 0 } = figures;
  const speed = `round trip ${Math.round(roundTripMs)} ms, ${Math.round(tokensPerSecond)} tokens a second`;
  return `${host}, ${server}, version ${version}, ${speed}`;
}

function showServed({ host, works, problem, models, model, ...figures }: NonNullable<DoctorReport["served"]>): string {
  if (!works) return problem ?? host;
  const { roundTripMs = 0, tokensPerSecond } = figures;
  const speed = tokensPerSecond === undefined ? "" : `, ${Math.round(tokensPerSecond)} tokens a second`;
  return `${host}, ${model ?? `models ${models.join(", ") || "none"}`}, round trip ${Math.round(roundTripMs)} ms${speed}`;
}

function showReport({ model, providers, remote, served, node, platform, arch }: DoctorReport, paint: Paint): string {
  const mark = (good: boolean) => (good ? paint("green", "ok") : paint("red", "no"));
  const title = model.verified ? `${model.id}, ${model.parameters} parameters, in ${model.folder}` : model.problem;
  const rows = [
    `${mark(model.verified)}  model     ${title}`,
    ...providers.map(({ name, works, detail }) => `${mark(works)}  ${name.padEnd(8)}  ${detail}`),
    ...(remote ? [`${mark(remote.works)}  remote    ${showRemote(remote)}`] : []),
    ...(served ? [`${mark(served.works)}  served    ${showServed(served)}`] : []),
    `${mark(true)}  node      ${node} on ${platform}-${arch}`,
  ];
  return `${rows.join("\n")}\n`;
}
