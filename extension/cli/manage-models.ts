import type { Command } from "commander";
import { asCodeFusionError, CodeFusionError } from "../errors";
import type { InstalledModel, InstalledModels } from "../installed";
import { type ModelsReport, modelsReportSchema } from "../schema";
import { type CliContext, write } from "./context";
import { installedModels } from "./model-folder";
import { options } from "./options";
import { fetchThroughProxy } from "./remote-server";
import { harmless } from "./style";

interface ManageFlags {
  readonly models?: string;
  readonly json?: true;
}

/** Adds `model`: models that are installed, beside the one that comes with the program. */
export function registerModel(program: Command, context: CliContext): void {
  const model = program.command("model").description("install, list, verify and remove models");
  const add = (usage: string, description: string) =>
    model.command(usage).description(description).addOption(options.models()).addOption(options.json());
  add("list", "list the models that --model can name").action((flags: ManageFlags) =>
    tell(installedModels(flags, context), (installed) => installed.list(), flags, context),
  );
  add("install", "install a model; what an interrupted download left is gone on with")
    .argument("<source>", "folder, .zip or .tgz file, or address (https) of a manifest.json or of an archive")
    .action((source: string, flags: ManageFlags) =>
      tell(installedModels(flags, context), (installed) => install(source, installed, context), flags, context),
    );
  add("verify", "compare the SHA-256 of every file with the manifest")
    .argument("[id]", "one model, by name or id (default: all)")
    .action((named: string | undefined, flags: ManageFlags) => verify(named, flags, context));
  add("remove", "remove an installed model")
    .argument("<id>", "its name, or its id where one version is installed")
    .action((named: string, flags: ManageFlags) =>
      tell(installedModels(flags, context), remove(named), flags, context),
    );
}

const remove = (named: string) => async (installed: InstalledModels) => {
  const model = installed.find(named);
  await installed.remove(model);
  return [model];
};

async function install(source: string, installed: InstalledModels, context: CliContext) {
  const { openSource } = await import("../installed");
  const { stderr, signal, env } = context;
  // Whoever names an address on the command line permits it, and what it sends on to over TLS.
  const opened = await openSource(source, { fetch: await fetchThroughProxy(env), permits: async () => true });
  let shown = "";
  const onProgress = (done: number, total: number) => {
    const text = `${Math.floor((100 * done) / Math.max(total, 1))}% of ${megabytes(total)}`;
    if (stderr.isTTY && text !== shown) stderr.write(`\r${text} `);
    shown = text;
  };
  try {
    const { model, isNew } = await installed.install(opened, { signal, onProgress });
    if (!isNew) await write(stderr, `codefusion: ${model.name} was there already\n`);
    return [model];
  } finally {
    if (stderr.isTTY && shown !== "") stderr.write("\n");
  }
}

async function verify(named: string | undefined, flags: ManageFlags, context: CliContext): Promise<void> {
  const installed = installedModels(flags, context);
  const models = named === undefined ? installed.list() : [installed.find(named)];
  const verified: InstalledModel[] = [];
  for (const model of models) {
    const problem = await installed.verify(model, context.signal).then(() => undefined, asCodeFusionError);
    if (problem?.code === "cancelled") throw problem;
    verified.push({ ...model, ...(problem && { problem }) });
  }
  await tell(installed, () => verified, flags, context);
  const wrong = verified.filter(({ problem }) => problem !== undefined);
  if (wrong.length > 0)
    throw new CodeFusionError(
      "model-corrupt",
      `not whole: ${wrong.map(({ name }) => name).join(", ")}`,
      "install it again, or remove it with codefusion model remove",
    );
}

async function tell(
  installed: InstalledModels,
  act: (installed: InstalledModels) => readonly InstalledModel[] | Promise<readonly InstalledModel[]>,
  { json }: ManageFlags,
  { stdout }: CliContext,
): Promise<void> {
  const models = (await act(installed)).map(reportOf);
  const report = modelsReportSchema.parse({ folder: installed.folder, models });
  await write(stdout, json ? `${JSON.stringify(report)}\n` : models.map((model) => `${lineOf(model)}\n`).join(""));
}

type ModelReport = ModelsReport["models"][number];

function reportOf({ isEmbedded, problem, bytes, from, ...model }: InstalledModel): ModelReport {
  const { name, id, version, folder } = model;
  return {
    ...{ name, id, version, folder, bytes: bytes ?? null, from: from ?? null },
    ...{ chosen: isEmbedded, whole: problem === undefined },
    ...(problem && { problem: problem.line }),
  };
}

function lineOf({ name, bytes, from, whole, problem, chosen }: ModelReport): string {
  const size = bytes === null ? "?" : megabytes(bytes);
  const state = whole ? "" : `, not whole: ${problem}`;
  const origin = from === null ? "comes with CodeFusion" : `from ${from}`;
  return harmless(`${name}  ${size}  ${origin}${chosen ? ", used where --model names none" : ""}${state}`);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
