import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Agent, fetch as undiciFetch } from "undici";
import { remoteServer } from "../../../extension/cli/remote-server";
import { Batcher, QueueFull } from "../../../extension/cli/serve/batcher";
import { gaussianNoise } from "../../../extension/diffusion";
import {
  floats,
  LocalBackend,
  OpenInferenceClient,
  RemoteBackend,
  RemoteError,
  type Tensors,
} from "../../../extension/inference";
import { canvasTensors, noConditions, utteranceTensors } from "../../../extension/inference/remote/inputs";
import { json, MODEL, serveTiny } from "../inference/remote/tiny-server";
import { TINY, until } from "../inference/tiny-model";
import { recorder, run, unused } from "./fake";

const UTTERANCE = { inputIds: Int32Array.of(1, 2, 3), slotIds: Int32Array.of(0, 1, 0), memory: Int32Array.of(0, 0, 0) };
const N = 4;

/** Encodes, denoises and decodes one batch. */
async function sample(backend: LocalBackend | RemoteBackend, seed: number, guidance = 1) {
  const { hidden } = await backend.encode(UTTERANCE);
  const base = { hidden, s: 3, n: N, steps: 3, guidance, temperature: 0.7 };
  const { x0s } = await backend.denoise({ ...base, noise: gaussianNoise(seed, 2 * N * TINY.latentDim) });
  const latents = x0s.subarray(2 * 2 * N * TINY.latentDim);
  return { x0s, ...(await backend.decode({ hidden, s: 3, n: N, latents })) };
}

/** One call's inputs for `rows` samples: encoded, denoised in one step and decoded. */
function pipelineTensors(rows: number): Tensors {
  const latents = gaussianNoise(1, rows * N * TINY.latentDim);
  return {
    ...utteranceTensors(UTTERANCE, rows),
    ...noConditions(rows, TINY.hiddenDim),
    ...canvasTensors({ latents, n: N, times: [1, 0], temperature: 0.5 }, MODEL),
  };
}

const inferUrl = (url: string) => `${url}/v2/models/tiny/infer`;

