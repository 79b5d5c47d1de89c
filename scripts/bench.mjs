/**
 * `npm run bench [-- --quick] [--json] [--against CHECKOUT] [--out FILE]`: times the pipeline beside its peers in one run. Without --json
 * it writes docs/BENCH.md. llama.cpp's server is timed too where `npm run servers -- llamacpp` has installed it.
 */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ensure } from "./ensure.mjs";
import { at, ROOT } from "./lib/paths.mjs";
import { exitCodeOf, main, runOrThrow } from "./lib/process.mjs";
import { installedServer } from "./lib/servers.mjs";

await main(async () => {
  await ensure({ quiet: true });
  const flags = process.argv.slice(2);
  const against = flags[flags.indexOf("--against") + 1];
  if (flags.includes("--against") && against !== undefined) await prepareOther(resolve(against));
  if (!flags.includes("--json") && !flags.includes("--out")) flags.push("--out", at("docs", "BENCH.md"));
  const peer = flags.includes("--endpoint") ? undefined : await startPeer();
  try {
    const endpoint = peer ? ["--endpoint", peer.url] : [];
    return await exitCodeOf(process.execPath, [
      ...["--enable-source-maps", at("dist", "lab.js"), "bench"],
      ...flags,
      ...endpoint,
    ]);
  } finally {
    peer?.stop();
  }
});

/** Builds another checkout, and in it this checkout's worker around that one's pipeline: both are timed by the same code. */
async function prepareOther(folder) {
  await runOrThrow(`Building ${folder}`, process.execPath, [join(folder, "scripts", "build.mjs")], { quiet: true });
  const [{ buildOptions }, { build }] = await Promise.all([
    import(pathToFileURL(join(folder, "scripts", "lib", "bundles.mjs")).href),
    import("esbuild"),
  ]);
  const [node] = buildOptions({ minify: true, sourcemap: false });
  const otherPipeline = {
    name: "pipeline-of-the-other-checkout",
    setup(bundle) {
      bundle.onResolve({ filter: /\/extension\// }, ({ path, resolveDir, kind, pluginData }) => {
        if (pluginData === "redirected" || !resolveDir.startsWith(at("models", "lab"))) return undefined;
        const inside = path.slice(path.indexOf("extension/"));
        return bundle.resolve(`./${inside}`, { resolveDir: folder, kind, pluginData: "redirected" });
      });
    },
  };
  await build({
    ...node,
    entryPoints: [{ in: at("models", "lab", "bench", "worker.ts"), out: "bench-worker" }],
    plugins: [...node.plugins, otherPipeline],
    write: true,
  });
}

/** llama.cpp's server on the threads that our model has; undefined where it is not installed. */
async function startPeer() {
  const python = installedServer("llamacpp");
  if (python === undefined) return undefined;
  const port = await freePort();
  const script = at("test", "servers", "llama_server.py");
  const flags = ["--name", "model", "--port", String(port), "--threads", String(availableParallelism())];
  const child = spawn(python, [script, ...flags], { cwd: ROOT, stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100 && child.exitCode === null; tries++) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return { url: `${url}/v1`, stop: () => child.kill() };
    await new Promise((done) => setTimeout(done, 200));
  }
  child.kill();
  return undefined;
}

function freePort() {
  return new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}
