import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gaussianNoise } from "../../../extension/diffusion";
import { type DenoiseInput, LocalBackend, type LocalBackendOptions } from "../../../extension/inference";
import { graphAt, runs, TINY, until } from "./tiny-model";

const short: DenoiseInput = {
  hidden: new Float32Array(5),
  s: 1,
  n: 1,
  noise: gaussianNoise(1, 6),
  steps: 2,
  guidance: 1,
  temperature: 1,
};
/** Takes minutes when nothing stops it. */
const endless: DenoiseInput = { ...short, steps: 2_000_000 };

describe("life of the inference child", function () {
  this.timeout(60_000);
  const backends: LocalBackend[] = [];
  let folder: string;

  function create(options: Partial<LocalBackendOptions> = {}): LocalBackend {
    const backend = new LocalBackend({ model: TINY, provider: "cpu", ...options });
    backends.push(backend);
    return backend;
  }

  /** A child that does as `script` says instead of computing. */
  function fakeChild(script: string): { script: string; execArgv: [] } {
    const path = join(folder, `fake-${backends.length}.js`);
    writeFileSync(path, script);
    return { script: path, execArgv: [] };
  }

  /** Starts an endless job; resolves, after its first step, with the job and the child's process id. */
  async function startEndless(backend: LocalBackend, signal?: AbortSignal) {
    const stepped = { count: 0 };
    const job = backend.denoise(endless, { ...(signal ? { signal } : {}), onStep: () => void stepped.count++ });
    const outcome = job.then(
      () => undefined,
      (error: unknown) => error,
    );
    await Promise.race([until(() => stepped.count > 0), job]);
    const { pid } = backend;
    assert.ok(pid !== undefined && runs(pid));
    return { job, outcome, stepped, pid };
  }

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "codefusion-"));
  });
  after(() => rmSync(folder, { recursive: true }));
  afterEach(async () => {
    for (const backend of backends.splice(0)) await backend.dispose();
  });

  it("starts nothing before the first call", async () => {
    const backend = create();
    assert.equal(backend.pid, undefined);
    assert.equal(backend.state, "idle");
    const starting = backend.start();
    await until(() => backend.state === "starting");
    await starting;
    assert.equal(backend.state, "ready");
  });

  it("does once more, with the same input, what a crash interrupts", async () => {
    const retries: string[] = [];
    const backend = create({ onRetry: (message) => retries.push(message) });
    const expected = await backend.denoise({ ...short, steps: 200 });
    const { pid } = backend;
    assert.ok(pid !== undefined);
    let killed = false;
    const onStep = () => {
      if (!killed) killed = process.kill(pid, "SIGKILL");
    };
    assert.deepEqual((await backend.denoise({ ...short, steps: 200 }, { onStep })).x0s, expected.x0s);
    assert.notEqual(backend.pid, pid);
    assert.equal(retries.length, 1);
    assert.match(retries[0] ?? "", /SIGKILL/);
  });

  it("answers a call that comes before the death of its child has been seen", async () => {
    const backend = create();
    await backend.denoise(short);
    assert.ok(backend.pid !== undefined);
    process.kill(backend.pid, "SIGKILL");
    await backend.denoise(short);
  });

  it("kills a child that hangs, and does its work in another", async () => {
    const backend = create({ patienceMs: 2000 });
    await backend.denoise(short);
    const { pid } = backend;
    assert.ok(pid !== undefined);
    process.kill(pid, "SIGSTOP");
    await backend.denoise(short);
    assert.notEqual(backend.pid, pid);
    assert.ok(!runs(pid));
  });

  it("says so where every child hangs", async () => {
    const backend = create({ entry: fakeChild(`process.on("message", () => {});`), patienceMs: 20 });
    await assert.rejects(backend.start(), { code: "backend-crashed", message: /did not answer/ });
    assert.equal(backend.pid, undefined);
  });

  it("says that the child crashed when it is killed twice, and starts a fresh one", async () => {
    const backend = create();
    const { job, pid } = await startEndless(backend);
    process.kill(pid, "SIGKILL");
    await until(() => backend.pid !== undefined && backend.pid !== pid);
    process.kill(backend.pid ?? 0, "SIGKILL");
    await assert.rejects(job, { name: "CodeFusionError", code: "backend-crashed", message: /SIGKILL/ });
    assert.equal(backend.state, "idle");
    await backend.denoise(short);
    assert.notEqual(backend.pid, pid);
  });

  it("starts a fresh child when the old one died between two calls", async () => {
    const backend = create();
    await backend.denoise(short);
    const { pid } = backend;
    assert.ok(pid !== undefined);
    process.kill(pid, "SIGKILL");
    await until(() => backend.pid === undefined);
    await backend.denoise(short);
    assert.notEqual(backend.pid, pid);
  });

  it("stops between two steps when it is cancelled, and keeps its child", async () => {
    const backend = create({ graceMs: 50_000 });
    const stop = new AbortController();
    const { job, stepped, pid } = await startEndless(backend, stop.signal);
    stop.abort();
    const { count } = stepped;
    await assert.rejects(job, { name: "CodeFusionError", code: "cancelled" });
    // Runs only once the child has stopped the first job: long before its end, and before the grace period's.
    await backend.denoise(short);
    assert.equal(stepped.count, count);
    assert.equal(backend.pid, pid);
  });

  it("does not begin a call that is cancelled before its turn", async () => {
    const backend = create();
    await backend.start();
    const stop = new AbortController();
    let steps = 0;
    const first = backend.denoise({ ...short, steps: 200 });
    const second = backend.denoise(short, { signal: stop.signal, onStep: () => void steps++ });
    stop.abort();
    await assert.rejects(second, { code: "cancelled" });
    await assert.rejects(backend.denoise(short, { signal: AbortSignal.abort() }), { code: "cancelled" });
    await first;
    await backend.denoise(short);
    assert.equal(steps, 0);
  });

  it("kills a child that does not stop when asked", async () => {
    const script = `process.on("message", ({ type, id }) => {
      if (type === "start") process.send({ type: "started", id, ms: 1 });
      if (type === "denoise") process.send({ type: "step", id, step: 9, ids: new Int32Array(1), confidence: new Float32Array(1) });
    });`;
    const backend = create({ entry: fakeChild(script), graceMs: 20 });
    const stop = new AbortController();
    const { job, pid } = await startEndless(backend, stop.signal);
    stop.abort();
    await assert.rejects(job, { code: "cancelled" });
    await until(() => !runs(pid));
    await backend.start();
    assert.notEqual(backend.pid, pid);
  });

  it("stops the job whose listener throws, with what it threw", async () => {
    const backend = create();
    const job = backend.denoise(endless, {
      onStep: () => {
        throw new Error("cannot draw");
      },
    });
    await assert.rejects(job, { code: "internal", message: /cannot draw/ });
    await backend.denoise(short);
  });

  it("leaves no process after dispose, whatever it was doing", async () => {
    const backend = create();
    const { pid, outcome } = await startEndless(backend);
    const waiting = assert.rejects(backend.denoise(short), { code: "cancelled" });
    await backend.dispose();
    assert.ok(!runs(pid));
    assert.equal(backend.pid, undefined);
    const error = await outcome;
    assert.ok(error instanceof Error && "code" in error && error.code === "cancelled");
    await waiting;
  });

  it("leaves no process when it is disposed of while it starts, and works again afterwards", async () => {
    const backend = create();
    const starting = assert.rejects(backend.start(), { code: "cancelled" });
    await until(() => backend.state === "starting");
    await backend.dispose();
    await starting;
    assert.equal(backend.pid, undefined);
    await backend.denoise(short);
    assert.equal(backend.state, "ready");
  });

  it("can be cancelled while it starts", async () => {
    const backend = create();
    const stop = new AbortController();
    const starting = assert.rejects(backend.start(stop.signal), { code: "cancelled" });
    await until(() => backend.state === "starting");
    stop.abort();
    await starting;
    await until(() => backend.state === "idle");
    assert.equal(backend.pid, undefined);
  });

  it("frees its memory when it has been idle, and works again", async () => {
    const backend = create({ idleMs: 1 });
    await backend.start();
    await until(() => backend.state === "idle");
    await backend.denoise(short);
  });

  it("ends the child when its parent is killed", async () => {
    const parent = spawn(process.execPath, ["--import", "tsx", join(__dirname, "parent.ts"), `${endless.steps}`]);
    const [line] = await once(parent.stdout, "data");
    const pid = Number(String(line));
    assert.ok(runs(pid));
    parent.kill("SIGKILL");
    await until(() => !runs(pid));
  });

  it("does not keep a finished program alive", async () => {
    const parent = spawn(process.execPath, ["--import", "tsx", join(__dirname, "parent.ts"), "2"]);
    const [line] = await once(parent.stdout, "data");
    const [code] = await once(parent, "exit");
    assert.equal(code, 0);
    await until(() => !runs(Number(String(line))));
  });

  it("says which file of the model is missing", async () => {
    const files = { ...TINY.files, decoder: { ...TINY.files.decoder, path: join(folder, "none.onnx") } };
    const backend = create({ model: { ...TINY, files } });
    await assert.rejects(backend.start(), { code: "model-missing", message: /none\.onnx/ });
    assert.equal(backend.state, "idle");
    assert.equal(backend.pid, undefined);
  });

  it("says which file of the model is broken, or is another graph", async () => {
    const broken = join(folder, "broken.onnx");
    writeFileSync(broken, "not a model");
    const withDenoiser = (path: string) =>
      create({ model: { ...TINY, files: { ...TINY.files, denoiser: graphAt(path) } } });
    await assert.rejects(withDenoiser(broken).start(), { code: "model-corrupt", message: /broken\.onnx/ });
    await assert.rejects(withDenoiser(TINY.files.encoder.path).start(), {
      code: "model-corrupt",
      message: /input_ids/,
    });
  });

  it("says that a pinned provider does not work here instead of using another", async () => {
    const pinned = process.platform === "win32" ? "coreml" : "dml";
    await assert.rejects(create({ provider: pinned }).start(), {
      code: "backend-unavailable",
      message: new RegExp(pinned),
    });
  });

  it("says why a child could not run, from what it wrote on stderr", async () => {
    const backend = create({ entry: fakeChild(`throw new Error("no native library");`) });
    await assert.rejects(backend.start(), { code: "backend-crashed", message: /no native library/ });
  });

  it("says that memory is short where that ended the child", async () => {
    for (const said of ["what():  std::bad_alloc", "FATAL ERROR: Allocation failed - JavaScript heap out of memory"]) {
      const backend = create({ entry: fakeChild(`process.stderr.write("${said}"); process.exitCode = 134;`) });
      await assert.rejects(backend.start(), (error: Error & { code?: string; remedy?: string }) => {
        assert.equal(error.code, "backend-crashed");
        assert.match(error.remedy ?? "", /free memory/);
        return true;
      });
    }
  });

  it("does not trust a child that answers with another shape", async () => {
    const script = `process.on("message", ({ id }) => process.send({ type: "started", id, ms: "soon" }));`;
    await assert.rejects(create({ entry: fakeChild(script) }).start(), {
      code: "backend-crashed",
      message: /malformed reply/,
    });
  });

  it("verifies every graph at every launch", async () => {
    const path = join(folder, "changing.onnx");
    copyFileSync(TINY.files.denoiser.path, path);
    const backend = create({ model: { ...TINY, files: { ...TINY.files, denoiser: graphAt(path) } } });
    await backend.denoise(short);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await backend.dispose();
    await assert.rejects(backend.denoise(short), { code: "model-corrupt", message: /changing\.onnx/ });
    copyFileSync(TINY.files.denoiser.path, path);
    await backend.denoise(short);
  });

  it("gives the child no variable that it does not need", async () => {
    const script = `process.on("message", ({ id }) => process.send({ type: "failed", id, code: "internal",
      message: { text: Object.keys(process.env).join(), values: [] }, remedy: { text: "none", values: [] } }));`;
    process.env.CODEFUSION_TEST_TOKEN = "secret";
    try {
      await assert.rejects(create({ entry: fakeChild(script) }).start(), (error: Error) => {
        assert.match(error.message, /PATH/i);
        assert.doesNotMatch(error.message, /TOKEN/);
        return true;
      });
    } finally {
      delete process.env.CODEFUSION_TEST_TOKEN;
    }
  });

  it("names the native library that is missing, and not the code that asked for it", async () => {
    const child = join(folder, "without-library.cjs");
    const missing = "libonnxruntime.so.1: cannot open shared object file: No such file or directory";
    const source = JSON.stringify(join(__dirname, "../../../extension/inference/child.ts"));
    writeFileSync(
      child,
      `process.dlopen = () => { throw new Error(${JSON.stringify(missing)}); }; import("node:url").then(({ pathToFileURL }) => import(pathToFileURL(${source})));`,
    );
    const entry = { script: child, execArgv: ["--import", require.resolve("tsx")] };
    await assert.rejects(create({ entry }).start(), (error: Error & { remedy?: string }) => {
      assert.match(error.message, /libonnxruntime\.so\.1/);
      assert.ok(error.message.length < 400);
      assert.match(error.remedy ?? "", /reinstall/);
      return true;
    });
  });
});
