import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = path.join(__dirname, "..", "..");
export const MODEL = path.join(ROOT, "models", "codefusion-small");

/** A server that a test has started. */
export interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

/** Writes the model repository of the released model; gives the model's folder in it. */
export function writeRepository(python: string): string {
  const out = mkdtempSync(path.join(tmpdir(), "codefusion-repository-"));
  const script = path.join(ROOT, "models", "serving", "repository.py");
  return execFileSync(python, [script, "--model", MODEL, "--out", out, "--device", "CPU"], { encoding: "utf8" }).trim();
}

/** `codefusion serve` as users run it, on a free port. */
export async function startServe(...flags: string[]): Promise<Running> {
  const cli = path.join(ROOT, "dist", "cli.js");
  const child = spawn(process.execPath, [cli, "serve", "--port", "0", "--provider", "cpu", ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding("utf8").once("data", resolve);
    child.once("exit", (code) => reject(new Error(`serve ended with ${code}`)));
  });
  return { url: /https?:\S+/.exec(line)?.[0] ?? "", stop: () => stop(child) };
}

/** MLServer on the model's folder of a repository. */
export async function startMlServer(python: string, folder: string): Promise<Running> {
  const [http, grpc, metrics] = [await freePort(), await freePort(), await freePort()];
  const settings = { http_port: http, grpc_port: grpc, metrics_port: metrics, host: "127.0.0.1", parallel_workers: 0 };
  const root = path.dirname(folder);
  writeFileSync(path.join(root, "settings.json"), JSON.stringify({ ...settings, debug: false }));
  const child = spawn(path.join(path.dirname(python), "mlserver"), ["start", root], { cwd: root, stdio: "ignore" });
  return whenReady(child, `http://127.0.0.1:${http}`);
}

/** KServe's Python server on the model's folder of a repository. */
export async function startKServe(python: string, folder: string): Promise<Running> {
  const port = await freePort();
  const script = path.join(ROOT, "models", "serving", "kserve_server.py");
  const args = [
    "--description",
    path.join(folder, "pipeline.json"),
    "--http_port",
    String(port),
    "--enable_grpc",
    "false",
  ];
  const child = spawn(python, [script, ...args], { stdio: "ignore" });
  return whenReady(child, `http://127.0.0.1:${port}`);
}

/** llama.cpp's server with SmolLM2, which it serves as `model`. */
export async function startLlamaServer(python: string, model: string): Promise<Running> {
  const port = await freePort();
  const script = path.join(__dirname, "llama_server.py");
  const child = spawn(python, [script, "--name", model, "--port", String(port)], { stdio: "ignore" });
  return whenReady(child, `http://127.0.0.1:${port}`, "/health");
}

/** Runs a Python program to its end; gives what it printed. */
export function runPython(python: string, program: string, ...args: string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), "codefusion-python-"));
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "program.py");
  writeFileSync(file, program);
  return execFileSync(python, [file, ...args], { encoding: "utf8" });
}

async function whenReady(
  child: ChildProcess,
  url: string,
  health = "/v2/models/codefusion-small/ready",
): Promise<Running> {
  let ended: number | null | undefined;
  child.once("exit", (code) => {
    ended = code;
  });
  const isReady = () =>
    fetch(url + health).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (ended !== undefined) throw new Error(`the server ended with ${ended}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return { url, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const patience = setTimeout(() => child.kill("SIGKILL"), 20_000);
  await ended;
  clearTimeout(patience);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