describe("codefusion serve", () => {
  it("answers many clients at once as if each were alone", async () => {
    const tiny = await serveTiny({ batchDelayMs: 20 });
    const local = new LocalBackend({ model: TINY, provider: "cpu" });
    const seeds = Array.from({ length: 50 }, (_, seed) => seed);
    const answers = await Promise.all(
      seeds.map((seed) =>
        sample(new RemoteBackend({ model: MODEL, server: { url: tiny.url } }), seed, 1 + (seed % 3) / 2),
      ),
    );
    for (const seed of [0, 17, 49]) {
      const alone = await sample(local, seed, 1 + (seed % 3) / 2);
      assert.deepEqual(answers[seed]?.ids, alone.ids);
      assert.ok(answers[seed]?.x0s.every((value, at) => Math.abs(value - (alone.x0s[at] ?? Number.NaN)) < 1e-4));
    }
    const metrics = await (await fetch(`${tiny.url}/metrics`)).text();
    assert.match(metrics, /codefusion_requests_total\{status="200"\} 100\n/);
    const batches = Number(/codefusion_batch_rows_count (\d+)/.exec(metrics)?.[1]);
    assert.ok(batches < 100, `${batches} batches for 100 requests`);
    assert.match(metrics, /codefusion_waiting_rows 0\n/);
    await local.dispose();
    await tiny.close();
  });

  it("says of itself what the protocol asks for", async () => {
    const tiny = await serveTiny();
    const client = new OpenInferenceClient({ url: tiny.url }, MODEL);
    const { server, version } = await client.describe();
    assert.equal(server.name, "codefusion");
    const get = async (path: string) => (await fetch(tiny.url + path)).status;
    for (const path of ["/v2/health/live", "/v2/health/ready", `/v2/models/tiny/versions/${version}/ready`])
      assert.equal(await get(path), 200, path);
    for (const path of ["/v2/models/other", "/v2/models/tiny/versions/1", "/v3"])
      assert.equal(await get(path), 404, path);
    await tiny.close();
  });

  it("refuses what is no request, without harm to the others", async () => {
    const tiny = await serveTiny();
    const post = async (body: unknown, headers: Record<string, string> = {}) => {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const answer = await fetch(inferUrl(tiny.url), { method: "POST", body: text, headers });
      return [answer.status, (await answer.json()).error] as const;
    };
    const tensor = (name: string, shape: number[]) => ({ name, datatype: "FP32", shape, data: [1] });
    const cases: readonly (readonly [unknown, Record<string, string>, number, RegExp])[] = [
      ["", {}, 400, /not JSON/],
      ["{", {}, 400, /not JSON/],
      [{ inputs: [] }, {}, 400, /./],
      [{ inputs: [tensor("latent", [1, 1])] }, {}, 400, /input_ids is missing/],
      [{ inputs: [tensor("latent", [2, 1])] }, {}, 400, /latent does not fit its shape/],
      [{ inputs: [tensor("what", [1])] }, {}, 400, /there is no input what/],
      ["{}", { "inference-header-content-length": "99" }, 400, /is said to have 99 bytes of 2/],
      ["x".repeat(65 * 1024 * 1024), {}, 413, /large/],
    ];
    for (const [body, headers, status, message] of cases) {
      const [found, error] = await post(body, headers);
      assert.equal(found, status);
      assert.match(error, message);
    }
    await sample(new RemoteBackend({ model: MODEL, server: { url: tiny.url } }), 1);
    await tiny.close();
  });

  it("refuses values that no run could be made of, and says which", async () => {
    const tiny = await serveTiny();
    const client = new OpenInferenceClient({ url: tiny.url }, MODEL);
    const rows = 2;
    const given = (more: Tensors): Tensors => ({ ...pipelineTensors(rows), ...more });
    const cases: readonly (readonly [Tensors, RegExp])[] = [
      [
        { temperature: floats(Float32Array.of(0.2, 0.8), rows, 1) },
        /need one temperature: send those of another in another request/,
      ],
      [{ temperature: floats(Float32Array.of(0, 0), rows, 1) }, /temperature has to be above 0/],
      [{ temperature: floats(Float32Array.of(Number.NaN, Number.NaN), rows, 1) }, /temperature has to be above 0/],
      [
        {
          pinned_positions: { datatype: "INT64", shape: [rows, 1], data: BigInt64Array.of(0n, BigInt(N)) },
          pinned_latents: floats(new Float32Array(rows * TINY.latentDim), rows, 1, TINY.latentDim),
        },
        /pinned position is not on the canvas/,
      ],
    ];
    for (const [more, message] of cases) {
      const error: unknown = await client.infer(given(more), ["ids"]).catch((reason: unknown) => reason);
      assert.ok(error instanceof RemoteError, String(error));
      assert.equal(error.details.status, 400, error.line);
      assert.match(error.message, message);
    }
    assert.ok((await client.infer(given({}), ["ids"])).ids);
    await tiny.close();
  });

  it("answers only those who know the token, and everybody about its health", async () => {
    const tiny = await serveTiny({ token: "s3cret" });
    const status = async (path: string, token?: string) =>
      (await fetch(tiny.url + path, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } }))
        .status;
    for (const path of ["/v2", "/v2/models/tiny", "/metrics"]) {
      assert.equal(await status(path), 401);
      assert.equal(await status(path, "other"), 401);
      assert.equal(await status(path, "s3cret"), 200);
    }
    assert.equal(await status("/v2/health/ready"), 200);
    const server = await remoteServer(tiny.url, { ...context(), env: { CODEFUSION_TOKEN: "s3cret" } });
    await sample(new RemoteBackend({ model: MODEL, server }), 1);
    await tiny.close();
  });

  it("answers what it was asked before it stops", async () => {
    const tiny = await serveTiny({ batchDelayMs: 2_000 });
    const backend = new RemoteBackend({ model: MODEL, server: { url: tiny.url } });
    await backend.start();
    const answer = backend.encode(UTTERANCE);
    await until(() => tiny.server.waitingRows > 0);
    await Promise.all([answer, tiny.close()]);
    assert.equal((await answer).hidden.length, 3 * TINY.hiddenDim);
  });

  it("does not compute for a caller who has gone", async () => {
    const tiny = await serveTiny({ batchDelayMs: 300 });
    const backend = new RemoteBackend({ model: MODEL, server: { url: tiny.url } });
    await backend.start();
    const cancel = new AbortController();
    const answer = assert.rejects(backend.encode(UTTERANCE, cancel.signal), { code: "cancelled" });
    await until(() => tiny.server.waitingRows > 0);
    cancel.abort();
    await answer;
    await until(() => tiny.server.waitingRows === 0);
    const text = await (await fetch(`${tiny.url}/metrics`)).text();
    assert.match(text, /codefusion_batch_rows_count 0\n/);
    await tiny.close();
  });

  it("serves HTTPS, which a client without the authority does not trust", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "codefusion-tls-"));
    const [key, cert] = ["key.pem", "cert.pem"].map((name) => path.join(folder, name)) as [string, string];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
    const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", cert];
    execFileSync("openssl", [...request, ...subject], { stdio: "ignore" });
    const tls = { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
    const tiny = await serveTiny({ tls });
    const dispatcher = new Agent({ connect: { ca: tls.cert } });
    const trusting = { url: tiny.url, fetch: (url: string, init: object) => undiciFetch(url, { ...init, dispatcher }) };
    await sample(new RemoteBackend({ model: MODEL, server: trusting }), 1);
    await assert.rejects(new RemoteBackend({ model: MODEL, server: { url: tiny.url } }).start(), {
      code: "backend-unavailable",
      message: /the certificate of 127\.0\.0\.1:\d+ is not trusted/,
      remedy: /NODE_EXTRA_CA_CERTS/,
    });
    await dispatcher.close();
    await tiny.close();
    rmSync(folder, { recursive: true });
  });

  it("refuses bad flags with one line that says what to do", async () => {
    const empty = path.join(mkdtempSync(path.join(tmpdir(), "codefusion-token-")), "token");
    writeFileSync(empty, "\n");
    const cases: readonly (readonly [string[], RegExp])[] = [
      [["--host", "0.0.0.0"], /without a token nothing is served at 0\.0\.0\.0: give --token-file/],
      [["--token-file", empty], /is empty: write a token into it/],
      [["--token-file", `${empty}-missing`], /cannot read .*: give --token-file a file/],
      [["--tls-cert", empty], /HTTPS needs a certificate and its key/],
      [["--port", "x"], /whole number from 0 to 65535/],
    ];
    for (const [flags, line] of cases) {
      const ended = await run(["serve", ...flags], unused);
      assert.equal(ended.code, 2);
      assert.match(ended.line ?? "", line);
    }
  });
});

