import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CodeFusionError } from "../../../../extension/errors";
import { RemoteBackend, type RemoteBackendOptions } from "../../../../extension/inference";
import { fakeServer, type Handler, json, METADATA, MODEL, serveTiny } from "./tiny-server";

const UTTERANCE = { inputIds: Int32Array.of(1, 2, 3), slotIds: Int32Array.of(0, 1, 0), memory: Int32Array.of(0, 0, 0) };

const backendAt = (url: string, more: Partial<RemoteBackendOptions> = {}) =>
  new RemoteBackend({ model: MODEL, server: { url, headers: { authorization: "Bearer secret" } }, ...more });

async function failure(work: Promise<unknown>): Promise<CodeFusionError> {
  const error: unknown = await work.then(
    () => assert.fail("it did not fail"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof CodeFusionError, String(error));
  return error;
}

/** How an answer to `infer` goes wrong, what the user reads, and how often it is asked for. */
const FAULTS: readonly (readonly [string, Handler, RegExp, number])[] = [
  ["401", (_, response) => json(response, { error: "no" }, 401), /wants a token/, 1],
  ["403", (_, response) => json(response, { error: "not you" }, 403), /does not allow this \(not you\)/, 1],
  ["404", (_, response) => json(response, { detail: "gone" }, 404), /does not have what was asked for \(gone\)/, 1],
  ["413", (_, response) => json(response, {}, 413), /too large for/, 1],
  ["another 4xx", (_, response) => json(response, { error: "odd" }, 418), /status 418 \(odd\)/, 1],
  ["500", (_, response) => json(response, { error: "out of memory" }, 500), /status 500 \(out of memory\)/, 3],
  [
    "503 with a page",
    (_, response) => response.writeHead(503).end("<h1>down</h1>"),
    /is busy at the moment \(<h1>down/,
    3,
  ],
  [
    "429 that asks for more patience than there is",
    (_, response) => json(response, { error: "full" }, 429, { "retry-after": "3600" }),
    /is busy at the moment \(full\)/,
    1,
  ],
  ["no JSON", (_, response) => response.end("hello"), /cannot be read \(the body is not JSON\)/, 3],
  ["JSON of something else", (_, response) => json(response, { answer: 42 }), /cannot be read/, 3],
  ["a connection that breaks before the answer", (_, response) => response.destroy(), /the connection to .* broke/, 3],
  [
    "a body that ends too early",
    (_, response) => {
      response.writeHead(200, { "content-length": "5000" }).write("{");
      setImmediate(() => response.destroy());
    },
    /the connection to .* broke/,
    3,
  ],
  ["silence", () => {}, /did not answer within 0\.4 s/, 1],
  [
    "a body that trickles",
    (_, response) => {
      const drip = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(drip));
    },
    /did not answer within 0\.4 s/,
    1,
  ],
  [
    "a body that never ends",
    (_, response) => {
      const chunk = Buffer.alloc(256 * 1024, 32);
      const pour = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on("drain", pour);
      pour();
    },
    /longer than \d+ bytes/,
    1,
  ],
  [
    "other shapes",
    (_, response) => {
      const tensor = (name: string) => ({ name, datatype: "FP32", shape: [1, 1], data: [1] });
      json(response, { model_name: "tiny", outputs: [tensor("encoded"), tensor("bucket_logits")] });
    },
    /does not fit the request \(encoded is \[1, 1\]\)/,
    1,
  ],
  [
    "another version",
    (_, response) => json(response, { model_name: "tiny", model_version: "202001010000", outputs: [] }),
    /serves another tiny: it has version 202001010000/,
    1,
  ],
];

describe("a remote backend whose server answers with", () => {
  for (const [name, answer, message, attempts] of FAULTS)
    it(`${name}: says so, and whether another backend may take over`, async () => {
      const server = await fakeServer(answer);
      const backend = backendAt(server.url, { deadlineMs: 400 });
      try {
        const error = await failure(backend.encode(UTTERANCE));
        assert.match(error.message, message);
        assert.ok(error.remedy.length > 10);
        // A token or a permission that is missing is told to who can mend it, not passed over.
        assert.equal(error.mayTryNextBackend, !/40[13]/.test(name));
        assert.equal(server.asked(), attempts);
        assert.ok(!error.line.includes("secret"));
      } finally {
        await backend.dispose();
        await server.close();
      }
    });
});

describe("a remote backend", () => {
  it("refuses another model, before anything of the user's is sent", async () => {
    const [first, ...others] = METADATA.inputs;
    assert.ok(first);
    const cases: readonly (readonly [unknown, RegExp])[] = [
      [{ ...METADATA, versions: ["1"] }, /it has version 1, and \d{12} is wanted/],
      [{ ...METADATA, inputs: others }, /it has no input input_ids/],
      [
        { ...METADATA, inputs: [{ ...first, datatype: "INT32" }, ...others] },
        /input_ids is INT32, and INT64 is wanted/,
      ],
      [{ ...METADATA, inputs: [{ ...first, shape: [-1, 7] }, ...others] }, /input_ids is \[-1, 7\]/],
      [{ ...METADATA, inputs: [...METADATA.inputs, { ...first, name: "more" }] }, /wants an input more/],
      [{ ...METADATA, outputs: [] }, /it has no output encoded/],
      [{ hello: "world" }, /cannot be read/],
    ];
    for (const [metadata, message] of cases) {
      const server = await fakeServer((_, response) => json(response, {}), metadata);
      const backend = backendAt(server.url);
      assert.match((await failure(backend.encode(UTTERANCE))).message, message);
      assert.equal(server.asked(), 0);
      assert.equal(backend.state, "idle");
      await server.close();
    }
  });

  it("says where nothing listens, and which name does not exist", async () => {
    const gone = await fakeServer(() => {});
    await gone.close();
    const error = await failure(backendAt(gone.url).start());
    assert.match(error.message, /nothing answers at 127\.0\.0\.1:\d+/);
    assert.equal(error.mayTryNextBackend, true);
    const unknown = await failure(backendAt("http://codefusion.invalid:8080").start());
    assert.match(unknown.message, /no machine of the name codefusion\.invalid/);
  });

  it("does not follow a redirect: the token stays with the server that it is for", async () => {
    const other = await fakeServer((_, response) => json(response, {}));
    const server = await fakeServer((_, response) =>
      response.writeHead(307, { location: `${other.url}/v2/models/tiny/infer` }).end(),
    );
    const error = await failure(backendAt(server.url).encode(UTTERANCE));
    assert.match(error.message, /sends requests on to another address \(http:/);
    assert.deepEqual(other.paths, []);
    assert.ok(server.tokens.every((token) => token === "Bearer secret"));
    await Promise.all([server.close(), other.close()]);
  });

  it("waits as long as a busy server asks for, and repeats what a broken one lost", async () => {
    const tiny = await serveTiny();
    const refusals: Handler[] = [
      (_, response) => json(response, { error: "full" }, 429, { "retry-after": "0" }),
      (_, response) => response.destroy(),
    ];
    // A gateway that fails twice before it does its work.
    const gateway = createServer((request, response) => {
      const refuse = request.method === "POST" ? refusals.pop() : undefined;
      const chunks: Buffer[] = [];
      request
        .on("data", (chunk: Buffer) => chunks.push(chunk))
        .on("end", async () => {
          if (refuse) return refuse(request, response);
          const headers = Object.entries(request.headers).filter(([name]) => /^(content-type|inference-)/.test(name));
          const answer = await fetch(`${tiny.url}${request.url}`, {
            method: request.method ?? "GET",
            headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
            ...(request.method === "POST" && { body: Buffer.concat(chunks) }),
          });
          const length = answer.headers.get("inference-header-content-length");
          response.writeHead(answer.status, length === null ? {} : { "inference-header-content-length": length });
          return response.end(Buffer.from(await answer.arrayBuffer()));
        });
    });
    await new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve));
    const { port } = gateway.address() as AddressInfo;
    const backend = backendAt(`http://127.0.0.1:${port}`);
    const { hidden } = await backend.encode(UTTERANCE);
    assert.deepEqual(hidden, (await tiny.backend.encode(UTTERANCE)).hidden);
    assert.equal(refusals.length, 0);
    gateway.close();
    gateway.closeAllConnections();
    await tiny.close();
  });

  it("leaves a server alone that fails again and again, and asks whether it is ready before it trusts it", async () => {
    let healthy = false;
    const tiny = await serveTiny();
    const server = await fakeServer((_, response) =>
      healthy ? json(response, { model_name: "tiny", outputs: [] }) : json(response, { error: "broken" }, 500),
    );
    const backend = backendAt(server.url, { restMs: 50 });
    await failure(backend.encode(UTTERANCE));
    const asked = server.asked();
    const resting = await failure(backend.encode(UTTERANCE));
    assert.match(resting.message, /has failed several times in a row \(.*broken/);
    assert.equal(server.asked(), asked);
    healthy = true;
    await new Promise((resolve) => setTimeout(resolve, 60));
    const misfit = await failure(backend.encode(UTTERANCE));
    assert.match(misfit.message, /does not fit the request/);
    assert.ok(server.paths.lastIndexOf("/v2/models/tiny/ready") < server.paths.length - 1);
    assert.equal(server.paths.filter((path) => path.endsWith("/ready")).length, 1);
    await server.close();
    await tiny.close();
  });

  it("closes the request of a cancelled run, and of a backend that is disposed of", async () => {
    for (const how of ["cancel", "dispose"] as const) {
      let arrived: () => void;
      const waiting = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      let closed: () => void;
      const ended = new Promise<void>((resolve) => {
        closed = resolve;
      });
      const server = await fakeServer((_, response) => {
        response.on("close", () => closed());
        arrived();
      });
      const backend = backendAt(server.url);
      const run = new AbortController();
      const outcome = failure(backend.encode(UTTERANCE, run.signal));
      await waiting;
      if (how === "cancel") run.abort();
      else await backend.dispose();
      assert.equal((await outcome).code, "cancelled");
      await ended;
      assert.equal(server.asked(), 1);
      await server.close();
    }
  });
});
