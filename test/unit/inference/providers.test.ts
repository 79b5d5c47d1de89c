import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ChildEntry,
  defaultChildEntry,
  type Host,
  LocalBackend,
  PROVIDER_IDS,
  type ProviderId,
  probeAll,
  probeProvider,
  thisHost,
  whyImpossible,
} from "../../../extension/inference";
import { TINY } from "./tiny-model";

/** A machine with these files. */
function host(platform: NodeJS.Platform, files: Record<string, string[]> = {}, changes: Partial<Host> = {}): Host {
  return { platform, arch: "x64", env: {}, list: (folder) => files[folder] ?? [], nativeFolder: "/native", ...changes };
}

const possibleOn = (machine: Host): ProviderId[] =>
  PROVIDER_IDS.filter((id) => whyImpossible(id, machine) === undefined);
const GPU_LINUX = host("linux", { "/dev": ["nvidia0", "nvidiactl"], "/dev/dri": ["card0", "renderD128"] });

describe("execution providers", function () {
  this.timeout(60_000);
  let folder: string;
  let fakes = 0;

  /** A child that answers every message with the JavaScript expression `reply`, which sees `provider` and `id`. */
  function fakeChild(reply: string): ChildEntry {
    const path = join(folder, `fake-${fakes++}.js`);
    writeFileSync(
      path,
      `process.on("message", ({ type, id, provider }) => { const reply = ${reply}; if (reply) process.send(reply); });`,
    );
    return { script: path, execArgv: [] };
  }

  const probe = (entry: ChildEntry, timeoutMs = 30_000) =>
    probeProvider("webgpu", { entry, host: GPU_LINUX, timeoutMs });

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "codefusion-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  describe("told from files alone", () => {
    it("leaves the CPU alone on a Linux machine without a GPU", () => {
      assert.deepEqual(possibleOn(host("linux", { "/dev": ["null"] })), ["cpu"]);
    });

    it("tries CUDA where there is a device and the library", () => {
      const files = { "/dev": ["nvidia0"], "/native": ["libonnxruntime_providers_cuda.so"] };
      assert.deepEqual(possibleOn(host("linux", files)), ["cuda", "webgpu", "cpu"]);
      assert.match(whyImpossible("cuda", host("linux", { "/dev": ["nvidia0"] })) ?? "", /library/);
      assert.match(whyImpossible("cuda", host("linux", { "/native": files["/native"] })) ?? "", /device/);
    });

    it("leaves the library's question to the probe where its folder is unknown", () => {
      const machine = host("linux", { "/dev": ["nvidia0"] }, { nativeFolder: undefined });
      assert.equal(whyImpossible("cuda", machine), undefined);
    });

    it("tries WebGPU on Linux with a render device or a chosen Vulkan driver, on x64 alone", () => {
      const rendering = { "/dev/dri": ["renderD128"] };
      assert.deepEqual(possibleOn(host("linux", rendering)), ["webgpu", "cpu"]);
      assert.deepEqual(possibleOn(host("linux", {}, { env: { VK_ICD_FILENAMES: "/icd.json" } })), ["webgpu", "cpu"]);
      assert.deepEqual(possibleOn(host("linux", rendering, { arch: "arm64" })), ["cpu"]);
    });

    it("knows what Windows and macOS have", () => {
      assert.deepEqual(possibleOn(host("win32")), ["dml", "webgpu", "cpu"]);
      assert.deepEqual(possibleOn(host("darwin", {}, { arch: "arm64" })), ["coreml", "webgpu", "cpu"]);
    });
  });

  describe("probed", () => {
    it("finds that the CPU works, with a difference that rounding explains", async () => {
      const outcomes = await probeAll({ entry: defaultChildEntry(), host: host("linux"), timeoutMs: 50_000 });
      assert.deepEqual(
        outcomes.map(({ provider, status }) => `${provider} ${status}`),
        ["cuda skipped", "dml skipped", "coreml skipped", "webgpu skipped", "cpu works"],
      );
      const cpu = outcomes.at(-1);
      assert.ok(cpu?.status === "works" && cpu.difference < 1e-6);
    });

    it("accepts a provider that differs by rounding and refuses one that computes something else", async () => {
      const answer = (difference: string) => fakeChild(`{ type: "probed", id, ms: 1, difference: ${difference} }`);
      assert.equal((await probe(answer("1e-4"))).status, "works");
      for (const difference of ["0.3", "NaN", "Infinity"]) {
        const outcome = await probe(answer(difference));
        assert.ok(outcome.status === "failed" && outcome.reason.includes("differ"), JSON.stringify(outcome));
      }
    });

    it("keeps the reason of one that throws", async () => {
      const entry = fakeChild(
        `{ type: "failed", id, code: "backend-unavailable", message: { text: "no adapter", values: [] }, remedy: { text: "-", values: [] } }`,
      );
      assert.deepEqual(await probe(entry), { provider: "webgpu", status: "failed", reason: "no adapter" });
    });

    it("survives a driver that crashes the process", async () => {
      const outcome = await probe(fakeChild("process.abort()"));
      assert.ok(outcome.status === "failed" && outcome.reason.includes("ended unexpectedly"), JSON.stringify(outcome));
    });

    it("gives up on a driver that hangs", async () => {
      const outcome = await probe(fakeChild("undefined"), 100);
      assert.deepEqual(outcome, { provider: "webgpu", status: "failed", reason: "no answer within 100 ms" });
    });

    it("can be cancelled", async () => {
      const signal = AbortSignal.timeout(50);
      const options = { entry: fakeChild("undefined"), host: GPU_LINUX, timeoutMs: 50_000, signal };
      await assert.rejects(probeProvider("webgpu", options), { code: "cancelled" });
    });
  });

  describe("ladder", () => {
    const works = `type === "probe" ? { type: "probed", id, ms: 1, difference: 0 } :`;

    async function choose(reply: string, machine: Host) {
      const backend = new LocalBackend({ model: TINY, provider: "auto", entry: fakeChild(reply), host: machine });
      try {
        assert.equal(backend.provider, "auto");
        await backend.start();
        return { provider: backend.provider, outcomes: backend.outcomes };
      } finally {
        await backend.dispose();
      }
    }

    it("takes the first provider that passes its probe and loads the model", async () => {
      const { provider, outcomes } = await choose(`${works} { type: "started", id, ms: 1 }`, GPU_LINUX);
      assert.equal(provider, "webgpu");
      assert.match(
        outcomes.map(({ provider: tried, status }) => `${tried} ${status}`).join(),
        /cuda skipped.*webgpu works/,
      );
    });

    it("goes on to the CPU where the model does not load on the GPU, and keeps the reason", async () => {
      const refuse = `{ type: "failed", id, code: "backend-unavailable", message: { text: "too little memory", values: [] }, remedy: { text: "-", values: [] } }`;
      const reply = `${works} provider === "webgpu" ? ${refuse} : { type: "started", id, ms: 1 }`;
      const { provider, outcomes } = await choose(reply, GPU_LINUX);
      assert.equal(provider, "cpu");
      assert.deepEqual(outcomes.at(-1), { provider: "webgpu", status: "failed", reason: "too little memory" });
    });

    it("asks nothing of a GPU where the CPU was chosen", async () => {
      const asked = join(folder, "asked.txt");
      const told = `(require("node:fs").appendFileSync(${JSON.stringify(asked)}, type + " " + provider + "\\n"),`;
      const reply = `${told} ${works} { type: "started", id, ms: 1 })`;
      const backend = new LocalBackend({ model: TINY, provider: "cpu", entry: fakeChild(reply), host: GPU_LINUX });
      try {
        await backend.start();
        assert.equal(readFileSync(asked, "utf8"), "start cpu\n");
        assert.deepEqual(backend.outcomes, []);
      } finally {
        await backend.dispose();
      }
    });

    it("does not hide a broken model behind the next provider", async () => {
      const broken = `{ type: "failed", id, code: "model-corrupt", message: { text: "broken", values: [] }, remedy: { text: "-", values: [] } }`;
      await assert.rejects(choose(`${works} ${broken}`, GPU_LINUX), { code: "model-corrupt" });
    });

    it("does not return to a GPU that crashed in the middle", async () => {
      const reply = `${works} type === "start" ? { type: "started", id, ms: 1 } : process.abort()`;
      const backend = new LocalBackend({ model: TINY, provider: "auto", entry: fakeChild(reply), host: GPU_LINUX });
      const input = { inputIds: Int32Array.of(1), slotIds: Int32Array.of(0), memory: new Int32Array(3) };
      try {
        await assert.rejects(backend.encode(input), { code: "backend-crashed" });
        assert.equal(backend.provider, "cpu", "where it was tried once more");
        await backend.start();
        assert.equal(backend.provider, "cpu");
      } finally {
        await backend.dispose();
      }
    });

    it("computes on the machine at hand", async () => {
      const backend = new LocalBackend({ model: TINY, provider: "auto", host: thisHost() });
      try {
        const encoded = await backend.encode({
          inputIds: Int32Array.of(1),
          slotIds: Int32Array.of(0),
          memory: new Int32Array(3),
        });
        assert.equal(encoded.hidden.length, TINY.hiddenDim);
        assert.ok(PROVIDER_IDS.some((id) => id === backend.provider));
      } finally {
        await backend.dispose();
      }
    });
  });
});