describe("the batcher", () => {
  const inputs = (rows: number, length = 2): Tensors => ({
    a: floats(new Float32Array(rows * length).fill(rows), rows, length),
    temperature: floats(new Float32Array(rows).fill(1), rows, 1),
  });
  const never = () => new AbortController().signal;

  it("puts together what has equal shapes, oldest first, up to its limit", async () => {
    const batches: number[][] = [];
    const batcher = new Batcher({
      ...{ maxRows: 4, maxWaitingRows: 100, delayMs: 5 },
      compute: async (all) => {
        batches.push([...(all.a?.shape ?? [])]);
        return all;
      },
    });
    const asked = [inputs(1), inputs(1, 3), inputs(2), inputs(3), inputs(1)];
    const answers = await Promise.all(asked.map((each) => batcher.submit(each, never())));
    assert.deepEqual(answers, asked);
    assert.deepEqual(batches, [
      [4, 2],
      [1, 3],
      [3, 2],
    ]);
  });

  it("refuses more than may wait, and tells when to come again", async () => {
    let release: (() => void) | undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const batcher = new Batcher({
      ...{ maxRows: 2, maxWaitingRows: 4, delayMs: 0 },
      compute: async (all) => {
        await gate;
        return all;
      },
    });
    const taken = [batcher.submit(inputs(2), never())];
    await until(() => batcher.waitingRows === 0);
    taken.push(batcher.submit(inputs(2), never()), batcher.submit(inputs(2), never()));
    await assert.rejects(
      batcher.submit(inputs(1), never()),
      (error) => error instanceof QueueFull && error.retryAfter >= 1,
    );
    release?.();
    assert.equal((await Promise.all(taken)).length, 3);
  });

  it("stops computing when nobody waits any more, and gives every caller the failure", async () => {
    const gone = [new AbortController(), new AbortController()];
    let stopped = false;
    const batcher = new Batcher({
      ...{ maxRows: 9, maxWaitingRows: 9, delayMs: 5 },
      compute: (_, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => {
            stopped = true;
            reject(new Error("stopped"));
          }),
        ),
    });
    const outcomes = gone.map(({ signal }) => assert.rejects(batcher.submit(inputs(1), signal), { code: "cancelled" }));
    await until(() => batcher.waitingRows === 0);
    gone[0]?.abort();
    assert.equal(stopped, false);
    gone[1]?.abort();
    await Promise.all(outcomes);
    await batcher.settled();
    assert.equal(stopped, true);
  });
});

describe("codefusion with --remote", () => {
  it("goes through the proxy of the environment", async () => {
    const tiny = await serveTiny();
    const seen: string[] = [];
    const proxy = createServer((_, response) => json(response, {}, 400)).on("connect", (request, socket, head) => {
      seen.push(request.url ?? "");
      const [host, port] = (request.url ?? "").split(":");
      const target = connect(Number(port), host, () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        target.write(head);
        target.pipe(socket).pipe(target);
      });
      for (const end of [target, socket]) end.on("error", () => {});
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const { port } = proxy.address() as AddressInfo;
    const server = await remoteServer(tiny.url, { ...context(), env: { HTTP_PROXY: `http://127.0.0.1:${port}` } });
    await new RemoteBackend({ model: MODEL, server }).start();
    assert.ok(seen.length > 0 && seen.every((target) => target === new URL(tiny.url).host));
    proxy.close();
    proxy.closeAllConnections();
    await tiny.close();
  });

  it("refuses addresses that are none, and tokens in them", async () => {
    for (const [url, line] of [
      ["gpu-box", /Give an address as https:/],
      ["ftp://gpu-box", /Give an address as https:/],
      ["https://me:secret@gpu-box", /CODEFUSION_TOKEN, not in the address/],
    ] as const) {
      const ended = await run(["generate", "--language", "bash", "--remote", url, "list files"], unused);
      assert.equal(ended.code, 2);
      assert.match(ended.line ?? "", line);
    }
  });
});

function context() {
  const signal = new AbortController().signal;
  const openGenerator = async () => unused;
  const probeProviders = async () => [];
  const readInput = async () => "";
  return { stdout: recorder(), stderr: recorder(), signal, readInput, openGenerator, probeProviders };
}
