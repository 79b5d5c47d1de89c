import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { CodeFusionError } from "../../errors";
import type { ProviderId } from "../../inference";
import { openModel } from "../../model";
import { type CliContext, write } from "../context";
import { installedModels, type ModelFlags, modelFolder } from "../model-folder";
import { options } from "../options";

interface ServeFlags extends ModelFlags {
  readonly host: string;
  readonly port: number;
  readonly tokenFile?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly batch: number;
  readonly batchDelay: number;
  readonly queue: number;
  readonly provider?: ProviderId;
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** Adds `serve`: the model for others, over the Open Inference Protocol. */
export function registerServe(program: Command, context: CliContext): void {
  program
    .command("serve")
    .description("serve the model to other machines over the Open Inference Protocol")
    .option("--host <address>", "address to listen at; beyond this machine a token is needed", "127.0.0.1")
    .addOption(options.whole("--port <n>", "port to listen at; 0 takes a free one", 0, 65535).default(8080))
    .option("--token-file <file>", "file with the bearer token that callers have to send")
    .option("--tls-cert <file>", "certificate chain in PEM, to serve HTTPS")
    .option("--tls-key <file>", "its private key in PEM")
    .addOption(options.whole("--batch <rows>", "rows computed together at most", 1, 1024).default(64))
    .addOption(options.whole("--batch-delay <ms>", "how long a request waits for company", 0, 1000).default(2))
    .addOption(options.whole("--queue <rows>", "rows that may wait; more are answered 429", 1, 100_000).default(512))
    .addOption(options.provider())
    .addOption(options.model())
    .addOption(options.models())
    .action((flags: ServeFlags) => serve(flags, context));
}

async function serve(flags: ServeFlags, context: CliContext): Promise<void> {
  const token = flags.tokenFile === undefined ? undefined : readSecret(flags.tokenFile, "--token-file").trim();
  if (token === "")
    throw new CodeFusionError(
      "bad-input",
      `${flags.tokenFile} is empty`,
      "write a token into it, as openssl rand -hex 32 gives",
    );
  if (token === undefined && !LOOPBACK.test(flags.host))
    throw new CodeFusionError(
      "bad-input",
      `without a token nothing is served at ${flags.host}`,
      "give --token-file, or leave --host out",
    );
  const tls = tlsOf(flags);
  const model = openModel(modelFolder(flags.model, installedModels(flags, context)));
  // Loaded late: a web server is no part of the other commands.
  const [{ LocalBackend }, { InferenceServer }] = await Promise.all([import("../../inference"), import("./server")]);
  const backend = new LocalBackend({
    model: { ...model.manifest, files: model.graphs },
    provider: flags.provider ?? "auto",
    idleMs: 2 ** 31 - 1,
  });
  try {
    await backend.start(context.signal);
    const server = new InferenceServer({
      model: model.manifest,
      backend,
      ...(token !== undefined && { token }),
      ...(tls && { tls }),
      batchRows: flags.batch,
      batchDelayMs: flags.batchDelay,
      queueRows: flags.queue,
    });
    try {
      const address = await server.listen(flags.host, flags.port).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        throw new CodeFusionError("bad-input", `cannot listen (${reason})`, "choose another --host or --port");
      });
      await write(context.stdout, `${model.manifest.id} on ${backend.provider}, listening at ${address}\n`);
      await aborted(context.signal);
      await write(context.stderr, "codefusion: answering what has been asked, then stopping\n");
    } finally {
      await server.close();
    }
  } finally {
    await backend.dispose();
  }
}

function tlsOf({ tlsCert, tlsKey }: ServeFlags) {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new CodeFusionError("bad-input", "HTTPS needs a certificate and its key", "give --tls-cert and --tls-key");
  return { cert: readSecret(tlsCert, "--tls-cert"), key: readSecret(tlsKey, "--tls-key") };
}

function readSecret(file: string, flag: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const message = `cannot read ${file} (${cause})`;
    throw new CodeFusionError("bad-input", message, `give ${flag} a file that can be read`, { cause: error });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
